"""What the law's formulas cost beside reading and writing the same columns. `python -m benchmarks.law EDITION SCRATCH RUNS THREADS`"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import benchmarks.alone  # noqa: F401  (before anything that imports DuckDB)
from semesta.engine import Engine
from semesta.rules import FORMULAS, Law

DAY = dt.date(2024, 7, 1)
INPUTS = ("bucket", "segment", "hospital_class", "status", "relation", "birth_date", "start_date", "wage", "wage_floor", "first_month", "months_paid")  # fmt: skip
SPLIT = "total, member, employer, centre, local_government"
STATE = "status_on_day, oldest_unpaid, due_on, inactive_from"
Cost = dict[str, float]


def main(edition: Path, scratch: Path, runs: int, threads: int) -> None:
    """The floor and the formulas in turn; medians, and the median of the ratios of the runs."""
    with Engine(scratch, threads=threads) as engine:
        cards = make_cards(engine, edition / "members.parquet", scratch)
        law, out = Law.current(), scratch / "results.parquet"
        formulas = f"SELECT member_id, {answers(law)} FROM {cards}"
        engine.run(f"CREATE TABLE results AS {formulas}")
        read = ", ".join(f"count({name}), max({name})" for name in ("member_id", *INPUTS))

        def floor() -> None:
            engine.rows(f"SELECT {read} FROM {cards}")
            engine.write_parquet(f"SELECT member_id, {SPLIT}, {STATE} FROM results", out)

        pairs = [(timed(floor), timed(lambda: engine.write_parquet(formulas, out))) for _ in range(runs)]
        rows = engine.count("results")
    floors, laws = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratios = {key: median(law[key] / floor[key] for floor, law in pairs) for key in floors[0]}
    facts = {"rows": rows, "floor": middle(floors), "law": middle(laws), "ratio_wall": ratios["wall_seconds"], "ratio_cpu": ratios["cpu_seconds"]}  # fmt: skip
    print(json.dumps(facts))


def answers(law: Law) -> str:
    """Contribution, its split and the status on a day, as columns; what no card has is not known."""
    contribution = FORMULAS["contribution"].columns(
        law, DAY, dict.fromkeys(("extra_members", "pension", "base_salary"))
    )
    unknown = dict.fromkeys(("left_on", "dismissed_on", "died_on", "student"))
    status = FORMULAS["status"].build(law, DAY, unknown)
    names = dict(zip(status, STATE.split(", "), strict=True))
    return ", ".join([contribution, *(f"{it.sql()} AS {names[name]}" for name, it in status.items())])


def make_cards(engine: Engine, members: Path, scratch: Path) -> str:
    """The edition's cards with what it does not hold: a wage for each worker and each payer's history, invented."""
    path, chance = scratch / "cards.parquet", "(hash(member_id) % 1000000)::BIGINT"
    owed = "bucket <> 'PBI_JK'"
    engine.write_parquet(
        f"""SELECT member_id, bucket, segment, hospital_class, status, relation, birth_date, start_date,
              CASE WHEN bucket IN ('PPU_PN', 'PPU_BU') AND relation = 1 THEN 2000000 + {chance} * 18 END AS wage,
              2716497::BIGINT AS wage_floor,
              CASE WHEN {owed} THEN (DATE '2014-01-01' + to_months(({chance} % 120)::INTEGER))::DATE END AS first_month,
              CASE WHEN {owed} THEN {chance} % 130 END AS months_paid
            FROM '{members}'""",
        path,
    )
    return f"'{path}'"


def timed(work: Callable[[], None]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall_seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - cpu}


def middle(costs: list[Cost]) -> Cost:
    return {key: median(cost[key] for cost in costs) for key in costs[0]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
