"""DuckDB in the process: one connection, one scratch folder, timed steps."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import psutil
import pyarrow as pa

from semesta.engine.databases import database_extension, neighbour
from semesta.engine.positions import placed
from semesta.engine.workbooks import SHEET_ROWS, column_letters, excel_extension
from semesta.faults import MachineFailed, Text

#: What the engine raises for data or files that it cannot read; faults of the machine are MachineFailed.
EngineError = duckdb.Error

DEFAULT_MEMORY_MB = 4_800
PARQUET_ROW_GROUP_ROWS = 61_440

#: Schema for narrow tables that are soon dropped (`quick.name`): kept in memory, spilled when that
#: gets scarce, never compressed; making one costs a third of a table in the scratch file.
QUICK = "quick"


#: What DuckDB raises when the disk or the memory fails: a commit that cannot be written, and every
#: statement after it, come as faults of the transaction or of the database.
MACHINE_FAULTS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)


def identifier(name: str) -> str:
    """Quote a table or column name."""
    return '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    """Quote a table's name, of which the schema QUICK may be part."""
    schema, dot, rest = name.partition(".")
    return f"{QUICK}.{identifier(rest)}" if dot and schema == QUICK else identifier(name)


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

    Tables live in memory, uncompressed: to compress them into a file costs more than to read the CSV they
    come from. With a `scratch` folder, what does not fit into `memory_mb` goes there; the caller removes it.
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
        self._connection = duckdb.connect(":memory:")
        self.run(f"SET memory_limit = '{memory_mb}MB'")
        self.run(f"SET threads = {threads or os.cpu_count() or 2}")
        self.run("SET preserve_insertion_order = true")
        self.run("SET enable_progress_bar = false")
        self.run("SET autoinstall_known_extensions = false")
        self.run("SET autoload_known_extensions = false")
        self.run(f"ATTACH ':memory:' AS {QUICK}")
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
        return int(self.value(f"SELECT count(*) FROM {_table(table)} WHERE {where}"))

    def arrow(self, sql: str, parameters: Sequence[object] | None = None) -> pa.Table:
        """The result as an Arrow table."""
        return self._execute(sql, parameters).to_arrow_table()

    def arrays(self, sql: str) -> Mapping[str, np.ndarray[Any, Any]]:
        """The columns of a result without NULL as numpy arrays."""
        return self._execute(sql, None).fetchnumpy()

    def batches(self, sql: str, rows: int = 100_000) -> Iterator[pa.RecordBatch]:
        """The result as a stream of Arrow batches; memory stays at one batch."""
        yield from self._execute(sql, None).to_arrow_reader(rows)

    def columns(self, table: str) -> list[str]:
        """The column names of a table, in order."""
        return [str(row[0]) for row in self.rows(f"DESCRIBE {identifier(table)}")]

    def has_table(self, table: str) -> bool:
        return bool(
            self.value(f"SELECT count(*) > 0 FROM duckdb_tables() WHERE table_name = {literal(table)}")
        )

    # --- giving ---------------------------------------------------------------------------------

    def take(self, table: str, data: pa.Table) -> None:
        """Make a table from Arrow data."""
        self._connection.register("_incoming", data)
        try:
            self.run(f"CREATE OR REPLACE TABLE {_table(table)} AS FROM _incoming")
        finally:
            self._connection.unregister("_incoming")

    def take_columns(self, table: str, columns: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Make a table from equally long numpy arrays; a second cheaper than `take` in a fresh process."""
        self._connection.register("_incoming", dict(columns))
        try:
            self.run(f"CREATE OR REPLACE TABLE {_table(table)} AS FROM _incoming")
        finally:
            self._connection.unregister("_incoming")

    def repeated(self, table: str, column: str, *, into: str) -> None:
        """Make `into` (id): values that stand more than once in a column of row numbers.

        Row numbers are dense, so counting in an array costs a tenth of a GROUP BY.
        """
        counts = np.bincount(self._numbers(table, column))
        self.take_columns(into, {"id": np.flatnonzero(counts > 1)})

    def repeated_numbers(self, table: str, column: str, *, into: str) -> None:
        """Make `into` (id): values that stand more than once in a column of any whole numbers; NULL is none.

        Sorting an array finds them at a fifth of the cost of a GROUP BY with nine million groups.
        """
        name = identifier(column)
        found = self._execute(f"SELECT {name} AS id FROM {identifier(table)} WHERE {name} IS NOT NULL", None)
        numbers = np.sort(np.asarray(found.fetchnumpy()["id"], dtype=np.int64))
        self.take_columns(into, {"id": np.unique(numbers[1:][numbers[1:] == numbers[:-1]])})

    def absent(self, tables: Sequence[str], column: str, size: int, *, into: str) -> None:
        """Make `into` (id): the row numbers from 0 to size that stand in none of the tables' columns."""
        seen = np.zeros(size, dtype=np.bool_)
        for table in tables:
            seen[self._numbers(table, column)] = True
        self.take_columns(into, {"id": np.flatnonzero(~seen)})

    def _numbers(self, table: str, column: str) -> np.ndarray[Any, Any]:
        found = self._execute(f"SELECT {identifier(column)} AS id FROM {_table(table)}", None).fetchnumpy()[
            "id"
        ]
        assert not isinstance(found, np.ma.MaskedArray), f"{table}.{column} holds NULL"
        return np.asarray(found)

    def drop(self, *tables: str) -> None:
        for table in tables:
            self.run(f"DROP TABLE IF EXISTS {_table(table)}")

    def write_parquet(self, query: str, path: Path, *, row_group_rows: int = PARQUET_ROW_GROUP_ROWS) -> None:
        """Write a query's rows, in their order, as one zstd Parquet file."""
        self.run(_copy(query, path, row_group_rows))

    def write_csv(self, query: str, path: Path) -> None:
        """Write a query's rows, in their order, as CSV in UTF-8 with a header; NULL is an empty cell."""
        self.run(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER true)")

    def write_parquet_together(self, queues: Sequence[Sequence[tuple[str, Path]]]) -> None:
        """Write several files; the queues run side by side, each on one thread, each in its order.

        Rows keep their order and row groups their borders whatever the number of threads, so the same
        rows give the same bytes. Faults of the machine are raised when all queues have ended.
        """
        self.run_together(
            [[(_copy(q, path, PARQUET_ROW_GROUP_ROWS), str(path)) for q, path in queue] for queue in queues]
        )

    def run_together(self, queues: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Run statements, each with the place that a fault names; the queues side by side, each on one thread.

        A queue runs in its order and keeps the order of rows. Faults of the machine are raised when all have ended.
        """
        with self.in_order(), ThreadPoolExecutor(max_workers=len(queues)) as pool:
            for done in [pool.submit(self._run_queue, queue) for queue in queues]:
                done.result()

    # --- reading --------------------------------------------------------------------------------

    def sheet(self, path: Path, sheet: str, columns: Sequence[str]) -> str:
        """SQL (a FROM item) for every row of a sheet from its first on, each cell as raw text or NULL.

        Numbers come as they stand in the file, days as Excel's count; rows that the file leaves out
        are there, empty, up to the last row that a sheet can have.
        """
        self.run(f"LOAD {literal(str(excel_extension()))}")
        area = f"A1:{column_letters(len(columns))}{SHEET_ROWS}"
        names = ", ".join(identifier(name) for name in columns)
        return (
            f"read_xlsx({literal(str(path))}, sheet = {literal(sheet)}, header = false, all_varchar = true, "
            f"stop_at_empty = false, range = '{area}') AS sheet({names})"
        )

    def attach(self, url: str, name: str, *, writable: bool = False) -> None:
        """A SQLite or PostgreSQL database, by the address that `semesta.database.use` takes, as `name.table`.

        What is read is what was committed when its statement began. Only tables of its default schema are seen.
        """
        kind, place = neighbour(url)
        self.run(f"LOAD {literal(str(database_extension(kind)))}")
        how = "" if writable else ", READ_ONLY"
        self.run(f"ATTACH {literal(place)} AS {identifier(name)} (TYPE {kind}{how})")

    def detach(self, name: str) -> None:
        self.run(f"DETACH {identifier(name)}")

    def keep_parquet_footers(self) -> None:
        """Read the footer of each Parquet file only once; for files that never change."""
        self.run("SET parquet_metadata_cache = true")

    # --- order ----------------------------------------------------------------------------------

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Inside, rows come out in the order of the first table of a FROM.

        That holds for POSITIONAL JOIN (row i of one table beside row i of another, which costs a
        fraction of a hash join) and for inner joins on smaller tables in which every row finds
        exactly one partner. DuckDB promises no order for joins; one thread and joins as written keep
        it in practice, and who relies on it checks the result.
        """
        threads = self.value("SELECT current_setting('threads')")
        self.run("SET threads = 1; SET disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            yield
        finally:
            self.run(f"SET threads = {threads}; SET disabled_optimizers = ''")

    @contextmanager
    def in_any_order(self) -> Iterator[None]:
        """Inside, tables are made in whatever order is cheapest: keeping it needs memory for all that is out of turn."""
        self.run("SET preserve_insertion_order = false")
        try:
            yield
        finally:
            self.run("SET preserve_insertion_order = true")

    def place(self, table: str, query: str, *, rows: int) -> None:
        """Make a table of `rows` rows in which each row of the query stands at its position.

        The query's first column is the position (a whole number from 0, each at most once); the
        others, numbers or dates, are NULL where no row was given. What a left join and a sort on row
        numbers would make, at a tenth of their cost.
        """
        self.take(table, placed(self.arrow(query), rows))

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

    def _run_queue(self, statements: Sequence[tuple[str, str]]) -> None:
        with self._connection.cursor() as cursor:
            for sql, place in statements:
                try:
                    cursor.execute(sql)
                except MACHINE_FAULTS as error:
                    raise _machine_failed(error, place) from error

    def _execute(self, sql: str, parameters: Sequence[object] | None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, parameters)
        except MACHINE_FAULTS as error:
            raise _machine_failed(error, str(self._scratch or "")) from error


def _copy(query: str, path: Path, row_group_rows: int) -> str:
    # Version 2 packs whole numbers as differences. Columns with many values (NIK, names) give up their
    # dictionary early instead of after a fifth of the rows: a fifth of the time. No reader of ours
    # would use Bloom filters.
    return (
        f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, "
        f"COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {row_group_rows}, DICTIONARY_SIZE_LIMIT 2000, "
        "WRITE_BLOOM_FILTER false)"
    )


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
