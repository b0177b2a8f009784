"""If nothing is done: who comes, who goes and who lapses in the months to come, with intervals.

The flows between editions give monthly rates (`rates`), their differences the spread of what half-years
bring (`variation`); draws of it are carried forward month by month (`projection`). Nothing here knows of
decisions that the past did not hold: those are for `whatif`.
"""

from __future__ import annotations

import calendar
import datetime as dt

import numpy as np

from semesta.faults import InputRefused, Text
from semesta.planning.cohorts import IS_ACTIVE, IS_ENROLLED, KINDS, STATES, Counts, Floats, History
from semesta.planning.crossings import crossings
from semesta.planning.forecast_notes import notes
from semesta.planning.forecast_result import (
    Band,
    ForecastResult,
    GroupStock,
    MonthFlow,
    MonthStock,
    RateLine,
    RegionForecast,
    Series,
)
from semesta.planning.projection import FLOW_KINDS, Paths, project
from semesta.planning.rates import Rates, estimate
from semesta.planning.variation import PERIOD_MONTHS, Variation, draw_card_ratios, draw_levels, learn

DEFAULT_MONTHS = 24
DEFAULT_DRAWS = 1_000
#: A horizon longer than this says nothing that the flows of a few half-years could carry.
MOST_MONTHS = 60
_QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
MEASURES = (
    "coverage_administrative",
    "activity_on_population",
    "activity_on_members",
    "coverage_verified",
    "activity_verified",
)
_LEVELS = {2: "province", 5: "regency", 8: "district", 13: "village"}


def forecast(
    history: History, *, months: int = DEFAULT_MONTHS, draws: int = DEFAULT_DRAWS, seed: int = 1
) -> ForecastResult:
    """The forecast of a history's region and its parts. The same history and seed give the same figures.

    InputRefused for a horizon of less than one or more than MOST_MONTHS months.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise InputRefused(
            place=f"--months {months}",
            reason=Text(
                f"Proyeksi dibuat untuk 1 sampai {MOST_MONTHS} bulan.",
                f"A forecast is made for 1 to {MOST_MONTHS} months.",
            ),
            remedy=Text("Pilih misalnya --months 24.", "Choose --months 24, for example."),
        )
    assert draws >= 20, "an interval needs draws"
    chance = np.random.default_rng(seed)
    rates = estimate(history)
    variation = learn(rates.evidence)
    levels = draw_levels(variation, chance, draws, -(-months // PERIOD_MONTHS))
    paths = project(history.stock.astype(np.float64), rates, levels, months)
    counts = _with_cards(history, paths, *draw_card_ratios(history, chance, draws, months))
    days = tuple(month_after(history.as_of, n) for n in range(months + 1))
    parts = tuple(
        _region(history.parts[n], history.part_names[n], days, counts[:, :, [n]], paths, [n], history)
        for n in range(len(history.parts))
        if history.parts[n] or history.stock[n].sum() or history.cards[-1].cards[n]
    )
    everywhere = list(range(len(history.parts)))
    whole = _region(history.region, history.region_name, days, counts, paths, everywhere, history)
    return ForecastResult(
        region=history.region,
        editions=history.editions,
        since=history.intervals[0].since,
        as_of=history.as_of,
        months=months,
        population_basis=history.population_basis,
        draws=draws,
        seed=seed,
        intervals=len(history.intervals),
        spread_learnt=len(history.intervals) > 1,
        notes=notes(history),
        rates=_rate_lines(rates, variation, levels, history),
        whole=whole,
        parts=parts,
    )


def month_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return dt.date(day.year + year, month + 1, min(day.day, last))


# --- counts -------------------------------------------------------------------------------------

#: What stands in the last axis of the counts.
RESIDENTS, ENROLLED, ACTIVE, CARDS, CARDS_ACTIVE = range(5)


def _with_cards(history: History, paths: Paths, ratio: Floats, ratio_active: Floats) -> Floats:
    """[month, draw, part, count]: residents, enrolled, active, cards, active cards.

    Cards follow those who hold them: the ratio of the newest edition, wandering. Where nobody is enrolled
    (cards of unknown village) their number wanders by itself.
    """
    newest = history.cards[-1]
    counts = [paths.stocks]
    for which, cards, wander in (
        (ENROLLED, newest.cards, ratio),
        (ACTIVE, newest.cards_active, ratio_active),
    ):
        people = paths.stocks[..., which]
        now = people[0]
        growth = np.where(now > 0, people / np.maximum(now, 1e-9), 1.0)
        steps = np.concatenate([np.ones((1, *wander.shape[1:])), wander])
        counts.append((cards * growth * steps)[..., None])
    found = np.concatenate(counts, axis=-1)
    found[..., CARDS_ACTIVE] = np.minimum(found[..., CARDS_ACTIVE], found[..., CARDS])
    return np.asarray(found)


def measure_draws(counts: Floats, measure: str) -> Floats:
    """The share [month, draw] of a region whose counts [month, draw, count] these are; 0 where it has nobody."""
    above, below = {
        "coverage_administrative": (CARDS, RESIDENTS),
        "activity_on_population": (CARDS_ACTIVE, RESIDENTS),
        "activity_on_members": (CARDS_ACTIVE, CARDS),
        "coverage_verified": (ENROLLED, RESIDENTS),
        "activity_verified": (ACTIVE, RESIDENTS),
    }[measure]
    bottom = counts[..., below]
    return np.divide(counts[..., above], bottom, out=np.zeros_like(bottom), where=bottom > 0)


# --- a region -----------------------------------------------------------------------------------


def _region(
    code: str,
    name: str,
    days: tuple[dt.date, ...],
    counts: Floats,
    paths: Paths,
    parts: list[int],
    history: History,
) -> RegionForecast:
    whole = counts.sum(axis=2)  # [month, draw, count]
    series = tuple(Series(measure, _bands(measure_draws(whole, measure))) for measure in MEASURES)
    flows, stocks = _whole_numbers(paths, counts, parts, history)
    level = _LEVELS.get(len(code), "part")
    return RegionForecast(
        code=code,
        name=name if code else "",
        level=level,
        stocks=tuple(MonthStock(day, *map(int, line)) for day, line in zip(days, stocks, strict=True)),
        flows=tuple(
            MonthFlow(days[month], kind, *map(int, flows[month, n]))
            for month in range(1, len(days))
            for n, kind in enumerate(FLOW_KINDS)
            if flows[month, n].any()
        ),
        series=series,
        crossings=crossings(level, days, {m: measure_draws(whole, m) for m in MEASURES}) if code else (),
        groups=_groups(paths.states[:, parts].sum(axis=1), history.stock[parts].sum(axis=(0, 1))),
    )


def _bands(draws: Floats) -> tuple[Band, ...]:
    """The quantiles of each month of [month, draw]."""
    found = np.quantile(draws, _QUANTILES, axis=1).T
    return tuple(Band(*(round(float(value), 6) for value in line)) for line in found)


def _whole_numbers(paths: Paths, counts: Floats, parts: list[int], history: History) -> tuple[Counts, Counts]:
    """Expected flows [month, flow, counted] and stocks [month, count] as whole numbers that add up exactly.

    Flows are rounded as they accumulate, part by part; a stock is the newest edition's plus all flows since,
    and the whole is the sum of its parts. So each is within half a person per kind of the expected figure.
    """
    total = np.rint(paths.flows[:, parts].cumsum(axis=0)).astype(np.int64)  # [month, part, flow, counted]
    flows = np.diff(total, axis=0, prepend=0).sum(axis=1)
    start = history.stock[parts].sum(axis=1)  # [part, state]
    first = np.stack(
        [start.sum(axis=1), start[:, IS_ENROLLED].sum(axis=1), start[:, IS_ACTIVE].sum(axis=1)], axis=1
    )
    people = first[None] + total.sum(axis=2)
    cards = np.rint(counts[..., CARDS:].mean(axis=1)).astype(np.int64)
    if len(parts) > 1:
        cards = cards[:, parts]
    return flows, np.concatenate([people.sum(axis=1), cards.sum(axis=1)], axis=1)


def _groups(end: Floats, now: Counts) -> tuple[GroupStock, ...]:
    low, mid, high = np.rint(np.quantile(end, (0.1, 0.5, 0.9), axis=0)).astype(np.int64)
    return tuple(
        GroupStock(group, active, int(now[n]), int(low[n]), int(mid[n]), int(high[n]))
        for n, (group, active) in enumerate(STATES)
        if now[n] or high[n]
    )


def _rate_lines(rates: Rates, variation: Variation, levels: Floats, history: History) -> tuple[RateLine, ...]:
    """Each kind's yearly rate per thousand residents, with 80% bounds of a coming half-year."""
    seen, expected = rates.evidence.seen.sum(axis=(1, 2)), variation.monthly  # events a half-year
    residents = float(history.stock.sum())
    lines = []
    for n, kind in enumerate(KINDS):
        yearly = expected[n].sum() * 12 / PERIOD_MONTHS / residents * 1000
        level = (levels[0][:, n, :] * expected[n]).sum(axis=1) / max(float(expected[n].sum()), 1e-9)
        low, high = np.quantile(level, (0.1, 0.9)) if expected[n].sum() else (0.0, 0.0)
        lines.append(
            RateLine(
                kind=kind,
                events=round(float(seen[n])),
                per_thousand_year=round(float(yearly), 4),
                low80=round(float(yearly * low), 4),
                high80=round(float(yearly * high), 4),
                spread=round(float(variation.shared.scale[n]), 4),
                assumed=round(float(variation.assumed[n]), 4),
            )
        )
    return tuple(lines)
