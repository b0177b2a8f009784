"""From the address of a database to Django's settings of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from semesta.faults import InputRefused, Text

DEFAULT_URL = "sqlite:///semesta.sqlite3"

#: What each SQLite connection is told. WAL: readers never wait for the writer. NORMAL: a power cut loses no
#: committed state but, at worst, the last commits; FULL (below) loses none, and money is worth the fsync.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)
#: How long a writer waits for another one, seconds; then it is told that the database is busy.
WAIT_SECONDS = 30


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings of one database. `sqlite:///relative`, `sqlite:////absolute`, `postgresql://...`.

    InputRefused for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/"):
        return _postgresql(url)
    raise InputRefused(
        place=url,
        reason=Text("Alamat basis data ini tidak dikenal.", "This address of a database is not known."),
        remedy=Text(
            "Tulis sqlite:///berkas.sqlite3 atau postgresql://pengguna@server/nama.",
            "Write sqlite:///file.sqlite3 or postgresql://user@host/name.",
        ),
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "init_command": SQLITE_START,
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_SECONDS,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "OPTIONS": options,
    }
