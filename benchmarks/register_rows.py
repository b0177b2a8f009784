"""Invented people for measurements, by plain SQL: an empty database gets n persons in families of four."""

from __future__ import annotations

import sys
import time

from semesta.database import is_postgresql, migrate, use, writing
from semesta.register.recording import Decision, record

DAY = "2024-01-01"
FAMILY = 4

#: Region, birth date and a serial of 9000 to 9999, which are not issued: 672 million different ones.
_NIK = (
    "((187101 + (i / 33600000) % 20) * 10000000000 + (1 + (i / 1000) % 28) * 100000000 "
    "+ (1 + (i / 28000) % 12) * 1000000 + ((i / 336000) % 100) * 10000 + 9000 + i % 1000)"
)


def fill(people: int) -> float:
    """Persons 1 to n, each with NIK, card, one fact of each kind, all self-paying; seconds."""
    from django.db import connection

    start = time.perf_counter()
    with writing(), connection.cursor() as cursor:
        change = record("adopt", Decision("benchmark", "invented people")).change
        cursor.execute("CREATE TEMPORARY TABLE numbers (i bigint)")
        cursor.execute(
            "INSERT INTO numbers WITH RECURSIVE n(i) AS "
            f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}) SELECT i FROM n"
        )
        for statement in _statements(change):
            cursor.execute(statement)
        cursor.execute("DROP TABLE numbers")
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - start


def _statements(change: int) -> list[str]:
    family, first = f"(i - 1) / {FAMILY} + 1", f"CASE WHEN i % {FAMILY} = 1 THEN 1 ELSE 4 END"
    day = f"date '{DAY}'" if is_postgresql() else f"'{DAY}'"
    open_fact = f"{day}, NULL, {change}, i"
    return [
        f"INSERT INTO family (id, change_id) SELECT {family}, {change} FROM numbers WHERE i % {FAMILY} = 1",
        "INSERT INTO person (id, change_id, nik, card, kk, village, family_id, relation, spell, segment, hospital_class, status, since) "
        f"SELECT i, {change}, {_NIK}, 9000000000 + i, 1871010101240000 + {family}, 1871011004, {family}, {first}, 1, 3, 3, 1, {day} FROM numbers",
        "INSERT INTO person_fact (valid_from, valid_to, change_id, person_id, name, sex, birth_date, kk, village) "
        f"SELECT {open_fact}, 'REKAAN ' || i, 'L', {day}, 1871010101240000 + {family}, 1871011004 FROM numbers",
        "INSERT INTO identifier (valid_from, valid_to, change_id, person_id, kind, value, contested) "
        f"SELECT {open_fact}, 1, cast({_NIK} AS text), {'false' if is_postgresql() else '0'} FROM numbers",
        "INSERT INTO identifier (valid_from, valid_to, change_id, person_id, kind, value, contested) "
        f"SELECT {open_fact}, 2, '000' || (9000000000 + i), {'false' if is_postgresql() else '0'} FROM numbers",
        "INSERT INTO membership (valid_from, valid_to, change_id, person_id, spell, family_id, relation, segment, hospital_class, status, transition) "
        f"SELECT {open_fact}, 1, {family}, {first}, 3, 3, 1, 1 FROM numbers",
    ]


if __name__ == "__main__":
    use(sys.argv[1])
    migrate()
    print(f"{fill(int(sys.argv[2])):.1f} s")
