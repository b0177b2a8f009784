"""One quantity of the law through time: each value with its period, regulation and how it was verified."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from semesta.faults import InputRefused, Text

#: How a value came to us: read in the text of the law, reported by a source, or neither.
Verified = Literal["read", "reported", "to_be_verified"]
Unit = Literal[
    "rupiah_per_person_month", "rupiah_per_month", "rupiah", "basis_points", "months", "days", "years",
    "persons", "day_of_month", "decile", "hospital_class", "words",
]  # fmt: skip
#: A number in the parameter's unit; for the unit `words`, words of a vocabulary in an order that matters.
LawValue = int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """A text of law; `link` is empty where no page of it was found."""

    id: str
    title: Text
    link: str


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: `since` is the first day, `until` the first day after. None: no bound is known."""

    since: dt.date | None
    until: dt.date | None

    def __post_init__(self) -> None:
        assert self.since is None or self.until is None or self.since < self.until, f"{self} is empty"

    def __str__(self) -> str:
        """'2021-01-01 - 2026-08-01', with '...' where no bound is known; the last day is not in it."""
        return f"{self.since or '...'} - {self.until or '...'}"

    def holds(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Period) -> bool:
        return _before(self.since, other.until) and _before(other.since, self.until)

    def without(self, hole: Period) -> Iterator[Period]:
        """What is left of the period outside another one: none, one or two pieces."""
        if not self.overlaps(hole):
            yield self
            return
        if hole.since is not None and (self.since is None or self.since < hole.since):
            yield Period(self.since, hole.since)
        if hole.until is not None and (self.until is None or hole.until < self.until):
            yield Period(hole.until, self.until)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a parameter is during a period, and on whose word."""

    period: Period
    value: LawValue
    regulation: Regulation
    article: str  # 'Ps. 34'; '' where it is not known
    verified: Verified
    source: str  # where we have it from
    note: Text | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One quantity of the law through time; its values do not overlap and stand in order of time."""

    name: str
    title: Text
    unit: Unit
    topic: str
    values: tuple[DatedValue, ...]

    def __post_init__(self) -> None:
        for one, other in itertools.pairwise(self.values):
            assert not one.period.overlaps(other.period), f"{self.name}: {one.period} and {other.period}"
            assert (one.period.since or dt.date.min) <= (other.period.since or dt.date.min), self.name

    def on(self, day: dt.date) -> DatedValue | None:
        """What is in force on a day; None where no law is known to us."""
        return next((value for value in self.values if value.period.holds(day)), None)

    def number(self, day: dt.date) -> int:
        """The number in force on a day, in the parameter's unit. InputRefused, with the known periods, where none is."""
        found = self.on(day)
        if found is None:
            raise _not_in_force(self, day)
        assert isinstance(found.value, int), f"{self.name} is no number"
        return found.value

    def words(self, day: dt.date) -> tuple[str, ...]:
        """The words in force on a day; none where no law is known."""
        found = self.on(day)
        if found is None:
            return ()
        assert isinstance(found.value, tuple), f"{self.name} is a number"
        return found.value


def _before(since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a first day lies before an end; a bound that is not known never stands in the way."""
    return since is None or until is None or since < until


def _not_in_force(parameter: Parameter, day: dt.date) -> InputRefused:
    periods = ", ".join(str(value.period) for value in parameter.values)
    return InputRefused(
        place=parameter.name,
        reason=Text(
            f"Tidak ada nilai yang kami ketahui untuk {day}; yang ada: {periods}.",
            f"No value is known to us for {day}; there is: {periods}.",
        ),
        remedy=Text(
            "Pilih tanggal lain, atau tambahkan nilainya (docs/law.md).",
            "Choose another date, or add the value (docs/law.md).",
        ),
    )
