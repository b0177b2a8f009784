"""Small grounds for plans, and a judge that knows a plan's limits by its own reckoning, not by the program's rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import yaml

from semesta.planning.candidates import Pool
from semesta.planning.fields import Fields, Notes
from semesta.planning.levers import LEVERS, REMOVE, Payer
from semesta.planning.options import Option, unit_costs
from semesta.planning.outcome import Work, totals_after
from semesta.planning.plan_settings import Plan, plan_of
from semesta.planning.program import Ground, Program
from semesta.planning.standing import Totals
from semesta.rules.thresholds import Level
from tests.planning.planning_law import small_law

AS_OF = dt.date(2024, 7, 1)
SURE = {"low": "100%", "expected": "100%", "high": "100%"}


def plan(text: str = "", only: Sequence[str] = (), /, **levers: Mapping[str, object]) -> Plan:
    """A plan from YAML; `only` these levers are in use, without limits but those given by name."""
    raw = yaml.safe_load(text) or {}
    free = {
        "reach": "100%",
        "success": SURE,
        "capacity_month": 10**6,
        "active_after_months": 0,
        "handling_rupiah": 0,
    }
    raw.setdefault("levers", {})
    for name in LEVERS:
        given = dict(levers.get(name, {}))
        raw["levers"][name] = {**free, "use": name in only or name in levers, **given}
    return plan_of(Fields(raw, "plan.yaml", Notes()), as_of=AS_OF)


def pool(
    way: str,
    size: int,
    *,
    region: str = "18.01",
    coverage: str = "inactive",
    allowed: bool = False,
    payer: Payer = "others",
) -> Pool:
    return Pool(region, "ways", way, coverage, allowed, payer, "", size)


def dead(size: int, *, region: str = "18.01", payer: Payer = "local") -> Pool:
    """Active cards that are paid for although the holder died; the register knows."""
    return Pool(region, "findings", "", "", False, payer, "ca", size)


def totals(region: str, residents: int, cards: int, active: int) -> Totals:
    level: Level = "regency" if "." in region else "province"
    return Totals(region, region, level, AS_OF, "", residents, cards, active, None, cards, active)


def ground(
    made: Plan,
    pools: Sequence[Pool],
    *,
    residents: int = 100,
    cards: int = 90,
    active: int = 60,
    local: int = 20,
) -> Ground:
    """One or more regencies of the same size, and their province."""
    codes = sorted({p.region for p in pools} | {"18.01"})
    n = len(codes)
    whole = totals("18", n * residents, n * cards, n * active)
    regencies = [totals(code, residents, cards, active) for code in codes]
    return Ground(
        made, (whole, *regencies), dict.fromkeys(codes, local), tuple(pools), unit_costs(small_law(), made)
    )


def broken_limits(program: Program, work: Work) -> list[str]:
    """Every limit of the plan that a solution breaks."""
    plan_, found = program.ground.plan, list[str]()
    options = program.options
    by_pool: dict[Pool, int] = {}
    for at, option in enumerate(options):
        came = sum(n for (o, _), n in work.items() if o == at)
        by_pool[option.pool] = by_pool.get(option.pool, 0) + came
        lever = plan_.levers[option.lever]
        if came > option.pool.size * lever.reach // 10_000 * option.success // 10_000:
            found.append(f"reach {option.lever}")
    found += [f"pool {p}" for p, n in by_pool.items() if n > p.size]
    if found:
        return found  # more people than there are: nothing else can be reckoned
    found += _busy(program, work) + _money(program, work) + _places(program, work)
    for target in plan_.targets:
        after = {(t.region_code, t.level): t for t in totals_after(program, work)}
        for region in program.ground.regions_of(target):
            if target.missing(*target.counts(after[region.region_code, region.level])):
                found.append(f"target {target.measure} {region.region_code}")
    return found


def _busy(program: Program, work: Work) -> list[str]:
    done: dict[tuple[str, str, int], int] = {}
    for (at, month), people in work.items():
        option = program.options[at]
        key = (option.pool.region, option.lever, month)
        done[key] = done.get(key, 0) + people
    ground_ = program.ground
    return [
        f"capacity {lever} {region}"
        for (region, lever, _), people in done.items()
        if people > (ground_.plan.levers[lever].capacity(region, ground_.residents(region)) or 0)
    ]


def rupiah(ground_: Ground, option: Option, month: int) -> int:
    """The cost of one success, month by month and by hand."""
    each = {"local": 37_800, "assistance": 2_800, "others": 0}[option.payer]
    months = len(next(iter(ground_.units["local"].values()))) - month - option.delay
    return option.handling + (-each if LEVERS[option.lever].saves else each) * months


def _money(program: Program, work: Work) -> list[str]:
    budget, spent = program.ground.plan.budget, dict[str, int]()
    for (at, month), people in work.items():
        option = program.options[at]
        cost = rupiah(program.ground, option, month)
        if cost > 0 or budget.reuse_savings:
            spent[option.pool.region] = spent.get(option.pool.region, 0) + people * cost
    found = (
        ["budget"] if budget.total_rupiah is not None and sum(spent.values()) > budget.total_rupiah else []
    )
    return found + [f"budget {r}" for r, limit in budget.regency_rupiah.items() if spent.get(r, 0) > limit]


def _places(program: Program, work: Work) -> list[str]:
    quota, found = program.ground.plan.quota, list[str]()
    months = {month + program.options[at].delay for at, month in work}
    for last in months:
        taken = dict(program.ground.local_now)
        for (at, month), people in work.items():
            option = program.options[at]
            if month + option.delay <= last and option.payer == "local":
                taken[option.pool.region] += -people if option.lever == REMOVE else people
        if quota.people is not None and sum(taken.values()) > quota.people:
            found.append(f"quota {last}")
        found += [f"quota {r}" for r, limit in quota.regency.items() if taken.get(r, 0) > limit]
    return found
