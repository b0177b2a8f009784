"""The database of each earlier release, data and all, becomes one of this release; nothing of it is lost or changed."""

from __future__ import annotations

import pytest
from django.db import connection

from semesta.database import migrate, require_tables
from semesta.ledger import checking as ledger_laws
from semesta.register import checking as register_laws
from semesta.register.rebuilding import rebuild
from tests.databases import BOTH, fresh
from tests.robustness.digests import guards
from tests.robustness.releases import as_released, counted, releases, rows_of

#: Until a release is published its tables may still change; then it is kept anew.
AGAIN = "kept otherwise than the models are now: python -m tests.robustness.releases VERSION, unless it was published"


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("release", releases())
def test_a_database_of_an_earlier_release_is_brought_up_to_date(release: str, kind: str) -> None:
    with as_released(release, kind):
        columns = _columns_by_table()
        before = {table: _contents(table, named) for table, named in columns.items()}
        migrate()
        require_tables()
        kept = rows_of(release)
        assert {table: rows for table, rows in counted().items() if table in kept} == kept
        assert min(kept.values()) > 0, "of every table something was kept"
        assert {table: _contents(table, named) for table, named in columns.items() if table in kept} == {
            table: rows for table, rows in before.items() if table in kept
        }
        broken = [law.say("en") for law in (*register_laws.check(), *ledger_laws.check()) if not law.holds]
        assert not broken, broken
        assert rebuild().differed == 0


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("release", releases())
def test_what_it_becomes_has_the_tables_and_guards_of_a_new_one(release: str, kind: str) -> None:
    with fresh(kind):
        wanted = _columns(), guards()
    with as_released(release, kind):
        migrate()
        assert (_columns(), guards()) == wanted, AGAIN


def _columns_by_table() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return {
            table: [column.name for column in connection.introspection.get_table_description(cursor, table)]
            for table in connection.introspection.table_names(cursor)
        }


def _contents(table: str, columns: list[str]) -> list[tuple[object, ...]]:
    """All rows by what stood in these columns: a later release may have more."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {", ".join(columns)} FROM "{table}"')
        return sorted((tuple(row) for row in cursor.fetchall()), key=repr)


def _columns() -> set[tuple[str, str, str, bool]]:
    """Table, column, type, whether it may be NULL; whatever order the columns are in."""
    with connection.cursor() as cursor:
        return {
            (table, column.name, str(column.type_code), column.null_ok)
            for table in connection.introspection.table_names(cursor)
            for column in connection.introspection.get_table_description(cursor, table)
        }
