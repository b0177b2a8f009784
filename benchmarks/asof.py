"""Coverage as of a day from the register: export, build with the population register, ask the edition's engine.

    python -m benchmarks.asof --database URL --residents dkb.csv --on 2024-07-01 --work FOLDER [--same-as EDITION]

`--same-as`: the edition that was adopted; the members of the new one, and every figure, must be the same rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import time
from pathlib import Path

from semesta.database import use
from semesta.edition import BuildRequest, Edition, build
from semesta.engine import Engine, literal

#: What an edition says about a card but for where in the files it stood.
_CARDS = "* EXCLUDE (member_id, resident_id, source, source_row)"
_ALL = "*"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--residents", type=Path, required=True)
    parser.add_argument("--on", type=dt.date.fromisoformat, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--same-as", type=Path)
    options = parser.parse_args()
    use(options.database)
    from semesta.register.exporting import export
    from semesta.register.recording import Decision

    shutil.rmtree(options.work, ignore_errors=True)
    facts: dict[str, object] = {}
    start = time.perf_counter()
    made = export(out=options.work, on=options.on, by=Decision("bench", "ukur"))
    facts |= {"rows": made.rows, "export_seconds": round(time.perf_counter() - start, 2)}
    start = time.perf_counter()
    edition = build(
        BuildRequest(
            residents=(options.residents,),
            members=(made.file,),
            as_of=options.on,
            into=options.work / "editions",
        )
    )
    facts["build_seconds"] = round(time.perf_counter() - start, 2)
    start = time.perf_counter()
    with edition.engine() as engine:
        facts["coverage"] = engine.rows(
            "SELECT coverage, sum(persons)::BIGINT FROM cube GROUP BY ALL ORDER BY 1"
        )
    facts["coverage_seconds"] = round(time.perf_counter() - start, 4)
    if options.same_as:
        facts["differing_rows"] = differing(Edition.open(options.same_as), edition)
    print(json.dumps(facts, indent=1, default=str))
    return 0


def differing(one: Edition, other: Edition) -> dict[str, int]:
    """Rows of the one that the other has not, both ways, for cards and figures."""
    found = {}
    with Engine() as engine:
        for table, columns in (("members", _CARDS), ("cube", _ALL), ("card_cube", _ALL), ("regions", _ALL)):
            left, right = (
                f"SELECT {columns} FROM read_parquet({literal(str(edition.path / table))} || '.parquet')"
                for edition in (one, other)
            )
            both = (f"{a} EXCEPT ALL {b}" for a, b in ((left, right), (right, left)))
            found[table] = sum(int(engine.value(f"SELECT count(*) FROM ({sql})")) for sql in both)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
