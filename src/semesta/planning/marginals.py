"""What binds a plan, and what one more unit of it would change: priced by the solver, checked by solving again."""

from __future__ import annotations

from dataclasses import replace

from semesta.planning.optimise import Answer, moved, optimise
from semesta.planning.program import Limit, Program
from semesta.planning.result import BindingLimit

_NOTHING = 1e-7
#: So many limits are solved again; each costs a solution.
_CHECKED = 6
_SHOWN = 20
#: What a budget is moved by when it is checked: a single rupiah brings nobody in.
_BUDGET_STEP = 1_000_000


def binding_limits(program: Program, answer: Answer) -> tuple[BindingLimit, ...]:
    """The limits that a plan uses up and that would change it, dearest first, targets before the others.

    A price is what the goal gains when each row of the limit has one unit more: rupiah saved, or people who come
    in beside. For a target it is what one more person demanded costs.
    """
    if answer.prices is None:
        return ()
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, price in enumerate(answer.prices.rows):
        limit = program.limits[row]
        if abs(price) > _NOTHING and limit.family not in ("pool", "obligatory"):
            groups.setdefault((*limit.group, limit.target), []).append(row)
    found = [_binding(program, answer, rows) for rows in groups.values()]
    found.sort(key=lambda pair: (pair[0].family != "target", -abs(pair[0].price)))
    return tuple(
        replace(limit, checked=_again(program, answer, rows, limit.step)) if at < _CHECKED else limit
        for at, (limit, rows) in enumerate(found[:_SHOWN])
    )


def _binding(program: Program, answer: Answer, rows: list[int]) -> tuple[BindingLimit, list[int]]:
    assert answer.prices is not None
    first = program.limits[rows[0]]
    budget = first.family in ("budget", "budget_regency")
    worth = sum(-answer.prices.rows[row] * program.limits[row].scale for row in rows) * answer.scale
    limit = BindingLimit(
        family=first.family,
        region_code=first.region if first.family not in ("capacity", "reach") else "",
        lever=first.lever,
        unit="rupiah" if budget else "people_a_month" if first.family == "capacity" else "people",
        rows=len(rows),
        price=round(worth * _BUDGET_STEP if budget else worth, 2),
        step=_BUDGET_STEP if budget else 1,
        checked=None,
    )
    return limit, rows


def _again(program: Program, answer: Answer, rows: list[int], step: int) -> int | None:
    """How the goal changes when the limit is moved: gain, or for a target cost; None where no plan is left."""
    tightened = program.limits[rows[0]].family == "target"
    by = {row: _units(program.limits[row], step) * (-1 if tightened else 1) for row in rows}
    other = replace(program, rows=moved(program.rows, by))
    again = optimise(other, tidy=False)
    if again is None:
        return None
    change = again.goal - answer.goal
    least = program.ground.plan.objective == "least_cost"
    return change if least == tightened else -change


def _units(limit: Limit, step: int) -> int:
    """A step of people or rupiah in units of the row's bound."""
    return max(1, round(step * limit.scale)) if limit.scale < 1 else step * round(limit.scale)
