"""Thresholds of universal coverage by date (jkn.md 4.3), and how many people are missing to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from semesta.faults import Text
from semesta.rules import documents

Measure = Literal["coverage_administrative", "activity_on_population", "local_payer_share"]
Level = Literal["province", "regency"]
Kind = Literal["definition", "plan", "priority", "award"]

WHOLE_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Threshold:
    """One share that must be reached, of one standard. A standard may ask for several."""

    standard: str  # e.g. UHC_PRIORITAS_2025; the same for all thresholds of the standard
    title: Text
    kind: Kind
    measure: Measure
    share_basis_points: int  # 9800 is 98%
    since: dt.date | None  # first day; None: before anything we know of
    until: dt.date | None  # first day on which it no longer holds; None: no end known
    conditions: tuple[Text, ...]  # of the standard, which figures cannot show
    source: str
    tag: str
    levels: tuple[Level, ...] = ("province", "regency")  # of the regions that the standard speaks of
    award_class: str = ""  # utama, madya, pratama; '' where a standard has no classes

    @property
    def share(self) -> float:
        """For showing only; counts come from `people_missing`."""
        return self.share_basis_points / WHOLE_BASIS_POINTS

    def holds_on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def thresholds_on(day: dt.date) -> tuple[Threshold, ...]:
    """Every threshold in force on a day, grouped by standard, in the order of the document."""
    return tuple(threshold for threshold in THRESHOLDS if threshold.holds_on(day))


def thresholds_for(
    *, since: dt.date, until: dt.date, level: Level, award_class: str = ""
) -> tuple[Threshold, ...]:
    """The thresholds for a level that hold on any day from `since` to `until`, both included.

    With `award_class`, of the awards only those of that class; an award without classes stays.
    """
    return tuple(
        threshold
        for threshold in THRESHOLDS
        if level in threshold.levels
        and threshold.award_class in (award_class or threshold.award_class, "")
        and (threshold.since is None or threshold.since <= until)
        and (threshold.until is None or since < threshold.until)
    )


def people_missing(threshold: Threshold, numerator: int, denominator: int) -> int:
    """How many more people the numerator needs; 0 once reached. ceil(share x denominator) in integers (jkn.md 4.6)."""
    assert numerator >= 0 and denominator >= 0
    needed = -(-threshold.share_basis_points * denominator // WHOLE_BASIS_POINTS)
    return max(0, needed - numerator)


def _thresholds() -> tuple[Threshold, ...]:
    standards = documents.entries(documents.read("thresholds.yaml"), "standards")
    return tuple(
        _threshold(standard, entry)
        for standard in standards
        for entry in documents.entries(standard, "thresholds")
    )


def _threshold(standard: documents.Entry, entry: documents.Entry) -> Threshold:
    share = documents.number(entry, "share_basis_points")
    assert 0 < share <= WHOLE_BASIS_POINTS
    return Threshold(
        standard=documents.text(standard, "id"),
        title=documents.bilingual(standard["title"]),
        kind=_KINDS[documents.text(standard, "kind")],
        measure=_MEASURES[documents.text(entry, "measure")],
        share_basis_points=share,
        since=documents.day(standard, "from"),
        until=documents.day(standard, "until"),
        conditions=tuple(documents.bilingual(c) for c in documents.entries(standard, "conditions")),
        source=documents.text(standard, "source"),
        tag=documents.text(standard, "tag"),
        levels=tuple(_LEVELS[level] for level in documents.texts(standard, "levels")) or get_args(Level),
        award_class=documents.text(standard, "award_class") if "award_class" in standard else "",
    )


_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}
_MEASURES: dict[str, Measure] = {measure: measure for measure in get_args(Measure)}

THRESHOLDS: tuple[Threshold, ...] = _thresholds()
