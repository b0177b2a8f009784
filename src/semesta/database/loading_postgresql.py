"""Loading into PostgreSQL: the engine writes text, COPY takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from semesta.database.rows import Load, Rows, in_queues
from semesta.engine import Engine, identifier, literal

_BLOCK_BYTES = 1 << 20


@contextmanager
def loading_postgresql(engine: Engine, rows: Sequence[Rows], scratch: Path) -> Iterator[Load]:
    """See `loading`."""
    files = {one.table: scratch / f"{one.table}.csv" for one in rows}
    with engine.step("rows.ready"):
        engine.run_together(
            [
                [
                    (f"COPY ({one.query}) TO {literal(str(files[one.table]))} (FORMAT csv, HEADER false)", "")
                    for one in queue
                ]
                for queue in in_queues(rows)
            ]
        )
    connection.close()
    try:
        yield _Load(engine, {one.table: one for one in rows}, files)
    finally:
        for file in files.values():
            file.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Load:
    engine: Engine
    rows: Mapping[str, Rows]
    files: Mapping[str, Path]

    def helper(self, table: str) -> str:
        name = identifier(table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (id bigint PRIMARY KEY) ON COMMIT DROP"
            )
            cursor.execute(f"SELECT count(*) FROM {name}")
            if not cursor.fetchone()[0]:
                _copy(cursor, self.rows[table], self.files[table])
                cursor.execute(f"ANALYZE {name}")
        return name

    def all(self) -> dict[str, int]:
        """Foreign keys are put back when all rows are there: a table may refer to a later one."""
        rows = [one for one in self.rows.values() if not one.helper]
        counts: dict[str, int] = {}
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # a table with checks ahead of it cannot be altered
            put_back = [
                sql
                for one in rows
                if self._is_large(cursor, one.table)
                for sql in _put_aside(cursor, one.table)
            ]
            for one in rows:
                with self.engine.step(f"rows.{one.table}"):
                    counts[one.table] = _copy(cursor, one, self.files[one.table])
            with self.engine.step("rows.indexes"):
                for sql in sorted(put_back, key=lambda sql: "FOREIGN KEY" in sql):
                    cursor.execute(sql, None)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in counts:
                _go_on_counting(cursor, table)
        return counts

    def _is_large(self, cursor: CursorWrapper, table: str) -> bool:
        """Whether about as much comes as is there; text is larger than rows are."""
        return self.files[table].stat().st_size > _size(cursor, table)


def _size(cursor: CursorWrapper, table: str) -> int:
    """Bytes of the table without its indexes."""
    cursor.execute("SELECT pg_relation_size(%s)", [table])
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
