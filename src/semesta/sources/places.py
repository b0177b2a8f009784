"""Villages: from codes as written, or from the names of village, district and regency beside each other."""

from __future__ import annotations

import pyarrow as pa

from semesta.engine import Engine, identifier, literal
from semesta.regions import Regions

_KEYS = "village_keys"


def village_type(engine: Engine, style: str) -> str:
    """An enumeration of all village codes in a style (dots, digits), in the order of the codes.

    Casting to it is one exact look-up of the text and, unlike a join, keeps the rows in order.
    """
    name = f"village_{style}"
    if not engine.value("SELECT count(*) FROM duckdb_types() WHERE type_name = ?", [name]):
        villages = [r for r in Regions.load() if r.level == "village"]
        texts = ", ".join(literal(r.code if style == "dots" else str(r.key)) for r in villages)
        engine.run(f"CREATE TYPE {identifier(name)} AS ENUM ({texts})")
    return identifier(name)


def fill_villages(engine: Engine, table: str, first: int, last: int) -> None:
    """Turn the places of codes in the enumeration, as loaded, into the villages' numbers."""
    if not engine.has_table(_KEYS):
        keys = Regions.load().village_keys()
        engine.take(
            _KEYS,
            pa.table({"place": pa.array(range(len(keys)), pa.int64()), "key": pa.array(keys, pa.int64())}),
        )
    engine.run(
        f"UPDATE {identifier(table)} SET village = k.key FROM {_KEYS} AS k "
        f"WHERE {identifier(table)}.village = k.place AND {identifier(table)}.rowid >= {first} "
        f"AND {identifier(table)}.rowid < {last}"
    )
