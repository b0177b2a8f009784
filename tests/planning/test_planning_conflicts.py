"""Plans that cannot be met: the smallest set of limits in conflict, what they would have to be, the nearest plan."""

from __future__ import annotations

from hypothesis import given, settings

from semesta.planning.conflicts import conflicts, nearest, smallest_set
from semesta.planning.marginals import binding_limits
from semesta.planning.optimise import optimise
from semesta.planning.outcome import target_results, totals_after, work_of
from semesta.planning.program import Ground, build
from tests.planning.planning_world import broken_limits, ground, plan, pool
from tests.planning.test_planning_plan import ACTIVE, NO_TARGET, TWO_MONTHS, grounds

OPEN = {"capacity_month": 1000}


def missing(base: Ground) -> tuple[int, list[str]]:
    program, values = nearest(base)
    work = work_of(program, values)
    results = target_results(base, totals_after(program, work))
    broken = [name for name in broken_limits(program, work) if not name.startswith("target")]
    return sum(t.missing_after for t in results if t.demanded), broken


def test_a_budget_that_is_too_small_says_what_is_needed() -> None:
    """20 people for one month cost 756,000; 700,000 bring 18, and two are missing."""
    text = TWO_MONTHS + ACTIVE % 80 + "budget: {total_rupiah: 700000}\n"
    base = ground(plan(text, ("take_over",)), [pool("central_subsidy", 30, allowed=True)])
    assert optimise(build(base)) is None
    (found,) = conflicts(base)
    assert (found.family, found.limit, found.needed, found.unit) == ("budget", 700_000, 756_000, "rupiah")
    assert missing(base) == (2, [])


def test_two_limits_in_conflict_are_both_named() -> None:
    """A quota of 25 leaves 5 places, and 4 a month for two months bring 8: neither alone makes room for 20."""
    text = TWO_MONTHS + ACTIVE % 80 + "quota: {people: 25}\n"
    made = plan(text, take_over={"capacity_month": 4})
    base = ground(made, [pool("central_subsidy", 30, allowed=True)])
    found = {c.family: (c.limit, c.needed) for c in conflicts(base)}
    assert found == {"quota": (25, 40), "capacity": (4, 10)}
    assert missing(base) == (15, [])


def test_one_limit_is_enough_where_another_way_round_it_needs_two() -> None:
    text = TWO_MONTHS + ACTIVE % 80 + "quota: {people: 22}\n"
    made = plan(text, take_over=OPEN, own_means={"capacity_month": 2, "reach": "10%"})
    base = ground(made, [pool("own_means", 40, allowed=True)])
    assert smallest_set(base) == (("quota", "", ""),)


def test_the_policy_is_named_where_it_stands_in_the_way() -> None:
    made = plan(TWO_MONTHS + ACTIVE % 80, ("take_over",))
    base = ground(made, [pool("own_means", 40)])
    (found,) = conflicts(base)
    assert found.family == "policy" and found.needed == 20


def test_where_there_are_too_few_people_no_limit_is_blamed() -> None:
    made = plan(TWO_MONTHS + ACTIVE % 80, ("take_over",))
    base = ground(made, [pool("own_means", 7, allowed=True)])
    assert conflicts(base) == ()
    assert missing(base) == (13, [])


def test_a_quota_below_those_paid_for_now_is_the_conflict() -> None:
    text = TWO_MONTHS + ACTIVE % 61 + "quota: {people: 12}\n"
    base = ground(plan(text, ("own_means",)), [pool("own_means", 9, payer="assistance")])
    assert [c.family for c in conflicts(base)] == ["quota"]


@settings(max_examples=25, deadline=None)
@given(grounds())
def test_lifting_the_set_makes_the_plan_possible_and_lifting_less_does_not(base: Ground) -> None:
    if optimise(build(base), tidy=False) is not None:
        assert smallest_set(base) == () and missing(base)[0] == 0
        return
    chosen = smallest_set(base)
    assert missing(base)[0] > 0
    if chosen:
        assert optimise(build(base, loose=chosen), tidy=False) is not None
        for left in chosen:
            assert optimise(build(base, loose=[g for g in chosen if g != left]), tidy=False) is None


def test_what_one_more_person_and_one_more_place_are_worth() -> None:
    """A place in the quota brings one person; a million rupiah nobody, because the quota is what binds."""
    text = TWO_MONTHS + NO_TARGET + "quota: {people: 25}\nbudget: {total_rupiah: 99000000}\n"
    base = ground(plan(text, ("take_over",)), [pool("own_means", 50, allowed=True)])
    program = build(base)
    answer = optimise(program)
    assert answer is not None
    (found,) = binding_limits(program, answer)
    assert (found.family, found.price, found.checked) == ("quota", 1.0, 1)


def test_a_million_more_brings_in_as_many_as_it_pays_for() -> None:
    text = "first_month: 2024-08\ntarget_month: 2024-08\n" + NO_TARGET + "budget: {total_rupiah: 378000}\n"
    base = ground(plan(text, ("take_over",)), [pool("own_means", 90, allowed=True)])
    program = build(base)
    answer = optimise(program)
    assert answer is not None and answer.goal == 10
    (found,) = binding_limits(program, answer)
    assert found.family == "budget" and found.price == 26.46 and found.checked == 26


def test_one_more_person_demanded_costs_the_dearest_that_is_in_the_plan() -> None:
    made = plan(TWO_MONTHS + ACTIVE % 80, ("family_of_worker", "take_over"))
    base = ground(made, [pool("family_of_worker", 12), pool("central_subsidy", 30, allowed=True)])
    program = build(base)
    answer = optimise(program)
    assert answer is not None
    found = {limit.family: limit for limit in binding_limits(program, answer)}
    assert found["target"].price == found["target"].checked == 37_800
    assert found["reach"].lever == "family_of_worker" and found["reach"].checked == 37_800
