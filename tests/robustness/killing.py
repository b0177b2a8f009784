"""A process that does a piece of work in children of its own and kills them; prints what each left behind.

`python -m tests.robustness.killing KIND [WORK ...] --times 100 --seed 1` kills half of them at a random statement,
half after a random part of the time that the undisturbed work takes; with `--statements` all at a statement, which is
the same on every machine.
After each kill the database is told by its content (`digests`): the old state, the new one, or a broken one; then
the work is done again and must come to what the undisturbed work came to.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from semesta.database import use
from semesta.regions import Regions

use("sqlite:///unused.sqlite3")

from django.db import connection

from tests.databases import copied, fresh
from tests.robustness.children import fork, in_child
from tests.robustness.digests import digest
from tests.robustness.works import WORKS, Work


@dataclass
class Found:
    """How often each state was found, and what was wrong."""

    work: str
    kind: str
    by_statement: bool
    statements: int = 0
    seconds: float = 0.0
    old: int = 0
    new: int = 0
    broken: list[str] = field(default_factory=list)
    unequal_after: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("kind", choices=("sqlite", "postgresql"))
    asked.add_argument("work", nargs="*", help=", ".join(WORKS))
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--statements", action="store_true")
    given = asked.parse_args(arguments)
    Regions.load()  # so that no child needs to
    found = [
        trial(WORKS[work], given.kind, given.times, random.Random(f"{work} {given.seed}"), given.statements)  # noqa: S311
        for work in given.work or WORKS
    ]
    print(json.dumps([dataclasses.asdict(one) for one in found]))


def trial(work: Work, kind: str, times: int, chance: random.Random, by_statement: bool) -> Found:
    """Prepare once, do it undisturbed once, kill it so many times."""
    found = Found(work.name, kind, by_statement)
    with fresh(kind) as before:
        in_child(work.prepare)
        old = told()
        for _ in range(1 if by_statement else 2):  # the first time is slower than those that follow
            with copied(before):
                began = time.perf_counter()
                found.statements = int(in_child(lambda: counting(work.run)))
                found.seconds = time.perf_counter() - began
                new = told()
        assert old != new, "the work does nothing"
        left = times
        while left:
            with copied(before):
                left -= _kill_and_complete(work, old, new, left if by_statement else 1, chance, found)
    return found


def _kill_and_complete(work: Work, old: str, new: str, most: int, chance: random.Random, found: Found) -> int:
    """Kill it on one database, again and again while that changes nothing, then let it finish; how many kills.

    Where each kill gets a database of its own, `most` is 1.
    """
    for kills in range(1, most + 1):  # noqa: B007  (how many there were is given back)
        when = killed(work, chance, found)
        state = told()
        if state == old:
            found.old += 1
            continue
        if state == new:
            found.new += 1
        else:
            found.broken.append(when)
        break
    in_child(work.run)
    if told() != new:
        found.unequal_after.append(when)
    return kills


def killed(work: Work, chance: random.Random, found: Found) -> str:
    """Do the work in a child that does not live to its end; when it died, for people."""
    if found.by_statement or chance.random() < 0.5:
        at = chance.randint(1, found.statements)
        after = chance.random() < 0.5
        child = fork(lambda: counting(work.run, die_at=at, after=after))
        os.waitpid(child, 0)
        return f"{'after' if after else 'before'} statement {at} of {found.statements}"
    seconds = chance.uniform(0, found.seconds * 1.1)
    child = fork(work.run)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    settled()
    return f"after {seconds * 1000:.0f} ms of {found.seconds * 1000:.0f}"


def counting(work: Callable[[], object], *, die_at: int = 0, after: bool = False) -> int:
    """Do it and count its statements; die before or after one of them."""
    seen = 0

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == die_at and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, params, many, context)
        if seen == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    with connection.execute_wrapper(watch):
        work()
    return seen


def told() -> str:
    """What the database holds, read by a child: no connection of this process stands open when it forks."""
    settled()
    return in_child(digest)


def settled() -> None:
    """Wait until PostgreSQL has noticed that the killed one is gone, and has undone its work."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for _ in range(3000):
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
                if cursor.fetchone() == (0,):
                    break
                time.sleep(0.01)
            else:
                raise AssertionError("a session that never ends")
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1:])
