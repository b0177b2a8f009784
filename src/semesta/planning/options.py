"""Which lever can work on which pool, what one success changes and what it costs from its first month to the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from semesta.planning.candidates import Pool
from semesta.planning.fields import WHOLE
from semesta.planning.lever_settings import LeverSettings
from semesta.planning.levers import COST_PARAMETERS, HANDLING, LEVERS, MOVE, REMOVE, TAKE_OVER, Effect, Payer
from semesta.planning.months import months_between, months_from
from semesta.planning.plan_settings import Plan
from semesta.rules.law import Law

Case = Literal["low", "expected", "high"]
CASES: tuple[Case, ...] = ("low", "expected", "high")
#: What a payer class costs in each month of the plan, by line.
UnitCosts = Mapping[Payer, Mapping[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Option:
    """A lever on a pool."""

    pool: Pool
    lever: str
    payer: Payer
    effect: Effect
    success: int  # basis points
    reachable: int  # people of the pool whom the office can approach
    delay: int  # months from the work to the card in force (or the payment ended)
    handling: int  # rupiah once for each success
    by_policy: bool = True  # False: only possible when the policy is set aside

    @property
    def most(self) -> int:
        """People whom the lever can bring in from the pool in all."""
        return self.reachable * self.success // WHOLE

    @property
    def sign(self) -> int:
        """1 where it begins a payment, -1 where it ends one."""
        return -1 if LEVERS[self.lever].saves else 1


def unit_costs(law: Law, plan: Plan) -> UnitCosts:
    """Rupiah a person costs the local government in each month, from the dated law. InputRefused where none is known."""
    months = months_from(plan.first_month, plan.cash_until)
    return {
        payer: {line: tuple(law.number(name, month) for month in months) for line, name in lines.items()}
        for payer, lines in _COSTS.items()
    }


_COSTS: dict[Payer, dict[str, str]] = {
    "others": COST_PARAMETERS["others"],
    "assistance": COST_PARAMETERS["assistance"],
    "local": COST_PARAMETERS["local"],
}


def options_of(plan: Plan, pools: Sequence[Pool], case: Case, *, beyond_policy: bool = False) -> list[Option]:
    """Every lever that is in use on every pool that it can work on; with `beyond_policy`, take-over of all of `policy.ways`."""
    found = []
    for pool in pools:
        for name, by_policy in _levers_on(pool, plan, beyond_policy):
            lever = plan.levers[name]
            if not lever.use:
                continue
            payer: Payer = "local" if name == TAKE_OVER else pool.payer
            found.append(
                Option(
                    pool=pool,
                    lever=name,
                    payer=payer,
                    effect=pool.effect(payer),
                    success=_success(lever, case),
                    reachable=pool.size * lever.reach // WHOLE,
                    delay=lever.active_after_months,
                    handling=lever.handling_rupiah,
                    by_policy=by_policy,
                )
            )
    return found


def _levers_on(pool: Pool, plan: Plan, beyond_policy: bool) -> list[tuple[str, bool]]:
    if pool.source == "findings":
        return [(REMOVE, True)]
    if pool.source == "paid":
        return [(MOVE, True)]
    by_way = [(lever.name, True) for lever in LEVERS.values() if pool.way in lever.ways]
    if pool.allowed:
        return [*by_way, (TAKE_OVER, True)]
    return [*by_way, (TAKE_OVER, False)] if beyond_policy and pool.way in plan.policy.ways else by_way


def _success(lever: LeverSettings, case: Case) -> int:
    return {"low": lever.success.low, "expected": lever.success.expected, "high": lever.success.high}[case]


def last_start(plan: Plan, option: Option) -> int:
    """The last month, from 0, in which work still counts for the target; negative where it is too late."""
    return months_between(plan.first_month, plan.target_month) - option.delay


def cost_of(option: Option, start: int, units: UnitCosts) -> int:
    """Rupiah of one success of work done in month `start`, until the end of the cash table; negative for savings."""
    lines = units[option.payer].values()
    return option.handling + option.sign * sum(sum(line[start + option.delay :]) for line in lines)


def cash_of(option: Option, start: int, units: UnitCosts) -> list[tuple[int, str, int]]:
    """The same by month and line: (month from 0, line, rupiah); their sum is `cost_of`."""
    entries = [(start, HANDLING, option.handling)] if option.handling else []
    for line, amounts in units[option.payer].items():
        for month in range(start + option.delay, len(amounts)):
            entries.append((month, line, option.sign * amounts[month]))
    return entries


def month_at(plan: Plan, number: int) -> dt.date:
    """The month with a number, from 0 for the plan's first."""
    return months_from(plan.first_month, plan.cash_until)[number]
