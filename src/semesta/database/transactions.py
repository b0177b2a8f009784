"""One writer at a time, and one state for several questions, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction

from semesta.database.addresses import waiting_seconds
from semesta.database.connecting import is_postgresql
from semesta.database.refusals import refused

#: The lock that makes PostgreSQL's writers wait for each other as SQLite's do (ADR 15): the order in which
#: changes are numbered is then the order in which they can be seen, and "what we knew when" has one answer.
WRITER_LOCK = 7_310_001

_here = threading.local()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes. Inside another one it joins it.

    Busy if another writer does not finish in time, MachineFailed if the disk refuses; nothing is changed then.
    A fault inside a joined one spoils the whole: what half of it wrote can never be committed by whoever
    catches the fault (SQLite, unlike PostgreSQL, would let that happen).
    """
    assert not _is_reading(), "writing inside reading(): what was read may be old when it is written"
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
        return
    worked = False
    try:
        with transaction.atomic():
            _wait_for_writers()
            yield
            worked = True
    except Error as error:
        raise (refused(error, committing=worked) or error) from error


@contextmanager
def reading() -> Iterator[None]:
    """One state of the database for several questions, without stopping writers, and without writing."""
    if connection.in_atomic_block or _is_reading():
        yield
        return
    _here.reading = True
    try:
        with _snapshot_of_postgresql() if is_postgresql() else _snapshot_of_sqlite():
            yield
    except Error as error:
        raise (refused(error, reading=True) or error) from error
    finally:
        _here.reading = False


def _is_reading() -> bool:
    return getattr(_here, "reading", False)


def _wait_for_writers() -> None:
    """SQLite's BEGIN IMMEDIATE has already waited."""
    if is_postgresql():
        with connection.cursor() as cursor:
            # The limit holds to the end of the transaction: no statement of ours waits longer for a lock.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s) FROM (SELECT set_config('lock_timeout', %s, true)) AS waiting",
                [WRITER_LOCK, f"{max(1, round(waiting_seconds() * 1000))}ms"],
            )


@contextmanager
def _snapshot_of_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _snapshot_of_sqlite() -> Iterator[None]:
    """Django would begin with IMMEDIATE, which is the writer's; a plain BEGIN takes SQLite's snapshot at the
    first question. query_only: without it a stray write would be thrown away without a word.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
        try:
            cursor.execute("BEGIN")
            yield
        finally:
            if connection.connection is not None and connection.connection.in_transaction:
                cursor.execute("ROLLBACK")
            cursor.execute("PRAGMA query_only=OFF")
