"""`semesta register init`: make the tables, or bring those of an earlier release up to date."""

from __future__ import annotations

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import Database, choose_database
from semesta.cli.language import say


def init(database: Database = "", _lang: options.Lang = None) -> None:
    """Do it, and say what was done. Running it again changes nothing."""
    choose_database(database)
    from semesta.database import Tables, migrate, place, require_tables, tables

    before = tables()
    if before in (Tables.NONE, Tables.OLDER):
        migrate()
    require_tables()
    output().print(say(f"cli.register.init.{before.value}", place=place()), markup=False)
