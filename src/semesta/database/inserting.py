"""Many rows in one statement: what the ORM's bulk_create does, at a third of its cost."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.db import connection

#: Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
MOST_VALUES = 30_000


def insert_rows(
    table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]], *, returning: str = ""
) -> list[Any]:
    """Insert rows with as few statements as the database allows; the `returning` column of each, in order.

    Values go to the driver as they are: dates, whole numbers, text, None. Inside a transaction of the caller.
    """
    found: list[Any] = []
    most = MOST_VALUES // len(columns)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), most):
            part = rows[at : at + most]
            cursor.execute(
                _statement(table, columns, len(part), returning), [value for row in part for value in row]
            )
            if returning:
                found += [row[0] for row in cursor.fetchall()]
    return found


@functools.lru_cache(maxsize=512)
def _statement(table: str, columns: tuple[str, ...], rows: int, returning: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    one = f"({', '.join(['%s'] * len(columns))})"
    ending = f' RETURNING "{returning}"' if returning else ""
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * rows)}{ending}'
