"""Months to come add up, never go below nobody, and answer to rates in the direction that a rate says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.planning.cohorts import (
    AGED_OUT,
    CHANGES,
    IS_ACTIVE,
    IS_ENROLLED,
    KINDS,
    STATES,
    Floats,
    kind_of,
)
from semesta.planning.projection import FLOW_KINDS, project, step
from semesta.planning.rates import EDGE_FROM, EDGE_KIND, EDGE_TO, EDGES, Rates, estimate
from tests.planning.histories import (
    HALF_YEAR,
    PBI,
    PBI_DEAD,
    SELF,
    SELF_DEAD,
    WORKER,
    WORKER_DEAD,
    history,
    interval,
    ones,
    stays,
    town,
)

CHANCE = np.random.default_rng(5)
RATES = estimate(history([town()], reaching=0.2))
STOCK = history([town()]).stock.astype(np.float64)


@settings(max_examples=25, derandomize=True)
@given(st.integers(0, 10_000), st.floats(0.0, 4_000.0))
def test_then_plus_in_minus_out_is_now_in_every_draw_and_part(seed: int, strength: float) -> None:
    """Also where rates are absurd: of several ways out each takes its share, and nobody leaves twice."""
    chance = np.random.default_rng(seed)
    people = chance.integers(0, 5_000, (3, *STOCK.shape)).astype(np.float64)
    level = chance.random((3, len(KINDS), STOCK.shape[0])) * strength
    now, flows = step(people, RATES, level)
    assert now.min() >= -1e-9
    for which, mask in enumerate((np.ones(len(STATES)), IS_ENROLLED, IS_ACTIVE)):
        then, after = (stock.sum(axis=2) @ mask.astype(float) for stock in (people, now))
        assert np.allclose(then + flows[..., which].sum(axis=2), after, atol=1e-6)
    moved = flows[:, :, [FLOW_KINDS.index("moved_in"), FLOW_KINDS.index("moved_out")], 0]
    assert np.allclose(moved.sum(axis=(1, 2)), 0, atol=1e-6), "who moves within arrives within"


def scaled(kind: str, factor: float) -> Rates:
    """The rates with one kind of event more often."""
    if kind in CHANGES:
        edges = np.where(CHANGES.index(kind) == EDGE_KIND, factor, 1.0)
        return replace(RATES, changes=RATES.changes * edges)
    return replace(RATES, **{kind: getattr(RATES, kind) * factor})


def path(rates: Rates) -> Floats:
    return np.asarray(project(STOCK, rates, ones(2), 24).stocks.sum(axis=2)[:, 0])  # [month, counted]


@settings(max_examples=12, derandomize=True)
@given(st.floats(1.0, 8.0), st.floats(1.0, 4.0))
def test_more_deaths_never_mean_more_members(factor: float, more: float) -> None:
    assert (path(scaled("died", factor * more)) <= path(scaled("died", factor)) + 1e-6).all()


@settings(max_examples=6, derandomize=True)
@given(st.floats(1.0, 8.0))
@pytest.mark.parametrize("kind", ["left", "dropped", "arrears", "pbi_dropped", "job_lost", "aged_out"])
def test_more_losses_never_mean_more_active(kind: str, factor: float) -> None:
    assert (path(scaled(kind, factor))[:, 2] <= path(RATES)[:, 2] + 1e-6).all()


@settings(max_examples=6, derandomize=True)
@given(st.floats(1.0, 8.0))
@pytest.mark.parametrize("kind", ["born", "entered", "enrolled"])
def test_more_gains_never_mean_fewer_enrolled(kind: str, factor: float) -> None:
    assert (path(scaled(kind, factor))[:, 1] >= path(RATES)[:, 1] - 1e-6).all()


@pytest.mark.parametrize("kind", ["resumed", "pbi_added", "job_found"])
def test_more_returns_never_mean_fewer_active(kind: str) -> None:
    assert (path(scaled(kind, 3.0))[:, 2] >= path(RATES)[:, 2] - 1e-6).all()


def test_a_birthday_ends_a_workers_childs_card_and_no_other() -> None:
    """60 of 150 workers' children who passed 21 lost their card; self-payers have no age limit (jkn.md 3)."""
    assert RATES.aged_out[0, WORKER] > 0.3
    assert RATES.aged_out[0, SELF] == RATES.aged_out[0, PBI] == 0
    assert RATES.aged_out[2].max() == 0, "no law ends a card at 60"
    flows = project(STOCK, RATES, ones(2), 12).flows
    lost = flows[1:, :, FLOW_KINDS.index(AGED_OUT)].sum(axis=(0, 1))
    assert lost[0] == lost[1] == 0, "the card dies, it does not vanish"
    assert lost[2] < -10


def test_estimated_rates_give_back_the_interval_that_they_came_from() -> None:
    """Carried forward from its first day, the half-year ends where it ended, to within half a per cent."""
    months = 6
    start = np.zeros_like(STOCK)
    first = interval(town(), *HALF_YEAR[:2])
    here = first.origin >= 0
    np.add.at(start, (first.origin[here], first.age[here], first.before[here]), first.persons[here])
    rates = estimate(history([town()], reaching=24 / 6 * 150 / 1_685))
    end = project(start, rates, ones(2), months).stocks[-1, 0].sum(axis=0)
    truth = STOCK.sum(axis=(0, 1))
    assert end[0] == pytest.approx(truth.sum(), rel=0.005)
    assert end[1] == pytest.approx(truth[IS_ENROLLED].sum(), rel=0.005)
    assert end[2] == pytest.approx(truth[IS_ACTIVE].sum(), rel=0.005)


def test_going_and_coming_back_within_an_interval_is_allowed_for() -> None:
    """Who pays again after lapsing is seen as staying; the monthly rate of lapsing is above the seen share."""
    lapse, resume, months = 0.06, 0.10, 6.0
    generator = np.array([[-lapse, lapse], [resume, -resume]])
    shares = np.linalg.matrix_power(np.eye(2) + generator / 1_000, int(months * 1_000))
    people = 4_000_000
    counts = np.rint(people * shares).astype(int)
    lines = [
        stays(part, (SELF, SELF_DEAD)[i], int(counts[i, j]), after=(SELF, SELF_DEAD)[j])
        for part in (0, 1) for i in (0, 1) for j in (0, 1)
    ]  # fmt: skip
    rates = estimate(history([lines])).changes[0, 2]
    months_seen = (HALF_YEAR[1] - HALF_YEAR[0]).days / 30.4375 / months
    assert rates[EDGES.index((SELF, SELF_DEAD))] * months_seen == pytest.approx(lapse, rel=0.02)
    assert rates[EDGES.index((SELF_DEAD, SELF))] * months_seen == pytest.approx(resume, rel=0.02)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("", False), ("PBI_JK", True), "enrolled"), (("PBPU", False), ("", False), "dropped"),
        (("PBPU", True), ("PBPU", False), "arrears"), (("PBPU", False), ("PBPU", True), "resumed"),
        (("PPU_BU", True), ("PPU_BU", False), "job_lost"), (("PPU_BU", True), ("PBI_JK", True), "job_lost"),
        (("PBI_JK", True), ("PPU_PN", True), "job_found"), (("PBI_JK", True), ("PBI_JK", False), "pbi_dropped"),
        (("PBPU", False), ("PBI_JK", True), "pbi_added"), (("PBI_JK", True), ("PBPU_BP_PEMDA", True), "pbi_dropped"),
        (("PBPU", False), ("PBPU_BP_PEMDA", True), "local_added"), (("PBPU_BP_PEMDA", True), ("PBPU", True), "local_dropped"),
        (("PPU_BU", True), ("PPU_PN", True), "changed_segment"), (("BP", True), ("BP", False), "other_lapsed"),
    ],
)  # fmt: skip
def test_a_change_of_state_has_a_name(before: tuple[str, bool], after: tuple[str, bool], kind: str) -> None:
    assert kind_of(STATES.index(before), STATES.index(after)) == kind


def test_every_change_has_exactly_one_name() -> None:
    assert {kind_of(i, j) for i, j in EDGES} == set(CHANGES)
    assert all(kind_of(i, i) == "" for i in range(len(STATES)))
    assert (EDGE_FROM != EDGE_TO).all()
    assert PBI_DEAD != WORKER_DEAD
