"""Fills a row of placeholders in a workbook with rows of the engine; everything else of the file stays byte for byte.

The sheet's XML is edited as text: a library that reads and writes workbooks would lose pictures, drop-downs
and whatever else an insurer's form has in it. The rows' XML is made by the engine, so that memory stays small.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from semesta.engine import Engine
from semesta.faults import InputRefused, Text
from semesta.reporting.form_moving import Move, moved_references, moved_workbook
from semesta.reporting.form_rows import CELL, attributes_of, empty_row, row_sql, without_type
from semesta.reporting.mutation_fields import PLACEHOLDER
from semesta.reporting.mutation_template import Form, FormSheet
from semesta.reporting.sheets import EXCEL_ROWS, unwritable

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes every time
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_FORMULA = re.compile(r"(<f\b[^>]*>)(.*?)(</f>)", re.DOTALL)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into one sheet: a query for its rows in order (columns by field name), and what the form's cells say."""

    sheet: FormSheet
    query: str
    rows: int
    form_values: Mapping[str, str]


def fill_form(engine: Engine, form: Form, fillings: Iterable[Filling], path: Path) -> None:
    """Write the filled form. MachineFailed when it cannot be written, InputRefused for a sheet that is too full."""
    try:
        with (
            zipfile.ZipFile(form.path) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out,
        ):
            _fill(engine, form, {filling.sheet.name: filling for filling in fillings}, source, out)
    except OSError as error:
        raise unwritable(path) from error


def _fill(
    engine: Engine, form: Form, fillings: Mapping[str, Filling], source: zipfile.ZipFile, out: zipfile.ZipFile
) -> None:
    parts = {part: name for name, part in sheet_parts(source).items()}
    moves = {name: Move(f.sheet.row, f.rows) for name, f in fillings.items()}
    tables = {
        t: moves[parts[part]] for part in parts if parts[part] in moves for t in _tables_of(source, part)
    }
    for name in source.namelist():
        if name == "xl/calcChain.xml":
            continue
        if parts.get(name) in fillings:
            pieces = _sheet(engine, form, fillings[parts[name]], source.read(name).decode("utf-8"))
            with out.open(_entry(name), "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece.encode("utf-8"))
            continue
        data = source.read(name)
        if name in tables:
            data = moved_references(data.decode("utf-8"), tables[name]).encode("utf-8")
        elif name == "xl/workbook.xml":
            data = moved_workbook(data.decode("utf-8"), moves).encode("utf-8")
        elif name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            data = re.sub(rb"<(?:Override|Relationship)\b[^>]*calcChain[^>]*/>", b"", data)
        out.writestr(_entry(name), data)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314
    return {
        element.get("name", ""): targets[element.get(_RELATIONS)]
        for element in sheets
        if element.tag.endswith("}sheet") and element.get(_RELATIONS) in targets
    }


def _tables_of(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    """The parts of the tables (with filter arrows) that lie on a sheet."""
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations in archive.namelist():
        for relation in ElementTree.fromstring(archive.read(relations)):  # noqa: S314
            if relation.get("Type", "").endswith("/table"):
                yield posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


# --- one sheet ------------------------------------------------------------------------------------


def _sheet(engine: Engine, form: Form, filling: Filling, xml: str) -> Iterator[str]:
    """The sheet's XML in pieces, from top to bottom."""
    sheet, move = filling.sheet, Move(filling.sheet.row, filling.rows)
    head, data, tail = re.fullmatch(r"(.*?<sheetData>)(.*)(</sheetData>.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    rows = {
        int(attributes_of(found[1])["r"]): found
        for found in _ROW.finditer(data)
        if "r" in attributes_of(found[1])
    }
    if sheet.row not in rows:
        raise InputRefused(
            place=f"{form.path} ({sheet.name})",
            reason=Text("Susunan buku kerja ini tidak biasa.", "This workbook is put together in an unusual way."),
            remedy=Text("Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx.", "Open it in Excel or LibreOffice and save it again as .xlsx."),
        )  # fmt: skip
    if move.of(max(rows)) > EXCEL_ROWS:
        raise InputRefused(
            place=f"{form.path} ({sheet.name})",
            reason=Text(f"{filling.rows} baris tidak muat di satu lembar.", f"{filling.rows} rows do not fit on one sheet."),
            remedy=Text("Buat berkas mutasi per kabupaten/kota dengan --payer.", "Make a file for each regency with --payer."),
        )  # fmt: skip
    written = dict(sheet.form_cells)
    yield re.sub(r'(<dimension ref=")([^"]*)"', lambda m: f'{m[1]}{move.in_text(m[2])}"', head)
    for number in sorted(rows):
        if number == sheet.row:
            yield from _data(engine, filling, rows[number])
        else:
            yield _kept_row(rows[number], move, number, written, filling.form_values)
    yield moved_references(tail, move)


def _kept_row(
    row: re.Match[str], move: Move, number: int, written: Mapping[str, str], values: Mapping[str, str]
) -> str:
    """A row of the form, at its new place, with the form's own placeholders filled."""
    new = move.of(number)
    attributes = re.sub(r'\br="\d+"', f'r="{new}"', row[1], count=1)

    def cell(found: re.Match[str]) -> str:
        reference = attributes_of(found[1]).get("r", "")
        moved = re.sub(r'\br="([A-Z]+)\d+"', rf'r="\g<1>{new}"', found[1], count=1)
        if reference in written:
            text = PLACEHOLDER.sub(lambda m: values[m[1].lower()], written[reference])
            return f'<c{without_type(moved)} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        if found[2] is None:
            return f"<c{moved}/>"
        inside = _FORMULA.sub(lambda f: f[1] + move.in_text(f[2]) + f[3], found[2])
        return f"<c{moved}>{inside}</c>"

    if row[2] is None:
        return f"<row{attributes}/>"
    return f"<row{attributes}>{CELL.sub(cell, row[2])}</row>"


# --- the rows of data -----------------------------------------------------------------------------


def _data(engine: Engine, filling: Filling, row: re.Match[str]) -> Iterator[str]:
    """The rows of data; where there are none, the row stays, empty and with its formats."""
    select = row_sql(filling.sheet, row)
    if not filling.rows:
        yield empty_row(filling.sheet, row)
        return
    for batch in engine.batches(f"SELECT {select} AS xml FROM ({filling.query})", rows=10_000):
        yield "".join(batch.column(0).to_pylist())
