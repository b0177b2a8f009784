"""The order of the residents in an edition: by village, within a village as in the register's files.

One village then lies together on disk and opens in milliseconds. Sorting nine million wide rows costs
as much as reading their CSV, so a register that is in village order already (as the civil registry
and village systems export it) is written as it stands.
"""

from __future__ import annotations

from typing import Literal

from semesta.engine import Engine

#: How the residents must be arranged: as they stand, those of unknown village first, or sorted.
Arrangement = Literal["as_is", "unknown_first", "sorted"]


def arrangement(engine: Engine) -> Arrangement:
    """What has to be done to the staged residents so that their villages never decrease."""
    unknown, falls = engine.row("""
        SELECT count(*) FILTER (village IS NULL), count(*) FILTER (village < before)
        FROM (SELECT village, lag(village IGNORE NULLS) OVER () AS before FROM residents)
    """)
    if falls:
        return "sorted"
    return "unknown_first" if unknown else "as_is"


def number_residents(engine: Engine, how: Arrangement) -> None:
    """Make `resident_order(resident_id)`, in the order of the staged residents; nothing for as_is."""
    if how == "as_is":
        engine.drop("quick.resident_order")
        return
    engine.place(
        "quick.resident_order",
        """SELECT rowid, (row_number() OVER (ORDER BY village NULLS FIRST, rowid))::INTEGER AS resident_id
           FROM residents""",
        rows=engine.count("residents"),
    )


def resident_number(how: Arrangement, table: str) -> str:
    """SQL: the resident_id, from a table that has `resident` (and `resident_id` unless as_is)."""
    return f"({table}.resident::BIGINT + 1)" if how == "as_is" else f"{table}.resident_id::BIGINT"


def require_order(engine: Engine, table: str, number: str, staged: str) -> None:
    """Assert that a table stands in the order of a staged one; `number` holds the staged rowid."""
    assert engine.count(table) == engine.count(staged), f"{table} has not the rows of {staged}"
    assert engine.count(table, f"{number} <> rowid") == 0, f"{table} is not in the order of {staged}"
