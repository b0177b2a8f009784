"""Makes a plan: counts the pools, solves the program, and says what it costs, what binds and how sure it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.engine import Engine
from semesta.faults import InputRefused, Text
from semesta.manifest import Manifest
from semesta.planning.candidates import LOCAL, find_pools
from semesta.planning.conflicts import conflicts, nearest
from semesta.planning.fields import WHOLE, Assumption
from semesta.planning.levers import COST_PARAMETERS, LEVERS
from semesta.planning.marginals import binding_limits
from semesta.planning.optimise import cost_rupiah, optimise
from semesta.planning.options import CASES, Case, unit_costs
from semesta.planning.outcome import (
    Draw,
    Work,
    approached_by_month,
    cash_table,
    places,
    steps_of,
    target_results,
    totals_after,
    work_of,
)
from semesta.planning.plan_settings import Plan
from semesta.planning.program import Ground, Program, build
from semesta.planning.result import Conflict, PlanResult, Sensitivity
from semesta.planning.standing import totals_of_regions
from semesta.rules.law import Law


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan and whom each of its steps approaches."""

    result: PlanResult
    draws: tuple[Draw, ...]


def make_plan(engine: Engine, manifest: Manifest, plan: Plan, law: Law) -> MadePlan:
    """The plan for an edition. `engine` has its tables, `ways_in` and `findings`; `plan_people` is made in it.

    Where the targets cannot be met, the result is the nearest plan that can be, with the limits in conflict.
    """
    ground = survey(engine, manifest, plan, law)
    program = build(ground)
    answer = optimise(program)
    clash: tuple[Conflict, ...] = ()
    if answer is not None:
        values, met = answer.values, True
    else:
        program, values = nearest(ground)
        met, clash = False, conflicts(ground)
    work = work_of(program, values)
    steps, draws = steps_of(program, work)
    after = totals_after(program, work)
    result = PlanResult(
        edition=manifest.name,
        as_of=manifest.as_of,
        region=manifest.region,
        title=plan.title,
        first_month=plan.first_month,
        target_month=plan.target_month,
        cash_until=plan.cash_until,
        objective=plan.objective,
        met=met,
        proven=answer.proven if answer else True,
        candidates=sum(pool.size for pool in ground.pools if pool.source == "ways"),
        rupiah=cost_rupiah(program, values),
        people=sum(s.people for s in steps if LEVERS[s.lever].source == "ways"),
        payments_ended=sum(s.people for s in steps if LEVERS[s.lever].source != "ways"),
        steps=steps,
        cash=cash_table(program, work),
        before=ground.totals,
        after=after,
        local_before=sum(ground.local_now.values()),
        local_after=sum(ground.local_now.values()) + places(program, work),
        targets=target_results(ground, after),
        binding=binding_limits(program, answer) if answer else (),
        conflicts=clash,
        sensitivity=tuple(_sensitivity(ground, program, work, case) for case in CASES),
        assumptions=plan.assumptions,
        law=_law_behind(law, plan.first_month),
    )
    return MadePlan(result, draws)


def survey(engine: Engine, manifest: Manifest, plan: Plan, law: Law) -> Ground:
    """Counts of today, pools and prices; InputRefused where the plan names regions that the edition has not."""
    totals = totals_of_regions(engine, manifest)
    _require_regions(plan, [t.region_code for t in totals])
    rows = engine.rows(
        "SELECT village_code[1:5], sum(cards)::BIGINT FROM card_cube "
        f"WHERE bucket = '{LOCAL}' AND status = 'AKTIF' GROUP BY ALL"
    )
    decile = law["pbi.target_decile"].on(plan.first_month) if "pbi.target_decile" in law.parameters else None
    central = decile.value if decile and isinstance(decile.value, int) else None
    return Ground(
        plan=plan,
        totals=totals,
        local_now={str(code): int(cards) for code, cards in rows},
        pools=find_pools(engine, plan, central_decile=central),
        units=unit_costs(law, plan),
    )


def _require_regions(plan: Plan, known: Sequence[str]) -> None:
    levers = {
        code: f"levers.{n}.capacity_month_regency"
        for n, lever in plan.levers.items()
        for code in lever.capacity_regency
    }
    named = {
        **dict.fromkeys(plan.budget.regency_rupiah, "budget.regency"),
        **dict.fromkeys(plan.quota.regency, "quota.regency"),
        **{code: "targets" for target in plan.targets for code in target.regions},
        **levers,
    }
    for code, place in named.items():
        if code not in known:
            raise InputRefused(
                place=f"{place}: {code}",
                reason=Text("Wilayah ini tidak ada dalam edisi.", "The edition has no such region."),
                remedy=Text(f"Yang ada: {', '.join(known)}.", f"There are: {', '.join(known)}."),
            )


def _sensitivity(ground: Ground, program: Program, work: Work, case: Case) -> Sensitivity:
    """The same people approached with another success; and a new plan for it."""
    other = build(ground, case)
    changed = _same_people(program, other, work)
    missed = sum(t.missing_after for t in target_results(ground, totals_after(other, changed)) if t.demanded)
    costs = [other.rupiah[other.work[key]] * people for key, people in changed.items()]
    answer = optimise(other, tidy=ground.plan.objective == "most_people")
    replanned = work_of(other, answer.values) if answer else {}
    return Sensitivity(
        case=case,
        same_plan_people=_people_in(other, changed),
        same_plan_missing=missed,
        same_plan_rupiah=sum(costs),
        replanned_met=answer is not None,
        replanned_people=_people_in(other, replanned),
        replanned_rupiah=cost_rupiah(other, answer.values) if answer else 0,
    )


def _same_people(program: Program, other: Program, work: Work) -> dict[tuple[int, int], int]:
    """Who comes in when the people approached are the same and another share of them succeeds."""
    found: dict[tuple[int, int], int] = {}
    asked: dict[int, int] = {}
    for (at, month), people in sorted(approached_by_month(program, work).items()):
        success = other.options[at].success
        before = asked.get(at, 0)
        asked[at] = before + people
        came = asked[at] * success // WHOLE - before * success // WHOLE
        found[at, month] = work[at, month] if success == program.options[at].success else came
    return found


def _people_in(program: Program, work: Work) -> int:
    return sum(n for (at, _), n in work.items() if LEVERS[program.options[at].lever].source == "ways")


def _law_behind(law: Law, day: dt.date) -> tuple[Assumption, ...]:
    """The values of the law that the rupiah rest on, with regulation and how each was verified."""
    found = []
    for name in dict.fromkeys(name for lines in COST_PARAMETERS.values() for name in lines.values()):
        value = law[name].on(day)
        if value is not None:
            where = " ".join(part for part in (value.regulation.title.id, value.article) if part)
            said = f"{where} ({value.verified})"
            found.append(Assumption(name, str(value.value), Text(said, said)))
    return tuple(found)
