"""How long a plan takes on an edition with its audit: candidates, program, people by name; `python -m benchmarks.plan`."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from semesta.edition import Edition
from semesta.edition.audits import Audit
from semesta.edition.plans import plan_edition
from semesta.planning.plan_settings import read_plan
from semesta.rules.law import Law

#: The target of the issue: 15 regencies and 2.8 million candidates.
SECONDS_AT_MOST = 10.0


def main() -> None:
    """Print the seconds of each step of each run, and what the plan was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", type=Path)
    parser.add_argument("audit", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plan", type=Path, default=None)
    given = parser.parse_args()
    for _ in range(given.runs):
        print(json.dumps(measure(given.edition, given.audit, given.plan)))


def measure(edition: Path, audit: Path, plan: Path | None) -> dict[str, float | int | bool]:
    """One plan into a folder that is thrown away: seconds by step, wall and CPU, and the size of the plan."""
    opened, audited = Edition.open(edition), Audit.open(audit)
    settings = read_plan(plan, as_of=opened.manifest.as_of)
    marks: list[tuple[str, float]] = []
    wall, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        made = plan_edition(
            opened, settings, Law.current(), out=Path(folder) / "plan", audited=audited,
            on_step=lambda name: marks.append((name, time.perf_counter())),
        )  # fmt: skip
    end = time.perf_counter()
    ends = [at for _, at in marks[1:]] + [end]
    steps = {name: round(done - at, 2) for (name, at), done in zip(marks, ends, strict=True)}
    result = made.result
    return {
        **steps,
        "wall_seconds": round(end - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "within_target": end - wall < SECONDS_AT_MOST,
        "candidates": result.candidates,
        "regencies": len(result.before) - 1,
        "steps": len(result.steps),
        "rupiah": result.rupiah,
        "proven": result.proven,
    }


if __name__ == "__main__":
    main()
