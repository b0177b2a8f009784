"""The rows that the changes of an extract become: what gives way, and the pieces that stand there instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from semesta.database import Rows
from semesta.engine import Engine
from semesta.register.card_rows import Numbers
from semesta.register.comparing import FACTS, MEMBERSHIP, is_closed
from semesta.register.next_transition import take_transitions
from semesta.register.vocabulary import IdentifierKind

_KINDS = {"card": (IdentifierKind.CARD,), "nik": (IdentifierKind.NIK, IdentifierKind.NIK_AS_WRITTEN)}


def step_memberships(engine: Engine) -> None:
    """Make `stepped`: who of `changed` gets another row of membership, with family, payer, spell and transition of it."""
    take_transitions(engine)
    anew = " OR ".join(
        f"n.{name} IS DISTINCT FROM s.{name}" for name in ("segment", "hospital_class", "payer", "family")
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE stepped AS
        SELECT n.seq, n.person, n.family, n.payer, s.spell + n.anew::SMALLINT AS spell, t.transition,
               {", ".join(f"n.{name}" for name in MEMBERSHIP)}
        FROM (
            SELECT n.*, s.status AS before, {is_closed("s")} AS closed, ({anew} OR {is_closed("s")}) AS anew FROM (
                SELECT c.*, coalesce(g.goes_to, s.family) AS family,
                       CASE WHEN a.seq IS NOT NULL THEN p.id ELSE s.payer END AS payer
                FROM changed c JOIN state s ON s.person = c.person
                LEFT JOIN settled g ON g.seq = c.seq LEFT JOIN asked a ON a.seq = c.seq
                LEFT JOIN changed_payers w ON w.seq = c.seq LEFT JOIN payers p ON p.kind = w.kind AND p.code = w.code
            ) n JOIN state s ON s.person = n.person
        ) n JOIN state s ON s.person = n.person
        JOIN transitions t ON t.before = n.before AND t.closed = n.closed AND t.segment = n.segment
             AND t.after = n.status AND t.anew = n.anew
        WHERE n.membership_change OR n.anew
    """)


def with_changes(new: Sequence[Rows], last: Numbers, since: dt.date, people: int) -> tuple[Rows, ...]:
    """The rows of newcomers and, behind them, those of `changed`; and the helpers that say which rows give way."""
    pieces = {
        "person_fact": _facts(_columns(new, "person_fact"), last.person_fact + people, last.change, since),
        "membership": _memberships(_columns(new, "membership"), last.membership + people, last.change, since),
        "identifier": _identifiers(
            _columns(new, "identifier"), last.identifier + 2 * people, last.change, since
        ),
        "family": f"SELECT family, {last.change} FROM founded",
    }
    rows = [
        replace(one, query=f"{one.query} UNION ALL FROM ({pieces[one.table]})")
        if one.table in pieces
        else one
        for one in new
    ]
    return (*rows, *_helpers())


def _helpers() -> tuple[Rows, ...]:
    def helper(table: str, query: str) -> Rows:
        return Rows(table, ("id",), f"SELECT DISTINCT id FROM ({query}) ORDER BY id", helper=True)

    return (
        helper(
            "gone_person_fact",
            "SELECT s.fact_row AS id FROM changed c JOIN state s USING (person) WHERE c.facts_change",
        ),
        helper("gone_membership", "SELECT s.membership_row AS id FROM stepped c JOIN state s USING (person)"),
        helper("gone_identifier", f"SELECT id FROM ({_gone_numbers()})"),
        helper(
            "changed_people",
            "SELECT person AS id FROM changed WHERE facts_change UNION SELECT person FROM stepped",
        ),
        helper("renumbered_people", "SELECT person AS id FROM changed WHERE numbers_change"),
    )


def _facts(columns: Sequence[str], last: int, change: int, since: dt.date) -> str:
    source = "FROM changed c JOIN state s USING (person) WHERE c.facts_change"
    now = {name: f"c.{name}" for name in FACTS}
    return _pieces(columns, source, now, "s.fact_from", "s.fact_until", last, change, since)


def _memberships(columns: Sequence[str], last: int, change: int, since: dt.date) -> str:
    source = "FROM stepped c JOIN state s USING (person)"
    now = {name: f"c.{name}" for name in (*MEMBERSHIP, "spell", "transition")}
    now |= {"family_id": "c.family", "payer_id": "c.payer"}
    return _pieces(columns, source, now, "s.membership_from", "s.membership_until", last, change, since)


def _pieces(
    columns: Sequence[str],
    source: str,
    now: dict[str, str],
    begins: str,
    ends: str,
    last: int,
    change: int,
    since: dt.date,
) -> str:
    """What stood there until the day, where it stood there before; and what holds from the day on."""
    day = f"DATE '{since.isoformat()}'"
    before = {name: f"s.{name.removesuffix('_id')}" for name in columns}
    frame = {"id": "0", "change_id": str(change), "superseded_by_id": "NULL::BIGINT", "person_id": "person"}
    old = before | frame | {"valid_from": begins, "valid_to": day}
    new = before | now | frame | {"valid_from": day, "valid_to": ends}
    return _numbered(last, [
        f"SELECT {_list(columns, old)} {source} {'AND' if ' WHERE ' in source else 'WHERE'} {begins} < {day}",
        f"SELECT {_list(columns, new)} {source}",
    ])  # fmt: skip


def _identifiers(columns: Sequence[str], last: int, change: int, since: dt.date) -> str:
    day = f"DATE '{since.isoformat()}'"
    frame = {"id": "0", "change_id": str(change), "superseded_by_id": "NULL::BIGINT", "person_id": "person"}
    old = frame | {
        "valid_from": "valid_from",
        "valid_to": day,
        "kind": "kind",
        "value": "value",
        "contested": "contested",
    }
    new = frame | {"valid_from": day, "valid_to": "NULL::DATE", "contested": "false"}
    card = new | {
        "kind": str(IdentifierKind.CARD.value),
        "value": "substr((10000000000000 + c.card)::VARCHAR, 2)",
    }
    nik = new | {
        "kind": f"CASE WHEN c.nik IS NULL THEN {IdentifierKind.NIK_AS_WRITTEN.value} ELSE {IdentifierKind.NIK.value} END",
        "value": "coalesce(lpad(c.nik::VARCHAR, 16, '0'), c.nik_written)",
    }
    return _numbered(last, [
        f"SELECT {_list(columns, old)} FROM ({_gone_numbers()}) WHERE valid_from < {day}",
        f"SELECT {_list(columns, card)} FROM changed c WHERE list_contains(columns, 'card')",
        f"SELECT {_list(columns, nik)} FROM changed c WHERE list_contains(columns, 'nik') OR list_contains(columns, 'nik_written')",
    ])  # fmt: skip


_VALUE = (
    f"CASE n.kind WHEN {IdentifierKind.NIK.value} THEN lpad(n.number::VARCHAR, 16, '0') "
    f"WHEN {IdentifierKind.CARD.value} THEN lpad(n.number::VARCHAR, 13, '0') ELSE n.written END"
)


def _gone_numbers() -> str:
    parts = [
        f"SELECT n.*, {_VALUE} AS value FROM numbers n JOIN changed c USING (person) WHERE n.kind IN ({', '.join(str(k.value) for k in kinds)}) "
        f"AND (list_contains(c.columns, '{what}') OR list_contains(c.columns, '{what}_written'))"
        for what, kinds in _KINDS.items()
    ]
    return " UNION ALL ".join(parts)


def _numbered(last: int, parts: Sequence[str]) -> str:
    """The parts as one query whose ids follow each other, in the order of people and days."""
    return (
        f"SELECT * REPLACE ({last} + row_number() OVER (ORDER BY person_id, valid_from) AS id) "
        f"FROM ({' UNION ALL '.join(parts)}) ORDER BY id"
    )


def _list(columns: Sequence[str], values: dict[str, str]) -> str:
    return ", ".join(f"{values[name]} AS {name}" for name in columns)


def _columns(rows: Sequence[Rows], table: str) -> tuple[str, ...]:
    [found] = [one.columns for one in rows if one.table == table]
    return found
