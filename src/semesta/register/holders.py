"""What the register holds already, read into the engine: numbers that have a holder, and payers."""

from __future__ import annotations

from django.db import connection

from semesta.database import database_url
from semesta.engine import Engine


def read_holders(engine: Engine, *, empty: bool) -> None:
    """Make `held_niks(nik)`, `held_cards(card)`, `known_payers(id, kind, code)` from what is committed.

    `empty`: nobody is in the register, so there is nothing to read. Not inside a transaction: two copies of SQLite
    in one process must not have one file open at once (closing it in one drops the locks of the other).
    """
    engine.run("""
        CREATE OR REPLACE TABLE held_niks (nik BIGINT);
        CREATE OR REPLACE TABLE held_cards (card BIGINT);
        CREATE OR REPLACE TABLE known_payers (id BIGINT, kind SMALLINT, code VARCHAR)
    """)
    if empty:
        return
    assert not connection.in_atomic_block
    connection.close()
    engine.attach(database_url(), "register")
    engine.run("""
        INSERT INTO held_niks SELECT nik FROM register.person WHERE nik IS NOT NULL;
        INSERT INTO held_cards SELECT card FROM register.person WHERE card IS NOT NULL;
        INSERT INTO known_payers SELECT id, kind, code FROM register.payer
    """)
    engine.detach("register")
