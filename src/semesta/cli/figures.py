"""`semesta figures check`: published figures recomputed from their own parts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.edition import Edition
from semesta.reporting import formats
from semesta.reporting.facts import gather
from semesta.reporting.published import Statement, check_statements, read_statements
from semesta.reporting.published.against_edition import EditionCounts
from semesta.reporting.published.telling import to_json, verdict_grid
from semesta.reporting.published.workbook import write_verdicts
from semesta.reporting.terminal import verdict_table

app = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
#: The command ends with it when a figure cannot be (docs/commands.md).
CANNOT_BE = 8


@app.callback()
def _figures() -> None:
    pass


@app.command("check", help="cli.figures.check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.figures.file", show_default=False)],
    edition: Annotated[
        Path | None,
        typer.Option("--edition", metavar="EDITION", help="cli.figures.edition", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="cli.figures.json")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="cli.figures.out", show_default=False)] = None,
    _lang: options.Lang = None,
) -> None:
    """Print the verdicts; exit code 8 when a figure cannot be."""
    if out is not None:
        options.require_xlsx(out)
    statements = read_statements(file)
    counts = _counts(open_edition(edition), statements) if edition else None
    checked = check_statements(statements, counts)
    if as_json:
        sys.stdout.write(to_json(checked))
    else:
        output().print(verdict_table(verdict_grid(checked, current())))
    if out is not None:
        written = write_verdicts(out, checked, current())
        note(say("cli.figures.written", n=formats.number(written, current()), path=out))
    if any(found.verdict == "cannot_be" for found in checked):
        raise typer.Exit(CANNOT_BE)


def _counts(edition: Edition, statements: Sequence[Statement]) -> EditionCounts:
    """The edition's figures of every region that the statements speak of and that it holds."""
    manifest = edition.manifest
    with edition.engine() as engine:
        facts = gather(engine, manifest)
    regions = {facts.root.region_code: facts.root}
    regions |= {found.region_code: found for level in facts.levels for found in facts.parts[level]}
    if not any(statement.when.holds(manifest.as_of) for statement in statements):
        note(
            say("cli.figures.other_date", edition=manifest.name, date=formats.date(manifest.as_of, current()))
        )
    return EditionCounts(manifest.name, manifest.as_of, regions)
