"""What a database says, apart from when it was recorded and by which numbers: two runs that did the same are equal.

A row is known by its content, and another row that it names by that one's content, all the way down. So numbers
may have gaps, as PostgreSQL leaves them after a transaction that did not come to its end.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from semesta.database import reading
from semesta.ledger.vocabulary import Party

#: When something was written is no part of what was written.
TIMES = {"recorded_at", "looked_at"}
#: Columns that hold the number of a change without being a foreign key.
CHANGE_NUMBERS = {("bill_run", "known"), ("adjust_run", "known")}


def digest() -> str:
    """One line for all tables; equal where `contents` is."""
    lines = [
        f"{table} {count} {row}" for table, rows in contents().items() for row, count in sorted(rows.items())
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def contents() -> dict[str, Counter[str]]:
    """Table -> the digests of its rows, each with how many rows there are of it; and what guards the tables."""
    with reading():
        tables = {model._meta.db_table: _read(model._meta.db_table) for model in apps.get_models()}
        standing = guards()
    told = _Told(tables)
    return {"guards": standing} | {
        table: Counter(told.row(table, key) for key in rows) for table, rows in sorted(tables.items())
    }


def differences(before: Mapping[str, Counter[str]], after: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Table -> how many rows went and came; only tables that differ."""
    return {
        table: f"-{(before[table] - after[table]).total()} +{(after[table] - before[table]).total()}"
        for table in before
        if before[table] != after[table]
    }


def guards() -> Counter[str]:
    """Indexes, constraints and triggers: bulk work puts some aside for a while."""
    asked = (
        "SELECT name || coalesce(sql, '') FROM sqlite_master"
        if connection.vendor == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint "
        "UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return Counter(row[0] for row in cursor.fetchall())


def _read(table: str) -> dict[object, dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    key = next(model for model in apps.get_models() if model._meta.db_table == table)._meta.pk.column
    return {row[key]: row for row in rows}


class _Told:
    """Rows told by their content."""

    def __init__(self, tables: Mapping[str, Mapping[object, Mapping[str, object]]]) -> None:
        self.tables = tables
        self.known: dict[tuple[str, object], str] = {}
        self.named: dict[str, dict[str, str]] = {
            model._meta.db_table: {
                field.column: field.related_model._meta.db_table
                for field in model._meta.local_fields
                if isinstance(field, ForeignKey) and isinstance(field.related_model, type)
            }
            for model in apps.get_models()
        }

        self.members = self._members()

    def _members(self) -> dict[object, str]:
        """Family -> the numbers of everybody who was ever in it: a family's own row says nothing of it."""
        numbers: dict[object, set[str]] = {}
        for row in self.tables["identifier"].values():
            numbers.setdefault(row["person_id"], set()).add(str(row["value"]))
        found: dict[object, set[str]] = {}
        for row in self.tables["membership"].values():
            found.setdefault(row["family_id"], set()).update(numbers.get(row["person_id"], set()))
        return {family: " ".join(sorted(held)) for family, held in found.items()}

    def row(self, table: str, key: object) -> str:
        if (table, key) not in self.known:
            row = self.tables[table][key]
            said = "|".join(f"{name}={self._value(table, row, name)}" for name in sorted(row))
            said += self.members.get(key, "") if table == "family" else ""
            self.known[table, key] = hashlib.sha256(said.encode()).hexdigest()[:16]
        return self.known[table, key]

    def _value(self, table: str, row: Mapping[str, object], name: str) -> str:
        value = row[name]
        if name in TIMES or name == "id" or value is None:
            return "" if value is not None else "-"
        if (table, name) in CHANGE_NUMBERS:
            return self.row("change", value)
        if name in self.named[table]:
            return self.row(self.named[table][name], value)
        if name == "party_id" and row["party_kind"] != Party.NOBODY:
            parties = {int(Party.FAMILY): "family", int(Party.BANK): "bank"}
            return self.row(parties.get(int(str(row["party_kind"])), "payer"), value)
        return str(value)
