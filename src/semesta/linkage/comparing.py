"""Pairs of ids to patterns of agreement: the one place where two records are looked at closely."""

from __future__ import annotations

from semesta.engine import Engine, identifier
from semesta.identity import name_sql
from semesta.linkage.levels import (
    BIRTH,
    LIKENESS_SQL,
    NAME,
    NIK,
    SEX,
    STREET_SQL,
    home_sql,
    level_sql,
    pattern_sql,
    street_sql,
)

#: Two records share a household when the family cards are one, or one succeeded the other.
SAME_HOUSEHOLD = "coalesce(r.kk = m.kk, false)"
SUCCEEDED = "coalesce(r.kk = m.kk, false) OR h.resident_kk IS NOT NULL"


_COMPARED = ("nik_text", "name", "norm", "joined", "birth_date", "sex", "village", "street")


def compare(
    engine: Engine,
    *,
    pairs: str,
    residents: str,
    members: str,
    into: str,
    households: str | None = None,
    former: str | None = None,
    streets: bool = False,
) -> None:
    """Make `into` (resident, member, pattern, name, birth_date, sex: of the resident's side).

    `pairs` has resident and member; `residents` and `members` have id, nik_text, kk, name, sex,
    birth_date, village, address. `households` names a table member_kk, resident_kk of successors, `former`
    a table resident_kk, village of former villages; with `streets` addresses are compared too. Names are
    normalised once per distinct name, and only where the two as written differ.
    """
    _normalise(engine, pairs=pairs, residents=residents, members=members)
    successor = (
        f"LEFT JOIN {identifier(households)} h ON h.member_kk = m.kk AND h.resident_kk = r.kk"
        if households
        else ""
    )
    shared = SUCCEEDED if households else SAME_HOUSEHOLD
    moved = (
        f"LEFT JOIN {identifier(former)} f ON f.resident_kk = r.kk AND f.village = m.village"
        if former
        else ""
    )
    lived = "f.resident_kk IS NOT NULL" if former else "false"
    if streets:
        _take_streets(engine, residents=residents, members=members)
    place = "LEFT JOIN _street s ON s.address = x.address" if streets else ""
    street = "s.street" if streets else "NULL::VARCHAR"
    sides = ", ".join(f"{side}.{column} AS {side}_{column}" for side in "rm" for column in _COMPARED)
    levels = [level_sql(field) for field in (NIK, NAME, BIRTH, SEX)]
    pattern = pattern_sql(
        *levels, home_sql("r_village", "m_village", household="household", street=STREET_SQL, former="former")
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE {identifier(into)} AS
        SELECT resident, member, {pattern} AS pattern, r_name AS name, r_birth_date AS birth_date, r_sex AS sex FROM (
          SELECT *, {LIKENESS_SQL} AS likeness FROM (
          SELECT p.resident, p.member, {sides}, {shared} AS household, {lived} AS former
          FROM {identifier(pairs)} p
          JOIN (SELECT x.*, n.norm, n.joined, {street} AS street FROM {identifier(residents)} x
                LEFT JOIN _normal n ON n.name = x.name {place}) r
            ON r.id = p.resident
          JOIN (SELECT x.*, n.norm, n.joined, {street} AS street FROM {identifier(members)} x
                LEFT JOIN _normal n ON n.name = x.name {place}) m
            ON m.id = p.member
          {successor} {moved}))
    """)
    engine.drop("_normal", "_street")


def _normalise(engine: Engine, *, pairs: str, residents: str, members: str) -> None:
    """Make `_normal` (name, norm, joined: norm without blanks) for the distinct names of pairs whose names differ as written."""
    if residents == members:  # a sample against itself: few people, many pairs
        names = f"SELECT DISTINCT name FROM {identifier(residents)}"
    else:
        names = f"""
          SELECT DISTINCT unnest([r.name, m.name]) AS name
          FROM {identifier(pairs)} p
          JOIN {identifier(residents)} r ON r.id = p.resident
          JOIN {identifier(members)} m ON m.id = p.member
          WHERE r.name <> m.name"""
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _normal AS
        SELECT name, norm, replace(norm, ' ', '') AS joined
        FROM (SELECT name, {name_sql("name")} AS norm FROM ({names}))
    """)


def _take_streets(engine: Engine, *, residents: str, members: str) -> None:
    """Make `_street` (address, street) for the distinct addresses."""
    # No condition on `street`: the engine would take it down to every row, and with it the dear expression.
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _street AS
        SELECT address, {street_sql("address")} AS street
        FROM (SELECT address FROM {identifier(residents)} UNION SELECT address FROM {identifier(members)})
    """)


def pattern_counts(engine: Engine, compared: str) -> dict[int, float]:
    """How many pairs have each pattern."""
    rows = engine.rows(
        f"SELECT pattern, count(*) FROM {identifier(compared)} GROUP BY pattern ORDER BY pattern"
    )
    return {int(pattern): float(count) for pattern, count in rows}
