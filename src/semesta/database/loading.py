"""Millions of rows into the database in one transaction: what the engine makes of them, put there by the fast way.

    with loading(engine, rows, scratch) as load:      # the rows are made ready outside of any transaction
        with writing():
            ...                                        # is the database still as the rows suppose?
            load()                                     # all of them, or the transaction ends without any

SQLite takes tables of another file page by page when nothing stands in the way, PostgreSQL takes text by COPY; on both,
indexes are dropped before and made again after, in the same transaction, where more comes than is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from semesta.database.connecting import is_postgresql
from semesta.database.loading_postgresql import loading_postgresql
from semesta.database.loading_sqlite import loading_sqlite
from semesta.database.rows import Load, Rows
from semesta.engine import Engine


@contextmanager
def loading(engine: Engine, rows: Sequence[Rows], scratch: Path) -> Iterator[Load]:
    """Make the rows ready; what is given loads them inside the caller's transaction.

    Not inside a transaction. Rows of one table come in ascending ids above those that are there.
    """
    assert not connection.in_atomic_block
    with (loading_postgresql if is_postgresql() else loading_sqlite)(engine, rows, scratch) as load:
        yield load
