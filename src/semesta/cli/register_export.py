"""`semesta register export`: the month-end members table for the next edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

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
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.reporting import formats


def export(
    out: Annotated[Path, typer.Option("--out", help="cli.register.export.out", show_default=False)],
    on: Annotated[
        str,
        typer.Option("--on", metavar="YYYY-MM-DD", help="cli.register.export.on", show_default=False),
    ] = "",
    known: Annotated[
        str,
        typer.Option("--known", metavar="TIME", help="cli.register.export.known", show_default=False),
    ] = "",
    form: Annotated[
        Literal["parquet", "csv"], typer.Option("--format", help="cli.register.export.format")
    ] = "parquet",
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
    """Write the file and say where it lies."""
    day = options.parse_date(on) if on else dt.date.today()
    when = _time(known) if known else None
    open_database(database)
    from semesta.register.exporting import export as write_export

    with Steps() as steps:
        made = write_export(
            out=out,
            on=day,
            known=when,
            form=form,
            by=decision(by, reason, article, document),
            on_step=steps.began,
            memory_mb=memory,
        )
    if as_json:
        print_json(made)
        return
    rows = formats.number(made.rows, current())
    told = say("cli.register.export.done", rows=rows, file=made.file, day=formats.date(made.on, current()))
    output().print(told, style="bold green", markup=False)


def _time(text: str) -> dt.datetime:
    """A point in time; without an offset it is the machine's local time. InputRefused otherwise."""
    try:
        return dt.datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise InputRefused(
            place=f"--known {text}",
            reason=Text("Ini bukan waktu.", "This is no time."),
            remedy=Text(
                "Tulis misalnya 2024-07-31T17:00 atau 2024-07-31.",
                "Write for example 2024-07-31T17:00 or 2024-07-31.",
            ),
        ) from error
