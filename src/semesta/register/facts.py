"""The facts of one person between the tables and `timeline`: read as they were known, written as an edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from semesta.database import insert_rows
from semesta.register.recording import known
from semesta.register.timeline import Edit, Version

#: What a fact says: the values of its table's columns, in their order. A bool comes as a bool from both databases.
Fact = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts and what its rows say, beside person, period and knowledge."""

    name: str
    columns: tuple[str, ...]

    def place(self, column: str) -> int:
        """Where a column stands in a fact."""
        return self.columns.index(column)

    def value(self, fact: Fact, column: str) -> object:
        return fact[self.place(column)]

    def changed(self, fact: Fact, **values: object) -> Fact:
        """The same fact with other values in some columns."""
        assert set(values) <= set(self.columns), values
        return tuple(values.get(column, old) for column, old in zip(self.columns, fact, strict=True))


PERSON_FACT = FactTable(
    "person_fact",
    (
        *("name", "sex", "birth_date", "died_on", "kk", "village", "address", "rt", "rw"),
        *("phone", "email", "facility", "student"),
    ),
)
MEMBERSHIP = FactTable(
    "membership",
    (
        *("spell", "family_id", "relation", "segment", "hospital_class", "payer_id", "status"),
        *("transition", "start_date", "end_date", "status_raw", "payer_written"),
    ),
)
IDENTIFIER = FactTable("identifier", ("kind", "value", "contested"))
FACT_TABLES = (PERSON_FACT, MEMBERSHIP, IDENTIFIER)


def versions(table: FactTable, person: int, change: int | None = None) -> tuple[Version[Fact], ...]:
    """A person's versions as known after that change (None: now), in the order of time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id, f.valid_from, f.valid_to, {', '.join(f'f.{name}' for name in table.columns)} "
            f"FROM {table.name} f WHERE f.person_id = %s AND {known(change)} ORDER BY f.valid_from, f.id",
            [person],
        )
        return tuple(Version(row[1], row[2], tuple(row[3:]), row=int(row[0])) for row in cursor.fetchall())


def edit_to(known_now: Iterable[Version[Fact]], wanted: Sequence[Version[Fact]]) -> Edit[Fact]:
    """The edit after which the known versions are the wanted ones; what is the same in both is not touched."""
    left = [replace(version, row=None) for version in wanted]
    superseded = []
    for version in known_now:
        if replace(version, row=None) in left:
            left.remove(replace(version, row=None))
        else:
            superseded.append(version)
    return Edit(tuple(superseded), tuple(left))


def supersede(table: FactTable, edits: Iterable[Edit[Fact]], change: int) -> int:
    """Mark the versions that give way; how many. Before anything is inserted: a number has one holder."""
    rows = [version.row for edit in edits for version in edit.superseded]
    assert all(row is not None for row in rows)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table.name} SET superseded_by_id = %s WHERE id IN ({', '.join(['%s'] * len(rows))}) "
            "AND superseded_by_id IS NULL",
            [change, *rows],
        )
        assert cursor.rowcount == len(rows), "superseded by nobody else: there is one writer"
    return len(rows)


def insert(table: FactTable, person: int, pieces: Sequence[Version[Fact]], change: int) -> None:
    """Write the pieces of a person."""
    insert_rows(
        table.name,
        ("person_id", "valid_from", "valid_to", "change_id", *table.columns),
        [(person, piece.since, piece.until, change, *piece.fact) for piece in pieces],
    )
