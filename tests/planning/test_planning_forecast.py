"""A forecast says what it knows: sums that hold, intervals, when a threshold is passed, what was assumed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from semesta.faults import InputRefused
from semesta.planning.cohorts import Floats
from semesta.planning.crossings import crossings
from semesta.planning.forecast import MEASURES, forecast, month_after
from semesta.planning.forecast_result import ForecastResult
from semesta.planning.rates import estimate
from semesta.planning.variation import ASSUMED_CHANGE, draw_levels, learn
from tests.planning.histories import history, town

COUNTS = ("residents", "enrolled", "active")


@cache
def one_interval() -> ForecastResult:
    return forecast(history([town()], reaching=0.2, extra_cards=300), months=24, draws=200, seed=3)


def test_stocks_and_flows_add_up_every_month_and_over_the_parts() -> None:
    """Then + in - out = now, in whole people, for residents, enrolled and active; the whole is its parts."""
    found = one_interval()
    for region in (found.whole, *found.parts):
        for month in range(1, found.months + 1):
            then, now = region.stocks[month - 1], region.stocks[month]
            flows = [flow for flow in region.flows if flow.on == now.on]
            for name in COUNTS:
                assert getattr(now, name) == getattr(then, name) + sum(getattr(f, name) for f in flows)
    for month in range(found.months + 1):
        for name in (*COUNTS, "cards", "cards_active"):
            assert getattr(found.whole.stocks[month], name) == sum(
                getattr(p.stocks[month], name) for p in found.parts
            )


def test_a_forecast_begins_at_the_newest_edition_without_doubt() -> None:
    found = one_interval()
    newest = found.whole.stocks[0]
    assert newest.on == dt.date(2024, 1, 1)
    for measure in MEASURES:
        band = found.whole.band(measure, 0)
        assert band.low95 == band.mid == band.high95
    assert found.whole.band("coverage_administrative", 0).mid == pytest.approx(
        newest.cards / newest.residents, abs=1e-6
    )
    assert found.whole.band("activity_on_members", 0).mid == pytest.approx(
        newest.cards_active / newest.cards, abs=1e-6
    )


def test_expected_counts_follow_the_flows_that_were_seen() -> None:
    """A city that gained 30 of 20,000 every half-year and enrolled more: counts and middle of the shares agree."""
    past = history([town(enrolling=400)])
    found = forecast(past, months=24, draws=400)
    first, last = found.whole.stocks[0], found.whole.stocks[-1]
    assert last.enrolled - first.enrolled > 500
    for measure, above, below in (
        ("coverage_verified", last.enrolled, last.residents),
        ("activity_verified", last.active, last.residents),
        ("activity_on_members", last.cards_active, last.cards),
    ):
        assert found.whole.band(measure, 24).mid == pytest.approx(above / below, abs=0.006)


def test_levels_change_nothing_on_average() -> None:
    """Doubt about rates widens the interval; it does not make a region grow."""
    variation = learn(estimate(history([town()])).evidence)
    levels = draw_levels(variation, np.random.default_rng(1), 4_000, 4)
    assert np.allclose(levels.mean(axis=(0, 1)), 1.0, atol=0.15)


def test_intervals_are_nested_and_widen() -> None:
    found = one_interval()
    for region in (found.whole, *found.parts):
        for measure in MEASURES:
            for month in range(1, 25):
                band = region.band(measure, month)
                assert band.low95 <= band.low80 <= band.mid <= band.high80 <= band.high95
            near, far = region.band(measure, 3), region.band(measure, 24)
            assert far.high80 - far.low80 > near.high80 - near.low80 > 0


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    past = history([town()], extra_cards=300)
    first, again, other = (forecast(past, months=6, draws=100, seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert first.whole.series != other.whole.series


def test_one_interval_says_that_the_spread_is_assumed() -> None:
    found = one_interval()
    assert not found.spread_learnt and found.intervals == 1
    assert "diandaikan" in found.notes[0].id and "assumed" in found.notes[0].en
    assert all(rate.spread == pytest.approx(rate.assumed) for rate in found.rates)


def test_half_years_that_differ_widen_the_interval_and_alike_ones_narrow_it() -> None:
    alike = history([town(), town(), town()])
    apart = history([town(lapsing=5), town(lapsing=40), town(lapsing=400)])
    spread = [
        next(r.spread for r in forecast(h, months=6, draws=100).rates if r.kind == "arrears")
        for h in (alike, apart)
    ]
    assert spread[0] < ASSUMED_CHANGE < spread[1]
    assert forecast(alike, months=6, draws=100).spread_learnt


def test_small_numbers_teach_nothing_about_half_years() -> None:
    """Three arrears against one are chance, not a change of the times."""
    few = [[(*line[:8], max(1, line[8] // 500)) for line in town(lapsing=n)] for n in (500, 1_500)]
    learnt = learn(estimate(history(few)).evidence)
    assert learnt.shared.scale.max() < 1.6 * ASSUMED_CHANGE


def test_a_result_can_be_kept_and_shown_again() -> None:
    found = one_interval()
    assert ForecastResult.from_json(found.to_json()) == found


@pytest.mark.parametrize("months", [0, 61])
def test_a_horizon_beyond_reason_is_refused(months: int) -> None:
    with pytest.raises(InputRefused, match="60"):
        forecast(history([town()]), months=months)


def test_a_month_later_is_the_same_day_or_the_months_last() -> None:
    assert month_after(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert month_after(dt.date(2024, 7, 1), 24) == dt.date(2026, 7, 1)


# --- thresholds -----------------------------------------------------------------------------------

DAYS = [
    month_after(dt.date(2024, 10, 1), n) for n in range(7)
]  # 98/80 are in force from January 2025, month 3


def passing(falls_in: list[int | None]) -> dict[str, Floats]:
    """Coverage of 99%, and 97% from some month on, one draw each; activity of 50% throughout."""
    draws = np.full((len(DAYS), len(falls_in)), 0.99)
    for n, month in enumerate(falls_in):
        if month is not None:
            draws[month:, n] = 0.97
    low = np.full_like(draws, 0.5)
    return {"coverage_administrative": draws, "activity_on_population": low, "activity_on_members": low}


def test_falling_below_is_told_as_chance_and_interval_of_dates() -> None:
    falls: list[int | None] = [4, 4, 5, 5, 5, 5, 6, 6, None, None]
    found = [c for c in crossings("province", DAYS, passing(falls)) if c.standard == "UHC_PRIORITAS_2025"]
    coverage, population, members = found
    assert (coverage.measure, coverage.meets_now, coverage.chance) == ("coverage_administrative", True, 0.8)
    assert (coverage.early, coverage.middle, coverage.late) == (DAYS[4], DAYS[5], None)
    assert coverage.chance_met_at_end == 0.2
    assert (population.basis, members.basis) == ("population", "members")
    assert not population.meets_now and population.chance == 0


def test_months_before_a_threshold_is_in_force_do_not_count() -> None:
    """Who is below already in November falls below in January, when the law begins to ask."""
    found = crossings("regency", DAYS, passing([1] * 10))
    coverage = next(c for c in found if c.standard == "UHC_PRIORITAS_2025" and c.basis == "population")
    assert coverage.since == dt.date(2025, 1, 1)
    assert coverage.early == coverage.late == dt.date(2025, 1, 1)


def test_no_law_asks_a_share_of_a_village() -> None:
    assert crossings("village", DAYS, passing([None])) == ()


def test_a_part_without_residents_keeps_its_cards_and_has_no_share() -> None:
    past = history([town()])
    nowhere = replace(
        past,
        parts=(*past.parts, ""),
        part_names=(*past.part_names, ""),
        stock=np.concatenate([past.stock, np.zeros((1, *past.stock.shape[1:]), dtype=np.int64)]),
        reaching=np.concatenate([past.reaching, np.zeros((1, *past.stock.shape[1:]), dtype=np.int64)]),
        cards=tuple(
            replace(c, cards=np.append(c.cards, 500), cards_active=np.append(c.cards_active, 300))
            for c in past.cards
        ),
    )
    found = forecast(nowhere, months=6, draws=100)
    strays = found.region_of("")
    assert strays.stocks[0].cards == 500 and strays.stocks[6].residents == 0
    assert strays.stocks[6].cards == pytest.approx(500, rel=0.05)
    assert strays.band("coverage_administrative", 6).mid == 0 and not strays.crossings
