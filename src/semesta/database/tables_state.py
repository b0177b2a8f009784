"""Whether the database in use has our tables, and of which release; making them, or bringing them up to date."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from semesta.database.connecting import is_postgresql
from semesta.database.refusals import place, told
from semesta.database.transactions import writing
from semesta.faults import InputRefused, NotFound, SemestaError, Text

_INIT = Text("Jalankan: semesta register init.", "Run: semesta register init.")


class Tables(Enum):
    """What stands in the database."""

    NONE = "none"  # no database file, or one without our tables
    OLDER = "older"  # of an earlier release
    CURRENT = "current"
    NEWER = "newer"  # of a later release than this program
    FOREIGN = "foreign"  # tables with our names that we did not make


def tables() -> Tables:
    """Look at the database in use; an SQLite file that does not exist is not made by looking."""
    # Needs the settings, which `use` gives; a test imports this room before.
    from django.db.migrations.loader import MigrationLoader

    if not is_postgresql() and not Path(str(connection.settings_dict["NAME"])).exists():
        return Tables.NONE
    with told():
        loader = MigrationLoader(connection)
        present = connection.introspection.table_names()
    rooms = {name.rpartition(".")[2] for name in settings.INSTALLED_APPS}
    applied = {key for key in loader.applied_migrations if key[0] in rooms}
    known = {key for key in loader.disk_migrations if key[0] in rooms}
    if not applied:
        ours = {model._meta.db_table for model in apps.get_models()}
        return Tables.FOREIGN if ours.intersection(present) else Tables.NONE
    if applied - known:
        return Tables.NEWER
    return Tables.CURRENT if applied == known else Tables.OLDER


def require_tables() -> None:
    """NotFound where there are no tables yet, InputRefused where they are of another release; each with the remedy."""
    fault = _fault(tables())
    if fault:
        raise fault


def migrate() -> None:
    """Make the tables, or bring those of an earlier release up to date: all of it or, after a fault, nothing.

    Whoever comes while another process does it waits, and finds it done. InputRefused for the tables of a
    later release or of another program, Busy, MachineFailed.
    """
    from django.core.management import call_command  # needs the settings, which `use` gives

    with told():
        if not is_postgresql():
            # SQLite alters a table by making it anew, and that only without foreign keys, which cannot be
            # switched off inside a transaction.
            connection.disable_constraint_checking()
        try:
            with writing():
                found = tables()
                if found in (Tables.NEWER, Tables.FOREIGN):
                    require_tables()
                if found is not Tables.CURRENT:
                    call_command("migrate", verbosity=0, interactive=False)
        finally:
            if not is_postgresql() and connection.connection is not None:
                connection.enable_constraint_checking()


def _fault(found: Tables) -> SemestaError | None:
    if found is Tables.CURRENT:
        return None
    reason, remedy = _SENTENCES[found]
    kind = NotFound if found is Tables.NONE else InputRefused
    return kind(place=place(), reason=reason, remedy=remedy)


_SENTENCES = {
    Tables.NONE: (
        Text("Basis data ini belum punya tabel.", "This database has no tables yet."),
        _INIT,
    ),
    Tables.OLDER: (
        Text("Tabel basis data ini dari rilis yang lebih lama.", "The tables of this database are of an earlier release."),
        Text("Buat cadangan, lalu jalankan: semesta register init.", "Make a backup, then run: semesta register init."),
    ),
    Tables.NEWER: (
        Text("Tabel basis data ini dari rilis yang lebih baru daripada program ini.", "The tables of this database are of a later release than this program."),
        Text("Pasang rilis program itu; program ini tidak menyentuhnya.", "Install that release of the program; this one leaves them untouched."),
    ),
    Tables.FOREIGN: (
        Text("Basis data ini berisi tabel bernama sama yang bukan buatan Semesta.", "This database holds tables of the same names that Semesta did not make."),
        Text("Pakai berkas atau basis data lain.", "Use another file or database."),
    ),
}  # fmt: skip
