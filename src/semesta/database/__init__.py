"""The operational database: SQLite (WAL) on a laptop, PostgreSQL on a server; one code for both.

    use("sqlite:///semesta.sqlite3")     # or "postgresql://user@host/name"; before any model is imported
    migrate()                            # makes or brings up to date all tables
    with writing(): ...                  # one transaction, one writer at a time on both databases

This is the only room that configures Django. Everything else gets at the data through `register` and `ledger`.
"""

from semesta.database.connecting import database_url, is_postgresql, migrate, use
from semesta.database.inserting import insert_rows
from semesta.database.tables_state import Tables, require_tables, tables
from semesta.database.transactions import place, reading, refused, writing

__all__ = [
    "Tables",
    "database_url",
    "insert_rows",
    "is_postgresql",
    "migrate",
    "place",
    "reading",
    "refused",
    "require_tables",
    "tables",
    "use",
    "writing",
]
