"""What holds a plan back, in plain words: the limit, and what one more rupiah, person or month would change."""

from __future__ import annotations

from semesta.planning.levers import LEVERS
from semesta.planning.result import BindingLimit, Conflict, PlanResult
from semesta.reporting import formats
from semesta.reporting.views.context import Context

#: Rupiah for one more of a unit, below which their hundredths count: a rupiah of budget is worth less than one.
_EXACT_BELOW = 10


def binding(context: Context, plan: PlanResult) -> tuple[str, ...]:
    """A sentence for each limit that the plan uses up, those that were solved again first."""
    ordered = sorted(plan.binding, key=lambda limit: (not limit.checked, -abs(limit.price)))
    return tuple(_binding(context, plan, limit) for limit in ordered)


def conflicts(context: Context, plan: PlanResult) -> tuple[str, ...]:
    """A sentence for each limit that keeps the target out of reach, with what it would need."""
    return tuple(
        context.say(
            "more.plan.conflict",
            limit=_named(context, conflict),
            has=_amount(context, conflict.limit, conflict.unit),
            needs=_amount(context, conflict.needed, conflict.unit),
        )
        for conflict in plan.conflicts
    )


def _binding(context: Context, plan: PlanResult, limit: BindingLimit) -> str:
    """`checked` is what the plan, solved again with `step` more, gained; `price` is a rate, and only said as one."""
    named = _named(context, limit)
    saves = plan.objective == "least_cost"
    if limit.checked:
        gained = f"Rp{context.number(abs(limit.checked))}" if saves else context.number(abs(limit.checked))
        key = "more.plan.bind.saves" if saves else "more.plan.bind.people"
        return context.say(key, limit=named, step=_amount(context, limit.step, limit.unit), gained=gained)
    if limit.checked == 0:
        return context.say(
            "more.plan.bind.nothing", limit=named, step=_amount(context, limit.step, limit.unit)
        )
    digits = 6 if not saves else 2 if abs(limit.price) < _EXACT_BELOW else 0
    rate = formats.percent(abs(limit.price), context.language, digits=digits).removesuffix("%")
    rate = f"Rp{rate}" if saves else rate
    key = "more.plan.bind.rate_saves" if saves else "more.plan.bind.rate_people"
    return context.say(key, limit=named, step=_amount(context, 1, limit.unit), gained=rate)


def _named(context: Context, limit: BindingLimit | Conflict) -> str:
    """Budget of Kab. Lampung Selatan; capacity of settling arrears."""
    lever = LEVERS[limit.lever].title.say(context.language) if limit.lever in LEVERS else limit.lever
    name = context.say.code("more.plan.family", limit.family)
    told = [part for part in (lever, context.name(limit.region_code) if limit.region_code else "") if part]
    return f"{name} ({', '.join(told)})" if told else name


def _amount(context: Context, value: int, unit: str) -> str:
    if unit == "rupiah":
        return f"Rp{context.number(value)}"
    if unit == "share":
        return formats.percent(value / 100, context.language)
    return f"{context.number(value)} {context.say.code('more.plan.unit', unit)}"
