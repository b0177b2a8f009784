"""`semesta ledger statement`: what a family, an employer, a region or the centre owes, paid and has to pay."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.faults import InputRefused, Text
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Grid
from semesta.reporting.terminal import grid_table

if TYPE_CHECKING:
    from semesta.ledger.payer_statements import PayerStatement
    from semesta.ledger.statement_documents import Document
    from semesta.register.vocabulary import PayerKind

app = typer.Typer(no_args_is_help=True)

On = Annotated[str, typer.Option("--on", help="cli.ledger.statement.on", show_default=False)]
People = Annotated[str, typer.Option("--people", metavar="YYYY-MM", help="cli.ledger.statement.people", show_default=False)]  # fmt: skip
Out = Annotated[Path | None, typer.Option("--out", help="cli.ledger.statement.out", show_default=False)]
FullNik = Annotated[str, typer.Option("--full-nik-reason", help="cli.ledger.statement.full_nik", show_default=False)]  # fmt: skip
Code = Annotated[str, typer.Argument(metavar="CODE", help="cli.ledger.statement.code")]

_STATES = {"good": "bold green", "due": "bold yellow", "bad": "bold red"}
#: Below this width tables of a statement leave out columns that the others imply.
_WIDE = 104


@app.command("family", help="cli.ledger.statement.family")
def family(
    named: Annotated[str, typer.Argument(metavar="NUMBER", help="cli.ledger.statement.family.named")],
    on: On = "",
    out: Out = None,
    database: Database = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """A family's account."""
    _require_form(out)
    open_database(database)
    from semesta.ledger.family_statements import family_statement
    from semesta.ledger.statement_documents import family_document
    from semesta.ledger.statement_outputs import write_page, write_workbook

    found = family_statement(named, on=_day(on))
    document = family_document(found, Speaker(current()))
    if as_json:
        print_json(found)
    else:
        output().print(_view(document))
    if out and out.suffix.lower() == ".html":
        write_page(out, document, current())
    elif out:
        write_workbook(out, document, Speaker(current()))
    _tell(out)


@app.command("employer", help="cli.ledger.statement.employer")
def employer(
    code: Code, on: On = "", people: People = "", out: Out = None, full_nik: FullNik = "", database: Database = "",
    as_json: AsJson = False, _lang: options.Lang = None,
) -> None:  # fmt: skip
    """An employer's account."""
    _payer("EMPLOYER", code, on, people, out, full_nik, database, as_json=as_json)


@app.command("region", help="cli.ledger.statement.region")
def region(
    code: Code, on: On = "", people: People = "", out: Out = None, full_nik: FullNik = "", database: Database = "",
    as_json: AsJson = False, _lang: options.Lang = None,
) -> None:  # fmt: skip
    """A region's account."""
    _payer("REGION", code, on, people, out, full_nik, database, as_json=as_json)


@app.command("centre", help="cli.ledger.statement.centre")
def centre(
    on: On = "", out: Out = None, database: Database = "", as_json: AsJson = False, _lang: options.Lang = None
) -> None:
    """The centre's account."""
    _payer("CENTRE", "PUSAT", on, "", out, "", database, as_json=as_json)


def _payer(
    kind_name: str, code: str, on: str, people: str, out: Path | None, full_nik: str, database: str, *, as_json: bool
) -> None:  # fmt: skip
    _require_form(out)
    month = options.parse_month(people, option="--people") if people else None
    open_database(database)
    from semesta.ledger.payer_statements import payer_statement, people_of_bill
    from semesta.ledger.statement_documents import payer_document
    from semesta.ledger.statement_outputs import write_page, write_workbook
    from semesta.register.vocabulary import PayerKind

    kind, speaker = PayerKind[kind_name], Speaker(current())
    found = payer_statement(kind, code, on=_day(on))
    document = payer_document(found, speaker)
    if as_json:
        print_json(found)
    else:
        output().print(_view(document))
        if month:
            _show_people(kind, found, month)
    if out and out.suffix.lower() == ".html":
        write_page(out, document, current())
    elif out:
        listed = people_of_bill(kind, found.payer.id, month, full_numbers=bool(full_nik)) if month else None
        about = [say("statement.people", month=formats.month(month, current())), document.whose, _privacy(full_nik)]  # fmt: skip
        write_workbook(out, document, speaker, payer=found, people=listed, about_people=about)
    _tell(out)


def _view(document: Document) -> RenderableType:
    """Title, the leading sentence, facts, the tables that have rows, notes."""
    width = output().width
    parts: list[RenderableType] = [
        RichText(f"{document.title}: {document.whose}", style="bold"),
        RichText(document.when, style="dim"),
        "",
        RichText(document.lead, style=_STATES[document.state]),
        *(RichText(f"{label}: {value}") for label, value in document.facts),
    ]
    for grid in document.grids:
        if grid.rows:
            parts += ["", grid_table(grid, hidden=_hidden(grid, width), number_cells=18, name_cells=7)]
    return Group(*parts, *(RichText(f"• {line}", style="dim") for line in document.notes))


def _hidden(grid: Grid, width: int) -> tuple[int, ...]:
    """On a narrow terminal a table of lines keeps its last month and the sum."""
    numeric = [at for at, column in enumerate(grid.columns) if column.numeric]
    if width >= _WIDE or grid.caption != say("statement.lines"):
        return ()
    return tuple(numeric[:-2])


def _show_people(kind: PayerKind, found: PayerStatement, month: dt.date) -> None:
    from semesta.ledger.payer_statements import people_of_bill
    from semesta.ledger.statement_outputs import PEOPLE_SHOWN, people_grid

    listed = people_of_bill(kind, found.payer.id, month)
    first = list(itertools.islice(listed, PEOPLE_SHOWN))
    rest = sum(1 for _ in listed)
    caption = say("statement.people", month=formats.month(month, current()))
    output().print("", grid_table(people_grid(first, Speaker(current()), caption), name_cells=7))
    if rest:
        output().print(say("statement.people.more", n=formats.number(rest, current())), style="dim")


def _privacy(full_nik: str) -> str:
    return say("review.full", reason=full_nik) if full_nik else say("review.masked")


def _day(text: str) -> dt.date:
    return options.parse_date(text) if text else dt.date.today()


def _tell(out: Path | None) -> None:
    if out:
        note(say("cli.ledger.reconcile.written", paths=str(out)))


def _require_form(out: Path | None) -> None:
    if out and out.suffix.lower() not in (".html", ".xlsx"):
        raise InputRefused(
            place=f"--out {out}",
            reason=Text("Rincian piutang ditulis sebagai HTML atau XLSX.", "Statements are written as HTML or XLSX."),
            remedy=Text("Beri nama yang berakhir .html atau .xlsx.", "Give a name that ends in .html or .xlsx."),
        )  # fmt: skip
