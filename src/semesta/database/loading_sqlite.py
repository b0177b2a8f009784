"""Loading into SQLite: the engine writes a second file of the same tables, and SQLite takes its pages over.

Measured per million memberships: 2.7 s by Python's driver; 0.9 s by the engine into a file of its own, and 0.3 s from
there. SQLite copies records without looking into them as long as both tables have the same columns and indexes and the
one that receives has neither triggers nor foreign keys in force: both are put back before the transaction ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from semesta.database.addresses import WAIT_SECONDS
from semesta.database.rows import Load, Rows, in_queues
from semesta.engine import Engine, identifier

_READY = "ready"  # the files of rows, as the connection and the engine know them: ready_0, ready_1


@contextmanager
def loading_sqlite(engine: Engine, rows: Sequence[Rows], scratch: Path) -> Iterator[Load]:
    """See `loading`. Readers are served meanwhile only if they came before: then all is written twice, through the WAL."""
    files = _make_ready(engine, rows, scratch)
    connection.ensure_connection()
    try:
        _stop_guarding()
        with connection.cursor() as cursor:
            for number, file in enumerate(files):
                cursor.execute(f"ATTACH 'file:{file.as_posix()}?immutable=1' AS {_READY}_{number}")
        where = {
            table: f"{_READY}_{n}.{identifier(table)}"
            for n, file in enumerate(files)
            for table in files[file]
        }
        yield _Load(engine, rows, where)
    finally:
        connection.close()  # the next one begins with WAL, foreign keys and our usual settings
        for file in files:
            file.unlink(missing_ok=True)


def _make_ready(engine: Engine, rows: Sequence[Rows], scratch: Path) -> dict[Path, tuple[str, ...]]:
    """The rows in files of their own, and which tables each holds; whoever kills us leaves them in the scratch folder."""
    connection.close()  # two copies of SQLite in one process must not have one file open: see `attached`
    queues = in_queues(rows)
    files = {
        scratch / f"rows-{number}.sqlite3": tuple(one.table for one in queue)
        for number, queue in enumerate(queues)
    }
    for file, queue in zip(files, queues, strict=True):
        _make_tables(file, queue)
    for number, file in enumerate(files):
        engine.attach(f"sqlite:///{file}", f"{_READY}_{number}", writable=True)
    with engine.step("rows.ready"):
        engine.run_together(
            [
                [(sql, str(file)) for sql in _inserts(queue, f"{_READY}_{number}")]
                for number, (file, queue) in enumerate(zip(files, queues, strict=True))
            ]
        )
    for number in range(len(files)):
        engine.detach(f"{_READY}_{number}")
    return files


def _inserts(rows: Sequence[Rows], into: str) -> Iterator[str]:
    yield "BEGIN"
    for one in rows:
        columns = ", ".join(identifier(name) for name in one.columns)
        yield f"INSERT INTO {into}.{identifier(one.table)} ({columns}) {one.query}"
    yield "COMMIT"


def _make_tables(file: Path, rows: Sequence[Rows]) -> None:
    """The same tables as in the database in use, without their indexes and triggers."""
    own = sqlite3.connect(file)
    theirs = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=WAIT_SECONDS)
    for one in rows:
        helper = f"CREATE TABLE {identifier(one.table)} (id INTEGER PRIMARY KEY)"
        own.execute(helper if one.helper else _definition(theirs, one.table))
    theirs.close()
    own.execute("PRAGMA journal_mode=OFF")
    own.commit()
    own.close()


def _definition(of: sqlite3.Connection, table: str) -> str:
    """Without AUTOINCREMENT, which looks up and writes the last number at every row: a fifth of the time."""
    [(sql,)] = of.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table])
    return str(sql).replace(" AUTOINCREMENT", "")


def _stop_guarding() -> None:
    """Settings that can only be changed between transactions.

    A rollback journal holds only the old content of changed pages, so new rows are written once and not again from the
    WAL; a kill leaves the journal, and the next who opens the file puts the old state back. Where others have the file
    open it stays with the WAL. Sorting for an index may use the disk.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")  # the rows were made with their parents, see _take_over
        cursor.execute("PRAGMA temp_store=FILE")
        cursor.execute("PRAGMA threads=2")
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("PRAGMA journal_mode=DELETE")
        except Exception as error:
            if "locked" not in str(error):
                raise
        cursor.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")


@dataclass(frozen=True, slots=True)
class _Load:
    engine: Engine
    rows: Sequence[Rows]
    where: Mapping[str, str]  # table -> name of its rows made ready

    def helper(self, table: str) -> str:
        return self.where[table]

    def all(self) -> dict[str, int]:
        """Parents come first: the tables stand in the order in which they refer to each other."""
        counts: dict[str, int] = {}
        for one in self.rows:
            if not one.helper:
                with self.engine.step(f"rows.{one.table}"):
                    counts[one.table] = _take_over(one.table, self.where[one.table])
        return counts


def _take_over(table: str, ready: str) -> int:
    """Indexes are made again where more comes than is there; triggers stand in the way of the fast way."""
    here = f"main.{identifier(table)}"
    with connection.cursor() as cursor:
        new = _one(cursor, f"SELECT count(*) FROM {ready}")
        there = _one(cursor, f"SELECT coalesce(max(rowid), 0) FROM {here}")
        wanted = ("index", "trigger") if new > there else ("trigger",)
        cursor.execute(
            "SELECT type, name, sql FROM main.sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table]
        )
        put_aside = [one for one in cursor.fetchall() if one[0] in wanted]
        for kind, name, _ in put_aside:
            cursor.execute(f"DROP {kind} main.{identifier(name)}")
        cursor.execute(f"INSERT INTO {here} SELECT * FROM {ready}")
        for _, _, sql in put_aside:
            cursor.execute(sql, None)
    return new


def _one(cursor: CursorWrapper, sql: str) -> int:
    cursor.execute(sql)
    return int(cursor.fetchone()[0])
