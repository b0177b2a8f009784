"""Every decision is recorded before its facts: who, why, by which article, and when we knew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from semesta.database import is_postgresql, writing


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, why, by which article and document. `at`: the machine's clock, unless a test says otherwise."""

    actor: str
    reason: str
    article: str = ""
    document: str = ""
    at: dt.datetime | None = None

    def __post_init__(self) -> None:
        assert self.actor and self.reason, "a decision has someone who takes it and a reason"


@dataclass(frozen=True, slots=True)
class Recording:
    """A change that is being recorded: its number and time. What it decides is written in its transaction."""

    change: int
    recorded_at: dt.datetime


@contextmanager
def recording(action: str, by: Decision, *, undoes: int | None = None) -> Iterator[Recording]:
    """One transaction with its change. What is written inside is seen by all or by nobody."""
    with writing():
        yield record(action, by, undoes=undoes)


def record(action: str, by: Decision, *, undoes: int | None = None) -> Recording:
    """Write a change inside the caller's transaction. Its time is never before the change before it."""
    now = by.at or dt.datetime.now(dt.UTC)
    later = "greatest" if is_postgresql() else "max"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO change (action, actor, reason, article, document, undoes_id, recorded_at) SELECT "
            f"%s, %s, %s, %s, %s, {'%s::bigint' if is_postgresql() else '%s'}, {later}({_TIME[is_postgresql()]}, coalesce("
            f"(SELECT recorded_at FROM change ORDER BY id DESC LIMIT 1), {_TIME[is_postgresql()]})) "
            "RETURNING id, recorded_at",
            [
                action, by.actor, by.reason, by.article, by.document, undoes,
                connection.ops.adapt_datetimefield_value(now), connection.ops.adapt_datetimefield_value(now),
            ],
        )  # fmt: skip
        number, recorded_at = cursor.fetchone()
    return Recording(int(number), aware(recorded_at))


def known_at(when: dt.datetime) -> int:
    """The number of the last change recorded by that time; 0 if there was none. Facts known then: see `known`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0) FROM change WHERE recorded_at <= %s",
            [connection.ops.adapt_datetimefield_value(when)],
        )
        return int(cursor.fetchone()[0])


def known(change: int | None, *, of: str = "f") -> str:
    """SQL condition on a table of facts named `of`: known after that change; None: known now."""
    if change is None:
        return f"{of}.superseded_by_id IS NULL"
    return (
        f"({of}.change_id <= {int(change)} AND "
        f"({of}.superseded_by_id IS NULL OR {of}.superseded_by_id > {int(change)}))"
    )


def holds(day: dt.date, *, of: str = "f") -> str:
    """SQL condition on a table of facts named `of`: it holds on that day."""
    return (
        f"({of}.valid_from <= '{day.isoformat()}' AND "
        f"({of}.valid_to IS NULL OR {of}.valid_to > '{day.isoformat()}'))"
    )


_TIME = {True: "%s::timestamptz", False: "%s"}


def aware(value: dt.datetime | str) -> dt.datetime:
    """A moment from the driver: SQLite gives computed ones as text in UTC."""
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
