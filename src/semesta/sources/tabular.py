"""Workbooks and Parquet files: how they are understood, and how their rows reach the staged tables."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from semesta.engine import Engine, identifier, literal
from semesta.faults import InputRefused, MachineFailed, Text
from semesta.sources.describing import describe, header_refused, nothing_under_header
from semesta.sources.files import Found
from semesta.sources.heads import Row
from semesta.sources.layouts import Layout
from semesta.sources.matching import Match, best_header, match_header
from semesta.sources.model import SourceRequest, Understanding
from semesta.sources.rows import Lines
from semesta.sources.xlsxhead import BadWorkbook, first_rows

_SHEET = "sheet_rows"
_SAMPLE_ROWS = 5_000


# --- workbooks --------------------------------------------------------------------------------------


def understand_workbook(
    file: Found, request: SourceRequest, layouts: Sequence[Layout]
) -> Iterator[Understanding]:
    """One understanding per sheet that has the columns of people; the others are named in a note."""
    try:
        sheets = list(first_rows(file.path))
    except BadWorkbook as error:
        raise damaged_workbook(file.path, str(error)) from error
    matches = [(name, rows, best_header(file.kind, rows, layouts)) for name, rows in sheets]
    people = [(name, rows, m) for name, rows, m in matches if m and m.has_needed(file.kind)]
    if not people:
        name, rows, match = max(matches, key=_promise, default=("", [], None))
        raise header_refused(file, match, rows, name)
    left = tuple(name for name, rows, m in matches if rows and not (m and m.has_needed(file.kind)))
    for name, rows, match in people:
        yield _sheet(file, request, layouts, name, rows, match, left)


def _promise(sheet: tuple[str, list[Row], Match | None]) -> tuple[int, int]:
    _, rows, match = sheet
    return len(match.positions) if match else 0, len(rows)


def _sheet(
    file: Found,
    request: SourceRequest,
    layouts: Sequence[Layout],
    name: str,
    rows: Sequence[Row],
    match: Match,
    left: Sequence[str],
) -> Understanding:
    sample = [row.cells for row in rows if row.line > match.row.line]
    if not any(any(cell.strip() for cell in cells) for cells in sample):
        raise nothing_under_header(file)
    notes = [
        Text(
            f"Lembar {sheet!r} tidak memuat kolom orang dan tidak dibaca.",
            f"Sheet {sheet!r} has no columns of people and is not read.",
        )
        for sheet in left
    ]
    return describe(file, request, layouts, match, sample, sheet=name, notes=notes, above=rows)


def load_sheet(engine: Engine, understood: Understanding, table: str, select: Callable[[str], str]) -> Lines:
    """Stage a sheet: row i of the raw table is row i + 1 of the sheet, so every line is exact."""
    _check_archive(understood.path)
    names = [f"c{i}" for i in range(len(understood.headers))]
    source = engine.sheet(understood.path, understood.sheet, names)
    texts = ", ".join(f"nullif({name}, '') AS {name}" for name in names)
    try:
        engine.run(f"CREATE OR REPLACE TABLE {_SHEET} AS SELECT {texts} FROM {source}")
    except MachineFailed as error:  # the engine reports XML that ends too early as a fault of the disk
        raise damaged_workbook(understood.path, error.reason.en) from error
    filled = "(" + " OR ".join(f"trim({name}) <> ''" for name in names) + ")"
    last = int(engine.value(f"SELECT coalesce(max(rowid), -1) FROM {_SHEET} WHERE {filled}"))
    here = f"rowid >= {understood.header_row} AND rowid <= {last}"
    blank = [
        int(row[0]) + 1
        for row in engine.rows(
            f"SELECT rowid FROM {_SHEET} WHERE {here} AND NOT coalesce({filled}, false) ORDER BY rowid"
        )
    ]
    engine.run(
        f"INSERT INTO {identifier(table)} {select(f'(SELECT * FROM {_SHEET} WHERE {here} AND {filled})')}"
    )
    engine.drop(_SHEET)
    return Lines(understood.header_row + 1, tuple(blank))


def _check_archive(path: Path) -> None:
    """The checksums of the archive: the engine's reader does not look at them."""
    try:
        with zipfile.ZipFile(path) as archive:
            wrong = archive.testzip()
    except Exception as error:
        if (
            isinstance(error, (zipfile.BadZipFile, OSError, EOFError, NotImplementedError))
            or type(error).__module__ == "zlib"
        ):
            raise damaged_workbook(path, str(error)) from error
        raise
    if wrong:
        raise damaged_workbook(path, f"{wrong}: checksum")


def damaged_workbook(path: Path, why: str) -> InputRefused:
    """The archive opens, its content does not."""
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Isi buku kerja ini rusak atau terpotong ({why}).",
            f"The content of this workbook is damaged or cut off ({why}).",
        ),
        remedy=Text(
            "Unduh atau salin ulang, atau buka di Excel dan simpan sebagai CSV UTF-8.",
            "Download or copy it again, or open it in Excel and save it as CSV UTF-8.",
        ),
    )


# --- Parquet ----------------------------------------------------------------------------------------


def understand_parquet(file: Found, request: SourceRequest, layouts: Sequence[Layout]) -> Understanding:
    """The column names are the header; there is no header row."""
    try:
        opened = pq.ParquetFile(file.path)
        batch = next(opened.iter_batches(_SAMPLE_ROWS), None)
    except (pa.ArrowException, OSError) as error:
        raise damaged_parquet(file.path, str(error)) from error
    header = Row(0, tuple(opened.schema_arrow.names))
    match = match_header(file.kind, header, layouts)
    if not match.has_needed(file.kind):
        raise header_refused(file, match, [header])
    if batch is None or not batch.num_rows:
        raise nothing_under_header(file)
    columns = [["" if v is None else str(v) for v in column.to_pylist()] for column in batch.columns]
    return describe(file, request, layouts, match, list(zip(*columns, strict=True)))


def load_parquet(
    engine: Engine, understood: Understanding, table: str, select: Callable[[str], str]
) -> Lines:
    """Stage a Parquet file; its first row is row 1."""
    cells = ", ".join(
        f"nullif(CAST({identifier(header)} AS VARCHAR), '') AS c{i}"
        for i, header in enumerate(understood.headers)
    )
    source = f"(SELECT {cells} FROM read_parquet({literal(str(understood.path))}))"
    engine.run(f"INSERT INTO {identifier(table)} {select(source)}")
    return Lines(1)


def damaged_parquet(path: Path, why: str) -> InputRefused:
    """The file begins like Parquet and cannot be read."""
    short = (why.splitlines() or [""])[0][:200]
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Berkas Parquet ini rusak atau terpotong ({short}).",
            f"This Parquet file is damaged or cut off ({short}).",
        ),
        remedy=Text("Unduh atau salin ulang dari asalnya.", "Download or copy it again from where it came."),
    )
