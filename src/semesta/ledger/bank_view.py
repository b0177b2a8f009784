"""A reconciled bank statement in words and tables: for the terminal, the treasurer's workbook, and a CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from semesta.ledger.bank_pairing import Outcome, Pair
from semesta.ledger.bank_statements import Reconciled, Tally
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.personal import is_formula_like, printable
from semesta.reporting.sheets import Book, SheetColumn, Value, unwritable

#: Open items that a terminal shows.
SHOWN = 20


def sentences(found: Reconciled, say: Speaker) -> list[str]:
    """What the file was, whether both sides agree, and what is still parked."""
    total, statement = found.total, found.statement
    said = [
        say("bank.file", name=statement.name, lines=_n(len(statement.lines), say)),
        say("bank.agrees", rupiah=_n(total.line_rupiah, say))
        if not total.difference_rupiah
        else say(
            "bank.differs",
            bank=_n(total.line_rupiah, say),
            books=_n(total.entry_rupiah, say),
            difference=_n(abs(total.difference_rupiah), say),
        ),
    ]
    parked = [one for one in found.of(Outcome.MATCHED) if one.booked and one.booked.parked]
    if parked:
        amount = sum(one.booked.amount_rupiah for one in parked if one.booked)
        said.append(say("bank.parked", n=_n(len(parked), say), rupiah=_n(amount, say)))
    if statement.unread:
        said.append(say("bank.unread_note", n=_n(len(statement.unread), say), sheet=say("bank.sheet.unread")))
    return said


def title(found: Reconciled, say: Speaker) -> str:
    return say(
        "bank.title",
        bank=found.bank_name,
        since=formats.date(found.since, say.language),
        until=formats.date(found.until, say.language),
    )


def summary_grid(found: Reconciled, say: Speaker) -> Grid:
    """One row an outcome; the last row is both sides whole."""
    heads = [say(f"bank.col.{name}") for name in _SUMS]
    rows = [_sums(say(f"bank.outcome.{tally.outcome}"), tally, say) for tally in found.tallies]
    return Grid(
        title(found, say),
        (*words(say("bank.col.outcome")), *numbers(*heads)),
        tuple(rows),
        _sums(say("bank.total"), found.total, say),
    )


def open_grid(found: Reconciled, say: Speaker, *, most: int = SHOWN) -> Grid:
    """The first open items, one row each."""
    keys = ("outcome", "date", "reference", "account", "line_rupiah", "entry_rupiah")
    heads = [say(f"bank.col.{key}") for key in keys]
    rows = []
    for one in found.open[:most]:
        dated = one.line.dated if one.line else one.booked.dated if one.booked else None
        cells = (
            say(f"bank.outcome.{_code(one)}"),
            f"{dated:%d-%m-%Y}" if dated else "",
            printable(_either(one, "reference")),
            printable(_either(one, "account")),
            _n(one.line.amount_rupiah, say) if one.line else formats.NO_FIGURE,
            _n(one.booked.amount_rupiah, say) if one.booked else formats.NO_FIGURE,
        )
        rows.append(Row(tuple(Cell(cell) for cell in cells)))
    return Grid(say("bank.sheet.open"), (*words(*heads[:4]), *numbers(*heads[4:])), tuple(rows))


def steps(found: Reconciled, say: Speaker) -> list[tuple[str, str]]:
    """(outcome, next step) of each kind of open item that occurs, in the order of the outcomes."""
    seen = dict.fromkeys(_step_code(one) for one in found.open)
    return [(say(f"bank.outcome.{code}"), say(f"bank.step.{code}")) for code in seen]


def write_workbook(path: Path, found: Reconciled, say: Speaker) -> None:
    """Summary, what to follow up, what is matched, what could not be read. MachineFailed if the disk refuses."""
    above = [("", title(found, say)), *(("", sentence) for sentence in sentences(found, say))]
    with Book(path, page_text=say("bank.page")) as book:
        sums = [SheetColumn(say("bank.col.outcome"), 30), *(SheetColumn(say(f"bank.col.{name}"), 18, is_money=True) for name in _SUMS)]  # fmt: skip
        rows: list[Sequence[Value]] = [
            (say(f"bank.outcome.{t.outcome}"), *_figures(t)) for t in found.tallies
        ]
        rows.append((say("bank.total"), *_figures(found.total)))
        book.add(say("bank.sheet.summary"), above=above, columns=sums, rows=rows, tall=True)
        columns = [SheetColumn(say(f"bank.col.{name}"), width, is_money=name.endswith("rupiah")) for name, width in _WIDTHS.items()]  # fmt: skip
        to_fill = [SheetColumn(say(f"bank.col.{name}"), 16, to_fill=True) for name in ("done", "note")]
        head = [("", say("bank.sheet.open")), ("", title(found, say))]
        book.add(
            say("bank.sheet.open"),
            above=head if found.open else [*head, ("", say("bank.nothing_open"))],
            columns=[*columns, *to_fill],
            rows=([*_line(one, say), "", ""] for one in found.open),
            tall=True,
        )
        matched = [one for one in found.of(Outcome.MATCHED) if one not in set(found.open)]
        head = [("", say("bank.sheet.matched")), ("", title(found, say))]
        book.add(say("bank.sheet.matched"), above=head, columns=columns[:-1], rows=(_line(one, say)[:-1] for one in matched))  # fmt: skip
        if found.statement.unread:
            _add_unread(book, found, say)


def write_csv(path: Path, found: Reconciled, say: Speaker) -> None:
    """Every line and every entry, one row each; MachineFailed if the disk refuses."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([say(f"bank.col.{name}") for name in _WIDTHS])
            for one in found.pairs:
                writer.writerow([_plain(value) for value in _line(one, say)])
    except OSError as error:
        raise unwritable(path) from error


_SUMS = ("lines", "line_rupiah", "entries", "entry_rupiah", "difference")
_WIDTHS = {
    "outcome": 20, "date": 12, "reference": 22, "account": 19, "line_rupiah": 14, "row": 7, "entry": 9,
    "our_account": 19, "entry_rupiah": 14, "text": 26, "step": 40,
}  # fmt: skip


def _add_unread(book: Book, found: Reconciled, say: Speaker) -> None:
    columns = [
        SheetColumn(say("bank.col.row"), 7),
        SheetColumn(say("bank.col.written"), 60),
        SheetColumn(say("bank.col.why"), 36),
        SheetColumn(say("bank.col.step"), 40),
    ]
    rows = [
        (one.row, one.written, one.reason.say(say.language), one.remedy.say(say.language))
        for one in found.statement.unread
    ]
    name = say("bank.sheet.unread")
    book.add(name, above=[("", name), ("", found.statement.name)], columns=columns, rows=rows, tall=True)


def _line(one: Pair, say: Speaker) -> list[Value]:
    line, booked = one.line, one.booked
    return [
        say(f"bank.outcome.{_code(one)}"),
        line.dated if line else booked.dated if booked else None,
        _either(one, "reference"),
        line.account if line else "",
        line.amount_rupiah if line else None,
        line.row if line else None,
        booked.entry if booked else None,
        booked.account if booked else "",
        booked.amount_rupiah if booked else None,
        line.text if line else "",
        say(f"bank.step.{_step_code(one)}"),
    ]


def _code(one: Pair) -> str:
    parked = one.outcome is Outcome.MATCHED and one.booked is not None and one.booked.parked
    return "parked" if parked else one.outcome


def _step_code(one: Pair) -> str:
    nameless = one.outcome is Outcome.MISSING_IN_BOOKS and one.line and not one.line.reference
    return "missing_in_books.no_reference" if nameless else _code(one)


def _either(one: Pair, field: str) -> str:
    sides = [str(getattr(side, field)) for side in (one.line, one.booked) if side]
    return next((value for value in sides if value), "")


def _figures(tally: Tally) -> tuple[int, ...]:
    return (tally.lines, tally.line_rupiah, tally.entries, tally.entry_rupiah, tally.difference_rupiah)


def _sums(head: str, tally: Tally, say: Speaker) -> Row:
    return Row((Cell(head), *(Cell(_n(value, say)) for value in _figures(tally))))


def _n(value: int, say: Speaker) -> str:
    return formats.number(value, say.language)


def _plain(value: Value) -> str:
    """As a spreadsheet reads it back: no text may begin like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and is_formula_like(text) else text
