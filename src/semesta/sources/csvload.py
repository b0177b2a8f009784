"""Loads one CSV file with the engine's parallel reader; lines that cannot be read become rejects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from semesta.engine import Engine, identifier, literal
from semesta.sources.model import Understanding
from semesta.sources.quotes import BrokenLine, repair_quotes
from semesta.sources.rowfaults import CSV_FAULTS, CSV_OTHER, CSV_QUOTE
from semesta.sources.rows import Lines
from semesta.sources.scan import TextScan

_SCANS, _ERRORS = "csv_scans", "csv_errors"
#: A line longer than this is refused.
LINE_BYTES = 1 << 22
_CHUNK_BYTES = 1 << 22


def load_csv(
    engine: Engine,
    understood: Understanding,
    scan: TextScan,
    table: str,
    number: int,
    select: Callable[[str], str],
    scratch: Path,
) -> Lines:
    """Insert the file's rows into `table`; `select` makes the SELECT over a source of raw columns."""
    path, broken = scan.readable, list[BrokenLine]()
    if scan.broken_quotes:
        path = scratch / f"source-{number}-repaired.csv"
        broken = repair_quotes(
            scan.readable, path, understood.delimiter, len(understood.headers), understood.header_row
        )
    before = engine.count(table)
    engine.run(f"INSERT INTO {identifier(table)} {select(_reader(understood, path))}")
    loaded = engine.count(table) - before
    blank, refused = _take_errors(engine, number)
    _reject_broken(engine, number, broken)
    away = sorted({*blank, *refused, *(b.line for b in broken)})
    if loaded + len(away) != scan.lines - understood.header_row:
        away = sorted({*away, *_empty_lines(path, understood.header_row)})
    return Lines(understood.header_row + 1, tuple(away), len(refused) + len(broken))


def _reader(understood: Understanding, path: Path) -> str:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(understood.headers)))
    return (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false, header = false, "
        f"skip = {understood.header_row}, delim = {literal(understood.delimiter)}, quote = '\"', escape = '\"', "
        f"strict_mode = true, null_padding = false, max_line_size = {LINE_BYTES}, "
        f"store_rejects = true, rejects_scan = '{_SCANS}', rejects_table = '{_ERRORS}')"
    )


def _take_errors(engine: Engine, number: int) -> tuple[list[int], list[int]]:
    """Move what the reader refused into `rejects`; returns the blank lines and the refused ones."""
    engine.run(
        f"CREATE OR REPLACE TABLE csv_lines AS SELECT line, min_by(error_type::VARCHAR, column_idx) AS kind, "
        f"any_value(csv_line) AS text FROM {_ERRORS} GROUP BY line"
    )
    blank = [
        int(row[0]) for row in engine.rows("SELECT line FROM csv_lines WHERE trim(coalesce(text, '')) = ''")
    ]
    engine.run("DELETE FROM csv_lines WHERE trim(coalesce(text, '')) = ''")
    for (kind,) in engine.rows("SELECT DISTINCT kind FROM csv_lines ORDER BY kind"):
        code, reason, remedy = CSV_FAULTS.get(kind, CSV_OTHER)
        engine.run(
            f"INSERT INTO rejects SELECT {number}, line, 'row', '', left(text, 200), {literal(code)}, "
            f"{literal(reason.id)}, {literal(remedy.id)} FROM csv_lines WHERE kind = {literal(kind)} ORDER BY line"
        )
    refused = [int(row[0]) for row in engine.rows("SELECT line FROM csv_lines ORDER BY line")]
    engine.drop(_SCANS, _ERRORS, "csv_lines")
    return blank, refused


def _reject_broken(engine: Engine, number: int, broken: list[BrokenLine]) -> None:
    code, reason, remedy = CSV_QUOTE
    for one in broken:
        engine.run(
            f"INSERT INTO rejects VALUES ({number}, {one.line}, 'row', '', {literal(one.text)}, {literal(code)}, "
            f"{literal(reason.id)}, {literal(remedy.id)})"
        )


def _empty_lines(path: Path, header_row: int) -> list[int]:
    """Numbers of the lines below the header without any character; the reader skips them silently."""
    found: list[int] = []
    line = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES) + file.readline():
            lines = chunk.split(b"\n")
            last = lines.pop()  # what follows the last line end: nothing, or a line without one
            found += [line + i for i, text in enumerate(lines, start=1) if not text or text == b"\r"]
            line += len(lines) + bool(last)
    return [number for number in found if number > header_row]
