"""Wage lists as employers hand them in (CSV, XLSX), read to rows; what cannot be read is kept aside with its remedy."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from semesta.faults import InputRefused, Text
from semesta.identity import Doubt, parse_card, parse_nik
from semesta.ledger.months import month_of
from semesta.register.refusing import masked
from semesta.rules import fold
from semesta.sources.amounts import parse_amount
from semesta.sources.files import format_of
from semesta.sources.heads import DELIMITERS, HEADER_ROWS, decode, guess_encoding
from semesta.sources.months import parse_month

#: What people write over the columns, folded; of two columns the first heading of the list wins.
HEADINGS: dict[str, tuple[str, ...]] = {
    "nik": ("NIK", "NO NIK", "NOMOR NIK", "NO KTP", "NIK KTP", "NOMOR INDUK KEPENDUDUKAN"),
    "card": ("NO KARTU", "NOMOR KARTU", "NOKA", "NO KARTU JKN", "NO BPJS", "NO KARTU BPJS", "KARTU", "CARD"),
    "name": ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI", "NAMA PEKERJA", "NAMA PESERTA", "NAMA KARYAWAN", "NAME"),
    "wage": (
        "UPAH", "GAJI", "GAJI POKOK DAN TUNJANGAN", "UPAH SEBULAN", "GAJI UPAH", "DASAR IURAN", "DASAR GAJI", "PENSIUN", "WAGE", "SALARY",
    ),
    "month": ("BULAN", "MULAI BULAN", "SEJAK BULAN", "PERIODE", "TMT", "MULAI", "MONTH", "FROM MONTH"),
}  # fmt: skip

Cell = str | float | int | bool | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class WageRow:
    """One readable row. `nik` or `card` names the person; `month` is the first day of the first month."""

    row: int
    nik: int | None
    card: int | None
    name: str
    wage_rupiah: int
    month: dt.date


@dataclass(frozen=True, slots=True)
class WageReject:
    """A row that was refused: where, what stood there (numbers masked), why, what to do."""

    row: int
    column: str
    value: str
    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class WageList:
    """A list as it was read; rows with content = `rows` + `rejects`."""

    name: str
    rows: tuple[WageRow, ...]
    rejects: tuple[WageReject, ...]


def read_wage_list(path: Path, *, month: dt.date, today: dt.date) -> WageList:
    """Read one list. `month`: of rows that name none; `today`: the date of the data.

    InputRefused for a file that is none, or without columns of a wage and of NIK or card.
    """
    data = path.read_bytes() if path.is_file() else b""
    if not data:
        raise _refused(path, "Berkas ini tidak ada atau kosong.", "This file is not there, or empty.")
    sheet = format_of(path, data[:8]) == "xlsx"
    table = list(_sheet_rows(path) if sheet else _csv_rows(decode(data, guess_encoding(data))))
    at, columns = _header(path, table)
    rows: list[WageRow] = []
    rejects: list[WageReject] = []
    for number, cells in table[at + 1 :]:
        texts = {field: _text(cells[place]) if place < len(cells) else "" for field, place in columns.items()}
        if any(texts.values()):
            read = _read(number, texts, month, today)
            (rows if isinstance(read, WageRow) else rejects).append(read)  # type: ignore[arg-type]
    return WageList(path.name, tuple(rows), tuple(rejects))


def reject(row: int, column: str, value: str, code: str, reason: Text, remedy: Text) -> WageReject:
    """A refused row; long numbers are masked."""
    return WageReject(
        row, column, masked(value) if value.isdigit() and len(value) > 8 else value[:60], code, reason, remedy
    )


def _read(row: int, texts: dict[str, str], month: dt.date, today: dt.date) -> WageRow | WageReject:
    nik = parse_nik(texts["nik"]) if texts.get("nik") else None
    card = parse_card(texts["card"]) if texts.get("card") else None
    wage = parse_amount(texts["wage"])
    first = parse_month(texts["month"], today=today) if texts.get("month") else month
    read = (("nik", nik), ("card", card), ("wage", wage), ("month", first))
    for column, found in read:
        if isinstance(found, Doubt):
            return reject(row, column, texts[column], found.code, found.reason, found.remedy)
    if nik is None and card is None:
        return reject(row, "nik", "", "number_missing", Text("Baris ini tanpa NIK dan tanpa nomor kartu.", "This row has neither a NIK nor a card number."), Text("Isi salah satunya.", "Fill in one of them."))  # fmt: skip
    assert isinstance(wage, int) and isinstance(first, dt.date)
    if wage <= 0:
        return reject(row, "wage", texts["wage"], "wage_zero", Text("Upahnya nol atau kurang.", "The wage is nothing or less."), Text("Isi upah sebulan, atau laporkan orang ini keluar.", "Fill in the monthly wage, or report that the person left."))  # fmt: skip
    numbers = [None if number is None else int(str(number)) for number in (nik, card)]
    return WageRow(row, numbers[0], numbers[1], texts.get("name", ""), wage, month_of(first))


def _header(path: Path, table: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[int, dict[str, int]]:
    found = [(at, _columns(cells)) for at, (_, cells) in enumerate(table[:HEADER_ROWS])]
    usable = [(at, c) for at, c in found if "wage" in c and {"nik", "card"} & c.keys()]
    if not usable:
        raise _refused(
            path,
            "Kolom upah, dan NIK atau nomor kartu, tidak ditemukan di daftar ini.",
            "No columns of a wage, and of NIK or card number, were found in this list.",
        )
    return max(usable, key=lambda one: (len(one[1]), -one[0]))


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    folded = [fold(cell) if isinstance(cell, str) else "" for cell in cells]
    found: dict[str, int] = {}
    for field, headings in HEADINGS.items():
        place = next((folded.index(heading) for heading in headings if heading in folded), None)
        if place is not None:
            found[field] = place
    return found


def _csv_rows(text: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    delimiter = max(DELIMITERS, key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells


def _sheet_rows(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The first sheet that has rows."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                yield from enumerate(rows, start=1)
                return
    except (python_calamine.CalamineError, OSError) as error:
        raise _refused(path, "Buku kerja ini tidak terbaca.", "This workbook cannot be read.") from error


def _text(cell: Cell) -> str:
    """A cell as text; a spreadsheet's whole number without its decimal, a day as people write it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    return " ".join(str(cell).replace("\u00a0", " ").strip().lstrip("'").split())


def _refused(path: Path, indonesian: str, english: str) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(indonesian, english),
        remedy=Text(
            "Buat daftar CSV atau XLSX dengan judul kolom: NIK (atau No Kartu), Nama, Upah, Bulan.",
            "Make a list as CSV or XLSX with headings: NIK (or No Kartu), Nama, Upah, Bulan.",
        ),
    )
