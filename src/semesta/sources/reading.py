"""Reads every understood file into the staged tables, one pass per file, and accounts for every row."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine, identifier
from semesta.faults import InputRefused, Text
from semesta.manifest import SourceFile
from semesta.sources.csvload import CsvLoaded, load_csv
from semesta.sources.fast import ODD, PLACE, load_select
from semesta.sources.fields import TABLES
from semesta.sources.model import SourceRequest, SourcesRead, Understanding
from semesta.sources.odd import Refusals, settle_odd_rows
from semesta.sources.places import fill_villages
from semesta.sources.repeats import refuse_repeats
from semesta.sources.rows import Lines, fill_source_rows, remove_rows
from semesta.sources.scan import TextScan, scan_text
from semesta.tables import REJECTS, STAGED_MEMBERS, STAGED_RESIDENTS, STAGED_ROSTERS


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
    engine: Engine, request: SourceRequest, understood: tuple[Understanding, ...], *, scratch: Path
) -> SourcesRead:
    """Create `residents`, `members`, `rosters` and `rejects` from the files, as `semesta.tables` says.

    Rowids ascend in the order of the files; where a row was refused after loading there is a gap.
    InputRefused where a file is given twice or cannot be read at all.
    """
    assert len(understood) < 255, "a source number is one byte"
    scans = _scan_all(understood, scratch)
    _refuse_same_file_twice(understood, scans)
    for table in (STAGED_RESIDENTS, STAGED_MEMBERS, STAGED_ROSTERS):
        engine.run(table.ddl())
        engine.run(f"ALTER TABLE {identifier(table.name)} ADD COLUMN {PLACE} VARCHAR")
        engine.run(f"ALTER TABLE {identifier(table.name)} ADD COLUMN {ODD} VARCHAR")
    engine.run(REJECTS.ddl())
    loaded = [
        _load(engine, request, one, number, scan)
        for number, (one, scan) in enumerate(zip(understood, scans, strict=True))
    ]
    for file in loaded:
        refuse_repeats(engine, file.understood, file.number, file.first, file.last, file.lines)
    for table in (STAGED_RESIDENTS, STAGED_MEMBERS, STAGED_ROSTERS):
        files = [(f.first, f.last, f.lines) for f in loaded if TABLES[f.understood.kind] is table]
        remove_rows(engine, table.name)
        fill_source_rows(engine, table.name, files)
        engine.run(f"ALTER TABLE {identifier(table.name)} DROP COLUMN {ODD}")
        engine.run(f"ALTER TABLE {identifier(table.name)} DROP COLUMN {PLACE}")
    return SourcesRead(tuple(_account(engine, file) for file in loaded))


def _scan_all(understood: Sequence[Understanding], scratch: Path) -> list[TextScan]:
    """Hash the files, two at a time: most of it happens outside the interpreter's lock."""
    with ThreadPoolExecutor(2) as pool:
        work = [
            pool.submit(scan_text, one.path, one.encoding, scratch / f"source-{number}.csv")
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
    engine: Engine, request: SourceRequest, understood: Understanding, number: int, scan: TextScan
) -> _Loaded:
    table = TABLES[understood.kind].name
    first = _next_rowid(engine, table)

    def select(source: str) -> str:
        nonlocal packed
        load = load_select(
            engine,
            understood,
            request,
            source,
            number,
            plain=scan.ascii and not scan.tabs and not scan.quotes,
        )
        packed = load.packed
        return load.select

    packed: tuple[str, ...] = ()
    found: CsvLoaded = load_csv(engine, understood, scan, table, number, select)
    last = _next_rowid(engine, table)
    if understood.column("village"):
        fill_villages(engine, table, first, last)
    refusals = settle_odd_rows(engine, understood, request, number, first, last, packed, found.lines)
    return _Loaded(number, understood, first, last, found.lines, scan, refusals)


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
