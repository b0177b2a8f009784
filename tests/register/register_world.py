"""What the database says, cut into the days of the model, as known after any change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from semesta.register.facts import FACT_TABLES, IDENTIFIER, MEMBERSHIP, PERSON_FACT, FactTable
from semesta.register.spells import Member
from tests.register.register_model import DAYS, Person, day_of

#: What the model and the database are compared by: of each person the facts, the memberships, the numbers of each day.
Seen = dict[int, tuple[Sequence[object], Sequence[object], dict[object, Sequence[object]]]]


@dataclass(frozen=True)
class _Row:
    person: int
    first: int
    end: int
    born: int
    gone: int | None
    fact: tuple[Any, ...]


def read() -> dict[str, list[_Row]]:
    """All rows of all facts."""
    return {table.name: _rows(table) for table in FACT_TABLES}


def seen_in(rows: dict[str, list[_Row]], people: Sequence[int], change: int) -> Seen:
    """As known after that change. Fails where two versions of anything hold on one day."""
    found: Seen = {person: ([None] * DAYS, [None] * DAYS, {}) for person in people}
    for table in (PERSON_FACT, MEMBERSHIP):
        for row in rows[table.name]:
            if row.born <= change and (row.gone is None or row.gone > change):
                days = found[row.person][0 if table is PERSON_FACT else 1]
                assert isinstance(days, list)
                for day in range(row.first, row.end):
                    assert days[day] is None, f"two versions of {table.name} of {row.person} on day {day}"
                    days[day] = row.fact if table is PERSON_FACT else Member(*row.fact)
    for row in rows[IDENTIFIER.name]:
        if row.born <= change and (row.gone is None or row.gone > change):
            kind, value, contested = row.fact
            held = found[row.person][2].setdefault((kind, value), [None] * DAYS)
            assert isinstance(held, list)
            for day in range(row.first, row.end):
                assert held[day] is None, f"two rows of one number of {row.person} on day {day}"
                held[day] = contested
    return found


def seen_by(people: dict[int, Person]) -> Seen:
    """The model in the same form."""
    return {
        number: (
            list(person.facts),
            [None if row is None else row[1] for row in person.rows],
            {n: list(days) for n, days in person.numbers.items()},
        )
        for number, person in people.items()
    }


def last_change() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM change")
        return int(cursor.fetchone()[0])


def _rows(table: FactTable) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id, valid_from, valid_to, change_id, superseded_by_id, {', '.join(table.columns)} "
            f"FROM {table.name}"
        )
        return [
            _Row(
                row[0], _day(row[1]), DAYS if row[2] is None else _day(row[2]), row[3], row[4], tuple(row[5:])
            )
            for row in cursor.fetchall()
        ]


def _day(day: dt.date) -> int:
    number = (day - day_of(0)).days
    assert 0 <= number < DAYS, f"{day} is not of the model's calendar"
    return number
