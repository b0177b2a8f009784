"""Tables of one transaction: steps of set-based work, gone when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from semesta.database.connecting import is_postgresql


def make_temporary(
    table: str, select: str, parameters: Sequence[int | str | dt.date | None] = (), *, index: str = ""
) -> None:
    """Make the table from a SELECT, in the place of one of that name. Inside a transaction.

    `index`: columns by which it is looked up row by row, as in EXISTS: without it that is quadratic on SQLite.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_temp()}{table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table}{_ending()} AS {select}", list(parameters))
        if index:
            schema = "" if is_postgresql() else "temp."
            cursor.execute(f"CREATE INDEX {schema}{table}_by ON {table} ({index})")
        if is_postgresql():
            # The planner knows nothing of a new table, and guesses badly.
            cursor.execute(f"ANALYZE {table}")


def make_temporary_empty(table: str, columns: str) -> None:
    """Make an empty one with these columns and types, in the place of one of that name."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_temp()}{table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}){_ending()}")


def drop_temporary(*tables: str) -> None:
    """Make room before the transaction ends."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {_temp()}{table}")


def _temp() -> str:
    return "pg_temp." if is_postgresql() else "temp."


def _ending() -> str:
    return " ON COMMIT DROP" if is_postgresql() else ""
