"""A plan in words: what it reaches, by which levers, what it costs month by month, and what holds it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.planning.levers import LEVERS
from semesta.planning.result import PlanResult, PlanStep, TargetResult
from semesta.reporting import formats, grid
from semesta.reporting.bar_charts import MonthBar, month_bars
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.plan_tables import cash_grid, regencies_grid, sensitivity_grid
from semesta.reporting.plan_view import assumption_lines, conflict_text
from semesta.reporting.views.context import Context, short_name
from semesta.reporting.views.plan_limits import binding

_MONTHS_NAMED = 6


@dataclass(frozen=True, slots=True)
class PlanView:
    """The section, in words."""

    title: str
    lead: str
    proven: str
    targets: Grid
    levers: Grid
    regions: Grid
    cash_drawing: Markup | None
    cash: Grid
    binding: tuple[str, ...]
    conflicts: tuple[str, ...]
    sensitivity: Grid | None
    assumptions: tuple[str, ...]


def plan_view(context: Context, plan: PlanResult | None) -> PlanView | None:
    """None without a plan. The plan is one of the report's region and edition; the caller has seen to that."""
    if plan is None:
        return None
    say, language = context.say, context.language
    return PlanView(
        title=plan.title.say(language),
        lead=_lead(context, plan),
        proven=say("more.plan.proven" if plan.proven else "more.plan.not_proven"),
        targets=_targets(context, plan),
        levers=_levers(context, plan),
        regions=regencies_grid(plan, say),
        cash_drawing=_cash_drawing(context, plan),
        cash=cash_grid(plan, say),
        binding=binding(context, plan),
        conflicts=tuple(conflict_text(conflict, plan, say) for conflict in plan.conflicts),
        sensitivity=sensitivity_grid(plan, say) if plan.sensitivity else None,
        assumptions=tuple(assumption_lines(plan, say)),
    )


def _lead(context: Context, plan: PlanResult) -> str:
    say = context.say
    until = _month(context, plan.target_month)
    met = (
        say("more.plan.met", month=until)
        if plan.met
        else say("more.plan.not_met", n=context.number(plan.missing()), month=until)
    )
    money = say(
        "more.plan.costs" if plan.rupiah >= 0 else "more.plan.saves",
        rupiah=context.number(abs(plan.rupiah)),
        month=_month(context, plan.cash_until),
    )
    people = say("more.plan.people", n=context.number(plan.people), ended=context.number(plan.payments_ended),
                 before=context.number(plan.local_before), after=context.number(plan.local_after))  # fmt: skip
    return f"{met} {people} {money}"


def _targets(context: Context, plan: PlanResult) -> Grid:
    say = context.say
    columns = (
        *grid.words(say("more.plan.target"), say("planning.standing.region")),
        *grid.numbers(say("more.plan.before"), say("more.plan.missing_before"), say("more.plan.after"), say("more.plan.missing_after")),
    )  # fmt: skip
    rows = tuple(_target(context, t) for t in plan.targets)
    return Grid(say("more.plan.targets", date=context.date, basis=context.basis), columns, rows)


def _target(context: Context, t: TargetResult) -> Row:
    share = formats.percent(t.share_basis_points / 100, context.language, digits=0)
    name = context.say(f"more.plan.measure.{t.measure}.{t.basis}", share=share)
    if not t.demanded:
        name += f" ({context.say('more.plan.compared')})"

    def state(numerator: int, denominator: int) -> Cell:
        parts = f"{context.number(numerator)} / {context.number(denominator)}"
        return Cell(context.share(numerator, denominator), small=parts)

    def missing(people: int) -> Cell:
        return Cell(
            context.number(people) if people else context.say("planning.standing.met"),
            css="down" if people else "up",
        )

    return Row(
        (
            grid.word(name, small=context.say(f"planning.standing.{t.count}")),
            grid.word(short_name(t.region_name) or t.region_code),
            state(t.numerator_before, t.denominator_before),
            missing(t.missing_before),
            state(t.numerator_after, t.denominator_after),
            missing(t.missing_after),
        ),
        css="edge" if t.demanded else "",
    )


def _levers(context: Context, plan: PlanResult) -> Grid:
    """Each lever with whom it approaches, who comes in, and what it costs until the end of the cash table."""
    by_lever = _sums(plan.steps, lambda step: step.lever)
    most = max((people for _, people, _ in by_lever.values()), default=0)
    rows = tuple(
        Row(
            (
                grid.word(lever.title.say(context.language)),
                grid.count(by_lever[name][0], context.language),
                grid.count(by_lever[name][1], context.language, of=most),
                _rupiah(context, by_lever[name][2]),
                _rupiah(context, by_lever[name][2] / by_lever[name][1] if by_lever[name][1] else None),
            )
        )
        for name, lever in LEVERS.items()
        if name in by_lever
    )
    total = [sum(column) for column in zip(*by_lever.values(), strict=True)] or [0, 0, 0]
    say, language = context.say, context.language
    heads = ("approached", "in", "rupiah", "each")
    return Grid(
        caption=say("more.plan.levers.caption", month=_month(context, plan.cash_until)),
        columns=(*grid.words(say("more.plan.lever")), *grid.numbers(*(say(f"more.plan.{h}") for h in heads))),
        rows=rows,
        total=Row((Cell(say("col.total")), grid.count(total[0], language), grid.count(total[1], language),
                   _rupiah(context, total[2]), Cell(""))),
    )  # fmt: skip


def _cash_drawing(context: Context, plan: PlanResult) -> Markup | None:
    """What all lines together cost or save in each month; some months are named, all are in the table."""
    months = sorted({line.month for line in plan.cash})
    if not months:
        return None
    every = max(1, -(-len(months) // _MONTHS_NAMED))
    bars = []
    for at, month in enumerate(months):
        amount = sum(line.rupiah for line in plan.cash if line.month == month)
        named = at % every == 0
        label = f"{formats.MONTHS[context.language][month.month - 1][:3]} {month.year}" if named else ""
        bars.append(MonthBar(label, amount, _short(context, amount) if named else ""))
    say = context.say
    return month_bars(
        bars, key="cash-svg", title=say("more.plan.cash.title", region=context.region),
        description=say("more.plan.cash.description"),
    )  # fmt: skip


def _sums(steps: Sequence[PlanStep], key: Callable[[PlanStep], str]) -> dict[str, tuple[int, int, int]]:
    """Approached, people, rupiah."""
    found: dict[str, tuple[int, int, int]] = {}
    for step in steps:
        approached, people, rupiah = found.get(key(step), (0, 0, 0))
        found[key(step)] = (approached + step.approached, people + step.people, rupiah + step.rupiah)
    return found


def _rupiah(context: Context, value: float | None) -> Cell:
    """Rupiah; what is saved reads −Rp."""
    if value is None:
        return Cell("–", order=0)
    whole = round(value)
    sign = "−" if whole < 0 else ""
    return Cell(f"{sign}Rp{context.number(abs(whole))}", order=whole, css="up" if whole < 0 else "")


def _short(context: Context, amount: int) -> str:
    """12,3 M for a label over a bar; the table has every rupiah."""
    for size, key in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(amount) >= size:
            number = formats.percent(amount / size, context.language, digits=1).removesuffix("%")
            return f"{number} {context.say(f'more.plan.short.{key}')}"
    return context.number(amount)


def _month(context: Context, day: dt.date) -> str:
    return f"{formats.MONTHS[context.language][day.month - 1]} {day.year}"
