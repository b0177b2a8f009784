"""A plan on the terminal: whether it is met and what it costs, then its tables, then what it assumes."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.planning.levers import HANDLING, LEVERS
from semesta.planning.result import Conflict, PlanResult, PlanStep
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.plan_tables import (
    binding_grid,
    cash_grid,
    levers_grid,
    limit_text,
    regencies_grid,
    sensitivity_grid,
    targets_grid,
)
from semesta.reporting.terminal import grid_table


def plan_view(result: PlanResult, say: Speaker) -> RenderableType:
    """Everything that a plan says, but its steps by name."""
    parts: list[RenderableType] = [
        RichText(result.title.say(say.language), style="bold cyan"),
        RichText(head(result, say), style="dim"),
        RichText(verdict(result, say), style="bold" if result.met else "bold red"),
        RichText(running_cost(result, say), style="bold"),
    ]
    parts += [RichText(f"✗ {conflict_text(conflict, result, say)}") for conflict in result.conflicts]
    grids = [targets_grid, levers_grid, regencies_grid, cash_grid]
    for make in grids:
        parts += ["", grid_table(make(result, say), number_cells=20)]
    if result.binding:
        parts += ["", grid_table(binding_grid(result, say), number_cells=20)]
    parts += [
        "",
        grid_table(sensitivity_grid(result, say), number_cells=20),
        "",
        RichText(say("plan.assumptions"), style="bold"),
    ]
    parts += [RichText(f"• {line}") for line in assumption_lines(result, say)]
    return Group(*parts)


def head(result: PlanResult, say: Speaker) -> str:
    """Edition, months, candidates."""
    return say(
        "plan.head",
        edition=result.edition,
        first=f"{result.first_month:%Y-%m}",
        target=f"{result.target_month:%Y-%m}",
        cash=f"{result.cash_until:%Y-%m}",
        candidates=formats.number(result.candidates, say.language),
    )


def verdict(result: PlanResult, say: Speaker) -> str:
    """One sentence: people, rupiah, payments ended; or how many are missing."""
    key = "plan.met" if result.met else "plan.unmet"
    return say(
        key,
        people=formats.number(result.people, say.language),
        rupiah=formats.number(result.rupiah, say.language),
        ended=formats.number(result.payments_ended, say.language),
        before=formats.number(result.local_before, say.language),
        after=formats.number(result.local_after, say.language),
        missing=formats.number(result.missing(), say.language),
    )


def running_cost(result: PlanResult, say: Speaker) -> str:
    """What a year costs once the cash table has ended: twelve times its last month, without the cost of the work."""
    last = [line for line in result.cash if line.month == result.cash_until and line.line != HANDLING]
    year = 12 * sum(line.rupiah for line in last)
    return say(
        "plan.running" if year >= 0 else "plan.running_saves",
        rupiah=formats.number(abs(year), say.language),
        month=f"{result.cash_until:%Y-%m}",
    )


def conflict_text(conflict: Conflict, result: PlanResult, say: Speaker) -> str:
    """A limit of the conflict, what it is, and what it would have to be."""
    if conflict.unit == "share":
        amounts = [
            formats.percent(n / 100, say.language, digits=0) for n in (conflict.limit, conflict.needed)
        ]
    else:
        amounts = [formats.number(n, say.language) for n in (conflict.limit, conflict.needed)]
    return say(
        f"plan.conflict.{conflict.unit}",
        limit=limit_text(conflict, result, say),
        have=amounts[0],
        need=amounts[1],
    )


def step_name(step: PlanStep, say: Speaker) -> str:
    """A step in words: its number, lever and month."""
    return say(
        "plan.step", id=step.id, lever=LEVERS[step.lever].title.say(say.language), month=f"{step.month:%Y-%m}"
    )


def assumption_lines(result: PlanResult, say: Speaker) -> list[str]:
    """Assumptions, those of a lever in one line, and the law behind the rupiah with how each value was verified.

    Only the levers that the plan uses are told; why each value was chosen stands in the file.
    """
    used = {step.lever for step in result.steps}
    of_lever: dict[str, list[str]] = {}
    lines = []
    for found in result.assumptions:
        _, _, rest = found.place.partition(".levers.")
        lever, _, name = rest.partition(".")
        if not lever:
            name = found.place.partition(".")[2].removeprefix("yaml.")
            lines.append(
                f"{say.code('plan.setting', name)}: {_value(found.value, say)}. {found.why.say(say.language)}"
            )
        elif lever in used:
            of_lever.setdefault(lever, []).append(f"{say(f'plan.setting.{name}')} {_value(found.value, say)}")
    told = [
        f"{LEVERS[lever].title.say(say.language)}: {', '.join(values)}." for lever, values in of_lever.items()
    ]
    return [
        *told,
        *lines,
        *(
            f"{found.place} = {_rupiah(found.value, say)}: {_sure(found.why.say(say.language), say)}"
            for found in result.law
        ),
    ]


def _value(value: str, say: Speaker) -> str:
    """A flag of the file as a word of the language; any other value as it is written."""
    return say.code("plan.flag", value) if value in ("True", "False") else value


def _rupiah(value: str, say: Speaker) -> str:
    return f"Rp {formats.number(int(value), say.language)}" if value.isdecimal() else value


def _sure(cited: str, say: Speaker) -> str:
    """How sure a citation is, in words instead of the codes that stand in the plan's file."""
    for code in ("read", "reported", "to_be_verified"):
        cited = cited.replace(f"({code})", f"({say(f'law.verified.{code}')})")
    return cited.replace("(tbv)", say("law.article.unsure"))
