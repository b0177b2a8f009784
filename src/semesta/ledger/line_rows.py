"""Writing bill lines from a SELECT that gives them."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database import is_postgresql
from semesta.ledger.lines import COLUMNS
from semesta.ledger.vocabulary import LineKind
from semesta.register.recording import Recording


def insert_lines(select: str, kind: LineKind, billed_month: dt.date, during: Recording) -> int:
    """Write the rows of a SELECT as lines; how many. Who has a first line for the month keeps it."""
    columns = ", ".join(COLUMNS)
    date = f"CAST('{billed_month}' AS date)" if is_postgresql() else f"'{billed_month}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bill_line (kind, billed_month, change_id, {columns}) "
            f"SELECT {kind:d}, {date}, {during.change}, q.* FROM ({select}) AS q WHERE true ON CONFLICT DO NOTHING"
        )
        return int(cursor.rowcount)
