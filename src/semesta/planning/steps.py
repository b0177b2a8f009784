"""Chooses the people of each step by name, set-based: the pool's order, cut where the plan says."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from semesta.engine import Engine
from semesta.planning.candidates import Pool
from semesta.planning.outcome import Draw

#: The order in which people of a pool are approached: households with most people left out in the pool first
#: and kept together, the poorest first, village by village.
_ORDER = "household DESC, decile NULLS LAST, village_code, kk, id"
_KEYS = "region, source, way, coverage, allowed, payer, removal"


def name_people(engine: Engine, draws: Sequence[Draw]) -> None:
    """Make `plan_steps` (step_id, position, resident_id, member_id) from `plan_people` and `plan_cards`.

    position: 1, 2, 3 ... within the step, in the order stated in `_ORDER`. resident_id is NULL for a card without a
    resident, member_id for a resident who is approached without a card. One row per person and step.
    """
    pools = list(dict.fromkeys(draw.option.pool for draw in draws))
    _take_pools(engine, pools)
    numbers = {pool: at for at, pool in enumerate(pools)}
    engine.take(
        "plan_draws",
        pa.table(
            {
                "step_id": pa.array([draw.step for draw in draws], pa.int64()),
                "pool": pa.array([numbers[draw.option.pool] for draw in draws], pa.int64()),
                "first": pa.array([draw.first for draw in draws], pa.int64()),
                "last": pa.array([draw.last for draw in draws], pa.int64()),
            }
        ),
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE plan_steps AS
        WITH ranked AS ({_ranked()})
        SELECT d.step_id, row_number() OVER (PARTITION BY d.step_id ORDER BY d.pool, r.place) AS position,
               r.resident_id, r.member_id
        FROM plan_draws d JOIN ranked r ON r.pool = d.pool AND r.place BETWEEN d.first AND d.last
        ORDER BY d.step_id, position
    """)
    engine.drop("plan_draws", "plan_pools")


def _take_pools(engine: Engine, pools: Sequence[Pool]) -> None:
    columns = {
        name: [getattr(pool, name) for pool in pools]
        for name in ("region", "source", "way", "coverage", "payer", "removal")
    }
    texts = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    allowed = pa.array([pool.allowed for pool in pools], pa.bool_())
    number = pa.array(range(len(pools)), pa.int64())
    engine.take("plan_pools", pa.table({"pool": number, **texts, "allowed": allowed}))


def _ranked() -> str:
    """Everybody of the pools at work, with the place in the pool's order."""
    return f"""
        SELECT pool, resident_id, member_id,
               row_number() OVER (PARTITION BY pool ORDER BY {_ORDER}) AS place
        FROM (
            SELECT p.pool, p.resident_id, NULL::BIGINT AS member_id, r.decile, r.village_code, r.kk, p.resident_id AS id,
                   CASE WHEN r.kk IS NULL THEN 1 ELSE count(*) OVER (PARTITION BY p.pool, r.kk) END AS household
            FROM (SELECT q.pool, s.resident_id FROM plan_people s JOIN plan_pools q USING ({_KEYS})) p
            JOIN residents r ON r.resident_id = p.resident_id
            UNION ALL
            SELECT q.pool, c.resident_id, c.member_id, NULL, m.village_code, m.kk, c.finding_id, 1
            FROM plan_cards c JOIN plan_pools q USING ({_KEYS}) JOIN members m ON m.member_id = c.member_id)
    """
