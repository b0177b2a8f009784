"""What if: prices, thresholds, population or subsidies change, in a stated order, alone and together.

Every change is a function from one world (cards in groups, residents, law, thresholds) to another; standings
and money are computed from the world anew at each stage, so that no effect can be counted twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from semesta.engine import Engine
from semesta.faults import InputRefused, Text
from semesta.manifest import Manifest
from semesta.planning.card_groups import (
    LOCAL,
    PBI,
    SELF_PAYING,
    Cards,
    card_groups,
    moved,
    total,
    withdrawn,
    within,
)
from semesta.planning.cuts import cut
from semesta.planning.scenario import Change, Population, Prices, Scenario, SubsidyCut, Thresholds
from semesta.planning.standing import Totals, local_unit_cost, standing_against, totals_of_regions
from semesta.planning.whatif_result import ChangeEffect, Money, People, RegionOutcome, Stage, WhatIfResult
from semesta.rules.law import Law
from semesta.rules.thresholds import Threshold, thresholds_for

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a change may change."""

    law: Law
    thresholds: tuple[Threshold, ...]
    totals: tuple[Totals, ...]  # the whole first; residents are in here
    population_source: str
    population_date: dt.date
    cards: Cards


@dataclass(frozen=True, slots=True)
class Moved:
    """A world after a change, with the cards that were moved and what should be said."""

    world: World
    removed: Cards
    taken_over: Cards
    notes: tuple[Text, ...] = ()


def what_if(
    engine: Engine, manifest: Manifest, scenario: Scenario, *, law: Law | None = None
) -> WhatIfResult:
    """A scenario on an edition whose tables `engine` has.

    InputRefused where a change asks more cards than there are, a region that is not there, or a date
    without known law.
    """
    day = scenario.date or manifest.as_of
    world = _world(engine, manifest, scenario, day, law or Law.current())
    before = _stage(world, day)
    now, effects = world, []
    for change in scenario.changes:
        alone, together = apply(world, change, day), apply(now, change, day)
        now = together.world
        effects.append(
            ChangeEffect(
                title=change.title,
                kind=_kind(change),
                notes=together.notes,
                people=_people(together, [t.region_code for t in world.totals]),
                alone=_stage(alone.world, day),
                together=_stage(now, day),
            )
        )
    standard = world.thresholds[0].standard if world.thresholds else scenario.standard
    return WhatIfResult(scenario.title, manifest.name, manifest.as_of, day, standard, before, tuple(effects))


def apply(world: World, change: Change, day: dt.date) -> Moved:
    """The world after a change."""
    if isinstance(change, Prices):
        return Moved(replace(world, law=change.law), {}, {})
    if isinstance(change, Thresholds):
        return Moved(replace(world, thresholds=_other_bars(world.thresholds, change)), {}, {})
    if isinstance(change, Population):
        return Moved(_other_people(world, change), {}, {}, _only_the_whole(world, change))
    return _cut(world, change, day)


# --- the world as it is ---------------------------------------------------------------------------


def _world(engine: Engine, manifest: Manifest, scenario: Scenario, day: dt.date, law: Law) -> World:
    totals = totals_of_regions(engine, manifest)
    thresholds = _thresholds(scenario.standard, day)
    return World(
        law=law,
        thresholds=thresholds,
        totals=totals,
        population_source=manifest.population_basis,
        population_date=manifest.as_of,
        cards=card_groups(engine, [t.region_code for t in totals if "." in t.region_code]),
    )


def _thresholds(standard: str, day: dt.date) -> tuple[Threshold, ...]:
    """The thresholds of a standard in force on a day; without one, of the first that asks for coverage and activity."""
    found = thresholds_for(since=day, until=day, level="province")
    if not standard:
        asked = [t.standard for t in found if t.measure == "activity_on_population"]
        standard = next((name for name in asked if name.startswith("UHC_PRIORITAS")), (*asked, "")[0])
    chosen = tuple(t for t in found if t.standard == standard)
    if not chosen:
        names = ", ".join(dict.fromkeys(t.standard for t in found)) or "-"
        raise InputRefused(
            place=f"standard: {standard or '-'}",
            reason=Text(f"Standar ini tidak berlaku pada {day}.", f"This standard is not in force on {day}."),
            remedy=Text(f"Yang berlaku: {names}.", f"In force are: {names}."),
        )
    return chosen


# --- changes --------------------------------------------------------------------------------------


def _other_bars(thresholds: Sequence[Threshold], change: Thresholds) -> tuple[Threshold, ...]:
    bars = {bar.measure: bar.share_basis_points for bar in change.bars}
    kept = tuple(
        replace(t, share_basis_points=bars[t.measure], title=change.title, source=change.source)
        if t.measure in bars
        else t
        for t in thresholds
    )
    missing = [measure for measure in bars if all(t.measure != measure for t in thresholds)]
    added = tuple(
        replace(
            thresholds[0],
            measure=measure,
            share_basis_points=bars[measure],
            title=change.title,
            source=change.source,
        )
        for measure in missing
    )
    return (*kept, *added)


def _other_people(world: World, change: Population) -> World:
    """Other denominators. The whole is the table's own figure, or the sum where every part is in the table."""
    given = dict(change.residents)
    codes = [t.region_code for t in world.totals]
    for code in given:
        if code not in codes:
            raise InputRefused(
                place=f"population.residents.{code}",
                reason=Text("Wilayah ini tidak ada dalam edisi.", "This region is not in the edition."),
                remedy=Text(f"Yang ada: {', '.join(codes)}.", f"There are: {', '.join(codes)}."),
            )
    whole, parts = codes[0], codes[1:]
    named = [code for code in parts if code in given]
    if named and len(named) < len(parts):
        missing = ", ".join(code for code in parts if code not in given)
        raise InputRefused(
            place="population.residents",
            reason=Text(f"Tabelnya tidak lengkap: {missing}.", f"The table is not complete: {missing}."),
            remedy=Text(
                "Isi semua kabupaten dan kota, atau provinsi saja.",
                "Give all regencies, or only the province.",
            ),
        )
    if named:
        summed = sum(given[code] for code in parts)
        if given.setdefault(whole, summed) != summed:
            raise InputRefused(
                place=f"population.residents.{whole}",
                reason=Text(
                    f"{given[whole]} bukan jumlah bagiannya, {summed}.",
                    f"{given[whole]} is not the sum of its parts, {summed}.",
                ),
                remedy=Text("Perbaiki tabel penduduknya.", "Correct the table of residents."),
            )
    basis = f"{change.semester} ({change.source})"
    totals = tuple(
        replace(t, residents=given[t.region_code], population_basis=basis) if t.region_code in given else t
        for t in world.totals
    )
    return replace(world, totals=totals, population_source=basis, population_date=change.date)


def _only_the_whole(world: World, change: Population) -> tuple[Text, ...]:
    if len(change.residents) > 1 or len(world.totals) == 1:
        return ()
    return (
        Text(
            f"{change.title.id}: tabelnya hanya memuat keseluruhan; penyebut bagian-bagiannya tetap.",
            f"{change.title.en}: the table holds only the whole; the parts keep their denominators.",
        ),
    )


def _cut(world: World, change: SubsidyCut, day: dt.date) -> Moved:
    codes = [t.region_code for t in world.totals]
    if change.region and change.region not in codes:
        raise InputRefused(
            place=f"subsidy_cut.region: {change.region}",
            reason=Text("Wilayah ini tidak ada dalam edisi.", "This region is not in the edition."),
            remedy=Text(f"Yang ada: {', '.join(codes)}.", f"There are: {', '.join(codes)}."),
        )
    unit = local_unit_cost(world.law, day)
    found = cut(world.cards, change, unit)
    gone = {group: n - found.taken_over.get(group, 0) for group, n in found.removed.items()}
    gone = {group: n for group, n in gone.items() if n}
    after = moved(world.cards, found.taken_over, bucket=LOCAL, third_class=True)
    after = moved(after, gone, active=False) if change.then == "inactive" else withdrawn(after, gone)
    totals = tuple(_recounted(t, world.cards, after) for t in world.totals)
    return Moved(replace(world, cards=after, totals=totals), found.removed, found.taken_over, found.notes)


def _recounted(totals: Totals, before: Cards, after: Cards) -> Totals:
    """Totals with what the cards gained or lost; what the edition counts otherwise stays as it is."""
    was, now = _tally(before, totals.region_code), _tally(after, totals.region_code)
    cards, active, local, enrolled, covered = (new - old for old, new in zip(was, now, strict=True))
    assert totals.cards_local is not None and totals.enrolled is not None and totals.active is not None
    return replace(
        totals,
        cards=totals.cards + cards,
        cards_active=totals.cards_active + active,
        cards_local=totals.cards_local + local,
        enrolled=totals.enrolled + enrolled,
        active=totals.active + covered,
    )


def _tally(cards: Cards, region: str) -> tuple[int, int, int, int, int]:
    """Cards, active and locally paid cards of a region; residents of it with a card and with an active one."""
    here = [(group, n) for group, n in cards.items() if within(group, region)]
    home = [(g, n) for g, n in cards.items() if g.home is not None and (len(region) < 5 or g.home == region)]
    return (
        sum(n for _, n in here),
        sum(n for group, n in here if group.active),
        sum(n for group, n in here if group.bucket == LOCAL),
        sum(n for _, n in home),
        sum(n for group, n in home if group.active),
    )


# --- what a world comes to ------------------------------------------------------------------------


def _stage(world: World, day: dt.date) -> Stage:
    unit = local_unit_cost(world.law, day)
    regions = []
    for totals in world.totals:
        cards = {group: n for group, n in world.cards.items() if within(group, totals.region_code)}
        of_level = [t for t in world.thresholds if totals.level in t.levels]
        local, pbi = total(cards, bucket=LOCAL, active=True), total(cards, bucket=PBI, active=True)
        third = total(cards, bucket=SELF_PAYING, active=True, third_class=True)
        regions.append(
            RegionOutcome(
                standing=standing_against(totals, of_level, unit),
                population_source=world.population_source or totals.population_basis,
                population_date=world.population_date,
                pbi_active=pbi,
                local_active=local,
                self_payers_third_class=third,
                money=_money(world.law, day, local, third, pbi),
            )
        )
    return Stage(tuple(regions))


_RATES = ("pemda.contribution", "pemda.assistance_local", "pbpu.class_3.local", "pbi.total")


def _money(law: Law, day: dt.date, local: int, third: int, pbi: int) -> Money | None:
    """Rupiah of the day's month and of the twelve months from it, each at its own rate."""
    months = [_month_after(day, n) for n in range(MONTHS_A_YEAR)]
    rates = [[_rate(law, name, month) for name in _RATES] for month in months]
    if any(rate is None for line in rates for rate in line):
        return None
    known = [[rate or 0 for rate in line] for line in rates]
    contribution, assistance, self_paying, centre = known[0]
    year = sum(local * (a + b) + third * c for a, b, c, _ in known)
    return Money(local * contribution, local * assistance, third * self_paying, year, pbi * centre)


def _rate(law: Law, name: str, day: dt.date) -> int | None:
    parameter = law.parameters.get(name)
    found = parameter.on(day) if parameter else None
    return found.value if found is not None and isinstance(found.value, int) else None


def _month_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + year, month + 1, 1)


def _people(change: Moved, codes: Iterable[str]) -> tuple[People, ...]:
    if not change.removed:
        return ()

    def of(cards: Cards, code: str) -> int:
        return sum(n for group, n in cards.items() if within(group, code))

    return tuple(
        People(
            code,
            of(change.removed, code),
            of(change.taken_over, code),
            of(change.removed, code) - of(change.taken_over, code),
        )
        for code in codes
        if of(change.removed, code)
    )


def _kind(change: Change) -> str:
    kinds = {Prices: "prices", Thresholds: "thresholds", Population: "population", SubsidyCut: "subsidy_cut"}
    return kinds[type(change)]
