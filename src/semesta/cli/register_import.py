"""`semesta register import`: apply a monthly extract as a difference."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import (
    Article,
    AsJson,
    By,
    Database,
    Document,
    Reason,
    decision,
    open_database,
    print_json,
)
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.cli.understood import show_understanding
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.register.importing import Imported


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES", help="cli.register.import.files", show_default=False)
    ],
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="cli.register.import.as_of", show_default=False),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="cli.register.import.dry_run")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="cli.register.import.out", show_default=False)
    ] = None,
    maps: Annotated[Path | None, typer.Option("--map", help="cli.build.map", show_default=False)] = None,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=256, help="cli.register.adopt.memory")
    ] = DEFAULT_MEMORY_MB,
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Show how the files were understood, apply them, and say what became of their rows."""
    day = options.parse_date(as_of)
    open_database(database)
    from semesta.register.importing import ImportOrder, import_extract

    order = ImportOrder(tuple(files), day, dry_run=dry_run, maps=maps, out=out, memory_mb=memory)
    with Steps() as steps:
        imported = import_extract(
            order,
            by=decision(by, reason, article, document),
            on_understood=None if as_json else show_understanding,
            on_step=steps.began,
        )
    if as_json:
        print_json(imported)
        return
    _show(imported, out)


def _show(imported: Imported, out: Path | None) -> None:
    console, outcomes = output(), imported.outcomes
    console.print(_counted("outcome", outcomes.by_outcome))
    for what, counts in (
        ("held", outcomes.held),
        ("column", outcomes.columns),
        ("transition", outcomes.transitions),
    ):
        if counts:
            console.print(_counted(what, counts))
    if outcomes.missing:
        console.print(
            say("cli.register.import.missing", n=_number(outcomes.missing)), style="yellow", markup=False
        )
    if out and not imported.again:
        console.print(say("cli.register.import.written", out=out), markup=False)
    ending = "again" if imported.again else "dry" if imported.change is None else "done"
    rows = _number(outcomes.rows)
    console.print(say(f"cli.register.import.{ending}", rows=rows), style="bold green", markup=False)


def _counted(what: str, counts: Mapping[str, int]) -> Table:
    table = Table()
    table.add_column(say(f"cli.register.import.{what}"))
    table.add_column(say("cli.register.import.rows"), justify="right")
    for name, count in counts.items():
        told = name if what in ("column", "transition") else say(f"cli.register.import.{what}.{name}")
        table.add_row(told, _number(count))
    return table


def _number(value: int) -> str:
    return formats.number(value, current())
