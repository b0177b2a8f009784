"""An invented population in the operational database, made by SQL alone: for benchmarks of the ledger.

Nobody in it has a name or a number that could be real: what bills need is segment, class, status, family, village.
"""

from __future__ import annotations

import datetime as dt

START = dt.date(2024, 7, 1)
FAMILY_OF = 4

#: Members of a thousand by segment, as in Lampung in August 2025: PBI, local, self-paying, enterprises, state, pensioners.
_SEGMENTS = ((1, 517), (2, 692), (3, 823), (19, 924), (6, 984), (20, 1000))


def populate(people: int) -> None:
    """That many people into an empty database, in families of four; two thirds of the cards are in force."""
    from django.db import connection

    from semesta.database import is_postgresql, writing
    from semesta.register.recording import Decision, record

    numbers = (
        f"SELECT generate_series(1, {people}) AS n"
        if is_postgresql()
        else f"WITH RECURSIVE one AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM one WHERE n < {people}) SELECT n FROM one"
    )
    segment = " ".join(f"WHEN f.g < {until} THEN {number}" for number, until in _SEGMENTS)
    row = (
        f"SELECT n, (n - 1) / {FAMILY_OF} + 1 AS family, (n - 1) % {FAMILY_OF} + 1 AS place, "
        f"(((n - 1) / {FAMILY_OF}) * 7919) % 1000 AS g, (n * 31) % 100 AS luck FROM ({numbers}) AS numbers"
    )
    common = (
        f"SELECT n, family, CASE place WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 4 END AS relation, CASE {segment} END AS segment, "
        "CASE WHEN f.g BETWEEN 700 AND 730 THEN 1 WHEN f.g BETWEEN 731 AND 770 THEN 2 ELSE 3 END AS hospital_class, "
        "CASE WHEN luck < 67 THEN 1 WHEN f.g BETWEEN 692 AND 822 THEN 2 ELSE 4 END AS status, "
        f"1801012001 + (family % 15) * 1000000 AS village FROM ({row}) AS f"
    )
    with writing(), connection.cursor() as cursor:
        change = record("populate", Decision("benchmarks", "invented people")).change
        cursor.execute(
            "INSERT INTO payer (kind, code, name, region, change_id) VALUES (2, '18.01', 'x', '18.01', %s)",
            [change],
        )
        cursor.execute(
            f"INSERT INTO family (id, change_id) SELECT n, {change} FROM ({numbers}) AS numbers WHERE n <= {people // FAMILY_OF + 1}"
        )
        payer = "CASE segment WHEN 2 THEN 1 END"
        cursor.execute(
            "INSERT INTO person (id, change_id, village, family_id, relation, spell, segment, hospital_class, payer_id, "
            f"status, since) SELECT n, {change}, village, family, relation, 1, segment, hospital_class, {payer}, status, "
            f"{_date()} FROM ({common}) AS c"
        )
        cursor.execute(
            "INSERT INTO person_fact (person_id, valid_from, change_id, name, village) "
            f"SELECT n, {_date()}, {change}, '', village FROM ({common}) AS c"
        )
        cursor.execute(
            "INSERT INTO membership (person_id, valid_from, change_id, spell, family_id, relation, segment, "
            f"hospital_class, payer_id, status, transition) SELECT n, {_date()}, {change}, 1, family, relation, segment, "
            f"hospital_class, {payer}, status, 1 FROM ({common}) AS c"
        )


def _date() -> str:
    return f"CAST('{START.isoformat()}' AS date)" if _postgresql() else f"'{START.isoformat()}'"


def _postgresql() -> bool:
    from semesta.database import is_postgresql

    return is_postgresql()
