"""What stands in the database, in a page: people by status and segment, the last decisions, months billed and closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import place, reading
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES

LAST_CHANGES = 5


@dataclass(frozen=True, slots=True)
class LastChange:
    """A decision as it was recorded; `recorded_at` in ISO 8601, UTC."""

    number: int
    action: str
    actor: str
    reason: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of persons by status and by segment; each adds up to `persons`. `merged` stand in neither."""

    database: str
    persons: int
    merged: int
    families: int
    by_status: dict[str, int]
    by_segment: dict[str, int]
    changes: int
    last_changes: tuple[LastChange, ...]


def summary() -> Summary:
    """Counted in one state of the database."""
    with reading():
        counted = _rows(
            "SELECT status, segment, count(*) FROM person WHERE merged_into_id IS NULL GROUP BY status, segment"
        )
        [(merged, families, changes)] = _rows(
            "SELECT (SELECT count(*) FROM person WHERE merged_into_id IS NOT NULL), "
            "(SELECT count(*) FROM family), (SELECT count(*) FROM change)"
        )
        last = _rows(
            f"SELECT id, action, actor, reason, recorded_at FROM change ORDER BY id DESC LIMIT {LAST_CHANGES}"
        )
    by_status: dict[str, int] = {}
    by_segment: dict[str, int] = {}
    for status, segment, people in counted:
        _add(by_status, STATUS_NAMES.get(status, "TIDAK_DIKETAHUI"), people)
        _add(by_segment, SEGMENT_NAMES.get(segment, "UNKNOWN"), people)
    return Summary(
        database=place(),
        persons=sum(by_status.values()),
        merged=merged,
        families=families,
        by_status=_largest_first(by_status),
        by_segment=_largest_first(by_segment),
        changes=changes,
        last_changes=tuple(
            LastChange(number, action, actor, reason, _utc(at)) for number, action, actor, reason, at in last
        ),
    )


def _rows(sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _add(counts: dict[str, int], word: str, people: int) -> None:
    counts[word] = counts.get(word, 0) + people


def _largest_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _utc(at: dt.datetime | str) -> str:
    found = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    return (
        (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat(" ", "seconds")
    )
