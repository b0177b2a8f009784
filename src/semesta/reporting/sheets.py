"""XLSX for officers: text stays text, headings repeat on every printed page, rows stream to disk."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from semesta.faults import MachineFailed, Text
from semesta.reporting.personal import is_formula_like

EXCEL_ROWS = 1_048_576
_EXCEL_CELL_CHARACTERS = 32_767
_EXCEL_SHEET_NAME_CHARACTERS = 31

Value = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: heading, width in characters, the choices of a drop-down where it has one."""

    heading: str
    width: float
    choices: tuple[str, ...] = ()
    hint: str = ""
    to_fill: bool = False  # empty, for the officer
    is_date: bool = False
    is_money: bool = False  # rupiah or a count, with the sign for thousands of the reader's Excel


class Book:
    """A workbook that streams: every sheet is written from top to bottom, once."""

    def __init__(self, path: Path, *, page_text: str, rows_per_sheet: int = EXCEL_ROWS) -> None:
        self._path = path
        self._page_text = page_text
        self._rows_per_sheet = rows_per_sheet
        self._names: set[str] = set()
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._formats: dict[str, Format] = {
            name: self._book.add_format({"font_name": "Calibri", "font_size": 11, "valign": "top", **look})
            for name, look in _LOOKS.items()
        }

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.close()

    def close(self) -> None:
        """Write the file; MachineFailed where the disk or a program that holds the file refuses."""
        try:
            self._book.close()
        except (FileCreateError, XlsxWriterException, OSError) as error:
            raise unwritable(self._path) from error

    def add(
        self,
        name: str,
        *,
        above: Sequence[tuple[str, str]],
        columns: Sequence[SheetColumn],
        rows: Iterable[Sequence[Value]],
        tall: bool = False,
    ) -> int:
        """A sheet with lines above a table; goes on in a further sheet where Excel's rows end. Returns the rows.

        `tall` gives each row the height that its longest text needs: not every program does so by itself.
        """
        sheet, at, count, part = None, 0, 0, 0
        for row in rows:
            if sheet is None or at >= self._rows_per_sheet:
                if sheet is not None:
                    self._finish(sheet, len(above) + 1, at, columns)
                part += 1
                sheet = self._begin(name if part == 1 else f"{name} {part}", above, columns, tall=tall)
                at = len(above) + 2
            if tall:
                sheet.set_row(at, _height(row, columns))
            for column, value in enumerate(row):
                self._write(sheet, at, column, value, columns[column])
            at += 1
            count += 1
        if sheet is None:
            sheet, at = self._begin(name, above, columns, tall=tall), len(above) + 2
        self._finish(sheet, len(above) + 1, at, columns)
        return count

    def blank(self, name: str) -> tuple[Worksheet, Mapping[str, Format]]:
        """An empty sheet to lay out by hand, from top to bottom, and the looks of this book's cells."""
        return self._book.add_worksheet(self._free_name(name)), self._formats

    def _begin(
        self, name: str, above: Sequence[tuple[str, str]], columns: Sequence[SheetColumn], *, tall: bool
    ) -> Worksheet:
        sheet = self._book.add_worksheet(self._free_name(name))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        for at, (label, text) in enumerate(above):
            look = "title" if at == 0 else "meta"
            sheet.write_string(at, 0, f"{label}: {text}" if label else text, self._formats[look])
        head = len(above) + 1
        if tall:
            sheet.set_row(head, _height([column.heading for column in columns], columns) + _LINE_POINTS)
        for at, column in enumerate(columns):
            sheet.write_string(
                head, at, column.heading, self._formats["fill_head" if column.to_fill else "head"]
            )
        return sheet

    def _write(self, sheet: Worksheet, row: int, at: int, value: Value, column: SheetColumn) -> None:
        if value is None or value == "":
            sheet.write_blank(row, at, None, self._formats["fill" if column.to_fill else "cell"])
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, at, value, self._formats["date"])
        elif isinstance(value, int):
            sheet.write_number(row, at, value, self._formats["money" if column.is_money else "cell"])
        else:
            # Always a string cell; the quote prefix keeps it one when somebody edits or copies it.
            look = "quoted" if is_formula_like(value) else "cell"
            sheet.write_string(row, at, _for_xml(value)[:_EXCEL_CELL_CHARACTERS], self._formats[look])

    def _finish(self, sheet: Worksheet, head: int, end: int, columns: Sequence[SheetColumn]) -> None:
        """Filters, drop-downs and the set-up of the print, for A4 landscape."""
        last = max(end - 1, head)
        sheet.autofilter(head, 0, last, len(columns) - 1)
        sheet.freeze_panes(head + 1, 3)
        for at, column in enumerate(columns):
            if column.choices and end > head + 1:
                sheet.data_validation(head + 1, at, last, at, _drop_down(column))
            elif column.to_fill and column.is_date and end > head + 1:
                sheet.data_validation(head + 1, at, last, at, _ANY_DATE)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&F&R{self._page_text}")

    def _free_name(self, name: str) -> str:
        """A sheet name that Excel takes and that is not in use."""
        plain = re.sub(r"[^\x20-\uffff]", " ", _for_xml(name))  # Excel counts rarer characters as two
        clean = re.sub(r"[\[\]:*?/\\]", " ", plain).strip(" '") or "-"
        candidate, at = clean[:_EXCEL_SHEET_NAME_CHARACTERS], 1
        while candidate.casefold() in self._names:
            at += 1
            candidate = f"{clean[: _EXCEL_SHEET_NAME_CHARACTERS - len(str(at)) - 1]} {at}"
        self._names.add(candidate.casefold())
        return candidate


def _height(row: Sequence[Value], columns: Sequence[SheetColumn]) -> float:
    """Points that the row needs when its texts are wrapped."""
    lines = (
        -(-len(value) // max(int(column.width * _CHARACTERS_PER_WIDTH), 1))
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str) and len(value) > column.width
    )
    return _LINE_POINTS * min(max(lines, default=1), _LINES_AT_MOST)


_LINE_POINTS, _LINES_AT_MOST = 15.0, 12
#: Words do not break where a column ends: a little less than its width fits on a line.
_CHARACTERS_PER_WIDTH = 0.9

_GRID = {"border": 1, "border_color": "#B8C4C4"}
_MONEY = "#,##0;-#,##0;–"  # a zero is a dash: a table of rupiah is full of them
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "meta": {"font_color": "#44525C"},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#0D3B47", "font_color": "#FFFFFF", **_GRID},
    "fill_head": {"bold": True, "text_wrap": True, "bg_color": "#E3A53A", "font_color": "#14202B", **_GRID},
    "cell": {"text_wrap": True, **_GRID},
    "money": {"num_format": _MONEY, **_GRID},
    "quoted": {"text_wrap": True, "quote_prefix": True, **_GRID},
    "fill": {"bg_color": "#FFF9EA", "text_wrap": True, **_GRID},
    "section": {"bold": True, "font_size": 12, "font_color": "#0D3B47", "bottom": 1},
    "total": {"bold": True, "num_format": _MONEY, "bg_color": "#E6EEEE", **_GRID},
    "plain": {"text_wrap": True},
    "bold": {"text_wrap": True, "bold": True},
    "line": {"bottom": 1},
    "date": {"num_format": "dd-mm-yyyy", "align": "left", **_GRID},
}
_ANY_DATE = {
    "validate": "date",
    "criteria": ">",
    "value": dt.date(2014, 1, 1),  # JKN began on this day; a visit cannot be older
    "ignore_blank": True,
}


def _for_xml(text: str) -> str:
    """The text without the two characters and the surrogates that XML cannot hold; the rest is escaped below us."""
    if text.isascii():  # nearly every cell of millions
        return text
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def _drop_down(column: SheetColumn) -> dict[str, Any]:
    assert not any("," in choice for choice in column.choices), "Excel separates choices by commas"
    return {
        "validate": "list",
        "source": list(column.choices),
        "ignore_blank": True,
        "error_type": "warning",
        "input_title": column.heading[:32],
        "input_message": column.hint[:255],
    }


def unwritable(path: Path) -> MachineFailed:
    """A workbook that cannot be written: the disk, a permission, or a program that holds it open."""
    return MachineFailed(
        place=str(path),
        reason=Text("Berkas tidak bisa ditulis.", "The file cannot be written."),
        remedy=Text(
            "Tutup berkas itu kalau sedang terbuka di Excel, periksa ruang dan izin tulis, lalu ulangi.",
            "Close the file if Excel has it open, check space and permission, then repeat.",
        ),
    )
