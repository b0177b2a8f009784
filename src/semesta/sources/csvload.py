"""Loads one CSV file with the engine's parallel reader; lines it refuses become rejects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from semesta.engine import Engine, identifier, literal
from semesta.faults import Text
from semesta.sources.model import Understanding
from semesta.sources.rows import Lines
from semesta.sources.scan import TextScan

_SCANS, _ERRORS = "csv_scans", "csv_errors"
#: A line longer than this is refused.
LINE_BYTES = 1 << 22

_FAULTS: dict[str, tuple[str, Text, Text]] = {
    "MISSING COLUMNS": (
        "csv_too_few_columns",
        Text("Baris ini punya lebih sedikit kolom daripada judulnya.", "This line has fewer columns than the header."),
        Text("Perbaiki baris ini di berkas asal, lalu ulangi.", "Correct this line in the original file and repeat."),
    ),
    "TOO MANY COLUMNS": (
        "csv_too_many_columns",
        Text("Baris ini punya lebih banyak kolom daripada judulnya; mungkin ada pemisah di dalam isi sel.", "This line has more columns than the header; a delimiter may stand inside a cell."),
        Text("Beri tanda kutip pada sel yang memuat pemisah, lalu ulangi.", "Put quotes around the cell that holds a delimiter and repeat."),
    ),
    "UNQUOTED VALUE": (
        "csv_quote",
        Text("Tanda kutip di baris ini tidak ditutup atau salah tempat.", "A quote in this line is not closed or stands in the wrong place."),
        Text("Perbaiki tanda kutipnya di berkas asal, lalu ulangi.", "Correct the quote in the original file and repeat."),
    ),
    "LINE SIZE OVER MAXIMUM": (
        "csv_line_too_long",
        Text("Baris ini terlalu panjang untuk satu orang.", "This line is too long to be one person."),
        Text("Periksa tanda kutip yang tidak ditutup atau akhir baris yang hilang.", "Look for a quote that is not closed or a lost line end."),
    ),
}  # fmt: skip
_OTHER = (
    "csv_unreadable",
    Text("Baris ini tidak terbaca.", "This line cannot be read."),
    Text(
        "Perbaiki baris ini di berkas asal, lalu ulangi.",
        "Correct this line in the original file and repeat.",
    ),
)


@dataclass(frozen=True, slots=True)
class CsvLoaded:
    """Where the rows of the file came from."""

    lines: Lines


def load_csv(
    engine: Engine,
    understood: Understanding,
    scan: TextScan,
    table: str,
    number: int,
    select: Callable[[str], str],
) -> CsvLoaded:
    """Insert the file's rows into `table`; `select` makes the SELECT over a source of raw columns."""
    names = [f"c{i}" for i in range(len(understood.headers))]
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    source = (
        f"read_csv({literal(str(scan.readable))}, columns = {columns}, auto_detect = false, header = false, "
        f"skip = {understood.header_row}, delim = {literal(understood.delimiter)}, quote = '\"', escape = '\"', "
        f"strict_mode = true, null_padding = false, max_line_size = {LINE_BYTES}, "
        f"store_rejects = true, rejects_scan = '{_SCANS}', rejects_table = '{_ERRORS}')"
    )
    engine.run(f"INSERT INTO {identifier(table)} {select(source)}")
    refused = _take_errors(engine, number)
    return CsvLoaded(Lines(understood.header_row + 1, tuple(refused), len(refused)))


def _take_errors(engine: Engine, number: int) -> list[int]:
    """Move what the reader refused into `rejects`, one row per line; returns the lines, ascending."""
    rows = engine.rows(
        f"SELECT line, any_value(error_type::VARCHAR ORDER BY column_idx) FROM {_ERRORS} GROUP BY line ORDER BY line"
    )
    kinds = {kind for _, kind in rows}
    for kind in kinds:
        code, reason, remedy = _FAULTS.get(kind, _OTHER)
        engine.run(
            f"INSERT INTO rejects SELECT {number}, line, 'row', '', left(any_value(csv_line), 200), ?, ?, ? "
            f"FROM (SELECT *, any_value(error_type::VARCHAR ORDER BY column_idx) OVER (PARTITION BY line) AS kind FROM {_ERRORS}) "
            "WHERE kind = ? GROUP BY line ORDER BY line",
            [code, reason.id, remedy.id, kind],
        )
    engine.drop(_SCANS, _ERRORS)
    return [int(line) for line, _ in rows]
