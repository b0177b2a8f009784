"""Where a region stands: people and rupiah missing to each threshold, on every basis that is in use, side by side.

Activity is compared with the residents (as Lampung does) or with the members (as some sources word it); the
choice is worth Rp 140 billion a year in Lampung (jkn.md 4.1, 4.6). And each is counted twice: by the insurer's
cards, as published, and by residents who were found to hold one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from semesta.coverage.figures import Figures, edition_figures, figures
from semesta.engine import Engine
from semesta.faults import Text
from semesta.manifest import Manifest
from semesta.rules.law import Law
from semesta.rules.thresholds import Level, Threshold, people_missing, thresholds_for

Basis = Literal["population", "members"]
Count = Literal["administrative", "verified"]
LOCAL_BUCKET = "PBPU_BP_PEMDA"
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Totals:
    """What a region's standing is made of. Counts of people, and of cards where the name says so.

    None where it is not known: published totals say nothing of residents by name.
    """

    region_code: str
    region_name: str
    level: Level
    as_of: dt.date
    population_basis: str
    residents: int
    cards: int
    cards_active: int
    cards_local: int | None = None  # cards that a local government pays for, whatever their status
    enrolled: int | None = None  # residents who were found to hold a card
    active: int | None = None  # residents who were found to hold an active card

    def __post_init__(self) -> None:
        # Active cards may pass cards after a plan: people count where they live, cards where they are written.
        assert min(self.residents, self.cards, self.cards_active) >= 0


@dataclass(frozen=True, slots=True)
class Distance:
    """How far one count is from one threshold on one basis. `people` and `rupiah_year` are 0 once it is reached."""

    basis: Basis
    count: Count
    numerator: int
    denominator: int
    needed: int  # ceil(share x denominator)
    people: int
    rupiah_year: int | None  # people x unit cost x 12; None where no unit cost is in force


@dataclass(frozen=True, slots=True)
class Standing:
    """One threshold of one standard, against each count and basis that is in use for its measure."""

    standard: str
    title: Text
    measure: str
    share_basis_points: int
    award_class: str
    conditions: tuple[Text, ...]
    source: str
    tag: str
    distances: tuple[Distance, ...]

    def distance(self, basis: Basis = "population", count: Count = "administrative") -> Distance | None:
        return next((d for d in self.distances if (d.basis, d.count) == (basis, count)), None)


@dataclass(frozen=True, slots=True)
class RegionStanding:
    """A region against every threshold of a level and period, with the unit cost that the rupiah rest on."""

    totals: Totals
    unit_rupiah_month: int | None  # what a locally paid person costs the local government
    standings: tuple[Standing, ...]


def standing_of(
    totals: Totals,
    *,
    law: Law | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    award_class: str = "",
) -> RegionStanding:
    """The standing of a region from its totals; no edition is needed (jkn.md 4.3, 4.6).

    Thresholds are those of the region's level in force from `since` to `until`, without them on the as-of date.
    The unit cost is that of the as-of date, or of `since` where that lies later.
    """
    since = since or totals.as_of
    thresholds = thresholds_for(
        since=since, until=until or since, level=totals.level, award_class=award_class
    )
    unit = local_unit_cost(law or Law.current(), max(since, totals.as_of))
    return standing_against(totals, thresholds, unit)


def standing_against(
    totals: Totals, thresholds: Iterable[Threshold], unit_rupiah_month: int | None
) -> RegionStanding:
    """The standing of a region from its totals against thresholds of one's own choice."""
    standings = tuple(_standing(totals, threshold, unit_rupiah_month) for threshold in thresholds)
    return RegionStanding(totals, unit_rupiah_month, standings)


def local_unit_cost(law: Law, day: dt.date) -> int | None:
    """Rupiah a month that the local government pays for one person: contribution and its part of the assistance.

    None where no law is known to us. jkn.md 2.2: 35,000 + 2,800 = 37,800 since 2021.
    """
    parts = [law.parameters.get(name) for name in ("pemda.contribution", "pemda.assistance_local")]
    found = [parameter.on(day) if parameter else None for parameter in parts]
    values = [value.value for value in found if value is not None and isinstance(value.value, int)]
    return sum(values) if len(values) == len(parts) else None


def totals_of_regions(engine: Engine, manifest: Manifest) -> tuple[Totals, ...]:
    """The whole edition as its province, then every regency by code.

    `engine` has the edition's tables. People of unknown village count in the province only.
    """
    basis, error = manifest.population_basis, manifest.link_error
    whole = edition_figures(
        engine, region=manifest.region, as_of=manifest.as_of, population_basis=basis, link_error=error
    )
    regencies = figures(
        engine, level="regency", as_of=manifest.as_of, population_basis=basis, link_error=error
    )
    rows = engine.rows(
        "SELECT village_code[1:5], sum(cards)::BIGINT FROM card_cube WHERE bucket = ? GROUP BY ALL",
        [LOCAL_BUCKET],
    )
    local: dict[str, int] = {str(code): int(cards) for code, cards in rows}
    name = engine.rows("SELECT name FROM regions WHERE code = ?", [manifest.region])
    top = _totals(whole, manifest, "regency" if "." in manifest.region else "province", sum(local.values()))
    named = [f for f in regencies if f.region_code]
    lower = (
        []
        if top.level == "regency"
        else [_totals(f, manifest, "regency", local.get(f.region_code, 0)) for f in named]
    )
    return (replace(top, region_name=str(name[0][0])) if name else top, *lower)


def _totals(found: Figures, manifest: Manifest, level: Level, local: int) -> Totals:
    return Totals(
        region_code=found.region_code,
        region_name=found.region_name,
        level=level,
        as_of=manifest.as_of,
        population_basis=manifest.population_basis,
        residents=found.residents,
        cards=found.cards,
        cards_active=found.cards_active,
        cards_local=local,
        enrolled=found.active + found.inactive,
        active=found.active,
    )


def _standing(totals: Totals, threshold: Threshold, unit: int | None) -> Standing:
    counted = _counted(totals)[threshold.measure]
    distances = []
    for basis, count, numerator, denominator in counted:
        if numerator is None or denominator is None:
            continue
        people = people_missing(threshold, numerator, denominator)
        needed = people_missing(threshold, 0, denominator)
        rupiah = None if unit is None else people * unit * MONTHS_A_YEAR
        distances.append(Distance(basis, count, numerator, denominator, needed, people, rupiah))
    return Standing(
        threshold.standard,
        threshold.title,
        threshold.measure,
        threshold.share_basis_points,
        threshold.award_class,
        threshold.conditions,
        threshold.source,
        threshold.tag,
        tuple(distances),
    )


_Counted = tuple[Basis, Count, int | None, int | None]


def _counted(t: Totals) -> dict[str, tuple[_Counted, ...]]:
    """Numerator and denominator of each measure: basis, count, people or cards above, people or cards below."""
    return {
        "coverage_administrative": (
            ("population", "administrative", t.cards, t.residents),
            ("population", "verified", t.enrolled, t.residents),
        ),
        "activity_on_population": (
            ("population", "administrative", t.cards_active, t.residents),
            ("members", "administrative", t.cards_active, t.cards),
            ("population", "verified", t.active, t.residents),
            ("members", "verified", t.active, t.enrolled),
        ),
        "local_payer_share": (("population", "administrative", t.cards_local, t.residents),),
    }
