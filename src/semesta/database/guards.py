"""What the database itself refuses: changing or deleting what was written. For migrations.

A later migration that alters one of these tables on SQLite makes it anew, without its triggers: it must put
the guard back, and tests/database looks whether all stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION semesta_never() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def never_changed(*tables: str) -> Callable[[Any, Any], None]:
    """Rows of these tables are neither updated nor deleted. A function for RunPython."""

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401  Django's types of migrations
        _prepare(editor)
        for table in tables:
            _refuse(editor, table, "update", "UPDATE", "")
            _refuse(editor, table, "delete", "DELETE", "")

    return guard


def superseded_once(tables: dict[str, Sequence[str]]) -> Callable[[Any, Any], None]:
    """Of these tables' rows only `superseded_by_id` is written, once. Values: the other columns."""

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        _prepare(editor)
        for table, columns in tables.items():
            named = ", ".join(f'"{column}"' for column in columns)
            again = "OLD.superseded_by_id IS NOT NULL OR NEW.superseded_by_id IS NULL"
            _refuse(editor, table, "update", f"UPDATE OF {named}", "")
            _refuse(editor, table, "twice", "UPDATE OF superseded_by_id", f"WHEN ({again})")
            _refuse(editor, table, "delete", "DELETE", "")

    return guard


def one_version(*tables: str) -> Callable[[Any, Any], None]:
    """At most one row of a person for a day and a point of knowledge: PostgreSQL's exclusion constraint.

    The person's number is written as a range, so no extension is needed. SQLite has no such constraint: there
    the services, and `semesta register check`, see to it.
    """

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        if editor.connection.vendor != "postgresql":
            return
        for table in tables:
            editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT {table}_one_version EXCLUDE USING gist '
                "(int8range(person_id, person_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&, "
                "int8range(change_id, superseded_by_id) WITH &&)"
            )

    return guard


def room_to_change(*tables: str) -> Callable[[Any, Any], None]:
    """PostgreSQL leaves space in each page, so that a changed row stays beside its old self (stack: 53 s -> 8 s)."""

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        if editor.connection.vendor == "postgresql":
            for table in tables:
                editor.execute(f'ALTER TABLE "{table}" SET (fillfactor = 70)')

    return guard


def _prepare(editor: Any) -> None:  # noqa: ANN401
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL_FUNCTION, params=None)


def _refuse(editor: Any, table: str, name: str, event: str, when: str) -> None:  # noqa: ANN401
    if editor.connection.vendor == "postgresql":
        does = "EXECUTE FUNCTION semesta_never()"
    else:
        does = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    editor.execute(
        f'CREATE TRIGGER "{table}_never_{name}" BEFORE {event} ON "{table}" FOR EACH ROW {when} {does}'
    )
