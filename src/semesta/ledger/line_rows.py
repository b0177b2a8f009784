"""Writing bill lines from a SELECT that gives them."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database import is_postgresql
from semesta.ledger.lines import COLUMNS
from semesta.ledger.vocabulary import LineKind
from semesta.register.recording import Recording


def insert_lines(
    select: str, kind: LineKind, billed_month: dt.date, during: Recording, *, everybody: bool = False
) -> int:
    """Write the rows of a SELECT as lines; how many.

    `everybody`: the SELECT goes through all memberships. PostgreSQL would compare each with every row of the
    small table of rates, working its key out anew each time; told to hash, it works it out once.
    """
    columns = ", ".join(COLUMNS)
    date = f"CAST('{billed_month}' AS date)" if is_postgresql() else f"'{billed_month}'"
    hash_it = everybody and is_postgresql()
    with connection.cursor() as cursor:
        if hash_it:
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            f"INSERT INTO bill_line (kind, billed_month, change_id, {columns}) "
            f"SELECT {kind:d}, {date}, {during.change}, q.* FROM ({select}) AS q"
        )
        written = int(cursor.rowcount)
        if hash_it:
            cursor.execute("SET LOCAL enable_nestloop = on")
    return written
