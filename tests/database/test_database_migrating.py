"""The tables: made from nothing by whoever comes first, as the models say, each with its guard, for this release."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from semesta.database import Tables, migrate, require_tables, tables
from semesta.database.guards import never_changed
from semesta.faults import InputRefused, NotFound
from tests.databases import BOTH, blank, fresh

#: Table -> the columns that may be written after a row's birth, each once. Every table is here or in CHANGES.
WRITTEN_LATER: dict[str, set[str]] = {
    "change": set(),
    "family": set(),
    "look": set(),
    "taken": set(),
    "person_fact": {"superseded_by_id"},
    "identifier": {"superseded_by_id"},
    "membership": {"superseded_by_id"},
    "merge": {"undone_by_id"},
    "entry": set(),
    "posting": set(),
    "bill_line": set(),
    "payment": set(),
    "rate": set(),
    "bill_run": set(),
    "adjust_run": set(),
    "arrears_run": set(),
    "month_closed": set(),
    "inpatient_charge": set(),
    "wage": {"superseded_by_id"},
    "refund": {"decided_id", "agreed", "entry_id", "paid_id"},
    "instalment": {"ended_id", "outcome"},
}
#: Rows that may change, and are still never deleted: a present state that is rebuilt, names in lists.
CHANGES = {"person", "payer", "bank"}


def test_models_and_migrations_agree() -> None:
    with fresh("sqlite"):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("kind", BOTH)
def test_from_nothing_and_again(kind: str) -> None:
    with blank(kind):
        assert tables() is Tables.NONE
        with pytest.raises(NotFound, match="semesta register init"):
            require_tables()
        migrate()
        migrate()
        require_tables()
        assert {model._meta.db_table for model in apps.get_models()} <= set(
            connection.introspection.table_names()
        )
        assert connection.in_atomic_block is False
        if kind == "sqlite":  # switched off to alter tables, and on again
            assert connection.cursor().execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize("kind", BOTH)
def test_two_who_come_at_once_both_find_the_tables(kind: str) -> None:
    program = "from semesta.database import use, migrate, require_tables; use(); migrate(); require_tables()"
    with blank(kind) as url:
        both = [
            subprocess.Popen(
                [sys.executable, "-c", program],
                env={**os.environ, "SEMESTA_DATABASE": url},
                stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        assert [process.communicate()[1] for process in both] == [b"", b""]
        require_tables()


@pytest.mark.parametrize("kind", BOTH)
def test_a_migration_that_fails_leaves_nothing(kind: str) -> None:
    with blank(kind):
        connection.cursor().execute("CREATE TABLE posting (note varchar(10))")
        connection.cursor().execute("INSERT INTO posting VALUES ('milik lain')")
        assert tables() is Tables.FOREIGN
        with pytest.raises(InputRefused, match="Semesta did not make"):
            migrate()
        assert connection.introspection.table_names() == ["posting"]


@pytest.mark.parametrize("kind", BOTH)
def test_tables_of_a_later_release_are_left_alone(kind: str) -> None:
    with fresh(kind):
        connection.cursor().execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0099_later', '2030-01-01')"
        )
        for attempt in (migrate, require_tables):
            with pytest.raises(InputRefused, match=r"later release.*Install that release"):
                attempt()


def test_it_is_known_of_every_table_what_may_change_in_it() -> None:
    """A new table fails here until someone decides; nothing is ever overwritten silently."""
    assert {model._meta.db_table for model in apps.get_models()} == WRITTEN_LATER.keys() | CHANGES


@pytest.mark.parametrize("kind", BOTH)
def test_every_table_has_its_guard(kind: str) -> None:
    """Also after a later migration: SQLite makes a table anew to alter it, without its triggers."""
    with fresh(kind):
        found = _guards()
        for table, later in WRITTEN_LATER.items():
            columns = set(_columns(table))
            assert found[table]["delete"], f"rows of {table} can be deleted"
            assert found[table]["update"] == (columns - later if later else columns), (
                f"columns of {table} that can be overwritten: {columns - later - found[table]['update']}"
            )
            assert found[table].get("twice", set()) == later, f"{table}: {later} can be written twice"
        for table in CHANGES:
            assert found[table]["delete"], f"rows of {table} can be deleted"
        if kind == "postgresql":
            assert all("truncate" in guards for guards in found.values()), "a table can be emptied"
            assert _exclusions() == {"person_fact", "membership"}


@pytest.mark.parametrize("kind", BOTH)
def test_a_guard_that_is_missing_is_seen(kind: str) -> None:
    with fresh(kind):
        on = "" if kind == "sqlite" else " ON membership"
        connection.cursor().execute(f'DROP TRIGGER "membership_never_twice"{on}')
        assert "twice" not in _guards()["membership"]
        with connection.schema_editor() as editor:
            never_changed("django_migrations")(None, editor)
        assert _guards()["django_migrations"]["update"] == set(_columns("django_migrations"))


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _guards() -> dict[str, dict[str, set[str]]]:
    """Table -> name of the guard -> the columns that it watches; all columns where it names none."""
    found: dict[str, dict[str, set[str]]] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        for table, name, sql in cursor.fetchall():
            of = re.search(r"UPDATE OF (.*?) ON ", sql)
            watched = {column.strip(' "') for column in of[1].split(",")} if of else set(_columns(table))
            found.setdefault(table, {})[name.rpartition("_never_")[2]] = watched
    return found


def _exclusions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'")
        return {row[0] for row in cursor.fetchall()}
