"""`semesta rules list`: the parameters of the law in force on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.language import current, say
from semesta.cli.law import On, asked_day, require_known
from semesta.faults import Text
from semesta.reporting import formats
from semesta.reporting.law_tables import parameters_table
from semesta.rules.law import Law, Parameter


def list_parameters(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC", help="cli.rules.list.topic", show_default=False)
    ] = "",
    on: On = "",
    _lang: options.Lang = None,
) -> None:
    """Print them by topic, with a mark for each value that nobody has verified."""
    day = asked_day(on)
    wanted = _of_topic(Law.current(), topic)
    console, language = output(), current()
    date = formats.date(day, language)
    console.print(say("cli.rules.list.asked", date=date, n=len(wanted)), style="bold", markup=False)
    console.print(parameters_table(wanted, day, language))
    found = [value for parameter in wanted if (value := parameter.on(day))]
    unsure = sum(value.verified == "to_be_verified" for value in found)
    if unsure:
        console.print(say("cli.rules.list.unsure", n=unsure, all=len(found)), style="yellow", markup=False)


def _of_topic(law: Law, topic: str) -> list[Parameter]:
    """The parameters of a topic, or those whose names begin with what was written; in order of topic."""
    ordered = sorted(law.parameters.values(), key=lambda parameter: parameter.topic)
    wanted = [p for p in ordered if not topic or p.topic == topic or p.name.startswith(topic)]
    if not wanted:
        topics = sorted({parameter.topic for parameter in ordered})
        require_known(
            topic,
            topics + sorted(law.parameters),
            what=Text("Topik atau parameter ini tidak ada.", "There is no such topic or parameter."),
            remedy=Text(f"Topik yang ada: {', '.join(topics)}.", f"The topics: {', '.join(topics)}."),
        )
    return wanted
