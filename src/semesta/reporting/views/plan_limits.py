"""What holds a plan back, in plain words: the limit, and what one more person, month or rupiah would change."""

from __future__ import annotations

from semesta.planning.result import BindingLimit, PlanResult
from semesta.reporting import formats
from semesta.reporting.plan_tables import limit_text
from semesta.reporting.views.context import Context

#: Amounts for one more unit, below which their hundredths count.
_EXACT_BELOW = 10


def binding(context: Context, plan: PlanResult) -> tuple[str, ...]:
    """A sentence for each limit that the plan uses up, in the plan's own order: the target, then the dearest."""
    return tuple(_binding(context, plan, limit) for limit in plan.binding)


def _binding(context: Context, plan: PlanResult, limit: BindingLimit) -> str:
    """A value that was solved again is told as it is; a price of the program without whole numbers as 'about'."""
    objective = "cost" if plan.objective == "least_cost" else "people"
    exact = limit.checked is not None
    gained = limit.checked if limit.checked is not None else limit.price
    if not gained:
        return context.say(
            "more.plan.bind.nothing", limit=limit_text(limit, plan, context.say), step=_step(context, limit)
        )
    sense = "target" if limit.family == "target" else "limit"
    return context.say(
        f"more.plan.bind.{sense}.{objective}",
        limit=limit_text(limit, plan, context.say),
        step=_step(context, limit),
        about="" if exact else context.say("more.plan.bind.about"),
        gained=_amount(context, abs(gained), objective),
    )


def _step(context: Context, limit: BindingLimit) -> str:
    """1 person a month more, in each of 62 months and regencies."""
    number = f"Rp{context.number(limit.step)}" if limit.unit == "rupiah" else context.number(limit.step)
    unit = "" if limit.unit == "rupiah" else f" {context.say.code('more.plan.unit', limit.unit)}"
    each = context.say("more.plan.bind.each", n=context.number(limit.rows)) if limit.rows > 1 else ""
    return f"{number}{unit}{context.say('more.plan.bind.more')}{each}"


def _amount(context: Context, value: float, objective: str) -> str:
    digits = 0 if value == round(value) or value >= _EXACT_BELOW else 2
    number = formats.percent(value, context.language, digits=digits).removesuffix("%")
    return f"Rp{number}" if objective == "cost" else context.say("more.plan.bind.of_people", n=number)
