"""What an extract says otherwise than the register, row by row: only that becomes facts."""

from __future__ import annotations

from collections.abc import Sequence

from semesta.engine import Engine
from semesta.register.extract import SAID_BY, says_nothing, silent_about_words
from semesta.register.matching import hold, hold_taken_niks
from semesta.register.transitions import CLOSERS
from semesta.sources import Understanding

FACTS = ("name", "sex", "birth_date", "kk", "village", "address", "facility")
MEMBERSHIP = (
    "relation", "segment", "hospital_class", "status", "start_date", "end_date", "status_raw", "payer_written",
)  # fmt: skip
NUMBERS = ("card", "nik", "nik_written")

#: What makes a family: see `regrouping`.
GROUPING = ("kk", "segment", "hospital_class")


def compare(engine: Engine, understood: Sequence[Understanding]) -> None:
    """Make `changed`: matched rows that say something new, and hold those that wait: see `matching`.

    Columns: seq, person, what is to hold from the day on (FACTS, MEMBERSHIP, NUMBERS), `columns`: which of them are new;
    facts_change, membership_change, numbers_change.
    """
    wanted = {
        **{name: _kept(name, f"i.{name}", understood) for name in SAID_BY},
        "status": "i.status",
        "status_raw": f"CASE WHEN {silent_about_words(understood)} THEN CASE WHEN i.status = s.status THEN s.status_raw END "
        "ELSE i.status_raw END",
        # A number is replaced by another one, never taken away because a cell is empty or its form is wrong.
        "card": "coalesce(i.card, s.card)",
        "nik": "coalesce(i.nik, s.nik)",
        "nik_written": "CASE WHEN coalesce(i.nik, s.nik) IS NULL THEN coalesce(i.nik_written, s.nik_written) END",
    }
    columns = (*FACTS, *MEMBERSHIP, *NUMBERS)
    assert set(wanted) == set(columns)
    other = {name: f"n.{name} IS DISTINCT FROM s.{name}" for name in columns}
    other["status"] += f" OR {is_closed('s')}"  # whoever is in the extract has a membership after all
    flags = {"facts_change": FACTS, "membership_change": MEMBERSHIP, "numbers_change": NUMBERS}
    differs = ", ".join(
        f"({' OR '.join(other[name] for name in names)}) AS {flag}" for flag, names in flags.items()
    )
    which = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in other.items())
    engine.run(f"""
        CREATE OR REPLACE TABLE changed AS
        SELECT n.*, {differs}, list_filter([{which}], one -> one IS NOT NULL) AS columns
        FROM (
            SELECT m.seq, m.person, {", ".join(f"{sql} AS {name}" for name, sql in wanted.items())}
            FROM matched m JOIN incoming i ON i.seq = m.seq JOIN state s ON s.person = m.person
            LEFT JOIN refused x ON x.seq = m.seq
        ) n JOIN state s ON s.person = n.person
        WHERE {" OR ".join(other.values())}
    """)
    later = """SELECT c.seq, c.person FROM changed c JOIN state s USING (person)
               WHERE s.membership_until IS NOT NULL OR s.fact_until IS NOT NULL"""
    hold(engine, "known_later", later)
    hold_taken_niks(engine)


def is_closed(of: str) -> str:
    """SQL: the membership was cancelled or voided."""
    return f"{of}.transition IN ({', '.join(str(one.value) for one in CLOSERS)})"


def _kept(column: str, said: str, understood: Sequence[Understanding]) -> str:
    silent = says_nothing(column, understood)
    return f"CASE WHEN {silent} THEN s.{column} ELSE {said} END"
