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
        for table in tables:
            _refuse(editor, table, "update", "UPDATE", "")
            _keep(editor, table)

    return guard


def never_deleted(*tables: str) -> Callable[[Any, Any], None]:
    """Rows of these tables stay, whatever else may change in them. A function for RunPython."""

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        for table in tables:
            _keep(editor, table)

    return guard


def superseded_once(*tables: str) -> Callable[[Any, Any], None]:
    """Of these tables' rows only `superseded_by_id` is written, once. A function for RunPython."""
    return written_once(dict.fromkeys(tables, ("superseded_by_id",)))


def written_once(tables: dict[str, Sequence[str]]) -> Callable[[Any, Any], None]:
    """Of these tables' rows only the columns named here are written after birth, and each of them once."""

    def guard(historical: Any, editor: Any) -> None:  # noqa: ANN401
        for table, late in tables.items():
            fields = _fields(historical, table)
            others = ", ".join(f'"{column}"' for column in fields if column not in late)
            _refuse(editor, table, "update", f"UPDATE OF {others}", "")
            again = " OR ".join(_again(editor, column, empty_text=not fields[column].null) for column in late)
            _refuse(editor, table, "twice", f"UPDATE OF {', '.join(late)}", f"WHEN ({again})")
            _keep(editor, table)

    return guard


def _fields(historical: Any, table: str) -> dict[str, Any]:  # noqa: ANN401
    """The columns that a table has at this point of the migrations, each with its field."""
    [model] = [model for model in historical.get_models() if model._meta.db_table == table]
    return {field.column: field for field in model._meta.local_fields}


def _again(editor: Any, column: str, *, empty_text: bool) -> str:  # noqa: ANN401
    """Whether a row's column, written before, would get another value. Not written: NULL, or '' where text is due."""
    # SQLite knows IS DISTINCT FROM only since 3.39, and its IS NOT means the same.
    differs = "IS NOT" if editor.connection.vendor == "sqlite" else "IS DISTINCT FROM"
    written = f"OLD.{column} <> ''" if empty_text else f"OLD.{column} IS NOT NULL"
    return f"({written} AND OLD.{column} {differs} NEW.{column})"


def one_version(*tables: str) -> Callable[[Any, Any], None]:
    """At most one row of a person for a day and a point of knowledge: PostgreSQL's exclusion constraint.

    Each row is a box: days, counted on from the person's own stretch of a million days, by knowledge. Boxes need no
    extension and cost a third of three ranges to insert and to check. Their edges belong to them, so half a
    day and half a change are taken off the ends. SQLite has no such constraint: there the services, and
    `semesta register check`, see to it.
    """

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        if editor.connection.vendor != "postgresql":
            return
        for table in tables:
            editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT {table}_one_version EXCLUDE USING gist ({_BOX} WITH &&) '
                "WHERE (superseded_by_id IS NULL OR superseded_by_id > change_id)"
            )

    return guard


_DAY = "person_id::float8 * 1048576 + ({day} - date '1900-01-01')"
_OPEN_DAY = "date '4770-01-01'"  # a million days on
_BOX = (
    f"box(point({_DAY.format(day='valid_from')}, change_id), "
    f"point({_DAY.format(day=f'coalesce(valid_to, {_OPEN_DAY})')} - 0.5, "
    "coalesce(superseded_by_id, 1000000000000000) - 0.5))"
)


def room_to_change(*tables: str) -> Callable[[Any, Any], None]:
    """PostgreSQL leaves space in each page, so that a changed row stays beside its old self (stack: 53 s -> 8 s)."""

    def guard(_apps: Any, editor: Any) -> None:  # noqa: ANN401
        if editor.connection.vendor == "postgresql":
            for table in tables:
                editor.execute(f'ALTER TABLE "{table}" SET (fillfactor = 70)')

    return guard


def _keep(editor: Any, table: str) -> None:  # noqa: ANN401
    _refuse(editor, table, "delete", "DELETE", "")
    if editor.connection.vendor == "postgresql":  # emptying a table is no DELETE there
        editor.execute(
            f'CREATE TRIGGER "{table}_never_truncate" BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION semesta_never()'
        )


def _refuse(editor: Any, table: str, name: str, event: str, when: str) -> None:  # noqa: ANN401
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL_FUNCTION, params=None)
        does = "EXECUTE FUNCTION semesta_never()"
    else:
        does = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    editor.execute(
        f'CREATE TRIGGER "{table}_never_{name}" BEFORE {event} ON "{table}" FOR EACH ROW {when} {does}'
    )
