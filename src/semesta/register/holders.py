"""What the register holds already, read into the engine: numbers that have a holder, and payers."""

from __future__ import annotations

from semesta.database import attached
from semesta.engine import Engine


def read_holders(engine: Engine, *, empty: bool) -> None:
    """Make `held_niks(nik)`, `held_cards(card)`, `known_payers(id, kind, code)` from what is committed.

    And `known_families`, `changed_payers`, empty: who is adopted founds a family. `empty`: nobody is in the register.
    """
    engine.run("""
        CREATE OR REPLACE TABLE held_niks (nik BIGINT);
        CREATE OR REPLACE TABLE held_cards (card BIGINT);
        CREATE OR REPLACE TABLE known_payers (id BIGINT, kind SMALLINT, code VARCHAR);
        CREATE OR REPLACE TABLE known_families (kk BIGINT, segment SMALLINT, hospital_class SMALLINT, family BIGINT);
        CREATE OR REPLACE TABLE changed_payers (seq BIGINT, kind SMALLINT, code VARCHAR)
    """)
    if empty:
        return
    with attached(engine):
        engine.run("""
            INSERT INTO held_niks SELECT nik FROM register.person WHERE nik IS NOT NULL;
            INSERT INTO held_cards SELECT card FROM register.person WHERE card IS NOT NULL;
            INSERT INTO known_payers SELECT id, kind, code FROM register.payer
        """)
