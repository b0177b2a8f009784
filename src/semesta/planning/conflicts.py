"""A plan that cannot be met: which limits conflict, what they would have to be, and the nearest plan there is.

The smallest set of limits is found by hitting sets: a program in which breaking limits costs something proves by
its prices which limits cannot all stand together; a set that hits every such proof is enough.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from semesta.planning.fields import WHOLE
from semesta.planning.levers import REMOVE, TAKE_OVER
from semesta.planning.optimise import optimise
from semesta.planning.program import POLICY, Ground, Group, Program, build
from semesta.planning.result import Conflict
from semesta.planning.solver import Columns, Rows, Solved, prices, solve

#: Of all limits these may be changed by somebody; pools and targets are what they are.
_MOVABLE = ("budget", "budget_regency", "quota", "quota_regency", "capacity", "reach", "obligatory")
_NOTHING = 1e-7
#: A set larger than this helps nobody to decide.
_SET_AT_MOST = 4


def nearest(ground: Ground) -> tuple[Program, list[int]]:
    """The plan that misses its targets by the fewest people, and of those the cheapest.

    Limits that today's counts break already (a quota below the people paid for now) are broken by no more than that.
    """
    program = build(ground)
    short = Columns([*program.columns.upper], [0] * len(program.columns.upper), [*program.columns.lower])
    rows = _with_slack(program, short)
    least = solve(short, rows)
    assert least is not None, "everything may be missed"
    paid = Columns([*short.upper], [*program.columns.cost], [*short.lower])
    paid.cost += [0] * (len(short.upper) - len(program.columns.cost))
    rows.add({column: cost for column, cost in enumerate(short.cost) if cost}, least.cost)
    cheapest = solve(paid, rows, start=least.values) or Solved(least.values, 0)
    return program, cheapest.values[: len(program.columns.upper)]


def _with_slack(program: Program, columns: Columns) -> Rows:
    """The program's rows, where targets, and limits that are broken by standing still, may be missed at a price."""
    rows = Rows()
    for row, limit in enumerate(program.limits):
        terms, bound = program.rows.terms(row), program.rows.bound[row]
        if bound < 0:
            price = 1 if limit.family == "target" else 1000
            step = round(limit.scale) if limit.family == "target" else 1
            terms[columns.add(-bound, price)] = -step
        rows.add(terms, bound)
    return rows


def conflicts(ground: Ground) -> tuple[Conflict, ...]:
    """The smallest set of limits without which the targets can be met; empty where no set is enough."""
    loose = smallest_set(ground)
    return tuple(_needed(ground, loose)) if loose else ()


def smallest_set(ground: Ground) -> tuple[Group, ...]:
    """Groups of limits, as few as can be; empty where the people there are do not suffice whatever is lifted."""
    proofs: list[frozenset[Group]] = []
    while True:
        chosen = _hitting(proofs)
        if chosen is None:
            return ()
        proof = _proof(ground, chosen)
        if proof is None:
            if chosen and optimise(build(ground, loose=chosen), tidy=False) is None:
                return ()
            return chosen
        if not proof:
            return ()
        proofs.append(proof)


def _hitting(proofs: Sequence[frozenset[Group]]) -> tuple[Group, ...] | None:
    """The first smallest set with a member of every proof, in a fixed order."""
    groups = sorted(frozenset[Group]().union(*proofs)) if proofs else []
    for size in range(_SET_AT_MOST + 1):
        for chosen in itertools.combinations(groups, size):
            if all(proof & set(chosen) for proof in proofs):
                return chosen
    return None


def _proof(ground: Ground, loose: Sequence[Group]) -> frozenset[Group] | None:
    """Groups that cannot all stand beside the targets when those in `loose` are lifted; None where they can."""
    program = build(ground, loose=loose)
    columns = Columns([*program.columns.upper], [0] * len(program.columns.upper), [*program.columns.lower])
    rows = Rows()
    for row, limit in enumerate(program.limits):
        terms = program.rows.terms(row)
        if limit.family in _MOVABLE:
            terms[columns.add(10**9, 1)] = -1
        rows.add(terms, program.rows.bound[row])
    found = prices(columns, rows)
    may_widen = POLICY not in loose and len(build(ground, loose=[*loose, POLICY]).options) > len(
        program.options
    )
    if found is None:
        return frozenset([POLICY]) if may_widen else frozenset()
    if found.cost < 1e-6:
        return None
    priced = {
        limit.group for limit, price in zip(program.limits, found.rows, strict=True) if abs(price) > _NOTHING
    }
    proof = {group for group in priced if group[0] in _MOVABLE}
    return frozenset(proof | ({POLICY} if may_widen else set()))


def _needed(ground: Ground, loose: Sequence[Group]) -> list[Conflict]:
    """What each limit of the set is, and the least that it would have to be while the others of the set yield too."""
    measured = [
        g for g in loose if g[0] in ("budget", "budget_regency", "quota", "quota_regency", "capacity")
    ]
    program = build(ground, loose=[g for g in loose if g not in measured])
    columns = Columns([*program.columns.upper], [0] * len(program.columns.upper), [*program.columns.lower])
    more: dict[Group, int] = {}
    rows = Rows()
    for row, limit in enumerate(program.limits):
        terms = program.rows.terms(row)
        if limit.group in measured:
            if limit.group not in more:
                more[limit.group] = columns.add(
                    10**9, max(1, round(1 / limit.scale) if limit.scale < 1 else 37_800)
                )
            terms[more[limit.group]] = -1
        rows.add(terms, program.rows.bound[row])
    solved = solve(columns, rows)
    values = solved.values if solved else [0] * len(columns.upper)
    return [_conflict(program, group, values, more) for group in loose]


def _conflict(program: Program, group: Group, values: list[int], more: dict[Group, int]) -> Conflict:
    family, region, lever = group
    plan = program.ground.plan
    extra = values[more[group]] if group in more else 0
    if family in ("budget", "budget_regency"):
        limit = plan.budget.total_rupiah or 0 if family == "budget" else plan.budget.regency_rupiah[region]
        scale = next(round(1 / found.scale) for found in program.limits if found.group == group)
        return Conflict(family, region, lever, limit, limit // scale * scale + extra * scale, "rupiah")
    if family in ("quota", "quota_regency"):
        limit = plan.quota.people or 0 if family == "quota" else plan.quota.regency[region]
        return Conflict(family, region, lever, limit, limit + extra, "people")
    if family == "capacity":
        limits = [program.rows.bound[r] for r, found in enumerate(program.limits) if found.group == group]
        return Conflict(family, region, lever, max(limits), max(limits) + extra, "people_a_month")
    if family == "reach":
        return Conflict(family, region, lever, plan.levers[lever].reach, WHOLE, "share")
    if family == "obligatory":
        removed = sum(values[c] for (at, _), c in program.work.items() if program.options[at].lever == REMOVE)
        wanted = sum(o.most for o in program.options if o.lever == REMOVE)
        return Conflict(family, region, lever, wanted, removed, "people")
    beyond = [at for at, o in enumerate(program.options) if o.lever == TAKE_OVER and not o.by_policy]
    people = sum(values[c] for (at, _), c in program.work.items() if at in set(beyond))
    return Conflict(family, region, lever, 0, people, "people")
