"""A statement of account as a printable page, and as a workbook with every line by name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

from semesta.faults import Language
from semesta.ledger.payer_statements import PayerStatement, StatedPerson
from semesta.ledger.statement_documents import Document, lines_grid, part_label
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.personal import printable
from semesta.reporting.sheets import Book, SheetColumn, Value, unwritable

#: Lines by name that a terminal shows.
PEOPLE_SHOWN = 20
#: Months side by side in a workbook.
_ALL_MONTHS = 10_000
_WIDTHS = {"rule": 46, "article": 40, "sure": 26, "what": 28, "name": 28, "line": 44, "status": 30}


def write_page(path: Path, document: Document, language: Language) -> None:
    """One HTML file without network, for a browser and a printer. MachineFailed if the disk refuses."""
    text = _template().render(page=document, language=language, style=_style())
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(path) from error


def write_workbook(
    path: Path,
    document: Document,
    say: Speaker,
    *,
    payer: PayerStatement | None = None,
    people: Iterator[StatedPerson] | None = None,
    about_people: Sequence[str] = (),
) -> None:
    """A sheet for each table, amounts as numbers; of a payer all months side by side, and its people by name."""
    grids = list(document.grids)
    if payer and payer.months:
        grids[1] = lines_grid(payer, say, months=_ALL_MONTHS)
    above = [("", f"{document.title}: {document.whose}"), ("", document.when), ("", document.lead)]
    facts = [("", f"{label}: {value}") for label, value in document.facts]
    notes = [("", note) for note in document.notes]
    with Book(path, page_text=say("statement.page")) as book:
        for at, grid in enumerate(grids):
            head = [*above, *facts, *notes] if at == 0 else [("", grid.caption), ("", document.whose)]
            columns = [SheetColumn(c.label, _width(c.label, say, numeric=c.numeric), is_money=c.numeric) for c in grid.columns]  # fmt: skip
            rows = [_values(row) for row in (*grid.rows, *((grid.total,) if grid.total else ()))]
            book.add(grid.caption, above=head, columns=columns, rows=rows, tall=True)
        if payer and people is not None:
            _add_people(book, payer, people, say, about_people)


def people_grid(people: Sequence[StatedPerson], say: Speaker, caption: str) -> Grid:
    """Lines by name for a look: who, of which month, the wage, what the payer owes for the person."""
    rows = [
        Row((
            Cell(printable(one.name)), Cell(one.nik), Cell(f"{one.for_month:%Y-%m}"),
            Cell(say(f"statement.kind.{'correction' if one.correction else 'billed'}")),
            Cell(formats.number(one.wage, say.language) if one.wage is not None else ""),
            Cell(formats.number(one.total_rupiah, say.language)),
        ))
        for one in people
    ]  # fmt: skip
    heads = words(*(say(f"statement.col.{name}") for name in ("name", "nik", "month", "kind")))
    return Grid(caption, (*heads, *numbers(say("statement.col.wage"), say("statement.col.rupiah"))), tuple(rows))  # fmt: skip


def _add_people(
    book: Book, payer: PayerStatement, people: Iterator[StatedPerson], say: Speaker, about: Sequence[str]
) -> None:
    named = ("name", "nik", "card", "segment", "month", "kind")
    widths = (26, 18, 15, 34, 10, 10)
    columns = [
        *(
            SheetColumn(say(f"statement.col.{name}"), width)
            for name, width in zip(named, widths, strict=True)
        ),
        SheetColumn(say("statement.col.wage"), 13, is_money=True),
        *(SheetColumn(part_label(payer.payer.kind, part, say), 15, is_money=True) for part in payer.parts),
        SheetColumn(say("statement.total"), 15, is_money=True),
    ]
    book.add(about[0][:31], above=[("", line) for line in about], columns=columns, rows=(_person(one, say) for one in people), tall=True)  # fmt: skip


def _person(one: StatedPerson, say: Speaker) -> list[Value]:
    return [
        one.name,
        one.nik,
        one.card,
        one.segment,
        f"{one.for_month:%Y-%m}",
        say(f"statement.kind.{'correction' if one.correction else 'billed'}"),
        one.wage,
        *one.parts.values(),
        one.total_rupiah,
    ]


def _values(row: Row) -> list[Value]:
    """Amounts as numbers, words as they are read."""
    return [cell.order if isinstance(cell.order, int) else cell.text for cell in row.cells]


def _width(label: str, say: Speaker, *, numeric: bool) -> float:
    if numeric:
        return max(17, len(label) + 2)
    known = {say(f"statement.col.{name}"): width for name, width in _WIDTHS.items()}
    return known.get(label, 22)


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("semesta.ledger"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("statement.html.j2")


def _style() -> Markup:
    text = files("semesta.ledger").joinpath("templates", "statement.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file
