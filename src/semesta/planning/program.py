"""A plan as an integer program: people brought in by each option in each month, under every limit of the plan.

Variables: x[option, month] = people who are covered by work done in that month (or payments ended). Success is a
share: of the people a lever can reach, at most that share comes in. Costs are rupiah of the local government.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from semesta.planning.candidates import Pool
from semesta.planning.fields import WHOLE
from semesta.planning.levers import REMOVE
from semesta.planning.months import months_between
from semesta.planning.options import Case, Option, UnitCosts, cost_of, last_start, options_of
from semesta.planning.plan_settings import Plan
from semesta.planning.solver import Columns, Rows
from semesta.planning.standing import Totals
from semesta.planning.targets import Target

Family = Literal[
    "target",
    "budget",
    "budget_regency",
    "quota",
    "quota_regency",
    "capacity",
    "reach",
    "pool",
    "obligatory",
    "policy",
]


@dataclass(frozen=True, slots=True)
class Limit:
    """What a row of the program stands for. `scale`: units of the row's bound that make one person or rupiah."""

    family: Family
    region: str = ""
    lever: str = ""
    month: int = -1
    target: int = -1  # number of the target in the plan
    scale: float = 1.0

    @property
    def group(self) -> tuple[Family, str, str]:
        """Rows of one group are one limit to people: a capacity of 12 months, the reach of a lever everywhere."""
        if self.family in ("capacity", "reach", "obligatory"):
            return (self.family, "", self.lever)
        return (self.family, self.region, self.lever)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every program of a plan stands on: the counts of today, the pools, the prices."""

    plan: Plan
    totals: tuple[Totals, ...]  # the whole first, then the regencies
    local_now: Mapping[str, int]  # people whom the local government pays for, by regency; '' where unknown
    pools: tuple[Pool, ...]
    units: UnitCosts

    def regions_of(self, target: Target) -> list[Totals]:
        """The regions in which a target must stand."""
        if target.regions:
            return [t for t in self.totals if t.region_code in target.regions]
        chosen = [t for t in self.totals[1:] if t.level == "regency"] if target.level == "regency" else []
        return chosen or [self.totals[0]]

    def residents(self, region: str) -> int:
        return next((t.residents for t in self.totals[::-1] if t.region_code == region), 0)


@dataclass(slots=True)
class Program:
    """The program's variables and rows, and what they mean. Costs are in `cost_scale` rupiah."""

    ground: Ground
    options: list[Option]
    columns: Columns = field(default_factory=Columns)
    rows: Rows = field(default_factory=Rows)
    limits: list[Limit] = field(default_factory=list)
    work: dict[tuple[int, int], int] = field(default_factory=dict)  # (option, month) -> variable
    rupiah: dict[int, int] = field(default_factory=dict)  # variable -> rupiah
    cost_scale: int = 1
    loose: frozenset[tuple[Family, str, str]] = frozenset()

    def limit(self, limit: Limit, terms: dict[int, int], bound: int) -> None:
        if limit.group not in self.loose:
            self.limits.append(limit)
            self.rows.add(terms, bound)

    def starts(self, at: int) -> list[tuple[int, int]]:
        """(month, variable) of an option."""
        last = last_start(self.ground.plan, self.options[at])
        return [(month, self.work[at, month]) for month in range(last + 1)]

    def use_costs(self) -> None:
        """Make the rupiah what is minimised, in the largest unit that keeps them whole: the solver then sees whole steps."""
        self.cost_scale = math.gcd(*self.rupiah.values()) or 1
        for column in range(len(self.columns.cost)):
            self.columns.cost[column] = self.rupiah.get(column, 0) // self.cost_scale


Group = tuple[Family, str, str]
POLICY: Group = ("policy", "", "")


def build(ground: Ground, case: Case = "expected", *, loose: Collection[Group] = ()) -> Program:
    """The program of a plan: every variable, every limit, and the rupiah as what is minimised.

    Limits whose group is in `loose` are left out; of reach, everybody is then reached, by policy, everybody allowed.
    """
    options = options_of(ground.plan, ground.pools, case, beyond_policy=POLICY in loose)
    program = Program(ground, options, loose=frozenset(loose))
    _add_work(program)
    _add_pools(program)
    _add_capacities(program)
    _add_obligatory(program)
    _add_targets(program)
    _add_money(program)
    _add_quota(program)
    program.use_costs()
    return program


def _add_work(program: Program) -> None:
    for at, option in enumerate(program.options):
        for month in range(last_start(program.ground.plan, option) + 1):
            column = program.columns.add(option.pool.size * option.success // WHOLE)
            program.work[at, month] = column
            program.rupiah[column] = cost_of(option, month, program.ground.units)


def _add_pools(program: Program) -> None:
    """Reach and success of each option; of a pool nobody comes in twice.

    Whom one lever does not bring in, another may: the limit of a pool is on people who come in. Written so, rows
    of pools and of capacities are those of a flow, and whole numbers come almost by themselves.
    """
    of_pool: dict[Pool, list[int]] = {}
    for at, option in enumerate(program.options):
        of_pool.setdefault(option.pool, []).append(at)
        terms = {column: 1 for _, column in program.starts(at)}
        reach = Limit("reach", option.pool.region, option.lever)
        program.limit(reach, terms, option.most)
        if reach.group in program.loose:
            everybody = option.pool.size * option.success // WHOLE
            program.limit(Limit("pool", option.pool.region, option.lever), terms, everybody)
    for pool, ats in of_pool.items():
        if len(ats) > 1:
            terms = {column: 1 for at in ats for _, column in program.starts(at)}
            program.limit(Limit("pool", pool.region), terms, pool.size)


def _add_capacities(program: Program) -> None:
    ground, found = program.ground, dict[tuple[str, str, int], dict[int, int]]()
    for (at, month), column in program.work.items():
        option = program.options[at]
        found.setdefault((option.pool.region, option.lever, month), {})[column] = 1
    for (region, lever, month), terms in found.items():
        capacity = ground.plan.levers[lever].capacity(region, ground.residents(region))
        if capacity is not None:
            program.limit(Limit("capacity", region, lever, month), terms, capacity)


def _add_obligatory(program: Program) -> None:
    """What must be struck off, is: all that can be proved in the time there is, whatever it does to the counts."""
    plan = program.ground.plan
    if not plan.levers[REMOVE].obligatory:
        return
    by_region: dict[str, list[int]] = {}
    for at, option in enumerate(program.options):
        if option.lever == REMOVE:
            by_region.setdefault(option.pool.region, []).append(at)
    for region, ats in by_region.items():
        most = sum(program.options[at].most for at in ats)
        capacity = plan.levers[REMOVE].capacity(region, program.ground.residents(region))
        months = max(0, last_start(plan, program.options[ats[0]]) + 1)
        wanted = most if capacity is None else min(most, capacity * months)
        terms = {column: -1 for at in ats for _, column in program.starts(at)}
        program.limit(Limit("obligatory", region, REMOVE), terms, -wanted if terms else 0)


def _add_targets(program: Program) -> None:
    for number, target in enumerate(program.ground.plan.targets):
        for totals in program.ground.regions_of(target):
            whole = totals is program.ground.totals[0]
            numerator, denominator = target.counts(totals)
            scale = math.gcd(WHOLE, target.share_basis_points)
            above, below = WHOLE // scale, target.share_basis_points // scale
            moves = {
                column: _moves(target, program.options[at])
                for (at, _), column in program.work.items()
                if whole or program.options[at].pool.region == totals.region_code
            }
            limit = Limit("target", totals.region_code, target=number)
            if not any(down for _, down in moves.values()):
                needed = -(-below * denominator // above)  # whole people: the row is then one of a flow
                program.limit(limit, {c: -up for c, (up, _) in moves.items()}, numerator - needed)
                continue
            terms = {column: below * down - above * up for column, (up, down) in moves.items()}
            program.limit(replace(limit, scale=above), terms, above * numerator - below * denominator)


def _moves(target: Target, option: Option) -> tuple[int, int]:
    """What a success adds to the numerator and to the denominator of a target's measure."""
    effect, published = option.effect, target.count == "administrative"
    enrolled = effect.cards if published else effect.enrolled
    active = effect.cards_active if published else effect.active
    if target.measure == "coverage":
        return enrolled, 0
    return active, enrolled if target.basis == "members" else 0


def _add_money(program: Program) -> None:
    budget = program.ground.plan.budget
    if budget.total_rupiah is not None:
        _add_budget(program, Limit("budget"), budget.total_rupiah)
    for region, rupiah in budget.regency_rupiah.items():
        _add_budget(program, Limit("budget_regency", region), rupiah)


def _add_budget(program: Program, limit: Limit, rupiah: int) -> None:
    reuse = program.ground.plan.budget.reuse_savings
    terms = {
        column: program.rupiah[column]
        for (at, _), column in program.work.items()
        if limit.region in ("", program.options[at].pool.region) and (reuse or program.rupiah[column] > 0)
    }
    scale = math.gcd(*terms.values()) or 1 if terms else 1
    scaled = {column: value // scale for column, value in terms.items()}
    program.limit(Limit(limit.family, limit.region, scale=1 / scale), scaled, rupiah // scale)


def _add_quota(program: Program) -> None:
    """In every month: people paid for now, and who has come, and who has gone."""
    ground = program.ground
    months = months_between(ground.plan.first_month, ground.plan.target_month) + 1
    wanted: list[tuple[Limit, int, Sequence[str] | None]] = []
    if ground.plan.quota.people is not None:
        free = ground.plan.quota.people - sum(ground.local_now.values())
        wanted.append((Limit("quota"), free, None))
    for region, people in ground.plan.quota.regency.items():
        wanted.append((Limit("quota_regency", region), people - ground.local_now.get(region, 0), (region,)))
    for limit, free, regions in wanted:
        for month in range(months):
            terms = {
                column: program.options[at].effect.place
                for (at, start), column in program.work.items()
                if start + program.options[at].delay <= month
                and (regions is None or program.options[at].pool.region in regions)
            }
            program.limit(Limit(limit.family, limit.region, month=month), terms, free)
