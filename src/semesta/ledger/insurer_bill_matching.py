"""Every row of an insurer's bill and every line of ours gets one outcome and one reason, in the engine.

Reads `bill` (tables.STAGED_BILL), `ours`, `known`, `fact` (insurer_bill_register); makes `pair`.
"""

from __future__ import annotations

import datetime as dt

from semesta.engine import Engine, literal
from semesta.register.buckets import SEGMENTS_OF
from semesta.register.vocabulary import Status

#: Below this two names are other names (`identity.name_likeness`: near is from 0.82).
_OTHER_NAME = 0.82


def match_ours(engine: Engine) -> None:
    """`met (row, person, rank)`: rows of the bill whose card, else NIK, is that of a person in `ours`.

    `rank` 1 is the row that stands for the person: the one with our amount, else the first; others are repeats.
    """
    engine.run("""
        CREATE OR REPLACE TABLE found AS
        SELECT b.rowid AS row, coalesce(c.person, n.person) AS person FROM bill b
        LEFT JOIN (SELECT card, min(person) AS person FROM ours WHERE card IS NOT NULL GROUP BY card) c ON c.card = b.card
        LEFT JOIN (SELECT nik, min(person) AS person FROM ours WHERE nik IS NOT NULL GROUP BY nik) n ON n.nik = b.nik""")
    _rank(engine)


def strangers(engine: Engine) -> tuple[list[int], list[int]]:
    """Cards and NIKs of the rows that met nobody of ours: to be looked up in the register."""
    stranger = "FROM bill b JOIN found f ON f.row = b.rowid WHERE f.person IS NULL"
    cards, niks = (
        [int(row[0]) for row in engine.rows(f"SELECT DISTINCT b.{c} {stranger} AND b.{c} IS NOT NULL ORDER BY 1")]
        for c in ("card", "nik")
    )  # fmt: skip
    return cards, niks


def match_known(engine: Engine) -> list[int]:
    """Meets strangers with `known`, whom the register knows by another number; the people who are not in `ours`.

    One who is in ours comes first, then the uncontested holder.
    """
    engine.run("""
        CREATE OR REPLACE TABLE known_row AS
        SELECT row, person, contested FROM (
          SELECT b.rowid AS row, k.person, k.contested, row_number() OVER (
            PARTITION BY b.rowid ORDER BY o.person IS NULL, k.contested, k.card IS NULL, k.person) AS nth
          FROM bill b JOIN found f ON f.row = b.rowid AND f.person IS NULL
          JOIN known k ON k.card = b.card OR k.nik = b.nik LEFT JOIN ours o ON o.person = k.person)
        WHERE nth = 1""")
    engine.run("""
        UPDATE found SET person = k.person FROM known_row k
        WHERE k.row = found.row AND k.person IN (SELECT person FROM ours)""")
    _rank(engine)
    rows = engine.rows("SELECT DISTINCT person FROM known_row WHERE person NOT IN (SELECT person FROM ours) ORDER BY 1")  # fmt: skip
    return [int(person) for (person,) in rows]


def make_pairs(engine: Engine, *, region: int, code: str, month: dt.date, unit_rupiah: int) -> None:
    """`pair`: one row for each row of the bill, and for each line of ours that no row stands for.

    outcome, reason, detail, row, source, source_row, card, nik, name, bill_rupiah, person, our_rupiah. A row without
    an amount is worth ours, else `unit_rupiah`. Reasons go from what is surest to what says least.
    """
    reasons = _reasons(region, code, month)
    reason = "CASE " + " ".join(f"WHEN {when} THEN '{name}'" for name, when, _ in reasons) + " END"
    detail = "CASE " + " ".join(f"WHEN {when} THEN {fact}" for _, when, fact in reasons) + " END"
    engine.run(f"""
        CREATE OR REPLACE TABLE pair AS
        SELECT CASE WHEN f.person IS NULL THEN 'not_ours' WHEN m.rank > 1 THEN 'billed_twice'
                    WHEN {_other_person("b", "o")} THEN 'different_person'
                    WHEN coalesce(b.amount_rupiah, o.rupiah) <> o.rupiah THEN 'different_amount' ELSE 'matched' END AS outcome,
               CASE WHEN f.person IS NOT NULL THEN '' ELSE {reason} END AS reason,
               CASE WHEN f.person IS NOT NULL THEN CASE WHEN {_other_person("b", "o")} THEN coalesce(o.name, '') ELSE '' END
                    ELSE {detail} END AS detail,
               b.rowid AS row, b.source, b.source_row, b.card, b.nik, b.name,
               coalesce(b.amount_rupiah, o.rupiah, {unit_rupiah}) AS bill_rupiah,
               coalesce(f.person, k.person) AS person, CASE WHEN m.rank = 1 THEN o.rupiah END AS our_rupiah
        FROM bill b JOIN found f ON f.row = b.rowid LEFT JOIN met m ON m.row = b.rowid
        LEFT JOIN ours o ON o.person = f.person LEFT JOIN known_row k ON k.row = b.rowid
        LEFT JOIN fact x ON x.person = k.person
        UNION ALL BY NAME
        SELECT 'not_on_bill' AS outcome, CASE WHEN o.billed THEN 'billed_by_us' ELSE 'adjusted_later' END AS reason, '' AS detail,
               o.card, o.nik, o.name, o.person, o.rupiah AS our_rupiah
        FROM ours o WHERE o.person NOT IN (SELECT person FROM met)""")  # fmt: skip


def _rank(engine: Engine) -> None:
    engine.run("""
        CREATE OR REPLACE TABLE met AS
        SELECT f.row, f.person, row_number() OVER (
          PARTITION BY f.person ORDER BY coalesce(b.amount_rupiah, o.rupiah) <> o.rupiah, b.amount_rupiah, f.row) AS rank
        FROM found f JOIN bill b ON b.rowid = f.row JOIN ours o ON o.person = f.person""")


def _other_person(bill: str, ours: str) -> str:
    """SQL: both sides name somebody, the names are unlike, and the birth dates do not agree."""
    names = [f"upper(regexp_replace({side}.name, '[^A-Za-z]+', '', 'g'))" for side in (bill, ours)]
    return (
        f"coalesce(jaro_winkler_similarity({names[0]}, {names[1]}) < {_OTHER_NAME} AND {names[0]} <> '' "
        f"AND {names[1]} <> '' AND {bill}.birth_date IS DISTINCT FROM {ours}.birth_date, false)"
    )


def _reasons(region: int, code: str, month: dt.date) -> tuple[tuple[str, str, str], ...]:
    """(reason, SQL for when it is the reason, SQL for the fact behind it); the surest first."""
    return (
        ("row_of_another_region", f"{_IS_CODE} AND b.payer_region <> {literal(code)}", "b.payer_region"),
        ("no_number", "b.card IS NULL AND b.nik IS NULL", "''"),
        ("not_known", "k.person IS NULL", "''"),
        ("contested", "k.contested", "''"),
        ("dead", f"x.died_on < DATE '{month}' OR x.status = {Status.MENINGGAL}", "coalesce(x.died_on::VARCHAR, '')"),
        ("other_person", _other_person("b", "x"), "coalesce(x.name, '')"),
        ("not_begun", f"x.segment IS NULL OR x.status = {Status.BELUM_AKTIF}", "coalesce(x.begins::VARCHAR, '')"),
        ("other_segment", f"x.segment NOT IN ({_PEMDA})", "x.segment::VARCHAR"),
        ("moved", f"x.payer IS DISTINCT FROM {int(region)}", "coalesce(x.payer_code, '')"),
        ("not_active", f"x.status <> {Status.AKTIF}", "x.status::VARCHAR"),
        ("not_billed", "true", "''"),
    )  # fmt: skip


_IS_CODE = "regexp_full_match(coalesce(b.payer_region, ''), '[0-9]{2}([.][0-9]{2})?')"
_PEMDA = ", ".join(map(str, SEGMENTS_OF["PBPU_BP_PEMDA"]))
