"""Workbooks as officers get them, written by columns: the engine makes the rows' XML, Python only packs it.

A row-by-row writer needs minutes for a million rows; nine million members are nine sheets.
Text stands in the cells themselves (inline strings), which every reader understands.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from semesta.engine import Engine, identifier, literal

SHEET_ROWS = 1_000_000  # data rows; Excel holds 1,048,576 rows in all
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes every time
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(
    engine: Engine,
    source: str,
    path: Path,
    *,
    columns: Sequence[tuple[str, str]],
    titles: Sequence[str] = (),
    numbers: dict[str, str] | None = None,
    sheet: str = "Sheet",
    sheet_rows: int = SHEET_ROWS,
) -> None:
    """Write the rows of `source` (a query that gives them in order) to one workbook, `sheet_rows` to a sheet.

    `columns` are (column of the query, header). `titles` stand above the header of each sheet, then
    an empty row. `numbers` maps a column to the condition under which its cell becomes a number.
    """
    head = (
        "".join(_row([title]) for title in titles)
        + (_row([]) if titles else "")
        + _row([h for _, h in columns])
    )
    cells = " || ".join(_cell(name, (numbers or {}).get(name)) for name, _ in columns)
    rows = _rows(engine, f"SELECT '<row>' || {cells} || '</row>' AS xml FROM ({source})", sheet_rows)
    sheets = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for sheets, chunks in enumerate(rows, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as part:
                part.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{head}'.encode())
                for chunk in chunks:
                    part.write("".join(chunk.to_pylist()).encode())
                part.write(b"</sheetData></worksheet>")
        for name, text in _frame(sheet, sheets):
            archive.writestr(_entry(name), text)


def _rows(engine: Engine, query: str, sheet_rows: int) -> Iterator[Iterator[pa.Array]]:
    """The rows' XML, sheet by sheet; at least one sheet. Each sheet must be used up before the next."""
    batches = (batch.column(0) for batch in engine.batches(query))
    rest: list[pa.Array] = []

    def sheet() -> Iterator[pa.Array]:
        room = sheet_rows
        while room and (chunk := rest.pop() if rest else next(batches, None)) is not None:
            if len(chunk) > room:
                rest.append(chunk.slice(room))
                chunk = chunk.slice(0, room)
            room -= len(chunk)
            yield chunk

    yield sheet()
    while rest or (more := next(batches, None)) is not None:
        if not rest:
            rest.append(more)
        yield sheet()


def _cell(name: str, number_if: str | None) -> str:
    """SQL: the XML of one cell."""
    column = identifier(name)
    text = f"replace(replace({column}::VARCHAR, '&', '&amp;'), '<', '&lt;')"
    as_text = f"coalesce('<c t=\"inlineStr\"><is><t>' || {text} || '</t></is></c>', '<c/>')"
    if number_if is None:
        return as_text
    return f"CASE WHEN {number_if} THEN '<c><v>' || ltrim({column}::VARCHAR, '0') || '</v></c>' ELSE {as_text} END"


def _row(texts: Sequence[str]) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{_escape(text)}</t></is></c>' for text in texts)
    return f"<row>{cells}</row>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _frame(sheet: str, sheets: int) -> list[tuple[str, str]]:
    """The parts of a workbook around its sheets."""
    numbers = range(1, sheets + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    names = [sheet if sheets == 1 else f"{sheet}{n}" for n in numbers]
    listed = "".join(
        f'<sheet name="{_escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return [
        (
            "[Content_Types].xml",
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        ),
        (
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        ),
    ]


def csv_rows(path: Path) -> str:
    """A query over a CSV written by this room: its columns as text, and `no`, the row from 1."""
    return f"SELECT row_number() OVER () AS no, * FROM read_csv({literal(str(path))}, header = true, all_varchar = true, delim = ',', quote = '\"')"
