"""Whether the database in use has our tables, and of which release."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from semesta.database.connecting import database_url, is_postgresql
from semesta.database.transactions import place
from semesta.faults import InputRefused, NotFound, SemestaError, Text

_INIT = Text("Jalankan: semesta register init.", "Run: semesta register init.")


class Tables(Enum):
    """What stands in the database."""

    NONE = "none"  # no database file, or one without our tables
    OLDER = "older"  # of an earlier release
    CURRENT = "current"
    NEWER = "newer"  # of a later release than this program


def tables() -> Tables:
    """Look at the database in use; an SQLite file that does not exist is not made by looking."""
    if not is_postgresql() and not Path(str(connection.settings_dict["NAME"])).exists():
        return Tables.NONE
    loader = MigrationLoader(connection)
    ours = {name.rpartition(".")[2] for name in settings.INSTALLED_APPS}
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    known = {key for key in loader.disk_migrations if key[0] in ours}
    if not applied:
        return Tables.NONE
    if applied - known:
        return Tables.NEWER
    return Tables.CURRENT if applied == known else Tables.OLDER


def require_tables() -> None:
    """NotFound where there are no tables yet, InputRefused where they are of another release; each with the remedy."""
    fault = _fault(tables())
    if fault:
        raise fault


def _fault(found: Tables) -> SemestaError | None:
    if found is Tables.NONE:
        return NotFound(
            place=place(),
            reason=Text("Basis data ini belum punya tabel.", "This database has no tables yet."),
            remedy=_INIT,
        )
    if found is Tables.OLDER:
        return InputRefused(
            place=place(),
            reason=Text(
                "Tabel basis data ini dari rilis yang lebih lama.",
                "The tables of this database are of an earlier release.",
            ),
            remedy=_INIT,
        )
    if found is Tables.NEWER:
        return InputRefused(
            place=place(),
            reason=Text(
                "Tabel basis data ini dari rilis yang lebih baru daripada program ini.",
                "The tables of this database are of a later release than this program.",
            ),
            remedy=Text("Pakai rilis program itu.", "Use that release of the program."),
        )
    assert found is Tables.CURRENT, database_url()
    return None
