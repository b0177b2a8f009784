"""Two records of one person laid over each other, and taken apart again: pure, over versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from semesta.register.timeline import Version, at

T = TypeVar("T")
#: Days from the first to before the second; None: without end.
Days = tuple[dt.date, dt.date | None]


def laid_over(
    first: Sequence[Version[T]], other: Sequence[Version[T]], join: Callable[[T, T], T]
) -> tuple[Version[T], ...]:
    """`first` wherever it holds, joined with what `other` says on those days; on all other days `other`.

    A version that comes through unchanged keeps its period, so that it need not be written again.
    """
    found: list[Version[T]] = []
    for version in first:
        pieces = []
        for since, until in _cut(version, other):
            second = at(other, since)
            pieces.append(Version(since, until, join(version.fact, second.fact) if second else version.fact))
        found += _runs(pieces)
    for version in other:
        found += _runs([Version(since, until, version.fact) for since, until in uncovered(version, first)])
    return tuple(sorted(found, key=lambda it: it.since))


def taken_back(
    before: Sequence[Version[T]],
    merged: Sequence[Version[T]],
    now: Sequence[Version[T]],
    restored: Callable[[T, T, T], T],
) -> tuple[Version[T], ...]:
    """What stands when a merge is undone: `before` it on every day that was not changed since, else `now`.

    `merged` is what stood right after it. Where all three hold and something was changed since, `restored`
    of the three says what stands.
    """
    found: list[tuple[object, Version[T]]] = []
    for since, until in _days((*before, *merged, *now)):
        old, made, here = (at(versions, since) for versions in (before, merged, now))
        if (made.fact if made else None) == (here.fact if here else None):
            if old:
                found.append((("before", old.row), Version(since, until, old.fact)))
        elif here:
            fact = restored(old.fact, made.fact, here.fact) if old and made else here.fact
            found.append((("now", here.row, fact), Version(since, until, fact)))
    return _joined(found)


def uncovered(version: Version[T], by: Sequence[Version[T]]) -> list[Days]:
    """The days of a version on which none of the others holds."""
    return [days for days in _cut(version, by) if at(by, days[0]) is None]


def meet(one: Version[T], other: Version[T]) -> bool:
    """Whether there is a day on which both hold."""
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


def _cut(version: Version[T], other: Iterable[Version[T]]) -> list[Days]:
    """The version's days, cut wherever the other's versions begin or end."""
    cuts = {day for it in other for day in (it.since, it.until) if day is not None and day != version.since}
    inside = sorted(day for day in cuts if version.holds(day))
    starts = [version.since, *inside]
    return list(zip(starts, [*inside, version.until], strict=True))


def _days(versions: Iterable[Version[T]]) -> list[Days]:
    days = sorted({day for it in versions for day in (it.since, it.until) if day is not None})
    return list(zip(days, [*days[1:], None], strict=True))


def _runs(pieces: Sequence[Version[T]]) -> list[Version[T]]:
    """Neighbours that say the same become one again."""
    return list(_joined([(piece.fact, piece) for piece in pieces]))


def _joined(pieces: Sequence[tuple[object, Version[T]]]) -> tuple[Version[T], ...]:
    found: list[Version[T]] = []
    last: object = None
    for key, piece in pieces:
        if found and key == last and found[-1].until == piece.since:
            found[-1] = Version(found[-1].since, piece.until, found[-1].fact)
        else:
            found.append(piece)
        last = key
    return tuple(found)
