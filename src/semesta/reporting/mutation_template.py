"""A form for mutations, opened and checked: which row of which sheet holds the placeholders."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from semesta.faults import InputRefused, Text
from semesta.reporting.mutation_fields import FIELDS, FORM_FIELDS, KINDS, NEEDED, PLACEHOLDER, Kind, nearest

SHIPPED = "mutasi.xlsx"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet with a row of placeholders."""

    name: str
    kind: Kind | None  # None: all kinds; else the one that the sheet's name says
    row: int  # from 1
    cells: tuple[tuple[str, str], ...]  # (column letters, text with placeholders)
    dates: tuple[str, ...]  # columns whose cell is formatted as a date
    form_cells: tuple[tuple[str, str], ...]  # (A1 reference, text with placeholders) outside the row

    @property
    def fields(self) -> set[str]:
        return {field.lower() for _, text in self.cells for field in PLACEHOLDER.findall(text)}

    def holds(self, kind: Kind) -> bool:
        return self.kind in (None, kind)


@dataclass(frozen=True, slots=True)
class Form:
    """A template that can be filled."""

    path: Path
    sheets: tuple[FormSheet, ...]


def open_form(template: Path | None) -> Form:
    """The checked template; None is the shipped one. InputRefused, with place and remedy, for each thing wrong."""
    path = template or Path(str(resources.files("semesta.reporting").joinpath("forms", SHIPPED)))
    book = _open(path)
    found = tuple(sheet for each in book.worksheets for sheet in _sheet(path, each))
    if not found:
        raise _refused(
            path,
            Text("Tidak ada baris isian di formulir ini.", "This form has no row of placeholders."),
            Text(f"Tulis satu baris berisi, misalnya, {_EXAMPLE}, di bawah judul kolomnya.", f"Write one row with, for example, {_EXAMPLE} below the headings."),
        )  # fmt: skip
    for kind in KINDS:
        holders = [sheet.name for sheet in found if sheet.holds(kind)]
        if len(holders) > 1:
            raise _refused(
                path,
                Text(f"{kind} punya dua tempat: lembar {' dan '.join(holders)}.", f"{kind} has two places: sheets {' and '.join(holders)}."),
                Text("Sisakan satu baris isian untuk tiap jenis mutasi.", "Leave one row of placeholders for each kind."),
            )  # fmt: skip
    return Form(path, found)


_EXAMPLE = "{nik} {no_kartu} {nama} {tgl_lahir} {jenis} {alasan} {tmt}"


def _open(path: Path) -> openpyxl.Workbook:
    if not path.is_file():
        raise _refused(
            path,
            Text("Berkas formulir ini tidak ada.", "There is no such form."),
            Text("Periksa nama dan letak berkas --template.", "Check the name and place of the --template file."),
        )  # fmt: skip
    try:
        return openpyxl.load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError) as error:
        raise _refused(
            path,
            Text("Ini bukan buku kerja XLSX yang bisa dibuka.", "This is no XLSX workbook that can be opened."),
            Text("Buka formulirnya di Excel dan simpan sebagai Buku Kerja Excel (.xlsx), tanpa kata sandi.", "Open the form in Excel and save it as an Excel workbook (.xlsx), without a password."),
        ) from error  # fmt: skip


def _sheet(path: Path, sheet: Worksheet) -> Iterator[FormSheet]:
    """The sheet's row of placeholders, checked; nothing for a sheet that has none."""
    written = [cell for row in sheet.iter_rows() for cell in row if _placeholders(cell)]
    for cell in written:
        for field in _placeholders(cell):
            if field not in FIELDS and field not in FORM_FIELDS:
                raise _unknown(path, sheet, cell.coordinate, field)
    rows = sorted(
        {int(cell.row or 0) for cell in written if any(field in FIELDS for field in _placeholders(cell))}
    )
    if not rows:
        return
    if len(rows) > 1:
        raise _refused_at(
            path, f"{sheet.title}, baris {', '.join(map(str, rows))}",
            Text("Placeholder orang ada di lebih dari satu baris.", "Placeholders of a person stand in more than one row."),
            Text("Satu baris saja; baris data dibuat darinya.", "One row only; the rows of data are made from it."),
        )  # fmt: skip
    row = rows[0]
    _must_be_plain(path, sheet, row)
    named = [kind for kind in KINDS if kind in sheet.title.upper()]
    found = FormSheet(
        name=sheet.title,
        kind=named[0] if len(named) == 1 else None,
        row=row,
        cells=tuple((c.column_letter, str(c.value)) for c in written if c.row == row and isinstance(c, Cell)),
        dates=tuple(
            c.column_letter
            for c in written
            if c.row == row and isinstance(c, Cell) and is_date_format(c.number_format)
        ),
        form_cells=tuple((c.coordinate, str(c.value)) for c in written if c.row != row),
    )
    missing = [field for field in NEEDED[found.kind or ""] if field not in found.fields]
    if missing:
        raise _missing(path, found, missing)
    yield found


def _placeholders(cell: Cell | MergedCell) -> list[str]:
    """The fields of a cell; a formula has none."""
    text = cell.value
    if not isinstance(text, str) or text.startswith("="):
        return []
    return [field.lower() for field in PLACEHOLDER.findall(text)]


def _must_be_plain(path: Path, sheet: Worksheet, row: int) -> None:
    """The row is repeated as it stands: nothing in it may reach into another cell."""
    where = f"{sheet.title}, baris {row}"
    if any(area.min_row <= row <= area.max_row for area in sheet.merged_cells.ranges):
        raise _refused_at(
            path, where,
            Text("Di baris isian ada sel yang digabung.", "The row of placeholders has merged cells."),
            Text("Pisahkan selnya (Merge & Center) di baris itu.", "Unmerge the cells of that row."),
        )  # fmt: skip
    if any(isinstance(cell.value, str) and cell.value.startswith("=") for cell in sheet[row]):
        raise _refused_at(
            path, where,
            Text("Di baris isian ada rumus.", "The row of placeholders has a formula."),
            Text("Ganti rumusnya dengan placeholder; nomor urut ialah {no}.", "Put a placeholder in its place; the running number is {no}."),
        )  # fmt: skip


# --- refusals -------------------------------------------------------------------------------------


def _unknown(path: Path, sheet: Worksheet, cell: str, field: str) -> InputRefused:
    near = nearest(field)
    shown = ", ".join("{" + name + "}" for name in near)
    every = ", ".join(FIELDS)
    return _refused_at(
        path, f"{sheet.title}!{cell}",
        Text(f"Placeholder {{{field}}} tidak dikenal.", f"The placeholder {{{field}}} is not known."),
        Text(f"Mungkin maksudnya {shown}.", f"Perhaps {shown} is meant.") if near
        else Text(f"Yang dikenal: {every}.", f"Known are: {every}."),
    )  # fmt: skip


def _missing(path: Path, sheet: FormSheet, missing: list[str]) -> InputRefused:
    listed = ", ".join("{" + field + "}" for field in missing)
    only = sheet.kind or "TAMBAH, KURANG, UBAH"
    extra = (
        Text(" Lembar yang namanya memuat TAMBAH, KURANG, atau UBAH tidak perlu {jenis}.", " A sheet whose name has TAMBAH, KURANG or UBAH in it needs no {jenis}.")
        if "jenis" in missing else Text("", "")
    )  # fmt: skip
    return _refused_at(
        path, f"{sheet.name}, baris {sheet.row}",
        Text(f"Formulir untuk {only} perlu juga: {listed}.", f"A form for {only} also needs: {listed}."),
        Text(f"Tambahkan di kolom yang sesuai.{extra.id}", f"Add them in their columns.{extra.en}"),
    )  # fmt: skip


def _refused(path: Path, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=str(path), reason=reason, remedy=remedy)


def _refused_at(path: Path, where: str, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=f"{path} ({where})", reason=reason, remedy=remedy)
