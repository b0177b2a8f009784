"""`semesta ledger wages`: an employer's wage list, row by row taken or refused with what to do."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import note, output
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
from semesta.cli.ledger_party import Month, party_argument
from semesta.faults import InputRefused, Text
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.ledger.wages import WagesTaken

#: Refused rows shown on the terminal; --out writes all of them.
_SHOWN = 20


def wages(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.ledger.wages.file")],
    payer: Annotated[str, typer.Option("--payer", help="cli.ledger.wages.payer", show_default=False)],
    month: Month,
    out: Annotated[
        Path | None, typer.Option("--out", help="cli.ledger.wages.out", show_default=False)
    ] = None,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Take the list; the same one again changes nothing."""
    first = options.parse_month(month)
    open_database(database)
    from semesta.ledger.wage_files import read_wage_list
    from semesta.ledger.wages import take_wages

    taken = take_wages(
        listed=read_wage_list(file, month=first, today=dt.date.today()),
        payer=_payer(payer),
        by=decision(by, reason, article, document or file.name),
    )
    if out:
        _write(out, taken)
        note(say("cli.ledger.wages.written", path=str(out)))
    if as_json:
        print_json(taken)
        return
    console = output()
    counts = {name: formats.number(taken.outcomes.get(name, 0), current()) for name in _OUTCOMES}
    console.print(
        say(
            "cli.ledger.wages.done",
            file=file.name,
            rows=formats.number(taken.rows, current()),
            moved=formats.number(taken.moved, current()),
            **counts,
        ),
        markup=False,
    )
    if taken.rejects:
        console.print(_rejects(taken))


_OUTCOMES = ("NEW", "CHANGED", "UNCHANGED", "REJECTED")


def _payer(code: str) -> int:
    from semesta.ledger.vocabulary import Party

    kind, number = party_argument(code)
    if kind == Party.FAMILY:
        raise InputRefused(
            place=code,
            reason=Text("Keluarga tidak membayar upah.", "A family pays no wages."),
            remedy=Text(
                "Beri kode pemberi kerja, kode daerah, atau PUSAT.",
                "Give the code of an employer, a region, or PUSAT.",
            ),
        )
    return number


def _rejects(taken: WagesTaken) -> Table:
    table = Table()
    for column in ("row", "reason", "remedy"):
        table.add_column(say(f"cli.ledger.wages.{column}"), justify="right" if column == "row" else "left")
    for it in taken.rejects[:_SHOWN]:
        table.add_row(str(it.row), it.reason.say(current()), it.remedy.say(current()))
    if len(taken.rejects) > _SHOWN:
        table.caption = say("cli.ledger.wages.more", n=formats.number(len(taken.rejects) - _SHOWN, current()))
    return table


def _write(out: Path, taken: WagesTaken) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("row", "column", "value", "code", "reason", "remedy"))
        for it in taken.rejects:
            writer.writerow(
                (it.row, it.column, it.value, it.code, it.reason.say(current()), it.remedy.say(current()))
            )
