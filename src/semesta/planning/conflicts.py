"""A plan that cannot be met: which limits conflict, what they would have to be, and the nearest plan there is.

The smallest set of limits is found by hitting sets: when lifting some limits is not enough, as many more are lifted
as leave it so; one of the rest must be lifted by whatever is enough. A smallest set that hits all these is tried next.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from semesta.planning.fields import WHOLE
from semesta.planning.levers import REMOVE, TAKE_OVER
from semesta.planning.optimise import optimise
from semesta.planning.options import options_of
from semesta.planning.program import POLICY, Ground, Group, Program, build
from semesta.planning.result import Conflict
from semesta.planning.solver import Columns, Rows, Solved, prices, solve

#: Of all limits these may be changed by somebody; pools and targets are what they are.
_MOVABLE = ("budget", "budget_regency", "quota", "quota_regency", "capacity", "reach", "obligatory")
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
    groups, proofs = _movable(ground), list[frozenset[Group]]()
    while True:
        chosen = _hitting(proofs)
        if chosen is None:
            return ()
        if _possible(ground, chosen):
            whole = not chosen or optimise(build(ground, loose=chosen), tidy=False) is not None
            return chosen if whole else ()
        lifted = _grown(ground, frozenset(chosen), [group for group in groups if group not in chosen])
        proofs.append(frozenset(groups) - lifted)
        if not proofs[-1]:
            return ()


def _hitting(proofs: Sequence[frozenset[Group]]) -> tuple[Group, ...] | None:
    """The first smallest set with a member of every proof, in a fixed order."""
    groups = sorted(frozenset[Group]().union(*proofs)) if proofs else []
    for size in range(_SET_AT_MOST + 1):
        for chosen in itertools.combinations(groups, size):
            if all(proof & set(chosen) for proof in proofs):
                return chosen
    return None


def _movable(ground: Ground) -> list[Group]:
    """Every group of limits that somebody could change, those that seldom matter first."""
    found = {limit.group for limit in build(ground).limits if limit.family in _MOVABLE}
    wide = options_of(ground.plan, ground.pools, "expected", beyond_policy=True)
    if any(not option.by_policy for option in wide):
        found.add(POLICY)
    order = (
        "reach",
        "capacity",
        "obligatory",
        "policy",
        "quota_regency",
        "budget_regency",
        "quota",
        "budget",
    )
    return sorted(found, key=lambda group: (order.index(group[0]), group[2] == TAKE_OVER, group))


def _grown(ground: Ground, lifted: frozenset[Group], further: Sequence[Group]) -> frozenset[Group]:
    """As many limits lifted as can be while the targets stay out of reach, tried by halves.

    Whatever makes the plan possible must lift one of the rest: the fewer the rest, the stronger the proof.
    """
    if not further:
        return lifted
    if not _possible(ground, more := lifted | frozenset(further)):
        return more
    if len(further) == 1:
        return lifted
    half = len(further) // 2
    return _grown(ground, _grown(ground, lifted, further[:half]), further[half:])


def _possible(ground: Ground, loose: Collection[Group]) -> bool:
    """Whether the targets can be met, parts of people allowed, when these limits are lifted."""
    program = build(ground, loose=loose)
    return prices(program.columns, program.rows) is not None


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
