"""A member's standing by NIK and by card, beside the bare prepared SELECT from Python on the same database.

`python -m benchmarks.lookup DATABASE_URL [--people N] [--lookups N] [--runs N]`

`--people`: fill an empty database with so many invented ones first; without it the database is taken as it
is and nothing is written. The bare SELECT is the driver's own: the same columns, prepared once, the row thrown
away. Both in one process, in turn, over the same random numbers, which all exist.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from semesta.database import is_postgresql, migrate, use


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--lookups", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    use(options.url)
    if options.people:
        migrate()
        from benchmarks.register_rows import fill

        fill(options.people)
    print(json.dumps(measure(options.url, options.lookups, options.runs), indent=1))


def measure(url: str, lookups: int, runs: int) -> dict[str, Any]:
    """Look-ups a second, medians over the runs; `ratio` is the median of the ratios of the runs."""
    from semesta.register.looking import standing_of

    asks = bare(url)
    facts: dict[str, Any] = {"database": "postgresql" if is_postgresql() else "sqlite", "lookups": lookups}
    for name, service in (
        ("nik", lambda number: standing_of(nik=number)),
        ("card", lambda number: standing_of(card=number)),
    ):
        numbers = sample(name, lookups)
        rate(asks[name], numbers)  # reads the pages that both will read
        pairs = [(rate(asks[name], numbers), rate(service, numbers)) for _ in range(runs)]
        facts[name] = {
            "bare": round(median(pair[0] for pair in pairs)),
            "standing_of": round(median(pair[1] for pair in pairs)),
            "ratio": round(median(pair[1] / pair[0] for pair in pairs), 3),
        }
    return facts


def rate(ask: Callable[[int], object], numbers: Iterable[int]) -> float:
    start, asked = time.perf_counter(), 0
    for number in numbers:
        assert ask(number) is not None, number
        asked += 1
    return asked / (time.perf_counter() - start)


def sample(column: str, wanted: int) -> list[int]:
    """Random numbers of people who have one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM person")
        low, high = cursor.fetchone()
        chosen = random.Random(4)  # noqa: S311
        found: list[int] = []
        while len(found) < wanted:
            ids = ", ".join(str(chosen.randint(low, high)) for _ in range(10_000))
            cursor.execute(f"SELECT {column} FROM person WHERE id IN ({ids}) AND {column} IS NOT NULL")
            found += [int(row[0]) for row in cursor.fetchall()]
    chosen.shuffle(found)
    return found[:wanted]


def bare(url: str) -> dict[str, Callable[[int], object]]:
    """The driver alone, on a connection of its own with the settings of ours."""
    from semesta.register.looking import COLUMNS

    select = (
        f"SELECT {COLUMNS} FROM person p JOIN person_fact f ON f.person_id = p.id "
        "AND f.superseded_by_id IS NULL AND f.valid_to IS NULL WHERE p.{} = {}"
    )
    ask = _served(url) if is_postgresql() else _embedded(url)
    mark = "%s" if is_postgresql() else "?"
    return {column: ask(select.format(column, mark)) for column in ("nik", "card")}


def _served(url: str) -> Callable[[str], Callable[[int], object]]:
    import psycopg

    connection = psycopg.connect(url, autocommit=True)

    def ask(statement: str) -> Callable[[int], object]:
        sql = statement.encode()
        return lambda number: connection.execute(sql, (number,), prepare=True).fetchone()

    return ask


def _embedded(url: str) -> Callable[[str], Callable[[int], object]]:
    import sqlite3

    from semesta.database.addresses import SQLITE_START

    connection = sqlite3.connect(urlsplit(url).path[1:])
    connection.executescript(SQLITE_START)
    return lambda statement: lambda number: connection.execute(statement, (number,)).fetchone()


if __name__ == "__main__":
    main()
