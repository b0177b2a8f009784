"""The bill run of a month beside the bare INSERT ... SELECT of the same rows with the same indexes.

`python -m benchmarks.billing DATABASE_URL [--people N] [--months N] [--first YYYY-MM]`

`--people`: fill an empty database with so many invented ones first; without it the database is taken as it is. The
months are billed and stay: give a copy. The bare side reads the rows that the run wrote (lines, entries, postings) and
inserts them into empty tables of the same form, keys and indexes; both commit, in turn, in one process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from semesta.database import is_postgresql, migrate, use, writing

TABLES = ("bill_line", "entry", "posting")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("url")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--first", default="2024-07")
    parser.add_argument("--months", type=int, default=3)
    given = parser.parse_args()
    use(given.url)
    if given.people:
        migrate()
        from benchmarks.population import populate

        populate(given.people)
    print(json.dumps(measure(dt.date.fromisoformat(f"{given.first}-01"), given.months), indent=1))


def measure(first: dt.date, months: int) -> dict[str, Any]:
    """Seconds of each side for each month; `ratio` is the median of the months' ratios."""
    from semesta.ledger.billing import run_bills
    from semesta.ledger.months import months_later
    from semesta.register.recording import Decision

    facts: dict[str, Any] = {"database": "postgresql" if is_postgresql() else "sqlite", "months": []}
    by = Decision("benchmarks", "bill run")
    _make_bare()
    for number in range(months):
        before = {table: _value(f"SELECT coalesce(max(id), 0) FROM {table}") for table in TABLES}
        month = months_later(first, number)
        billed, cpu, done = _timed(functools.partial(run_bills, month=month, by=by))
        assert not done.already, month
        bare, bare_cpu, _ = _timed(functools.partial(_bare, before))
        facts["months"].append(
            {
                "month": f"{month:%Y-%m}",
                "lines": done.lines,
                "entries": done.entries,
                "run_seconds": round(billed, 2),
                "bare_seconds": round(bare, 2),
                "ratio": round(billed / bare, 2),
                "run_cpu_seconds": round(cpu, 2),
                "bare_cpu_seconds": round(bare_cpu, 2),
            }
        )
    facts["people"] = sum(done.outcomes.values())
    facts["ratio"] = round(median(month["ratio"] for month in facts["months"]), 2)
    for table in TABLES:
        _execute(f"DROP TABLE bare_{table}")
    return facts


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def _bare(before: dict[str, int]) -> None:
    with writing():
        for table in TABLES:
            _execute(f"INSERT INTO bare_{table} SELECT * FROM {table} WHERE id > {before[table]}")


def _make_bare() -> None:
    """Empty tables with the columns, keys and indexes of ours."""
    for table in TABLES:
        _execute(f"DROP TABLE IF EXISTS bare_{table}")
        if is_postgresql():
            _execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            for definition in _column(
                f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'f'"
            ):
                _execute(f"ALTER TABLE bare_{table} ADD {definition}")
            continue
        for statement in _column(
            f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type IN ('table', 'index') AND sql IS NOT NULL "
            "ORDER BY type DESC"
        ):
            renamed = statement.replace(f'"{table}"', f'"bare_{table}"', 1)
            if renamed.startswith("CREATE TABLE"):
                _execute(renamed)
            else:
                name = renamed.split('"')[1]
                _execute(
                    renamed.replace(f'"{name}"', f'"bare_{name}"', 1).replace(
                        f'ON "{table}"', f'ON "bare_{table}"'
                    )
                )


def _execute(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def _column(sql: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row[0]) for row in cursor.fetchall()]


def _value(sql: str) -> int:
    return int(_column(sql)[0])


if __name__ == "__main__":
    main()
