"""The database itself refuses to change what was written, and keeps the order of knowledge."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import DatabaseError, connection

from semesta.database import insert_rows, writing
from semesta.register.recording import Decision, known_at, record

pytestmark = pytest.mark.usefixtures("database")

BY = Decision("uji", "coba")
FACT = ("person_id", "name", "valid_from", "valid_to", "change_id")


def _person() -> tuple[int, int]:
    with writing():
        change = record("enrol", BY).change
        [person] = insert_rows("person", ("change_id",), [(change,)], returning="id")
        insert_rows("person_fact", FACT, [(person, "SITI", dt.date(2024, 1, 1), None, change)])
    return person, change


def _refused(sql: str) -> None:
    with pytest.raises(DatabaseError), writing(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_fact_is_superseded_once_and_otherwise_never_changed() -> None:
    person, _ = _person()
    _refused("UPDATE person_fact SET name = 'BUDI'")
    _refused("DELETE FROM person_fact")
    with writing(), connection.cursor() as cursor:
        change = record("correct", BY).change
        cursor.execute("UPDATE person_fact SET superseded_by_id = %s WHERE person_id = %s", [change, person])
    _refused("UPDATE person_fact SET superseded_by_id = NULL")
    _refused("UPDATE change SET actor = 'orang lain'")


def test_two_versions_never_hold_at_once_on_postgresql(database: str) -> None:
    if database.startswith("sqlite"):
        pytest.skip("SQLite has no exclusion constraint; the services and `register check` see to it")
    person, change = _person()
    with pytest.raises(DatabaseError), writing():
        insert_rows("person_fact", FACT, [(person, "SITI A", dt.date(2025, 1, 1), None, change)])


def test_a_clock_that_goes_back_does_not_turn_the_order_of_knowledge() -> None:
    noon = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
    with writing():
        first = record("a", Decision("uji", "coba", at=noon))
        second = record("b", Decision("uji", "coba", at=noon - dt.timedelta(hours=3)))
    assert second.recorded_at == first.recorded_at == noon
    assert known_at(noon) == second.change > first.change
    assert known_at(noon - dt.timedelta(microseconds=1)) == 0
