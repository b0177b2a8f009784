"""Bank statements as banks hand them out (CSV, XLSX, MT940), read to lines; what cannot be read is kept aside."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from semesta.faults import InputRefused, Text
from semesta.ledger.bank_cells import Cell, Columns, Wrong, columns_of, is_closing_line, line_of
from semesta.ledger.bank_lines import BankLine
from semesta.ledger.mt940 import is_mt940, mt940_lines
from semesta.sources.files import format_of
from semesta.sources.heads import DELIMITERS, HEADER_ROWS, decode, guess_encoding

Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no line of ours to reckon with: where it stands, what is wrong, what to do."""

    row: int
    written: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A statement as it was read. Rows with content = lines + unread + closing lines (balances, totals)."""

    name: str
    sha256: str
    form: str  # csv, xlsx, mt940
    headers: tuple[tuple[str, str], ...]  # (our field, its header)
    lines: tuple[BankLine, ...]
    unread: tuple[Unread, ...]
    closing: int

    @property
    def total_rupiah(self) -> int:
        return sum(line.amount_rupiah for line in self.lines)


def read_bank_statement(path: Path, *, today: dt.date) -> BankStatement:
    """Read one statement; `today` decides the century of years written with two digits.

    InputRefused for a file that is none, or without columns of date and amount.
    """
    data = path.read_bytes() if path.is_file() else b""
    if not data:
        raise _refused(path, "Berkas ini tidak ada atau kosong.", "This file is not there, or empty.")
    if format_of(path, data[:8]) == "xlsx":
        return _tabular(path, data, "xlsx", list(_sheet_rows(path)), today)
    text = decode(data, guess_encoding(data))
    if is_mt940(text):
        lines, wrong = mt940_lines(text)
        unread = tuple(Unread(row, written, fault.reason, fault.remedy) for row, written, fault in wrong)
        return BankStatement(path.name, _hash(data), "mt940", (), tuple(lines), unread, 0)
    return _tabular(path, data, "csv", list(_csv_rows(text)), today)


def _tabular(path: Path, data: bytes, form: str, rows: Sequence[Row], today: dt.date) -> BankStatement:
    at, columns = _header(path, rows)
    lines: list[BankLine] = []
    unread: list[Unread] = []
    closing = 0
    for number, cells in rows[at + 1 :]:
        if not any(str(cell or "").strip() for cell in cells):
            continue
        if is_closing_line(cells, columns, today):
            closing += 1
            continue
        read = line_of(number, cells, columns, today)
        if isinstance(read, Wrong):
            written = " | ".join(str(cell) for cell in cells if cell not in (None, ""))[:200]
            unread.append(Unread(number, written, read.reason, read.remedy))
        else:
            lines.append(read)
    named = tuple((field, str(rows[at][1][place])) for field, place in columns.items())
    return BankStatement(path.name, _hash(data), form, named, tuple(lines), tuple(unread), closing)


def _header(path: Path, rows: Sequence[Row]) -> tuple[int, Columns]:
    """The row that names most columns; it must name the day and the amount."""
    found = [(at, columns_of(cells)) for at, (_, cells) in enumerate(rows[:HEADER_ROWS])]
    usable = [(at, c) for at, c in found if "date" in c and {"amount", "credit"} & set(c)]
    if not usable:
        raise _refused(
            path,
            "Kolom tanggal dan jumlah tidak ditemukan di mutasi bank ini.",
            "No columns of date and amount were found in this bank statement.",
        )
    return max(usable, key=lambda one: (len(one[1]), -one[0]))


def _csv_rows(text: str) -> Iterator[Row]:
    head = text[:20_000]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells


def _sheet_rows(path: Path) -> Iterator[Row]:
    """The first sheet that has rows."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                yield from ((at, row) for at, row in enumerate(rows, start=1))
                return
    except (python_calamine.CalamineError, OSError) as error:
        raise _refused(path, "Buku kerja ini tidak terbaca.", "This workbook cannot be read.") from error


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refused(path: Path, indonesian: str, english: str) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(indonesian, english),
        remedy=Text(
            "Unduh ulang mutasi dari bank sebagai CSV, XLSX atau MT940, dengan judul kolom: tanggal, nomor referensi, nomor VA, jumlah.",
            "Download the statement again from the bank as CSV, XLSX or MT940, with headings: date, reference, virtual account, amount.",
        ),
    )
