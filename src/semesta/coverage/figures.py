"""The figures of a region, each a rate that carries its numerator, denominator, date and basis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that is never shown without what it was made of."""

    measure: str  # coverage_administrative, activity_on_population, activity_on_members,
    #               coverage_verified, activity_verified
    numerator: int
    denominator: int
    as_of: dt.date
    population_basis: str
    low: float | None = None  # 95% bounds of the share, where linkage error matters
    high: float | None = None

    @property
    def share(self) -> float | None:
        """None where nobody is in the denominator."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Figures:
    """One region on one date. Counts of people, and of cards where the name says so."""

    region_code: str  # '' for people whose village is unknown
    region_name: str
    level: str
    residents: int
    active: int
    inactive: int
    not_enrolled: int
    departed: int
    cards: int  # by the village of the card: 'members' of the administrative figures
    cards_active: int
    cards_outside: int
    cards_duplicate: int
    rates: tuple[Rate, ...]

    def rate(self, measure: str) -> Rate:
        return next(rate for rate in self.rates if rate.measure == measure)
