"""An explanation in the terminal: facts, results with numbered grounds, and each ground with its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from semesta.faults import Language
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.law_tables import links, sureness_text
from semesta.reporting.law_values import cited, percent_text, period_text, value_text
from semesta.rules.explaining import Explanation, Ground, Result
from semesta.rules.expressions import Value
from semesta.rules.formula import Kind, Quantity

_BY_NUMBER: dict[Kind, str] = {
    "rupiah": "law.unit.rupiah", "persons": "law.unit.persons", "months": "law.unit.months",
    "days": "law.unit.days", "years": "law.unit.years",
}  # fmt: skip
#: Wider, and the name of a parameter takes the room of its article.
_NAME_CELLS = 34


def explanation_view(explanation: Explanation, language: Language) -> RenderableType:
    """Facts, results, grounds, what the formula takes for granted, and what must still be verified."""
    say = Speaker(language)
    formula = explanation.formula
    head = RichText.assemble(
        (formula.title.say(language), "bold"),
        (f"  {formula.name} · {say('explain.on', date=formats.date(explanation.on, language))}", "dim"),
    )
    parts: list[RenderableType] = [
        head, "", _heading(say("explain.inputs")), _inputs(explanation, language),
        _heading(say("explain.results")), _results(explanation, language),
    ]  # fmt: skip
    if explanation.grounds:
        parts += [_heading(say("explain.grounds")), _grounds(explanation, language)]
    parts += [*_reading(explanation, language), *_warnings(explanation, language)]
    return Group(*parts)


def quantity_text(quantity: Quantity, value: Value, language: Language) -> str:
    """A fact or a result as people write it."""
    say = Speaker(language)
    if value is None:
        return formats.NO_FIGURE
    if isinstance(value, bool):
        return say("explain.yes" if value else "explain.no")
    if isinstance(value, dt.date):
        return formats.date(value, language)
    if isinstance(value, str):
        return _word(value, say)
    if quantity.kind == "basis_points":
        return percent_text(value, language)
    key = _BY_NUMBER.get(quantity.kind)
    number = formats.number(value, language)
    return say(key, n=number) if key else number


def _word(value: str, say: Speaker) -> str:
    """A word of a vocabulary with what it means; a segment's name is its own meaning."""
    for group in ("bucket", "status", "law.word"):
        label = say.code(group, value)
        if label != value:
            return f"{value} ({label})"
    return value


def _inputs(explanation: Explanation, language: Language) -> Table:
    table = _plain_table()
    for quantity in explanation.formula.inputs:
        value = explanation.inputs[quantity.name]
        shown = quantity_text(quantity, value, language)
        style = "dim" if value is None else ""
        table.add_row(
            f"  {quantity.name}", shown, RichText(quantity.title.say(language), style="dim"), style=style
        )
    return table


def _results(explanation: Explanation, language: Language) -> Table:
    table = _plain_table()
    for result in explanation.results:
        value = quantity_text(result.quantity, result.value, language)
        table.add_row(
            RichText(f"  {result.quantity.name}", style="bold"),
            RichText(value, style="bold cyan" if result.value is not None else "yellow"),
            RichText(result.quantity.title.say(language), style="dim"),
            RichText(_numbers(result), style="dim"),
        )
    return table


def _numbers(result: Result) -> str:
    return " ".join(f"[{at + 1}]" for at in result.grounds)


def _grounds(explanation: Explanation, language: Language) -> Table:
    table = _plain_table()
    table.columns[1].max_width = _NAME_CELLS
    for number, ground in enumerate(explanation.grounds, start=1):
        table.add_row(RichText(f"  [{number}]", style="dim"), *_ground(ground, language))
    return table


def _ground(ground: Ground, language: Language) -> tuple[RichText, ...]:
    name = RichText.assemble(ground.parameter.name, "\n", (ground.parameter.title.say(language), "dim"))
    if ground.found is None:
        return name, RichText(Speaker(language)("law.unknown"), style="yellow"), RichText(), RichText()
    value = RichText.assemble(
        value_text(ground.found.value, ground.parameter.unit, language),
        "\n",
        (period_text(ground.found.period, language), "dim"),
    )
    return name, value, RichText(cited(ground.found, language)), sureness_text(ground.found, language)


def _reading(explanation: Explanation, language: Language) -> Iterator[RenderableType]:
    """How the formula reads the law where the sources are silent, and where the texts can be read."""
    say = Speaker(language)
    found = [ground.found for ground in explanation.grounds if ground.found]
    for line in links(found, language):
        yield RichText(f"  {line}", style="dim")
    if explanation.formula.note:
        yield ""
        yield RichText(f"{say('explain.reading')} {explanation.formula.note.say(language)}", style="dim")


def _warnings(explanation: Explanation, language: Language) -> Iterator[RenderableType]:
    """Why a result is unknown: the law of that time is, or a fact was not given; then what must be verified."""
    say = Speaker(language)
    silent = [ground.parameter.name for ground in explanation.grounds if ground.found is None]
    missing = [q.name for q in explanation.formula.inputs if explanation.inputs[q.name] is None]
    if any(result.value is None for result in explanation.results):
        if silent:
            yield RichText(say("explain.silent", names=", ".join(silent)), style="yellow")
        if missing:
            yield RichText(say("explain.missing", names=", ".join(missing)), style="yellow")
    unsure = [ground.parameter.name for ground in explanation.unsure if ground.found]
    if unsure:
        yield RichText(say("explain.unsure", names=", ".join(dict.fromkeys(unsure))), style="bold yellow")


def _heading(text: str) -> RichText:
    return RichText(text, style="bold underline")


def _plain_table() -> Table:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in range(5):
        table.add_column(overflow="fold")
    return table
