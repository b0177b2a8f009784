"""Families of four come in one by one, with validation, history and first bill: statements, persons a CPU-second.

`python -m benchmarks.enrol [--full URL] [--families N] [--rounds N]`

Into an empty SQLite database, and in turn with it into the one given, where they stay: give a copy. `ratio` is how
many times longer a family takes there, by CPU time and by the clock, medians over the rounds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from semesta.database import migrate, use

START = dt.date(2024, 7, 10)
#: Where the invented numbers were issued: no region whose people are in the databases.
_ISSUED = ("317101", "317102", "317103", "317104", "317105", "317106", "317107", "317108")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", metavar="URL", help="a database with millions of people; it is written to")
    parser.add_argument("--families", type=int, default=1000, help="in each round (1000)")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty = f"sqlite:///{Path(folder) / 'empty.sqlite3'}"
        use(empty)
        migrate()
        print(
            json.dumps(
                measure([empty, *([given.full] if given.full else [])], given.families, given.rounds),
                indent=1,
            )
        )


def measure(urls: list[str], families: int, rounds: int) -> dict[str, Any]:
    """Each database once a round, after a round that does not count."""
    people = {url: _people(number) for number, url in enumerate(urls)}
    facts: dict[str, Any] = {"families_a_round": families, "rounds": rounds}
    costs: dict[str, list[tuple[float, float]]] = {url: [] for url in urls}
    for counted in range(-1, rounds):
        for url in urls:
            cost = enrol(url, people[url], families)
            if counted >= 0:
                costs[url].append(cost)
    for name, url in zip(("empty", "full"), urls, strict=False):
        facts[name] = {
            "statements_a_family": statements(url, people[url]),
            "persons_a_cpu_second": round(4 * families / median(cpu for cpu, _ in costs[url])),
            "persons_a_second": round(4 * families / median(wall for _, wall in costs[url])),
        }
    if len(urls) > 1:
        empty, full = (costs[url] for url in urls)
        for place, by in enumerate(("ratio_cpu", "ratio_wall")):
            pairs = zip(empty, full, strict=True)
            facts[by] = round(median(slow[place] / fast[place] for fast, slow in pairs), 3)
    return facts


def enrol(url: str, people: Iterator[Any], families: int) -> tuple[float, float]:
    """CPU seconds and seconds by the clock for so many families; preparing the forms is not counted."""
    use(url)
    from semesta.ledger.joining import Joined, enrol_and_bill
    from semesta.register.recording import Decision

    by = Decision("loket 1", "pendaftaran keluarga")
    forms = list(itertools.islice(people, families))
    cpu, wall = time.process_time(), time.perf_counter()
    for form in forms:
        joined = enrol_and_bill(people=form, segment=3, hospital_class=3, payer=None, start=START, by=by)
        assert isinstance(joined, Joined) and joined.bill is not None, joined
    return time.process_time() - cpu, time.perf_counter() - wall


def statements(url: str, people: Iterator[Any]) -> int:
    """All that is sent to the database for one family, BEGIN and COMMIT too."""
    use(url)
    from django.db import connection

    enrol(url, people, 1)
    sent: list[str] = []
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(sent.append)
        enrol(url, people, 1)
        connection.connection.set_trace_callback(None)
        # a trigger's statements are traced as comments
        return sum(not statement.startswith("--") for statement in sent)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        enrol(url, people, 1)
    return len(captured)


def _people(salt: int) -> Iterator[list[Any]]:
    from semesta.register.people import NewPerson
    from semesta.register.vocabulary import Relation

    family = (
        ("BUDI SANTOSO", "L", dt.date(1980, 1, 1), Relation.MEMBER),
        ("SITI AMINAH", "P", dt.date(1982, 1, 1), Relation.WIFE),
        ("DEWI LESTARI", "P", dt.date(2010, 1, 1), Relation.CHILD),
        ("AGUS SALIM", "L", dt.date(2012, 1, 1), Relation.CHILD),
    )
    for number in itertools.count(salt * 4_000_000):
        serial, rest = number % 1000, number // 1000
        days, issued = rest % 1000, _ISSUED[rest // 1000 % len(_ISSUED)]
        kk = f"{issued}{1 + days % 28:02}{1 + days // 28 % 12:02}{days // 336:02}{9000 + serial}"
        form = []
        for name, sex, born_after, relation in family:
            born = born_after + dt.timedelta(days=days)
            nik = f"{issued}{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}{9000 + serial}"
            form.append(
                NewPerson(name, sex, born, relation, nik=nik, kk=kk, village="18.71.01.1004", address="JL CONTOH 1", rt="001", rw="002")  # type: ignore[arg-type]
            )  # fmt: skip
        yield form


if __name__ == "__main__":
    main()
