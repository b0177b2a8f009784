"""An invented province read back into an engine, for looking at."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.synthetic import MadeFiles

SCALE = 0.0015
SEED = 7


@dataclass(frozen=True, slots=True)
class Province:
    """What was made, and an engine that holds it: residents_0, members_0, truth_0, residents_1 ..."""

    made: tuple[MadeFiles, ...]
    engine: Engine


def hold(engine: Engine, made: tuple[MadeFiles, ...]) -> Province:
    """Read the files back as text, with `row`, the row of the file from 1."""
    for index, files in enumerate(made):
        for kind, path in (("residents", files.residents), ("members", files.members)):
            engine.run(
                f"CREATE OR REPLACE TABLE {kind}_{index} AS SELECT row_number() OVER () AS row, * "
                f"FROM read_csv({literal(str(path))}, header = true, all_varchar = true)"
            )
        engine.run(f"CREATE OR REPLACE TABLE truth_{index} AS FROM read_parquet({literal(str(files.truth))})")
    return Province(made, engine)
