"""Reads every understood file into the staged tables, one pass per file, and accounts for every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine, EngineError, identifier
from semesta.faults import InputRefused, Text
from semesta.manifest import SourceFile
from semesta.sources.csvload import load_csv
from semesta.sources.dates import make_cover_days
from semesta.sources.fast import ODD, load_select
from semesta.sources.fields import EDITION_KINDS, FIELDS, TABLES
from semesta.sources.model import Kind, SourceRequest, SourcesRead, Understanding
from semesta.sources.odd import Refusals, settle_odd_rows
from semesta.sources.places import PLACE, fill_villages, has_place, make_village_type, settle_places
from semesta.sources.repeats import refuse_repeats
from semesta.sources.rows import Lines, fill_source_rows, finish_table
from semesta.sources.scan import TextScan, scan_binary, scan_text
from semesta.sources.tabular import load_parquet, load_sheet
from semesta.tables import REJECTS


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One file in its staged table, before refused rows are taken out."""

    number: int
    understood: Understanding
    first: int  # rowid of its first row
    last: int  # rowid after its last row
    lines: Lines
    scan: TextScan
    refusals: Refusals


def read(
    engine: Engine,
    request: SourceRequest,
    understood: tuple[Understanding, ...],
    *,
    scratch: Path,
    kinds: Sequence[Kind] = EDITION_KINDS,
) -> SourcesRead:
    """Create `residents`, `members`, `rosters` and `rejects` from the files, as `semesta.tables` says.

    Or, for other `kinds`, their tables and `rejects`.

    Rowids are dense and in the order of the files.
    InputRefused where a file is given twice or cannot be read at all.
    """
    assert len(understood) < 255, "a source number is one byte"
    scans = _scan_all(understood, scratch)
    _refuse_same_file_twice(understood, scans)
    assert {one.kind for one in understood} <= set(kinds)
    tables = {kind: TABLES[kind] for kind in kinds}
    working = {kind: _working_columns(understood, kind) for kind in kinds}
    for kind, table in tables.items():
        engine.run(table.ddl())
        for column in working[kind]:
            engine.run(f"ALTER TABLE {identifier(table.name)} ADD COLUMN {identifier(column)} VARCHAR")
    engine.run(REJECTS.ddl())
    loaded = [
        _load(engine, request, one, number, scan, scratch, placed=PLACE in working[one.kind])
        for number, (one, scan) in enumerate(zip(understood, scans, strict=True))
    ]
    for kind, table in tables.items():
        files = [(f.first, f.last, f.lines) for f in loaded if f.understood.kind == kind]
        fill_source_rows(engine, table.name, files)
        refuse_repeats(engine, kind, table.name)
        finish_table(engine, table, working[kind])
    return SourcesRead(tuple(_account(engine, file) for file in loaded))


def _working_columns(understood: Sequence[Understanding], kind: Kind) -> tuple[str, ...]:
    """Columns behind those of the contract while files are loaded: raw odd cells, and places by name."""
    placed = any(one.kind == kind and has_place(one) for one in understood)
    return (ODD, PLACE) if placed else (ODD,)


def _scan_all(understood: Sequence[Understanding], scratch: Path) -> list[TextScan]:
    """Hash the files, two at a time: most of it happens outside the interpreter's lock."""
    with ThreadPoolExecutor(2) as pool:
        work = [
            pool.submit(scan_text, one.path, one.encoding, scratch / f"source-{number}.csv")
            if one.format == "csv"
            else pool.submit(scan_binary, one.path, one.format)
            for number, one in enumerate(understood)
        ]
        return [one.result() for one in work]


def _refuse_same_file_twice(understood: Sequence[Understanding], scans: Sequence[TextScan]) -> None:
    seen: dict[tuple[str, str, str], Understanding] = {}
    for one, scan in zip(understood, scans, strict=True):
        key = (one.kind, scan.sha256, one.sheet)
        if key in seen:
            raise InputRefused(
                place=str(one.path),
                reason=Text(
                    f"Isi berkas ini sama persis dengan {seen[key].path}.",
                    f"This file is byte for byte the same as {seen[key].path}.",
                ),
                remedy=Text("Berikan satu saja.", "Give only one of them."),
            )
        seen[key] = one


def _load(
    engine: Engine,
    request: SourceRequest,
    understood: Understanding,
    number: int,
    scan: TextScan,
    scratch: Path,
    *,
    placed: bool,
) -> _Loaded:
    table = TABLES[understood.kind].name
    first = _next_rowid(engine, table)
    # A line end inside a cell of a CSV file was made a blank, see `quotes`; for other files tabs is true.
    load = load_select(understood, request, number, ascii_only=scan.ascii, tabs=scan.tabs, placed=placed)
    codes = understood.column("village")
    if codes and codes.words:
        make_village_type(engine, codes)
    for column in understood.columns:
        if column.date_format and FIELDS[understood.kind][column.field].reading == "cover_date":
            make_cover_days(engine, column.date_format, request.as_of)
    lines = _insert(engine, understood, scan, table, number, load.select, scratch)
    last = _next_rowid(engine, table)
    if codes and codes.words:
        fill_villages(engine, table, codes, first, last)
    refusals = settle_odd_rows(engine, understood, request, number, first, last, load.packed, lines)
    settle_places(engine, understood, number, first, last, lines)
    return _Loaded(number, understood, first, last, lines, scan, refusals)


def _insert(
    engine: Engine,
    understood: Understanding,
    scan: TextScan,
    table: str,
    number: int,
    select: Callable[[str], str],
    scratch: Path,
) -> Lines:
    try:
        if understood.format == "csv":
            return load_csv(engine, understood, scan, table, number, select, scratch)
        if understood.format == "xlsx":
            return load_sheet(engine, understood, table, select)
        return load_parquet(engine, understood, table, select)
    except EngineError as error:
        raise InputRefused(
            place=str(understood.path),
            reason=Text(
                f"Berkas ini tidak terbaca: {_first_line(error)}.",
                f"This file cannot be read: {_first_line(error)}.",
            ),
            remedy=Text(
                "Buka di program asalnya, simpan ulang sebagai CSV UTF-8, lalu ulangi.",
                "Open it in the program it came from, save it again as CSV UTF-8, and repeat.",
            ),
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200].rstrip(".")


def _next_rowid(engine: Engine, table: str) -> int:
    return int(engine.value(f"SELECT coalesce(max(rowid) + 1, 0) FROM {identifier(table)}"))


def _account(engine: Engine, file: _Loaded) -> SourceFile:
    """The file's line in the manifest; every row is accounted for, or the program is broken."""
    table, one = TABLES[file.understood.kind].name, file.understood
    taken = engine.count(table, f'"source" = {file.number}')
    rejected = engine.count("rejects", f"\"source\" = {file.number} AND scope = 'row'")
    cells = engine.count("rejects", f"\"source\" = {file.number} AND scope = 'cell'")
    rows_in = file.lines.rows_in(file.last - file.first) - file.refusals.blank_rows
    assert rows_in == taken + rejected, (one.name, rows_in, taken, rejected)
    return SourceFile(
        number=file.number,
        kind=one.kind,
        name=one.name,
        sha256=file.scan.sha256,
        size_bytes=one.size_bytes,
        encoding=file.scan.encoding,
        delimiter=one.delimiter,
        header_row=one.header_row,
        columns={column.field: column.header for column in one.columns},
        ignored_headers=one.ignored,
        rows_in=rows_in,
        rows_taken=taken,
        rows_rejected=rejected,
        cells_rejected=cells,
        repaired=file.refusals.repaired,
    )
