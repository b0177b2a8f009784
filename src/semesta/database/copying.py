"""A whole database from SQLite into an empty PostgreSQL, every row with its number: when a laptop becomes a server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, models

from semesta.database.addresses import shown
from semesta.database.connecting import is_postgresql, use
from semesta.database.inserting import insert_rows
from semesta.database.loading import loading
from semesta.database.rows import Rows
from semesta.database.tables_state import require_tables
from semesta.database.transactions import writing
from semesta.engine import Engine, identifier
from semesta.faults import InputRefused, Text

_OLD = "old"


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows of each table, the same in both databases."""

    rows: dict[str, int]


def copy_database(
    *, source: str, target: str, on_step: Callable[[str], None] | None = None, threads: int | None = None
) -> Copied:
    """Copy every row; the process works on the target afterwards. One transaction there.

    InputRefused if the source is no SQLite, the target no PostgreSQL, or rows stand there already; NotFound
    for a database without tables. Nobody else is to write to the source meanwhile.
    """
    use(source)
    _require(not is_postgresql(), source, _FROM_SQLITE)
    require_tables()
    connection.close()
    use(target)
    _require(is_postgresql(), target, _TO_POSTGRESQL)
    require_tables()
    tables = list(_tables())
    _require(not any(_count(model) for model in tables), target, _NOT_EMPTY)
    numbered = [model for model in tables if isinstance(model._meta.pk, models.AutoField)]
    others = [model for model in tables if model not in numbered]
    with (
        tempfile.TemporaryDirectory() as scratch,
        Engine(Path(scratch), threads=threads, on_step=on_step) as engine,
    ):
        engine.attach(source, _OLD)
        with loading(engine, [_rows(model) for model in numbered], Path(scratch)) as load, writing():
            load.all()
            for model in others:  # one row a month
                insert_rows(model._meta.db_table, _columns(model), engine.rows(_rows(model).query))
        expected = {
            model._meta.db_table: int(
                engine.value(f"SELECT count(*) FROM {_OLD}.{identifier(model._meta.db_table)}")
            )
            for model in tables
        }
    copied = {model._meta.db_table: _count(model) for model in tables}
    assert copied == expected, "somebody wrote to the source while it was copied"
    return Copied(copied)


def _tables() -> Iterator[type[models.Model]]:
    """Every table of ours, those that others refer to first."""
    for config in apps.get_app_configs():
        yield from config.get_models()


def _rows(model: type[models.Model]) -> Rows:
    columns = _columns(model)
    named = ", ".join(identifier(column) for column in columns)
    table = identifier(model._meta.db_table)
    pk = model._meta.pk
    assert pk is not None
    return Rows(
        model._meta.db_table,
        columns,
        f"SELECT {named} FROM {_OLD}.{table} ORDER BY {identifier(str(pk.column))}",
    )


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def _count(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {identifier(model._meta.db_table)}")
        return int(cursor.fetchone()[0])


def _require(held: bool, url: str, why: tuple[Text, Text]) -> None:
    if not held:
        raise InputRefused(place=shown(url), reason=why[0], remedy=why[1])


_FROM_SQLITE = (
    Text("Yang disalin harus basis data SQLite.", "What is copied must be an SQLite database."),
    Text("Untuk PostgreSQL pakai pg_dump.", "For PostgreSQL use pg_dump."),
)
_TO_POSTGRESQL = (
    Text("Tujuannya harus PostgreSQL.", "The target must be a PostgreSQL."),
    Text("Untuk salinan SQLite: VACUUM INTO, lihat docs/register.md.", "For a copy of SQLite: VACUUM INTO, see docs/register.md."),
)  # fmt: skip
_NOT_EMPTY = (
    Text("Tujuannya sudah berisi.", "The target holds rows already."),
    Text("Beri basis data yang baru: createdb, lalu semesta register init.", "Give a new database: createdb, then semesta register init."),
)  # fmt: skip
