"""Who of one edition is who of a later one."""

from __future__ import annotations

from pathlib import Path

from semesta.engine import Engine, literal

#: People in order of their number in each edition: id (resident_id - 1), nik, kk, name (as a hash),
#: birth_date, village (number of the code in VILLAGES), state (see STATES), bucket.
BEFORE, AFTER = "quick.people_before", "quick.people_after"
VILLAGES = "quick.compared_villages"

#: What `state` says; from 4 on the person is no resident.
STATES = ("", "active", "inactive", "not_enrolled")
DEAD, MOVED, GONE = 4, 5, 6

#: Who is who: a is an id of BEFORE, b of AFTER; each at most once.
PAIRS = "quick.same_people"

#: Keys that tell a person again, tried in this order on those who are still alone. A number alone does
#: not: a NIK that was corrected or taken over must agree with the birth date or the name.
_KEYS = (
    ("a.nik = b.nik", "a.birth_date = b.birth_date OR a.name = b.name"),
    ("a.kk = b.kk AND a.name = b.name AND a.birth_date = b.birth_date", "true"),
    ("a.name = b.name AND a.birth_date = b.birth_date AND a.village = b.village", "true"),
)


def load_people(engine: Engine, before: Path, after: Path) -> None:
    """Make VILLAGES, BEFORE and AFTER from the residents of two editions."""
    files = {BEFORE: before / "residents.parquet", AFTER: after / "residents.parquet"}
    scans = {table: f"read_parquet({literal(str(file))})" for table, file in files.items()}
    engine.run(f"""
        CREATE OR REPLACE TABLE {VILLAGES} AS
        SELECT (row_number() OVER (ORDER BY code) - 1)::INTEGER AS village, code
        FROM ({" UNION ".join(f"SELECT village_code AS code FROM {scan}" for scan in scans.values())})
    """)
    for table, scan in scans.items():
        with engine.in_order():
            engine.run(f"CREATE OR REPLACE TABLE {table} AS {_people(scan)}")
        assert engine.count(table, "id <> rowid") == 0, "an edition's residents are not in their order"


def _people(scan: str) -> str:
    states = " ".join(f"WHEN {literal(name)} THEN {n}" for n, name in enumerate(STATES) if name)
    return f"""
        SELECT (resident_id - 1)::INTEGER AS id, nik::BIGINT AS nik, kk::BIGINT AS kk, hash(name) AS name,
               birth_date, v.village,
               (CASE coverage {states} ELSE CASE vital_status WHEN 'DEAD' THEN {DEAD}
                WHEN 'MOVED' THEN {MOVED} ELSE {GONE} END END)::UTINYINT AS state,
               bucket
        FROM {scan} r JOIN {VILLAGES} v ON v.code = r.village_code
    """


def pair_people(engine: Engine) -> None:
    """Make PAIRS from BEFORE and AFTER; people whom a key does not tell apart are left to the next key."""
    engine.run(f"CREATE OR REPLACE TABLE {PAIRS} (a INTEGER, b INTEGER)")
    sides = (BEFORE, AFTER)
    for key, also in _KEYS:
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.found AS
            SELECT a.id AS a, b.id AS b FROM {sides[0]} a JOIN {sides[1]} b ON {key}
            WHERE {also}
        """)
        engine.repeated("quick.found", "a", into="quick.several_a")
        engine.repeated("quick.found", "b", into="quick.several_b")
        engine.run(f"""
            INSERT INTO {PAIRS} SELECT a, b FROM quick.found
            WHERE a NOT IN (SELECT id FROM quick.several_a) AND b NOT IN (SELECT id FROM quick.several_b)
        """)
        sides = (
            _alone(engine, BEFORE, "a", "quick.alone_before"),
            _alone(engine, AFTER, "b", "quick.alone_after"),
        )
    engine.drop("quick.found", "quick.several_a", "quick.several_b", *sides)


def _alone(engine: Engine, people: str, side: str, into: str) -> str:
    """Those of `people` who are in no pair yet, as a table of the same form."""
    engine.absent([PAIRS], side, engine.count(people), into="quick.ids")
    engine.run(f"CREATE OR REPLACE TABLE {into} AS FROM {people} WHERE id IN (SELECT id FROM quick.ids)")
    engine.drop("quick.ids")
    return into
