"""The operational database: SQLite (WAL) on a laptop, PostgreSQL on a server; one code for both.

    use("sqlite:///semesta.sqlite3")     # or "postgresql://user@host/name"; before any model is imported
    migrate()                            # makes or brings up to date all tables
    require_tables()                     # refuses a database of another release, with the remedy
    with writing(): ...                  # one transaction, one writer at a time on both databases
    with reading(): ...                  # one state for several questions

This is the only room that configures Django. Everything else gets at the data through `register` and `ledger`.
"""

from semesta.database.attaching import attached
from semesta.database.connecting import database_url, is_postgresql, use
from semesta.database.inserting import insert_rows
from semesta.database.loading import loading
from semesta.database.refusals import Busy, place, refused, told
from semesta.database.rows import Load, Rows
from semesta.database.tables_state import Tables, migrate, require_tables, tables
from semesta.database.transactions import reading, writing

__all__ = [
    "Busy",
    "Load",
    "Rows",
    "Tables",
    "attached",
    "database_url",
    "insert_rows",
    "is_postgresql",
    "loading",
    "migrate",
    "place",
    "reading",
    "refused",
    "require_tables",
    "tables",
    "told",
    "use",
    "writing",
]
