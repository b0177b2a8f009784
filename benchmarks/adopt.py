"""What taking over an edition costs beside the bare SQL that loads the very same rows with the same indexes.

    python -m benchmarks.adopt EDITION --work FOLDER                      # SQLite
    python -m benchmarks.adopt EDITION --work FOLDER --postgresql URL     # of a server where databases can be made

The floors load rows that are ready-made, in one transaction, and make the same indexes and constraints behind them:

* `sql`: SQLite's own INSERT ... SELECT from a second database file; PostgreSQL's COPY from text files;
* `driver` (SQLite): Python's executemany; making the tuples is not counted.

Foreign keys are not checked row by row on either side, and both write without the WAL on SQLite. Wall and CPU seconds
of this process, all threads: on SQLite the CPU seconds are all there is, and a busy machine does not change their ratio.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from semesta.database import migrate, use

TABLES = ("change", "payer", "family", "person", "person_fact", "identifier", "membership")
CHUNK = 200_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("edition", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--postgresql", default="", metavar="URL")
    parser.add_argument("--no-driver", action="store_true", help="leave out the slower floor")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.postgresql:
        facts = postgresql(options.edition, options.postgresql, options.work)
    else:
        facts = sqlite(options.edition, options.work, driver=not options.no_driver)
    print(json.dumps(facts, indent=1))
    return 0


def sqlite(edition: Path, work: Path, *, driver: bool) -> dict[str, float]:
    """Seconds of adopting and of the floors, and the ratios. Leaves `work/adopted.sqlite3`."""
    adopted, floor = work / "adopted.sqlite3", work / "floor.sqlite3"
    facts = adopting(f"sqlite:///{adopted}", edition, lambda: _remove(adopted))
    floors: dict[str, Callable[[sqlite3.Connection, str], tuple[float, float]]] = {"sql": _insert_select}
    if driver:
        floors["driver"] = _executemany
    for name, load in floors.items():
        use(f"sqlite:///{floor}")
        _remove(floor)
        migrate()
        _close()
        facts |= _sqlite_floor(name, floor, adopted, load)
        for clock in ("wall", "cpu"):
            facts[f"ratio_{name}_{clock}"] = round(facts[f"adopt_{clock}"] / facts[f"{name}_{clock}"], 2)
        print(json.dumps(facts), flush=True)
        _remove(floor)
    return facts


def adopting(url: str, edition: Path, fresh: Callable[[], None]) -> dict[str, float]:
    use(url)
    fresh()
    migrate()
    from semesta.edition import Edition
    from semesta.register.adopting import adopt
    from semesta.register.recording import Decision

    start, cpu = time.perf_counter(), time.process_time()
    adopted = adopt(
        Edition.open(edition), by=Decision("bench", "ukur"), on_step=lambda name: _say(start, name)
    )
    facts = _took("adopt", start, cpu)
    _say(start, f"done, {adopted.rows}")
    _close()
    return facts


def _sqlite_floor(
    which: str, floor: Path, adopted: Path, load: Callable[[sqlite3.Connection, str], tuple[float, float]]
) -> dict[str, float]:
    """Seconds in which rows are loaded and indexes made; what `load` says to leave out is not in it."""
    own = sqlite3.connect(floor, isolation_level=None)
    own.execute("PRAGMA journal_mode=DELETE")
    own.execute("PRAGMA cache_size=-65536")
    own.execute("ATTACH ? AS ready", [str(adopted)])
    start, cpu = time.perf_counter(), time.process_time()
    own.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        indexes = own.execute(
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            [table],
        ).fetchall()
        for name, _ in indexes:
            own.execute(f'DROP INDEX "{name}"')
        wall_apart, cpu_apart = load(own, table)
        start, cpu = start + wall_apart, cpu + cpu_apart
        for _, sql in indexes:
            own.execute(sql)
        _say(start, table)
    own.execute("COMMIT")
    facts = _took(which, start, cpu)
    own.close()
    return facts


def _took(name: str, start: float, cpu: float) -> dict[str, float]:
    return {
        f"{name}_wall": round(time.perf_counter() - start, 2),
        f"{name}_cpu": round(time.process_time() - cpu, 2),
    }


def _insert_select(own: sqlite3.Connection, table: str) -> tuple[float, float]:
    own.execute(f"INSERT INTO main.{table} SELECT * FROM ready.{table}")
    return 0.0, 0.0


def _executemany(own: sqlite3.Connection, table: str) -> tuple[float, float]:
    """The wall and CPU seconds that fetching the tuples took, which the floor would have had ready."""
    cursor, wall, cpu = own.execute(f"SELECT * FROM ready.{table}"), 0.0, 0.0
    marks = ", ".join("?" * len(cursor.description))
    while True:
        at, cpu_at = time.perf_counter(), time.process_time()
        rows = cursor.fetchmany(CHUNK)
        wall, cpu = wall + time.perf_counter() - at, cpu + time.process_time() - cpu_at
        if not rows:
            return wall, cpu
        own.executemany(f"INSERT INTO main.{table} VALUES ({marks})", rows)


def postgresql(edition: Path, server: str, work: Path) -> dict[str, float]:
    """Seconds of adopting and of the floor. Makes and leaves the database bench_adopted."""
    import psycopg

    adopted, floor = _database(server, "bench_adopted"), _database(server, "bench_floor")

    def recreate(name: str) -> None:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            admin.execute(f"CREATE DATABASE {name}".encode())

    recreate("bench_adopted")
    facts = adopting(adopted, edition, lambda: None)
    recreate("bench_floor")
    use(floor)
    migrate()
    _close()
    with psycopg.connect(adopted) as source:
        for table in TABLES:
            with (
                (work / f"{table}.copy").open("wb") as file,
                source.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy,
            ):
                for block in copy:
                    file.write(block)
    facts["sql_wall"] = _postgresql_floor(floor, work)
    facts["ratio_sql_wall"] = round(facts["adopt_wall"] / facts["sql_wall"], 2)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(b"DROP DATABASE bench_floor WITH (FORCE)")
    for table in TABLES:
        (work / f"{table}.copy").unlink()
    return facts


def _postgresql_floor(url: str, work: Path) -> float:
    import psycopg

    with psycopg.connect(url) as own:
        start = time.perf_counter()
        own.execute("SET LOCAL maintenance_work_mem = '512MB'")
        after: list[str] = []
        for table in TABLES:
            constraints = own.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
                "AND contype IN ('f', 'u', 'x')", [table]
            ).fetchall()  # fmt: skip
            for name, sql in constraints:
                own.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
                after.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {sql}')
            indexes = own.execute(
                "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary", [table]
            ).fetchall()  # fmt: skip
            for name, sql in indexes:
                own.execute(f'DROP INDEX "{name}"'.encode())
                after.insert(0, sql)
        for table in TABLES:
            with (
                (work / f"{table}.copy").open("rb") as file,
                own.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
            _say(start, table)
        for sql in sorted(after, key=lambda sql: "FOREIGN KEY" in sql):
            own.execute(sql.encode())
        own.commit()
        return round(time.perf_counter() - start, 2)


def _database(server: str, name: str) -> str:
    address, mark, rest = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{mark}{rest}"


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _close() -> None:
    from django.db import connection

    connection.close()


def _say(start: float, what: str) -> None:
    print(f"{time.perf_counter() - start:8.1f} s  {what}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
