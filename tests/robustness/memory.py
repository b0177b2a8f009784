"""The past as it was known, and the books that are closed: what no later decision may change."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.db import connection

from semesta.database import reading
from semesta.register.recording import known

FACTS = ("person_fact", "identifier", "membership", "wage")
#: Written once and never again; what a change wrote stays as it was. Of the others a few columns come later.
KEPT = ("change", "family", "taken", "entry", "payment", "bill_line", "bill_run", "arrears_run")


def last_change() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM change")
        return int(cursor.fetchone()[0])


def as_known(change: int) -> str:
    """The digest of everything that was known after that change: facts by both clocks, bookings by the change that wrote them."""
    with reading():
        return _digest(
            [
                *(f"SELECT {_facts(table)} FROM {table} f WHERE {known(change)}" for table in FACTS),
                *(f"SELECT * FROM {table} WHERE {'id' if table == 'change' else 'change_id'} <= {change}" for table in KEPT),
                f"SELECT p.* FROM posting p JOIN entry e ON e.id = p.entry_id WHERE e.change_id <= {change}",
                f"SELECT id, kept_id, merged_id, change_id FROM merge WHERE change_id <= {change}",
            ]
        )  # fmt: skip


def closed_books() -> dict[str, str]:
    """Month that is closed -> the digest of its entries and postings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM month_closed ORDER BY month")
        months = [str(row[0])[:10] for row in cursor.fetchall()]
    return {
        month: _digest(
            [
                f"SELECT * FROM entry WHERE month = '{month}'",
                f"SELECT p.* FROM posting p JOIN entry e ON e.id = p.entry_id WHERE e.month = '{month}'",
            ]
        )
        for month in months
    }


def _facts(table: str) -> str:
    """All columns but the one that says when it was superseded, which is of a later time."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [field.column for field in model._meta.local_fields]
    return ", ".join(f"f.{column}" for column in columns if column != "superseded_by_id")


def _digest(queries: list[str]) -> str:
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"{query} ORDER BY 1")
            digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()[:16]
