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

from semesta.engine import Engine, identifier, literal
from semesta.faults import InputRefused, Text
from semesta.reporting.mutation_fields import PLACEHOLDER
from semesta.reporting.mutation_template import Form, FormSheet
from semesta.reporting.sheets import EXCEL_ROWS, unwritable

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes every time
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d+)(?::(\$?[A-Z]{1,3})(\$?)(\d+))?(?![\w(])")
_FORMULA = re.compile(r"(<f\b[^>]*>)(.*?)(</f>)", re.DOTALL)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: Characters that XML cannot hold, for the engine's regular expressions.
_NO_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"


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
    moves = {name: _Move(f.sheet.row, f.rows) for name, f in fillings.items()}
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
            data = _moved_references(data.decode("utf-8"), tables[name]).encode("utf-8")
        elif name == "xl/workbook.xml":
            data = _workbook(data.decode("utf-8"), moves).encode("utf-8")
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


# --- rows that move -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Move:
    """Where rows go when the row of placeholders becomes `count` rows."""

    row: int
    count: int

    @property
    def last(self) -> int:
        return self.row + max(self.count, 1) - 1

    def of(self, number: int, *, end: bool = False) -> int:
        """The new number of a row; of the row itself the first, or the last where it ends a range."""
        if number > self.row:
            return number + self.last - self.row
        return self.last if end and number == self.row else number

    def in_text(self, text: str) -> str:
        """References to cells in a range or a formula; texts in quotes stay."""
        quoted = text.split('"')
        quoted[::2] = [_REFERENCE.sub(self._moved, part) for part in quoted[::2]]
        return '"'.join(quoted)

    def _moved(self, found: re.Match[str]) -> str:
        column, fixed, number, to_column, to_fixed, to_number = found.groups()
        start = f"{column}{fixed}{self.of(int(number))}"
        if to_number is None:
            return start
        return f"{start}:{to_column}{to_fixed}{self.of(int(to_number), end=True)}"

    def in_ranges(self, text: str) -> str:
        """A list of ranges: one that holds a single cell of the row grows with it."""
        return " ".join(self._grown(part) for part in text.split(" "))

    def _grown(self, part: str) -> str:
        found = re.fullmatch(r"([A-Z]+)(\d+)", part)
        if found and int(found[2]) == self.row and self.count > 1:
            return f"{part}:{found[1]}{self.last}"
        return self.in_text(part)


def _moved_references(xml: str, move: _Move) -> str:
    """The attributes `ref` and `sqref` of a piece of XML."""
    xml = re.sub(r'\bref="([A-Z0-9:$]+)"', lambda m: f'ref="{move.in_text(m[1])}"', xml)
    return re.sub(r'\bsqref="([A-Z0-9:$ ]+)"', lambda m: f'sqref="{move.in_ranges(m[1])}"', xml)


def _workbook(xml: str, moves: Mapping[str, _Move]) -> str:
    """Named ranges follow their rows, and a spreadsheet computes every formula anew when it opens the file."""

    def moved(found: re.Match[str]) -> str:
        for name, move in moves.items():
            if found[2].lstrip("'").startswith(escape(name)):
                return found[1] + move.in_text(found[2]) + found[3]
        return found[0]

    xml = re.sub(r"(<definedName\b[^>]*>)(.*?)(</definedName>)", moved, xml, flags=re.DOTALL)
    if "<calcPr" in xml:
        return re.sub(r"<calcPr\b(?![^>]*fullCalcOnLoad)", '<calcPr fullCalcOnLoad="1"', xml)
    after = max(xml.rfind(end) + len(end) for end in ("</sheets>", "</definedNames>") if end in xml)
    return f'{xml[:after]}<calcPr fullCalcOnLoad="1"/>{xml[after:]}'


# --- one sheet ------------------------------------------------------------------------------------


def _sheet(engine: Engine, form: Form, filling: Filling, xml: str) -> Iterator[str]:
    """The sheet's XML in pieces, from top to bottom."""
    sheet, move = filling.sheet, _Move(filling.sheet.row, filling.rows)
    head, data, tail = re.fullmatch(r"(.*?<sheetData>)(.*)(</sheetData>.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    rows = {
        int(_attributes(found[1])["r"]): found
        for found in _ROW.finditer(data)
        if "r" in _attributes(found[1])
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
    yield _moved_references(tail, move)


def _attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _kept_row(
    row: re.Match[str], move: _Move, number: int, written: Mapping[str, str], values: Mapping[str, str]
) -> str:
    """A row of the form, at its new place, with the form's own placeholders filled."""
    new = move.of(number)
    attributes = re.sub(r'\br="\d+"', f'r="{new}"', row[1], count=1)

    def cell(found: re.Match[str]) -> str:
        reference = _attributes(found[1]).get("r", "")
        moved = re.sub(r'\br="([A-Z]+)\d+"', rf'r="\g<1>{new}"', found[1], count=1)
        if reference in written:
            text = PLACEHOLDER.sub(lambda m: values[m[1].lower()], written[reference])
            return f'<c{_without_type(moved)} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        if found[2] is None:
            return f"<c{moved}/>"
        inside = _FORMULA.sub(lambda f: f[1] + move.in_text(f[2]) + f[3], found[2])
        return f"<c{moved}>{inside}</c>"

    if row[2] is None:
        return f"<row{attributes}/>"
    return f"<row{attributes}>{_CELL.sub(cell, row[2])}</row>"


def _without_type(attributes: str) -> str:
    return re.sub(r'\st="[^"]*"', "", attributes)


# --- the rows of data -----------------------------------------------------------------------------


def _data(engine: Engine, filling: Filling, row: re.Match[str]) -> Iterator[str]:
    """The rows of data; where there are none, the row stays, empty and with its formats."""
    select = row_sql(filling.sheet, row)
    if not filling.rows:
        yield _empty_row(filling.sheet, row)
        return
    for batch in engine.batches(f"SELECT {select} AS xml FROM ({filling.query})", rows=10_000):
        yield "".join(batch.column(0).to_pylist())


def _empty_row(sheet: FormSheet, row: re.Match[str]) -> str:
    placed = dict(sheet.cells)

    def cell(found: re.Match[str]) -> str:
        column = re.sub(r"\d", "", _attributes(found[1]).get("r", ""))
        return f"<c{_without_type(found[1])}/>" if column in placed else found[0]

    return f"<row{row[1]}>{_CELL.sub(cell, row[2] or '')}</row>"


def row_sql(sheet: FormSheet, row: re.Match[str]) -> str:
    """SQL that makes the XML of one row from the columns of a query; `row_no` is its number among the rows from 1."""
    number = f"(row_no + {sheet.row - 1})::VARCHAR"
    placed = dict(sheet.cells)
    before, after = re.split(r'\br="\d+"', row[1], maxsplit=1)
    parts = [literal(f'<row{before}r="'), number, literal(f'"{after}>')]
    for found in _CELL.finditer(row[2] or ""):
        attributes = _attributes(found[1])
        column = re.sub(r"\d", "", attributes.get("r", ""))
        style = f' s="{attributes["s"]}"' if "s" in attributes else ""
        if column in placed:
            parts.append(_value_sql(placed[column], column in sheet.dates, column, style, number))
        else:
            start, end = re.split(r'\br="[A-Z]+\d+"', found[1], maxsplit=1)
            inside = "/>" if found[2] is None else f">{found[2]}</c>"
            parts += [literal(f'<c{start}r="{column}'), number, literal(f'"{end}{inside}')]
    return " || ".join([*parts, literal("</row>")])


def _value_sql(text: str, is_date: bool, column: str, style: str, number: str) -> str:
    """One cell: a number for {no}, a day where the cell is formatted as one, else text."""
    start = f"{literal(f'<c r={chr(34)}{column}')} || {number}"
    whole = PLACEHOLDER.fullmatch(text.strip())
    field = whole[1].lower() if whole else ""
    if field == "no":
        return f"{start} || {literal(f'{chr(34)}{style}><v>')} || row_no::VARCHAR || '</v></c>'"
    if field and is_date:
        day = f"(TRY_CAST({identifier(field)} AS DATE) - DATE '1899-12-30')::VARCHAR"
        return f"{start} || coalesce({literal(f'{chr(34)}{style}><v>')} || {day} || '</v></c>', {literal(f'{chr(34)}{style}/>')})"
    value = _text_sql(text)
    inline = literal(f'{chr(34)}{style} t="inlineStr"><is><t xml:space="preserve">')
    filled = f"{inline} || {value} || '</t></is></c>'"
    return f"{start} || CASE WHEN {value} = '' THEN {literal(f'{chr(34)}{style}/>')} ELSE {filled} END"


def _text_sql(text: str) -> str:
    """The cell's text with its fields, escaped for XML."""
    parts: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(text):
        parts += [literal(escape(text[at : found.start()]))] if found.start() > at else []
        column = f"regexp_replace(coalesce({_as_text(found[1].lower())}, ''), {literal(_NO_XML)}, '', 'g')"
        parts.append(f"replace(replace(replace({column}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')")
        at = found.end()
    parts += [literal(escape(text[at:]))] if at < len(text) else []
    return "(" + " || ".join(parts) + ")"


def _as_text(field: str) -> str:
    """A field as text; days as offices write them."""
    if field == "no":
        return "row_no::VARCHAR"
    column = identifier(field)
    return f"strftime({column}, '%d-%m-%Y')" if field in ("tgl_lahir", "tmt") else f"{column}::VARCHAR"
