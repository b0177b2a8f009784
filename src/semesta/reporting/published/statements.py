"""A statement: one figure as somebody printed it, what it says it is, and the parts it was made from."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from semesta.reporting.published.printed import Printed

#: Rates: figure -> the counts it divides, by name. `activity` does not say on which basis.
RATES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "coverage": ("members", ("residents",)),
        "activity": ("active", ("residents", "members")),
        "activity_on_population": ("active", ("residents",)),
        "activity_on_members": ("active", ("members",)),
        "share": ("numerator", ("denominator",)),
    }
)
#: Counts. The first four are known quantities of a region on a date, which other statements may use.
COUNTS = ("residents", "members", "active", "not_registered", "count", "rupiah")
CHANGE = "change"
FIGURES = (*RATES, *COUNTS, CHANGE)
#: Counts that a statement may give as parts, and lend to others of the same region and date.
QUANTITIES = ("residents", "members", "active", "not_registered")


@dataclass(frozen=True, slots=True)
class When:
    """The day, month or year that a figure speaks of."""

    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> When:
        """2024-07-01, 2024-07 or 2024. ValueError for anything else."""
        parts = [int(part) for part in text.strip().split("-")]
        if len(parts) == 3:
            day = dt.date.fromisoformat(text.strip())
            return cls(day, day)
        if len(parts) == 2:
            year, month = parts
            return cls(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
        (year,) = parts
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        if self.is_day:
            return self.first.isoformat()
        whole_year = (self.first.month, self.last.month) == (1, 12)
        return str(self.first.year) if whole_year else f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A rate by its two counts: one side of a change."""

    numerator: Printed
    denominator: Printed


@dataclass(frozen=True, slots=True)
class Parts:
    """What a figure was made from, as far as it is known. Every part may itself be printed roundly."""

    counts: Mapping[str, Printed] = field(default_factory=dict)  # numerator, denominator, residents ...
    share: Printed | None = None  # for a count that is a share of the denominator
    sum: tuple[tuple[str, Printed], ...] = ()  # names (may be empty) and addends
    difference: tuple[Printed, ...] = ()  # the first less all others
    product: tuple[Printed, ...] = ()
    before: Pair | None = None
    after: Pair | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed figure with its source."""

    key: str
    figure: str
    printed: Printed
    region: str
    when: When
    source: str
    population: str = ""  # which population count it was divided by, where that is said
    parts: Parts = field(default_factory=Parts)
    note: str = ""

    @property
    def is_rate(self) -> bool:
        return self.figure in RATES

    def part(self, name: str) -> Printed | None:
        """A count by its name in the rate: `numerator` of coverage is `members`."""
        counts = self.parts.counts
        if name in counts:
            return counts[name]
        if self.figure in RATES:
            numerator, denominators = RATES[self.figure]
            if name == numerator:
                return counts.get("numerator")
            if denominators == (name,):
                return counts.get("denominator")
        return None
