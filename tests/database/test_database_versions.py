"""PostgreSQL's constraint refuses exactly the rows that would hold at once for somebody who knows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import DatabaseError

from semesta.database import insert_rows, writing
from semesta.register.recording import Decision, record
from tests.databases import fresh

COLUMNS = ("person_id", "name", "valid_from", "valid_to", "change_id", "superseded_by_id")
FIRST = dt.date(2024, 1, 1)

_row = st.tuples(
    st.integers(0, 1),  # person
    st.integers(0, 4),  # from
    st.none() | st.integers(1, 5),  # days
    st.integers(0, 3),  # change
    st.none() | st.integers(0, 3),  # changes until superseded
)
_Row = tuple[int, int, int | None, int, int | None]


@given(one=_row, other=_row)
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def _try(people: list[int], changes: list[int], one: _Row, other: _Row) -> None:
    refused = False
    try:
        with writing():
            insert_rows("person_fact", COLUMNS, [_fact(people, changes, row) for row in (one, other)])
            raise _Undo
    except DatabaseError:
        refused = True
    except _Undo:
        pass
    assert refused == _meet(one, other)


def test_two_rows_meet_exactly_where_days_and_knowledge_both_meet() -> None:
    with fresh("postgresql"):
        with writing():
            changes = [record("coba", Decision("uji", "coba")).change for _ in range(8)]
            people = insert_rows("person", ("change_id",), [(changes[0],), (changes[0],)], returning="id")
        _try(people, changes)


class _Undo(Exception):
    pass


def _fact(people: list[int], changes: list[int], row: _Row) -> tuple[object, ...]:
    person, begins, days, change, until = row
    first = FIRST + dt.timedelta(begins)
    last = None if days is None else first + dt.timedelta(days)
    gone = None if until is None else changes[change + until]
    return (people[person], "SITI", first, last, changes[change], gone)


def _meet(one: _Row, other: _Row) -> bool:
    def ends(begin: int, length: int | None) -> float:
        return float("inf") if length is None else begin + length

    def overlap(a: int, a_length: int | None, b: int, b_length: int | None) -> bool:
        return max(a, b) < min(ends(a, a_length), ends(b, b_length))

    return (
        one[0] == other[0]
        and overlap(one[1], one[2], other[1], other[2])
        and overlap(one[3], one[4], other[3], other[4])
    )


def test_sqlite_has_no_such_constraint() -> None:
    with fresh("sqlite"), pytest.raises(_Undo), writing():
        change = record("coba", Decision("uji", "coba")).change
        people = insert_rows("person", ("change_id",), [(change,)], returning="id")
        insert_rows("person_fact", COLUMNS, [_fact(people, [change], (0, 0, None, 0, None))] * 2)
        raise _Undo
