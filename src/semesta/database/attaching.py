"""The database in use, beside the engine's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from semesta.database.connecting import database_url
from semesta.engine import Engine


@contextmanager
def attached(engine: Engine, name: str = "register") -> Iterator[None]:
    """Inside, the engine reads what is committed as `name.table`. Not inside a transaction, and open none meanwhile.

    The engine brings its own copy of SQLite. Two copies in one process must not have one file open at once: when one
    closes it, the system drops the locks of the other, and another process may write over ours.
    """
    assert not connection.in_atomic_block
    connection.close()
    engine.attach(database_url(), name)
    try:
        yield
    finally:
        engine.detach(name)
