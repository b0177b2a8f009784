"""From the address of a database to Django's settings of it; and to what may be shown of it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from semesta.faults import InputRefused, Text

DEFAULT_URL = "sqlite:///semesta.sqlite3"

#: What each SQLite connection is told. WAL: readers never wait for the writer. FULL: a power cut loses nothing
#: that was committed, and money is worth the fsync. recursive_triggers: without it INSERT OR REPLACE would
#: delete a row behind the back of the triggers that guard it. journal_size_limit: the WAL of a bill run for
#: millions does not stay on the disk for ever.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; "
    "PRAGMA journal_size_limit=67108864;"
)
#: How long a writer waits for another one, seconds; then it is told that the database is busy.
WAIT_SECONDS = 30.0
#: How long PostgreSQL's server may take to answer the door, seconds; the system's own patience is minutes.
CONNECT_SECONDS = 10

_POSTGRESQL = ("postgresql", "postgres")


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings of one database. `sqlite:///relative`, `sqlite:////absolute`, `postgresql://...`.

    A file's name is taken as it stands, but for %20 and its like; a name that holds such a sequence itself
    writes its % as %25. InputRefused for anything else; the sentence never holds a password.
    """
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator and rest.startswith("/") and rest.strip("/"):
        return _sqlite(Path(unquote(rest[1:])))
    parts = _postgresql_parts(url)
    if parts:
        _require_driver()
        return _postgresql(parts)
    raise InputRefused(
        place=shown(url),
        reason=Text("Alamat basis data ini tidak dikenal.", "This address of a database is not known."),
        remedy=Text(
            "Tulis sqlite:///berkas.sqlite3 atau postgresql://pengguna@server/nama; tanda @ / # ? : % dalam kata sandi ditulis %40 %2F %23 %3F %3A %25.",
            "Write sqlite:///file.sqlite3 or postgresql://user@host/name; @ / # ? : % in a password are written %40 %2F %23 %3F %3A %25.",
        ),
    )


def shown(url: str) -> str:
    """The address for people and logs: never a password, and of what is not understood only the kind."""
    scheme, separator, _ = url.partition("://")
    if scheme == "sqlite":
        return url
    parts = _postgresql_parts(url)
    if parts is None:
        return f"{scheme}://..." if separator else "..."
    options = dict(parse_qsl(parts.query))
    host = parts.hostname or options.get("host", "")
    port = parts.port or options.get("port")
    return f"{scheme}://{host}{f':{port}' if port else ''}{parts.path}"


def waiting_seconds() -> float:
    """How long a writer waits for another: SEMESTA_WAIT_SECONDS, else 30. InputRefused if it is no number."""
    written = os.environ.get("SEMESTA_WAIT_SECONDS", "")
    try:
        seconds = float(written or WAIT_SECONDS)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds < 86_400:
        return seconds
    raise InputRefused(
        place=f"SEMESTA_WAIT_SECONDS={written}",
        reason=Text("Ini bukan jumlah detik.", "This is no number of seconds."),
        remedy=Text("Tulis angka dari 0 sampai 86399.", "Write a number from 0 to 86399."),
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "init_command": SQLITE_START,
            "transaction_mode": "IMMEDIATE",
            "timeout": waiting_seconds(),
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host, port = options.pop("host", ""), options.pop("port", "")
    options.setdefault("connect_timeout", CONNECT_SECONDS)
    options.setdefault("application_name", "semesta")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or unquote(parts.hostname or ""),
        "PORT": str(parts.port or port or ""),
        "OPTIONS": options,
    }


def _postgresql_parts(url: str) -> SplitResult | None:
    """The parts of an address of PostgreSQL; None where a part is not what it seems.

    An @ or / that a password holds as it is would end the server's name too early: part of the password
    would then be looked up as a server, and shown.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in _POSTGRESQL and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    name = parts.path[1:]
    unsound = not name or "/" in name or "@" in parts.path + parts.query or parts.fragment
    return None if unsound or not sound or parts.netloc.count("@") > 1 else parts


def _require_driver() -> None:
    if importlib.util.find_spec("psycopg"):
        return
    raise InputRefused(
        place="psycopg",
        reason=Text("Penghubung ke PostgreSQL belum terpasang.", "The driver of PostgreSQL is not installed."),
        remedy=Text("Pasang: pip install 'semesta[postgresql]'.", "Install it: pip install 'semesta[postgresql]'."),
    )  # fmt: skip
