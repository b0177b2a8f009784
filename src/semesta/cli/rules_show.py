"""`semesta rules show`: one parameter through time."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.language import current
from semesta.cli.law import require_known
from semesta.faults import Text
from semesta.reporting.law_tables import history_table, links, notes
from semesta.rules.law import Law

UNKNOWN_PARAMETER = Text("Hukum tidak mengenal parameter ini.", "The law has no such parameter.")
SEE_LIST = Text("Semua nama: `semesta rules list`.", "All names: `semesta rules list`.")


def show_parameter(
    parameter: Annotated[str, typer.Argument(metavar="PARAMETER", help="cli.rules.show.parameter")],
    _lang: options.Lang = None,
) -> None:
    """Print every value with its period, article and source, and where the texts can be read."""
    law = Law.current()
    name = require_known(parameter, sorted(law.parameters), what=UNKNOWN_PARAMETER, remedy=SEE_LIST)
    found, console, language = law[name], output(), current()
    console.print(f"{name}: {found.title.say(language)}", style="bold", markup=False)
    console.print(history_table(found, language))
    for line in notes(found, language):
        console.print(line, markup=False, soft_wrap=True)
    for line in links(found.values, language):
        console.print(line, style="dim", markup=False, soft_wrap=True)
