"""`semesta rejects`: every row and cell that was refused, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.reporting import formats
from semesta.reporting.rejects import reject_groups, write_rejects
from semesta.reporting.terminal import rejects_table


def rejects(
    edition: options.EditionPath,
    out: Annotated[Path | None, typer.Option("--out", help="cli.rejects.out", show_default=False)] = None,
    _lang: options.Lang = None,
) -> None:
    """Print them grouped, or write each of them to XLSX."""
    if out is not None:
        options.require_xlsx(out)
    opened = open_edition(edition)
    console = output()
    with opened.engine() as engine:
        if out is not None:
            count = write_rejects(engine, opened.manifest, out, language=current())
            console.print(
                say("cli.rejects.written", n=formats.number(count, current()), path=out), markup=False
            )
            return
        groups = reject_groups(engine, opened.manifest, current())
    if groups:
        console.print(rejects_table(groups, current()))
    else:
        console.print(say("method.no_rejects"))
