"""What is true when, as versions over half-open periods of days: pure, without a database.

The versions known at one moment tile a stretch of days without a gap or an overlap; an edit names the
versions that are superseded and the pieces that take their place. Whatever no piece covers was never touched.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """A fact and the days on which it holds; `until` None: no end is known. `row`: its number where it is stored."""

    since: dt.date
    until: dt.date | None
    fact: T
    row: int | None = None

    def __post_init__(self) -> None:
        assert self.until is None or self.since < self.until, f"an empty period: {self.since} - {self.until}"

    def holds(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Edit(Generic[T]):
    """Versions that give way, and the pieces that stand there instead."""

    superseded: tuple[Version[T], ...]
    inserted: tuple[Version[T], ...]

    def __bool__(self) -> bool:
        return bool(self.superseded or self.inserted)

    def applied(self, known: Sequence[Version[T]]) -> tuple[Version[T], ...]:
        """The versions known afterwards, in the order of time."""
        kept = [version for version in known if version not in self.superseded]
        return tuple(sorted((*kept, *self.inserted), key=lambda version: version.since))


def at(known: Iterable[Version[T]], day: dt.date) -> Version[T] | None:
    """The version that holds on a day."""
    return next((version for version in known if version.holds(day)), None)


def change(
    known: Sequence[Version[T]], since: dt.date, until: dt.date | None, how: Callable[[T], T]
) -> Edit[T]:
    """Every fact within [since, until) becomes `how` of it. Where that changes nothing nothing is touched."""
    superseded: list[Version[T]] = []
    inserted: list[Version[T]] = []
    for version in known:
        first, end = max(version.since, since), earlier(version.until, until)
        if end is not None and end <= first:
            continue
        fact = how(version.fact)
        if fact == version.fact:
            continue
        superseded.append(version)
        inserted += _rest(version, first, end)
        inserted.append(Version(first, end, fact))
    return Edit(tuple(superseded), tuple(sorted(inserted, key=lambda piece: piece.since)))


def put(known: Sequence[Version[T]], piece: Version[T]) -> Edit[T]:
    """One fact holds over the whole of the piece's period, whatever stood there before."""
    superseded = tuple(version for version in known if _overlap(version, piece))
    rests = [rest for version in superseded for rest in _rest(version, piece.since, piece.until)]
    return Edit(superseded, tuple(sorted((*rests, piece), key=lambda it: it.since)))


def difference(known: Sequence[Version[T]], wanted: Sequence[Version[T]]) -> Edit[T]:
    """The edit that makes the wanted versions of the known ones; what is in both is not touched."""
    have = {(version.since, version.until, version.fact) for version in known}
    want = {(version.since, version.until, version.fact) for version in wanted}
    return Edit(
        tuple(version for version in known if (version.since, version.until, version.fact) not in want),
        tuple(version for version in wanted if (version.since, version.until, version.fact) not in have),
    )


def joined(known: Sequence[Version[T]]) -> tuple[Version[T], ...]:
    """The same with neighbours that say the same made one."""
    found: list[Version[T]] = []
    for version in sorted(known, key=lambda it: it.since):
        if found and found[-1].until == version.since and found[-1].fact == version.fact:
            found[-1] = Version(found[-1].since, version.until, version.fact)
        else:
            found.append(version)
    return tuple(found)


def run_end(known: Sequence[Version[T]], since: dt.date, same: Callable[[T], object]) -> dt.date | None:
    """The day on which what `same` sees of the fact of `since` is no longer so; None where it stays."""
    here = at(known, since)
    assert here is not None, f"nothing holds on {since}"
    end, seen = here.until, same(here.fact)
    for version in sorted(known, key=lambda it: it.since):
        if version.since == end and same(version.fact) == seen:
            end = version.until
    return end


def earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    """The earlier of two ends; None is no end."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def is_whole(known: Sequence[Version[T]]) -> bool:
    """Whether the versions tile their stretch up to an open end: no gap, no overlap."""
    ordered = sorted(known, key=lambda version: version.since)
    follow = all(one.until == other.since for one, other in itertools.pairwise(ordered))
    return follow and (not ordered or ordered[-1].until is None)


def _overlap(one: Version[T], other: Version[T]) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


def _rest(version: Version[T], first: dt.date, end: dt.date | None) -> list[Version[T]]:
    """What is left of a version before and after a hole in it."""
    rest = []
    if version.since < first:
        rest.append(Version(version.since, first, version.fact))
    if end is not None and (version.until is None or end < version.until):
        rest.append(Version(max(end, version.since), version.until, version.fact))
    return rest
