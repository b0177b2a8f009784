"""A database moves from SQLite to PostgreSQL with every row and number, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.apps import apps
from django.db import connection

from semesta.database import insert_rows, writing
from semesta.database.copying import copy_database
from semesta.faults import InputRefused, NotFound
from semesta.register.recording import Decision, record
from tests.databases import fresh

BY = Decision("uji", "coba", at=dt.datetime(2024, 7, 1, 12, 30, 15, 123456, tzinfo=dt.UTC))
FACT = ("person_id", "name", "valid_from", "valid_to", "change_id", "superseded_by_id", "student")


def _fill() -> None:
    with writing():
        change = record("enrol", BY).change
        again = record("correct", Decision("uji", 'nama "salah", ditulis\nulang', at=BY.at)).change
        [person] = insert_rows("person", ("change_id",), [(change,)], returning="id")
        insert_rows("person_fact", FACT, [
            (person, "SITI", dt.date(2024, 1, 1), None, change, again, None),
            (person, "SITI A.", dt.date(2024, 1, 1), None, again, None, True),
        ])  # fmt: skip
        insert_rows("identifier", ("person_id", "kind", "value", "contested", "valid_from", "change_id"), [
            (person, 1, "1871014101909001", True, dt.date(2024, 1, 1), change)
        ])  # fmt: skip
        insert_rows("bill_run", ("month", "change_id", "known", "outcomes"), [
            (dt.date(2024, 7, 1), again, again, '{"BILLED": 1}')
        ])  # fmt: skip


def _everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows by the ORM, which reads both databases as the same Python values."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for config in apps.get_app_configs()
        for model in config.get_models()
    }


def test_every_row_arrives_as_it_was_and_counting_goes_on() -> None:
    with fresh("sqlite") as old:
        _fill()
        before = _everything()
        with fresh("postgresql") as new:
            copied = copy_database(source=old, target=new)
            assert _everything() == before and sum(len(rows) for rows in before.values()) == 7
            assert copied.rows == {table: len(rows) for table, rows in before.items()}
            with writing():
                assert record("later", BY).change == 3, "the numbers go on after the last"
            with pytest.raises(InputRefused, match="holds rows already"):
                copy_database(source=old, target=new)


def test_only_from_sqlite_to_postgresql_and_both_with_tables() -> None:
    with fresh("sqlite") as old:
        connection.close()
        with pytest.raises(InputRefused, match="must be a PostgreSQL"):
            copy_database(source=old, target=old)
        with pytest.raises(NotFound):
            copy_database(source="sqlite:////tmp/there-is-no-such-file.sqlite3", target=old)
        use(old)
