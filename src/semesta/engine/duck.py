"""DuckDB in the process: one connection, one scratch folder, timed steps."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pyarrow as pa

from semesta.faults import MachineFailed, Text

DEFAULT_MEMORY_MB = 3_600
PARQUET_ROW_GROUP_ROWS = 61_440


def identifier(name: str) -> str:
    """Quote a table or column name."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | int | float | None) -> str:
    """A value as SQL text; for file names and vocabularies, where binding is not possible."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What one step of a build cost."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_memory_mb: int  # of the process so far: it never falls


class Engine:
    """A DuckDB connection with a scratch folder.

    `scratch` None keeps everything in memory (tests, small looks); with a folder, tables live in a
    compressed file there and work larger than memory spills beside it. The caller removes the folder.
    """

    def __init__(
        self,
        scratch: Path | None = None,
        *,
        memory_mb: int = DEFAULT_MEMORY_MB,
        threads: int | None = None,
        on_step: Callable[[str], None] | None = None,
    ) -> None:
        self._scratch = scratch
        self._on_step = on_step
        self.steps: list[StepRecord] = []
        database = ":memory:" if scratch is None else str(scratch / "work.duckdb")
        try:
            self._connection = duckdb.connect(database)
        except duckdb.IOException as error:
            raise _machine_failed(error, str(scratch)) from error
        self.run(f"SET memory_limit = '{memory_mb}MB'")
        self.run(f"SET threads = {threads or os.cpu_count() or 2}")
        self.run("SET preserve_insertion_order = true")
        self.run("SET enable_progress_bar = false")
        self.run("SET autoinstall_known_extensions = false")
        self.run("SET autoload_known_extensions = false")
        if scratch is not None:
            self.run(f"SET temp_directory = {literal(str(scratch / 'spill'))}")

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    # --- asking ---------------------------------------------------------------------------------

    def run(self, sql: str, parameters: Sequence[object] | None = None) -> None:
        """Execute one or more statements, forget the result."""
        self._execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        return self._execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] | None = None) -> tuple[Any, ...]:
        """The one row of a result that has exactly one."""
        found = self.rows(sql, parameters)
        assert len(found) == 1, f"expected one row, got {len(found)}: {sql[:200]}"
        return found[0]

    def value(self, sql: str, parameters: Sequence[object] | None = None) -> Any:  # noqa: ANN401
        """The one value of a result that has exactly one."""
        row = self.row(sql, parameters)
        assert len(row) == 1
        return row[0]

    def count(self, table: str, where: str = "true") -> int:
        """How many rows of a table fulfil a condition."""
        return int(self.value(f"SELECT count(*) FROM {identifier(table)} WHERE {where}"))

    def arrow(self, sql: str, parameters: Sequence[object] | None = None) -> pa.Table:
        """The result as an Arrow table."""
        return self._execute(sql, parameters).fetch_arrow_table()

    def batches(self, sql: str, rows: int = 100_000) -> Iterator[pa.RecordBatch]:
        """The result as a stream of Arrow batches; memory stays at one batch."""
        yield from self._execute(sql, None).fetch_record_batch(rows)

    def columns(self, table: str) -> list[str]:
        """The column names of a table, in order."""
        return [str(row[0]) for row in self.rows(f"DESCRIBE {identifier(table)}")]

    def has_table(self, table: str) -> bool:
        return bool(
            self.value("SELECT count(*) > 0 FROM information_schema.tables WHERE table_name = ?", [table])
        )

    # --- giving ---------------------------------------------------------------------------------

    def take(self, table: str, data: pa.Table) -> None:
        """Make a table from Arrow data."""
        self._connection.register("_incoming", data)
        try:
            self.run(f"CREATE OR REPLACE TABLE {identifier(table)} AS FROM _incoming")
        finally:
            self._connection.unregister("_incoming")

    def drop(self, *tables: str) -> None:
        for table in tables:
            self.run(f"DROP TABLE IF EXISTS {identifier(table)}")

    def write_parquet(self, query: str, path: Path, *, row_group_rows: int = PARQUET_ROW_GROUP_ROWS) -> None:
        """Write a query's rows, in their order, as one zstd Parquet file."""
        self.run(
            f"COPY ({query}) TO {literal(str(path))} "
            f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {row_group_rows})"
        )

    # --- steps ----------------------------------------------------------------------------------

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step of the work and tell whoever listens that it began."""
        if self._on_step:
            self._on_step(name)
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.steps.append(
            StepRecord(name, time.perf_counter() - wall, time.process_time() - cpu, peak_memory_mb())
        )

    # --- inside ---------------------------------------------------------------------------------

    def _execute(self, sql: str, parameters: Sequence[object] | None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, parameters)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise _machine_failed(error, str(self._scratch or "")) from error


def peak_memory_mb() -> int:
    """The most memory this process has held so far."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset // (1024 * 1024))
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024) if sys.platform == "darwin" else peak // 1024


def _machine_failed(error: Exception, place: str) -> MachineFailed:
    text = str(error).splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException) or "out of memory" in text.lower():
        return MachineFailed(
            place=place,
            reason=Text("Memori tidak cukup.", "Not enough memory."),
            remedy=Text(
                "Tutup program lain, atau ulangi dengan --memory yang lebih kecil supaya data ditaruh sementara di disk.",
                "Close other programs, or repeat with a smaller --memory so that data spills to disk.",
            ),
        )
    return MachineFailed(
        place=place,
        reason=Text(f"Disk menolak: {text}", f"The disk refused: {text}"),
        remedy=Text(
            "Periksa ruang kosong dan izin tulis folder itu, lalu ulangi; edisi yang sudah ada tidak berubah.",
            "Check free space and write permission of that folder, then repeat; existing editions are unchanged.",
        ),
    )
