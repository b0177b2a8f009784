"""What the machine refuses becomes a sentence with a remedy; a fault of the program stays what it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection

from semesta.database.addresses import shown
from semesta.database.connecting import database_url
from semesta.faults import InputRefused, MachineFailed, SemestaError, Text


class Busy(SemestaError):
    """Another process is writing; nothing was changed."""

    exit_code = 7


@contextmanager
def told() -> Iterator[None]:
    """What the machine refuses inside is raised as a SemestaError; see `refused`."""
    try:
        yield
    except Error as error:
        raise (refused(error) or error) from error


def refused(error: Exception, *, committing: bool = False, reading: bool = False) -> SemestaError | None:
    """The sentence for what the machine refused; None for a fault of the program.

    `committing`: it happened while the work was being made to last, so that a lost server leaves open whether
    it was. `reading`: we ourselves forbade writing, so that a write is the program's fault. A connection that is
    of no use any more is dropped: the next question opens a new one.
    """
    kind = _kind(error)
    if kind == "unreachable" and not connection.in_atomic_block:
        connection.close()
    if kind == "unreachable" and committing:
        kind = "uncertain"
    if kind is None or (kind == "read_only" and reading):
        return None
    fault, reason, remedy = _SENTENCES[kind]
    return fault(place=place(), reason=reason, remedy=remedy)


def place() -> str:
    """The address of the database in use, as it may be shown: without a password."""
    return shown(database_url())


def _kind(error: Exception) -> str | None:
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # Extended codes carry the plain one in their lowest byte. sqlite.org/rescode.html
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return "tables" if "no such table" in str(cause) else _SQLITE.get(code)
    state = getattr(cause, "sqlstate", None)
    if state:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    # What the driver says without having been told by a server: nobody there, or the line is dead.
    return "unreachable" if type(error).__name__ in ("OperationalError", "InterfaceError") else None


_SQLITE = {
    3: "unwritable",  # PERM
    5: "busy",  # BUSY
    6: "busy",  # LOCKED
    7: "memory",  # NOMEM
    8: "read_only",  # READONLY
    10: "full",  # IOERR: a file that may not grow ends here too
    11: "broken",  # CORRUPT
    13: "full",  # FULL
    14: "unwritable",  # CANTOPEN
    23: "unwritable",  # AUTH
    26: "no_database",  # NOTADB
}

#: By state of SQL, or by its class. postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "08": "unreachable",
    "25006": "read_only",  # a standby, or a server that was told to be read-only
    "28": "not_allowed",
    "3D000": "no_database",
    "40001": "busy",
    "40P01": "busy",
    "42501": "not_allowed",
    "42P01": "tables",
    "53100": "full",
    "53200": "memory",
    "53300": "crowded",
    "55P03": "busy",
    "57014": "stopped",
    "57P01": "unreachable",
    "57P02": "unreachable",
    "57P03": "unreachable",
    "58030": "full",
    "XX001": "broken",
    "XX002": "broken",
}

_SENTENCES: dict[str, tuple[type[SemestaError], Text, Text]] = {
    "busy": (
        Busy,
        Text("Proses lain sedang menulis ke basis data; tidak ada yang berubah.", "Another process is writing to the database; nothing was changed."),
        Text("Tunggu sampai selesai, lalu ulangi.", "Wait until it has finished, then repeat."),
    ),
    "crowded": (
        Busy,
        Text("Server basis data sudah melayani sambungan sebanyak yang diizinkan.", "The database's server has as many connections as it allows."),
        Text("Tunggu sebentar lalu ulangi, atau naikkan max_connections.", "Wait a little and repeat, or raise max_connections."),
    ),
    "stopped": (
        Busy,
        Text("Server menghentikan pekerjaan ini (batas waktunya, atau pengelolanya); tidak ada yang berubah.", "The server stopped this work (its time limit, or its keeper); nothing was changed."),
        Text("Ulangi; bila terjadi lagi, tanyakan statement_timeout kepada pengelola server.", "Repeat; if it happens again, ask the server's keeper about statement_timeout."),
    ),
    "full": (
        MachineFailed,
        Text("Disk penuh atau menolak; tidak ada yang berubah.", "The disk is full or refused; nothing was changed."),
        Text("Kosongkan ruang di disk basis data, lalu ulangi.", "Free space on the database's disk, then repeat."),
    ),
    "memory": (
        MachineFailed,
        Text("Memori habis; tidak ada yang berubah.", "Memory ran out; nothing was changed."),
        Text("Tutup program lain, lalu ulangi.", "Close other programs, then repeat."),
    ),
    "read_only": (
        MachineFailed,
        Text("Basis data ini hanya dapat dibaca; tidak ada yang berubah.", "This database can only be read; nothing was changed."),
        Text("Periksa izin menulis pada berkas dan foldernya, atau apakah servernya server cadangan.", "Check the permission to write its file and folder, or whether its server is a standby."),
    ),
    "unwritable": (
        MachineFailed,
        Text("Basis data tidak dapat dibuka.", "The database cannot be opened."),
        Text("Periksa alamatnya, apakah foldernya ada, dan izin berkas dan folder itu.", "Check its address, whether its folder is there, and the permissions of file and folder."),
    ),
    "not_allowed": (
        MachineFailed,
        Text("Server basis data tidak mengizinkan pengguna ini.", "The database's server does not allow this user."),
        Text("Periksa nama pengguna dan kata sandi di alamatnya, dan haknya pada basis data itu.", "Check user and password in the address, and the user's rights in that database."),
    ),
    "unreachable": (
        MachineFailed,
        Text("Server basis data tidak menjawab, menolak, atau sambungannya putus; tidak ada yang berubah.", "The database's server does not answer, refuses, or the connection broke; nothing was changed."),
        Text("Periksa apakah server hidup (catatan server menyebut sebabnya bila tidak), lalu alamat, nama basis data, pengguna dan kata sandi; kemudian ulangi.", "Check that the server is up (its log says why if it is not), then address, database name, user and password; then repeat."),
    ),
    "uncertain": (
        MachineFailed,
        Text("Sambungan putus tepat saat menyimpan: semuanya tersimpan atau tidak satu pun, tetapi belum diketahui yang mana.", "The connection broke just while saving: all of it was saved or none, but it is not known which."),
        Text("Sesudah server hidup, lihat dahulu apakah sudah tercatat; ulangi hanya bila belum.", "When the server is up, look first whether it is recorded; repeat only if it is not."),
    ),
    "broken": (
        MachineFailed,
        Text("Berkas basis data rusak.", "The database's file is damaged."),
        Text("Simpan salinannya, jangan dipakai lagi, dan pulihkan cadangan terakhir.", "Keep a copy, stop using it, and restore the last backup."),
    ),
    "no_database": (
        InputRefused,
        Text("Di alamat ini tidak ada basis data.", "There is no database at this address."),
        Text("Periksa alamatnya; berkas lain tidak dapat dipakai sebagai basis data.", "Check the address; another kind of file cannot serve as a database."),
    ),
    "tables": (
        InputRefused,
        Text("Basis data ini belum punya tabel Semesta, atau tabelnya dari rilis lain.", "This database has no tables of Semesta yet, or those of another release."),
        Text("Jalankan dahulu: semesta register init.", "First run: semesta register init."),
    ),
}  # fmt: skip
