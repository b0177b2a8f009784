"""How long until one village's list is open. `python -m benchmarks.village EDITION COUNT`"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from statistics import median

import benchmarks.alone  # noqa: F401  (before anything that imports DuckDB)
from semesta.edition import Edition

SEED = 20240701


def main(folder: Path, count: int) -> None:
    """The first village of this process, from a closed edition; then many, warm. Milliseconds."""
    start = time.perf_counter()
    edition = Edition.open(folder)
    with edition.engine() as engine:
        codes = [
            row[0]
            for row in engine.rows(
                "SELECT DISTINCT village_code FROM cube WHERE village_code <> '' ORDER BY 1"
            )
        ]
    random.Random(SEED).shuffle(codes)  # noqa: S311  (a fixed sample, nothing secret)
    start = time.perf_counter()
    Edition.open(folder).village(codes[0])
    cold = milliseconds(start)
    warm = []
    for code in codes[1 : count + 1]:
        start = time.perf_counter()
        edition.village(code)
        warm.append(milliseconds(start))
    warm.sort()
    print(
        json.dumps(
            {
                "villages": len(warm),
                "first_ms": cold,
                "median_ms": median(warm),
                "p95_ms": warm[int(len(warm) * 0.95)],
                "slowest_ms": warm[-1],
            }
        )
    )


def milliseconds(start: float) -> float:
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
