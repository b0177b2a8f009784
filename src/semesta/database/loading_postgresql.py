"""Loading into PostgreSQL: the engine writes text, COPY takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from semesta.database.rows import Rows
from semesta.engine import Engine, identifier, literal

_BLOCK_BYTES = 1 << 20


@contextmanager
def loading_postgresql(
    engine: Engine, rows: Sequence[Rows], scratch: Path
) -> Iterator[Callable[[], dict[str, int]]]:
    """See `loading`."""
    files = [scratch / f"rows-{number}.csv" for number in range(len(rows))]
    with engine.step("rows.ready"), engine.in_order():
        counts = [
            int(engine.value(f"COPY ({one.query}) TO {literal(str(file))} (FORMAT csv, HEADER false)"))
            for one, file in zip(rows, files, strict=True)
        ]
    connection.close()
    try:
        yield lambda: _load(engine, rows, files, counts)
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _load(
    engine: Engine, rows: Sequence[Rows], files: Sequence[Path], counts: Sequence[int]
) -> dict[str, int]:
    """Foreign keys of all tables are put back when all rows are there: a table may refer to a later one."""
    tables = dict.fromkeys((one.table for one in rows), 0)
    for one, count in zip(rows, counts, strict=True):
        tables[one.table] += count
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks ahead of it cannot be altered
        put_back = [
            sql
            for table, new in tables.items()
            if new > _there(cursor, table)
            for sql in _put_aside(cursor, table)
        ]
        for one, file, count in zip(rows, files, counts, strict=True):
            with engine.step(f"rows.{one.table}"):
                assert _copy(cursor, one, file) == count, one.table
        with engine.step("rows.indexes"):
            for sql in sorted(put_back, key=lambda sql: "FOREIGN KEY" in sql):
                cursor.execute(sql, None)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            _go_on_counting(cursor, table)
    return tables


def _there(cursor: CursorWrapper, table: str) -> int:
    """How many rows there are at most: the last id."""
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {identifier(table)}")
    return int(cursor.fetchone()[0])


def _go_on_counting(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(1, (SELECT max(id) FROM "
        f"{identifier(table)})))",
        [table],
    )


def _put_aside(cursor: CursorWrapper, table: str) -> list[str]:
    """Drop what would be looked after row by row; the statements that make it again."""
    name = identifier(table)
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
        "AND contype IN ('f', 'u', 'x') ORDER BY contype DESC, conname",
        [table],
    )
    constraints = cursor.fetchall()
    for constraint, _ in constraints:
        cursor.execute(f"ALTER TABLE {name} DROP CONSTRAINT {identifier(constraint)}")
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary ORDER BY 1",
        [table],
    )
    indexes = cursor.fetchall()
    for index, _ in indexes:
        cursor.execute(f"DROP INDEX {identifier(index)}")
    return [
        *(definition for _, definition in indexes),
        *(
            f"ALTER TABLE {name} ADD CONSTRAINT {identifier(constraint)} {definition}"
            for constraint, definition in constraints
        ),
    ]


def _copy(cursor: CursorWrapper, rows: Rows, file: Path) -> int:
    columns = ", ".join(identifier(name) for name in rows.columns)
    driver: Any = cursor.cursor  # psycopg's own, of which Django's types know nothing
    with (
        file.open("rb") as source,
        driver.copy(f"COPY {identifier(rows.table)} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        while block := source.read(_BLOCK_BYTES):
            copy.write(block)
    return int(driver.rowcount)
