"""A province that does not exist lives three months in the register and the ledger, mistakes and all.

What a newcomer can run (`semesta register demo`) and what the tests hold the two databases against each other
with: the same people, decisions and figures on SQLite and on PostgreSQL.

Call `semesta.database.use(...)` before importing a module of this room.
"""
