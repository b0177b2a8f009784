"""One writer at a time, on both databases; what the database refuses becomes a sentence with a remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction

from semesta.database.connecting import database_url, is_postgresql
from semesta.faults import MachineFailed, SemestaError, Text

#: The lock that makes PostgreSQL's writers wait for each other as SQLite's do (ADR 15): the order in which
#: changes are numbered is then the order in which they can be seen, and "what we knew when" has one answer.
WRITER_LOCK = 7_310_001


class Busy(SemestaError):
    """Another process is writing; nothing was changed."""

    exit_code = 7


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes. Inside another one it joins it.

    Busy if another writer does not finish in time, MachineFailed if the disk refuses; nothing is changed then.
    """
    if connection.in_atomic_block:
        yield
        return
    try:
        with transaction.atomic():
            if is_postgresql():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
            yield
    except DatabaseError as error:
        raise (refused(error) or error) from error


@contextmanager
def reading() -> Iterator[None]:
    """One state of the database for several questions, without stopping writers."""
    if connection.in_atomic_block:
        yield
        return
    try:
        if is_postgresql():
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
            return
        # Django would begin with IMMEDIATE, which is the writer's; a plain BEGIN takes SQLite's snapshot at
        # the first question.
        connection.ensure_connection()
        raw = connection.connection
        raw.execute("BEGIN")
        try:
            yield
        finally:
            raw.execute("ROLLBACK")
    except DatabaseError as error:
        raise (refused(error) or error) from error


def refused(error: Exception) -> SemestaError | None:
    """The sentence for what the machine refused; None for a fault of the program."""
    if not isinstance(error, OperationalError):
        return None
    cause = error.__cause__
    said = str(error)
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(cause, sqlite3.OperationalError) and ("locked" in said or "busy" in said):
        return _busy()
    if state in ("55P03", "40001", "40P01", "57014"):
        return _busy()
    if "full" in said or "disk I/O" in said or state.startswith("53"):
        return MachineFailed(
            place=place(),
            reason=Text("Disk penuh atau menolak; tidak ada yang berubah.", "The disk is full or refused; nothing was changed."),
            remedy=Text("Kosongkan ruang di disk basis data, lalu ulangi.", "Free space on the database's disk, then repeat."),
        )  # fmt: skip
    if (
        "readonly" in said
        or "unable to open" in said
        or state.startswith("08")
        or "connection" in said
        or "resolve host" in said
    ):
        return MachineFailed(
            place=place(),
            reason=Text("Basis data tidak dapat dibuka atau ditulis.", "The database cannot be opened or written."),
            remedy=Text("Periksa alamatnya, izin berkas dan foldernya, atau apakah servernya hidup.", "Check its address, the permissions of file and folder, or whether the server is up."),
        )  # fmt: skip
    return None


def _busy() -> Busy:
    return Busy(
        place=place(),
        reason=Text("Proses lain sedang menulis ke basis data; tidak ada yang berubah.", "Another process is writing to the database; nothing was changed."),
        remedy=Text("Tunggu sampai selesai, lalu ulangi.", "Wait until it has finished, then repeat."),
    )  # fmt: skip


def place() -> str:
    """The address of the database in use, without a password: for sentences."""
    address = database_url()
    if "@" in address:
        scheme, _, rest = address.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    return address
