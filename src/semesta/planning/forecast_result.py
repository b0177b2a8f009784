"""What a forecast says, as plain facts that can be kept, drawn and shown again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.faults import Text
from semesta.planning import plain


@dataclass(frozen=True, slots=True)
class Band:
    """A share in one month: middle (median) and the bounds between which 80% and 95% of the draws lie."""

    low95: float
    low80: float
    mid: float
    high80: float
    high95: float


@dataclass(frozen=True, slots=True)
class Series:
    """A measure of coverage.figures month by month; the first band is the newest edition, without spread."""

    measure: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class MonthStock:
    """Expected counts on one day. Residents and those of them with a card, an active card; cards and active cards."""

    on: dt.date
    residents: int
    enrolled: int
    active: int
    cards: int
    cards_active: int


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """Expected change in the month that ends on `on`: signed, by kind (projection.FLOW_KINDS).

    For each part and month the flows of all kinds add up to the difference of two stocks, exactly.
    """

    on: dt.date
    kind: str
    residents: int
    enrolled: int
    active: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a region passes a threshold if nothing is done.

    `meets_now`: whether the newest edition meets it. Where it does, the dates are those of falling below it;
    where it does not, those of reaching it. `chance` is the share of draws in which that happens in the
    months shown; a date is None where fewer than that many draws got there. `early` and `late` hold 80% of
    the draws between them. Only months in which the threshold is in force count.
    """

    standard: str
    title: Text
    award_class: str
    measure: str  # as the law names it
    basis: str  # population or members
    share_basis_points: int
    since: dt.date | None
    meets_now: bool
    chance: float
    early: dt.date | None
    middle: dt.date | None
    late: dt.date | None
    chance_met_at_end: float


@dataclass(frozen=True, slots=True)
class GroupStock:
    """Residents with a card of a reporting group, now and expected at the end, with 80% bounds of the end."""

    group: str  # '' for no card
    active: bool
    now: int
    low80: int
    mid: int
    high80: int


@dataclass(frozen=True, slots=True)
class RegionForecast:
    """One region: expected counts and flows, shares with intervals, thresholds, groups."""

    code: str  # '' for people and cards whose village is not known
    name: str
    level: str
    stocks: tuple[MonthStock, ...]
    flows: tuple[MonthFlow, ...]
    series: tuple[Series, ...]
    crossings: tuple[Crossing, ...]
    groups: tuple[GroupStock, ...]

    def band(self, measure: str, month: int) -> Band:
        return next(series.bands[month] for series in self.series if series.measure == measure)


@dataclass(frozen=True, slots=True)
class RateLine:
    """A kind of entry, exit or change in the whole region."""

    kind: str
    events: int  # seen between the editions
    per_thousand_year: float  # of all residents
    low80: float  # bounds of a coming half-year's level, as a yearly rate
    high80: float
    spread: float  # log spread of a half-year's level
    assumed: float  # the spread that was assumed beforehand


@dataclass(frozen=True, slots=True)
class ForecastResult:
    """The forecast of a region and its parts, and what it rests on."""

    region: str
    editions: tuple[str, ...]
    since: dt.date
    as_of: dt.date
    months: int
    population_basis: str
    draws: int
    seed: int
    intervals: int  # between editions
    spread_learnt: bool  # False: one interval, so that the spread between periods is assumed altogether
    notes: tuple[Text, ...]
    rates: tuple[RateLine, ...]
    whole: RegionForecast
    parts: tuple[RegionForecast, ...]

    def to_json(self) -> str:
        return plain.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> ForecastResult:
        """Read back what `to_json` wrote; ValueError, KeyError or TypeError when it is something else."""
        return plain.from_json(cls, text)

    def region_of(self, code: str) -> RegionForecast:
        """The whole or one part by its code; KeyError where there is none."""
        for found in (self.whole, *self.parts):
            if found.code == code:
                return found
        raise KeyError(code)
