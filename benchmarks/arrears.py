"""The arrears run beside the bare SQL that changes the same rows: both in turn in one process, undone each time.

`python -m benchmarks.arrears --database URL --month YYYY-MM [--rounds N]`

The database is one with people whose bills of the month were run (semesta register adopt, semesta ledger bill) and of
which some have paid: give a copy. The floor is told beforehand whom to suspend and which rows hold; it supersedes,
inserts both pieces and brings the present up to date. `ratio` is the run over the floor, medians over the rounds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from semesta.database import use

#: What the two sides need: CPU seconds, wall seconds, rows that they changed.
Cost = tuple[float, float, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--database", metavar="URL", required=True, help="a copy of a database with a billed month"
    )
    parser.add_argument(
        "--month", required=True, help="the month, YYYY-MM; it is over and its bills were run"
    )
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    use(given.database)
    print(json.dumps(measure(dt.date.fromisoformat(f"{given.month}-01"), given.rounds), indent=1))


def measure(month: dt.date, rounds: int) -> dict[str, object]:
    """Each side once a round, after a run that finds out whom it suspends and does not count."""
    from django.db import connection

    rows: list[tuple[int, int]] = []
    _undone(lambda: _find(month, rows))
    _list(rows)
    ours: list[Cost] = []
    bare: list[Cost] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM person")
        [people] = cursor.fetchone()
    for _ in range(rounds):
        bare.append(_undone(lambda: _bare(month)))
        ours.append(_undone(lambda: _ours(month)))
    return {
        "people": people,
        "suspended": ours[0][2],
        "suspended_bare": bare[0][2],
        "ours_cpu_seconds": _median(ours, 0),
        "bare_cpu_seconds": _median(bare, 0),
        "ours_wall_seconds": _median(ours, 1),
        "bare_wall_seconds": _median(bare, 1),
        "ratio_cpu": round(median(o[0] / b[0] for o, b in zip(ours, bare, strict=True)), 2),
        "ratio_wall": round(median(o[1] / b[1] for o, b in zip(ours, bare, strict=True)), 2),
    }


def _median(costs: list[Cost], part: int) -> float:
    return round(median(cost[part] for cost in costs), 2)


def _undone(work: Callable[[], int]) -> Cost:
    """What the work cost until just before it would be committed; it is taken back."""
    from django.db import transaction

    with transaction.atomic():
        cpu, wall = time.process_time(), time.perf_counter()
        changed = work()
        cost = time.process_time() - cpu, time.perf_counter() - wall, changed
        transaction.set_rollback(True)
    return cost


def _ours(month: dt.date) -> int:
    from semesta.ledger.arrears import run_arrears

    return run_arrears(month, by=_by()).people["suspended"]


def _find(month: dt.date, rows: list[tuple[int, int]]) -> int:
    """Person and row of everyone whom the run suspends."""
    from django.db import connection

    from semesta.ledger.months import months_later
    from semesta.register.vocabulary import Transition

    _ours(month)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.person_id, o.id FROM membership n JOIN membership o ON o.person_id = n.person_id "
            "AND o.superseded_by_id = n.change_id WHERE n.transition = %s AND n.valid_from = %s AND n.superseded_by_id IS NULL "
            "AND n.change_id = (SELECT max(id) FROM change) ORDER BY n.person_id",
            [int(Transition.SUSPENDED), months_later(month, 1)],
        )
        rows.extend((int(person), int(row)) for person, row in cursor.fetchall())
    assert rows, "nobody is suspended: nothing to measure"
    return len(rows)


def _list(rows: list[tuple[int, int]]) -> None:
    """The floor's table of whom and which row; laying it out is not timed."""
    from django.db import connection

    from semesta.database import insert_rows

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (person_id bigint PRIMARY KEY, row_id bigint)")
    insert_rows("bare", ("person_id", "row_id"), rows)


def _bare(month: dt.date) -> int:
    """The floor: four statements."""
    from django.db import connection

    from semesta.ledger.months import months_later
    from semesta.register.recording import record
    from semesta.register.spells import COLUMNS
    from semesta.register.vocabulary import Status, Transition

    day = months_later(month, 1).isoformat()
    change = record("bare", _by()).change
    names = ", ".join(COLUMNS)
    new = ", ".join({"status": f"{Status.NONAKTIF_TUNGGAKAN:d}", "transition": f"{Transition.SUSPENDED:d}", "status_raw": "NULL"}.get(name, f"m.{name}") for name in COLUMNS)  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (
            f"UPDATE membership SET superseded_by_id = {change} WHERE id IN (SELECT row_id FROM bare)",
            f"INSERT INTO membership (person_id, valid_from, valid_to, change_id, {names}) SELECT m.person_id, m.valid_from, "
            f"'{day}', {change}, {', '.join(f'm.{name}' for name in COLUMNS)} FROM bare b JOIN membership m ON m.id = b.row_id",
            f"INSERT INTO membership (person_id, valid_from, valid_to, change_id, {names}) SELECT m.person_id, "
            f"'{day}', m.valid_to, {change}, {new} FROM bare b JOIN membership m ON m.id = b.row_id",
            f"UPDATE person SET status = {Status.NONAKTIF_TUNGGAKAN:d}, since = '{day}' WHERE id IN (SELECT person_id FROM bare)",
        ):
            cursor.execute(statement)
        return int(cursor.rowcount)


def _by() -> Any:  # noqa: ANN401  models come after `use`
    from semesta.register.recording import Decision

    return Decision("bench", "measuring", at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


if __name__ == "__main__":
    main()
