"""Plans on small grounds: against every plan that there could be, and by what must hold for all of them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.planning.fields import WHOLE
from semesta.planning.levers import LEVERS
from semesta.planning.optimise import cost_rupiah, optimise
from semesta.planning.outcome import approached_by_month, cash_table, steps_of, work_of
from semesta.planning.plan_settings import Plan
from semesta.planning.program import Ground, Program, build
from tests.planning.planning_world import broken_limits, dead, ground, plan, pool, rupiah

TWO_MONTHS = "first_month: 2024-08\ntarget_month: 2024-09\n"
ACTIVE = "targets: [{measure: activity, share: %d%%, basis: population}]\n"
NO_TARGET = "objective: most_people\ntargets: []\n"


def solved(base: Ground) -> tuple[Program, dict[tuple[int, int], int], int] | None:
    program = build(base)
    answer = optimise(program)
    return None if answer is None else (program, work_of(program, answer.values), answer.goal)


def test_who_costs_nothing_comes_first_and_who_costs_comes_last() -> None:
    """80% of 100 are 80: 20 are missing, 12 by the employer for nothing, 8 paid for in the last month only."""
    made = plan(TWO_MONTHS + ACTIVE % 80, ("family_of_worker", "take_over"))
    base = ground(made, [pool("family_of_worker", 12), pool("central_subsidy", 30, allowed=True)])
    found = solved(base)
    assert found is not None
    program, work, goal = found
    assert goal == 8 * 37_800
    steps, _ = steps_of(program, work)
    assert [(s.lever, s.month.month, s.people, s.rupiah) for s in steps] == [
        ("family_of_worker", 8, 12, 0),
        ("take_over", 9, 8, 302_400),
    ]


def test_striking_off_the_dead_saves_and_makes_the_published_target_harder() -> None:
    """10 dead cards end in the first month: 10 x 37,800 x 2 saved; then 30 and not 20 are missing to 80%."""
    made = plan(TWO_MONTHS + ACTIVE % 80, ("remove_findings", "take_over"))
    without = solved(ground(made, [pool("central_subsidy", 30, allowed=True)]))
    found = solved(ground(made, [dead(10), pool("central_subsidy", 30, allowed=True)]))
    assert without is not None and found is not None
    assert without[2] == 20 * 37_800
    assert found[2] == 30 * 37_800 - 10 * 37_800 * 2


def test_the_quota_is_freed_by_those_who_go() -> None:
    """Twenty are paid for and 25 may be: five places, and one more for each dead card that ends before."""
    text = TWO_MONTHS + NO_TARGET + "quota: {people: 25}\n"
    alone = solved(ground(plan(text, ("take_over",)), [pool("own_means", 50, allowed=True)]))
    freed = solved(
        ground(plan(text, ("take_over", "remove_findings")), [dead(3), pool("own_means", 50, allowed=True)])
    )
    assert alone is not None and freed is not None
    assert (alone[2], freed[2]) == (5, 8)


def test_instalments_that_end_after_the_target_month_are_of_no_use() -> None:
    made = plan(TWO_MONTHS + NO_TARGET, instalments={"active_after_months": 2})
    found = solved(ground(made, [pool("settle_arrears", 50, payer="assistance")]))
    assert found is not None and found[2] == 0


def test_a_card_of_class_three_that_pays_again_costs_the_local_government_2800() -> None:
    made = plan(TWO_MONTHS + ACTIVE % 61, ("settle_arrears",))
    found = solved(ground(made, [pool("settle_arrears", 50, payer="assistance")]))
    assert found is not None and found[2] == 2_800


# --- every plan there could be ------------------------------------------------------------------------

_small_lever = st.fixed_dictionaries(
    {
        "reach": st.sampled_from(["100%", "67%"]),
        "success": st.sampled_from([{"low": "50%", "expected": "50%", "high": "50%"}, {"low": "80%", "expected": "100%", "high": "100%"}]),
        "capacity_month": st.integers(0, 3),
        "active_after_months": st.integers(0, 1),
        "handling_rupiah": st.sampled_from([0, 1_000]),
    }
)  # fmt: skip


@st.composite
def tiny(draw: st.DrawFn) -> Ground:
    """At most three options and two months, so that every plan can be tried."""
    levers = {name: draw(_small_lever) for name in ("settle_arrears", "take_over")}
    text = TWO_MONTHS + ACTIVE % draw(st.integers(50, 85))
    if draw(st.booleans()):
        text = text.replace("basis: population", "basis: members")
    if draw(st.booleans()):
        text += f"budget: {{total_rupiah: {draw(st.integers(0, 8)) * 37_800}}}\n"
    if draw(st.booleans()):
        text += f"quota: {{people: {draw(st.integers(19, 24))}}}\n"
    pools = [
        pool("settle_arrears", draw(st.integers(0, 2)), allowed=draw(st.booleans()), payer="assistance"),
        pool("own_means", draw(st.integers(0, 2)), coverage="not_enrolled", allowed=True),
    ]
    return ground(plan(text, **levers), pools, residents=14, cards=12, active=draw(st.integers(7, 10)))


def every_plan(program: Program) -> list[dict[tuple[int, int], int]]:
    keys = list(program.work)
    ranges = [range(program.options[at].pool.size + 1) for at, _ in keys]
    return [dict(zip(keys, found, strict=True)) for found in itertools.product(*ranges)]


@settings(max_examples=30, deadline=None)
@given(tiny())
def test_no_plan_is_cheaper_than_the_one_found(base: Ground) -> None:
    program = build(base)
    costs = [
        sum(n * rupiah(base, program.options[at], month) for (at, month), n in work.items())
        for work in every_plan(program)
        if not broken_limits(program, work)
    ]
    found = solved(base)
    assert (found is None) == (not costs)
    if found is not None:
        assert found[2] == min(costs)


@settings(max_examples=25, deadline=None)
@given(tiny())
def test_no_plan_brings_in_more_people_than_the_one_found(base: Ground) -> None:
    made = plan(TWO_MONTHS + NO_TARGET)
    most = Plan(
        **{f: getattr(base.plan, f) for f in Plan.__slots__}
        | {"objective": "most_people", "targets": made.targets}
    )
    base = Ground(most, base.totals, base.local_now, base.pools, base.units)
    program = build(base)
    people = [sum(work.values()) for work in every_plan(program) if not broken_limits(program, work)]
    found = solved(base)
    assert (found[2] if found else None) == max(people, default=None)


# --- what holds for all plans ---------------------------------------------------------------------------

_ways = st.sampled_from(
    ["family_of_worker", "central_subsidy", "settle_arrears", "own_means", "newborn_of_member"]
)
_lever = st.fixed_dictionaries(
    {
        "reach": st.sampled_from(["40%", "77%", "100%"]),
        "success": st.sampled_from([{"low": "10%", "expected": "33%", "high": "50%"}, {"low": "70%", "expected": "85%", "high": "95%"}]),
        "capacity_month": st.integers(0, 40),
        "active_after_months": st.integers(0, 3),
        "handling_rupiah": st.sampled_from([0, 700]),
    }
)  # fmt: skip


@st.composite
def grounds(draw: st.DrawFn, text: str = "") -> Ground:
    """Two regencies, some hundred candidates, four months."""
    levers = {name: draw(_lever) for name in LEVERS if name != "move_to_central"}
    found = {
        pool(draw(_ways), draw(st.integers(1, 60)), region=draw(st.sampled_from(["18.01", "18.72"])),
             coverage=draw(st.sampled_from(["inactive", "not_enrolled"])), allowed=draw(st.booleans()),
             payer=draw(st.sampled_from(["others", "assistance", "local"])))
        for _ in range(draw(st.integers(1, 8)))
    }  # fmt: skip
    removals = [dead(draw(st.integers(1, 9)))] if draw(st.booleans()) else []
    base = text or "first_month: 2024-08\ntarget_month: 2024-11\n" + ACTIVE % draw(st.integers(55, 75))
    return ground(plan(base, **levers), [*sorted(found, key=lambda p: p.key), *removals])


@settings(max_examples=60, deadline=None)
@given(grounds())
def test_a_plan_keeps_every_limit_and_its_cash_adds_up(base: Ground) -> None:
    found = solved(base)
    if found is None:
        return
    program, work, goal = found
    assert broken_limits(program, work) == []
    cash = cash_table(program, work)
    steps, draws = steps_of(program, work)
    values = [work.get(key, 0) for key in program.work]
    assert goal == sum(c.rupiah for c in cash) == sum(s.rupiah for s in steps) == cost_rupiah(program, values)
    for region in {s.region_code for s in steps}:
        by_step = sum(s.rupiah for s in steps if s.region_code == region)
        assert by_step == sum(c.rupiah for c in cash if c.region_code == region)
    assert sum(s.people for s in steps) == sum(work.values())
    for step in steps:
        named = [d for d in draws if d.step == step.id]
        assert step.approached == sum(d.last - d.first + 1 for d in named) >= step.people
        assert all(1 <= d.first <= d.last + 1 and d.last <= d.option.pool.size for d in named)


@settings(max_examples=40, deadline=None)
@given(grounds())
def test_nobody_is_approached_twice_by_one_lever_nor_more_than_it_reaches(base: Ground) -> None:
    found = solved(base)
    if found is None:
        return
    program, work, _ = found
    approached = approached_by_month(program, work)
    for at, option in enumerate(program.options):
        assert sum(n for (o, _), n in approached.items() if o == at) <= option.reachable
    _, draws = steps_of(program, work)
    for option in program.options:
        spans = sorted((d.first, d.last) for d in draws if d.option == option and d.last >= d.first)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))


@settings(max_examples=25, deadline=None)
@given(grounds(), st.integers(1, 20))
def test_a_higher_target_is_never_cheaper(base: Ground, more: int) -> None:
    target = base.plan.targets[0]
    changed = {f: getattr(target, f) for f in type(target).__slots__} | {
        "share_basis_points": target.share_basis_points + 100 * more
    }
    harder = Plan(
        **{f: getattr(base.plan, f) for f in Plan.__slots__} | {"targets": (type(target)(**changed),)}
    )
    easy, hard = solved(base), solved(Ground(harder, base.totals, base.local_now, base.pools, base.units))
    if hard is not None:
        assert easy is not None and easy[2] <= hard[2]


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(0, 60), st.integers(0, 60))
def test_a_larger_budget_never_brings_in_fewer_people(data: st.DataObject, one: int, other: int) -> None:
    people = []
    base = data.draw(grounds(text="first_month: 2024-08\ntarget_month: 2024-11\n" + NO_TARGET))
    for units in sorted((one, other)):
        budget = type(base.plan.budget)(units * 37_800, {}, True)
        limited = Plan(**{f: getattr(base.plan, f) for f in Plan.__slots__} | {"budget": budget})
        found = solved(Ground(limited, base.totals, base.local_now, base.pools, base.units))
        people.append(found[2] if found else -1)
    assert people[0] <= people[1]


@pytest.mark.parametrize("basis", ["population", "members"])
def test_the_same_ground_gives_the_same_plan(basis: str) -> None:
    made = plan(
        TWO_MONTHS + (ACTIVE % 80).replace("population", basis),
        ("take_over", "own_means", "settle_arrears"),
    )
    pools = [pool("own_means", 30, allowed=True, payer="assistance"), pool("settle_arrears", 9, allowed=True)]
    first, second = solved(ground(made, pools)), solved(ground(made, pools))
    assert first is not None and second is not None and first[1:] == second[1:]


def test_so_many_are_approached_that_the_successes_can_come() -> None:
    """Three successes at less than certain success ask for more than three people, never for fewer."""
    seldom = {"success": {"low": "20%", "expected": "30%", "high": "40%"}}
    made = plan(TWO_MONTHS + ACTIVE % 64, settle_arrears=seldom)
    found = solved(ground(made, [pool("settle_arrears", 40)]))
    assert found is not None
    program, work, _ = found
    asked = approached_by_month(program, work)
    for at in {at for at, _ in work}:
        successes = sum(people for (option, _), people in work.items() if option == at)
        approached = sum(people for (option, _), people in asked.items() if option == at)
        assert (approached - 1) * program.options[at].success < successes * WHOLE
        assert approached * program.options[at].success >= successes * WHOLE
