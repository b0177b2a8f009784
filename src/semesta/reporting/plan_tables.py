"""The tables of a plan: levers, regencies, cash by month, limits that bind, sensitivity; for terminal and report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from semesta.planning.levers import HANDLING, LEVERS, LINES
from semesta.planning.result import BindingLimit, Conflict, PlanResult, PlanStep, TargetResult
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Column, Grid, Row, numbers, words
from semesta.reporting.views.context import short_name


def targets_grid(result: PlanResult, say: Speaker) -> Grid:
    """Each target before and after, and activity on the other basis."""
    rows = tuple(_target_row(target, say) for target in result.targets)
    columns = (
        *words(say("plan.target"), say("planning.standing.region")),
        *numbers(say("plan.before"), say("planning.standing.short"), say("plan.after"), say("planning.standing.short")),
    )  # fmt: skip
    return Grid(say("plan.targets"), columns, rows)


def levers_grid(result: PlanResult, say: Speaker) -> Grid:
    """What each lever does in all: people approached, people who come in, rupiah."""
    rows = []
    for name, lever in LEVERS.items():
        mine = [step for step in result.steps if step.lever == name]
        if mine:
            rows.append(_sum_row(lever.title.say(say.language), mine, say))
    total = _sum_row(say("plan.total"), result.steps, say)
    return Grid(say("plan.levers"), _sum_columns(say("plan.lever"), say), tuple(rows), total)


def regencies_grid(result: PlanResult, say: Speaker) -> Grid:
    """What the plan does in each regency."""
    codes = dict.fromkeys(sorted(step.region_code for step in result.steps))
    rows = []
    for code in codes:
        mine = [step for step in result.steps if step.region_code == code]
        rows.append(_sum_row(short_name(mine[0].region_name) or say("regions.unknown"), mine, say))
    total = _sum_row(say("plan.total"), result.steps, say)
    return Grid(say("plan.regencies"), _sum_columns(say("planning.standing.region"), say), tuple(rows), total)


def cash_grid(result: PlanResult, say: Speaker, *, region: str = "") -> Grid:
    """Rupiah by month and budget line, of all or of one regency; lines that are nothing everywhere stay away."""
    mine = [line for line in result.cash if not region or line.region_code == region]
    used = [name for name in (*LINES, HANDLING) if any(line.line == name for line in mine)]

    def row(label: str, month: dt.date | None) -> Row:
        chosen = [line for line in mine if month in (None, line.month)]
        sums = [sum(line.rupiah for line in chosen if line.line == name) for name in used]
        cells = [Cell(formats.number(amount, say.language), order=amount) for amount in (*sums, sum(sums))]
        return Row((Cell(label), *cells))

    rows = tuple(row(f"{month:%Y-%m}", month) for month in sorted({line.month for line in mine}))
    total = row(say("plan.total"), None)
    columns = (
        *words(say("plan.month")),
        *numbers(*(say(f"plan.line.{name}") for name in used), say("plan.total")),
    )
    return Grid(say("plan.cash"), columns, rows, total)


def binding_grid(result: PlanResult, say: Speaker) -> Grid:
    """Limits that are used up, with what one more unit changes."""
    unit = "rupiah" if result.objective == "least_cost" else "people"
    rows = tuple(_binding_row(limit, result, say) for limit in result.binding)
    columns = (*words(say("plan.limit")), *numbers(say(f"plan.price.{unit}"), say("plan.checked")))
    return Grid(say("plan.binding"), columns, rows)


def sensitivity_grid(result: PlanResult, say: Speaker) -> Grid:
    """The plan with low, expected and high success: unchanged, and made anew."""
    language = say.language
    rows = []
    for case in result.sensitivity:
        anew = (
            (formats.number(case.replanned_people, language), formats.number(case.replanned_rupiah, language))
            if case.replanned_met
            else (say("plan.not_met"), formats.NO_FIGURE)
        )
        same = (case.same_plan_people, case.same_plan_missing, case.same_plan_rupiah)
        numbers_ = [*(formats.number(value, language) for value in same), *anew]
        rows.append(Row((Cell(say(f"plan.case.{case.case}")), *(Cell(text) for text in numbers_))))
    keys = ("people", "planning.standing.short", "rupiah", "anew_people", "anew_rupiah")
    labels = [say(key if "." in key else f"plan.{key}") for key in keys]
    return Grid(say("plan.sensitivity"), (*words(say("plan.success")), *numbers(*labels)), tuple(rows))


def limit_text(limit: BindingLimit | Conflict, result: PlanResult, say: Speaker) -> str:
    """A limit in words, with the region's name."""
    lever = LEVERS[limit.lever].title.say(say.language) if limit.lever else ""
    text = say(f"plan.family.{limit.family}", lever=lever)
    names = {total.region_code: short_name(total.region_name) for total in result.before}
    return f"{text} ({names.get(limit.region_code) or limit.region_code})" if limit.region_code else text


def _binding_row(limit: BindingLimit, result: PlanResult, say: Speaker) -> Row:
    count = formats.number(limit.rows, say.language)
    where = say("plan.limit_rows", n=count) if limit.rows > 1 else ""
    step = say("plan.per_million") if limit.unit == "rupiah" else ""
    price = formats.number(round(limit.price), say.language)
    if limit.price != round(limit.price):
        price = formats.percent(limit.price, say.language).rstrip("%")
    checked = formats.number(limit.checked, say.language)
    return Row((Cell(limit_text(limit, result, say) + where + step), Cell(price), Cell(checked)))


def _target_row(target: TargetResult, say: Speaker) -> Row:
    language = say.language
    share = formats.percent(target.share_basis_points / 100, language, digits=0)
    name = say(f"plan.measure.{target.measure}", share=share)
    basis = say(f"planning.standing.{target.basis}")
    note = "" if target.demanded else f" {say('plan.beside')}"
    cells = [
        formats.share(target.numerator_before, target.denominator_before, language),
        formats.number(target.missing_before, language),
        formats.share(target.numerator_after, target.denominator_after, language),
        formats.number(target.missing_after, language),
    ]
    first = f"{name}, {basis}, {say(f'planning.standing.{target.count}')}{note}"
    region = short_name(target.region_name) or target.region_code
    return Row((Cell(first), Cell(region), *(Cell(text) for text in cells)))


def _sum_columns(label: str, say: Speaker) -> tuple[Column, ...]:
    return (*words(label), *numbers(say("plan.approached"), say("plan.people"), say("plan.rupiah")))


def _sum_row(label: str, steps: Iterable[PlanStep], say: Speaker) -> Row:
    found = list(steps)
    sums = (sum(s.approached for s in found), sum(s.people for s in found), sum(s.rupiah for s in found))
    return Row((Cell(label), *(Cell(formats.number(n, say.language), order=n) for n in sums)))
