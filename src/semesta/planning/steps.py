"""Chooses the people of each step by name, set-based: the pool's order, cut where the plan says."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from semesta.engine import Engine
from semesta.planning.candidates import Pool
from semesta.planning.outcome import Draw

_KEYS = "region, source, way, coverage, allowed, payer, removal"


def name_people(engine: Engine, draws: Sequence[Draw]) -> None:
    """Make `plan_steps` (step_id, position, resident_id, member_id) from `plan_people` and `plan_cards`.

    position: 1, 2, 3 ... within the step. Households with most people left out in the pool come first and are kept
    together, then the poorest, then village by village. resident_id is NULL for a card without a resident,
    member_id for a resident who is approached without a card. One row per person and step.
    """
    pools = list(dict.fromkeys(draw.option.pool for draw in draws))
    _take_pools(engine, pools)
    _take_draws(engine, draws, {pool: at for at, pool in enumerate(pools)})
    _queue(engine)
    engine.run("""
        CREATE OR REPLACE TABLE plan_steps AS
        WITH begun AS (SELECT pool, min(rowid) AS begin FROM plan_queue GROUP BY pool)
        SELECT d.step_id, d.before + 1 + q.rowid - b.begin - (d.first - 1) AS position, q.resident_id, q.member_id
        FROM plan_queue q JOIN begun b ON b.pool = q.pool
        JOIN plan_draws d ON d.pool = q.pool AND q.rowid - b.begin BETWEEN d.first - 1 AND d.last - 1
        ORDER BY d.step_id, position
    """)
    engine.drop("plan_draws", "plan_pools", "plan_queue")


def _take_draws(engine: Engine, draws: Sequence[Draw], numbers: dict[Pool, int]) -> None:
    """`plan_draws`; `before` counts the people of the step whom its earlier draws approach."""
    before, so_far = [], dict[int, int]()
    for draw in draws:
        before.append(so_far.get(draw.step, 0))
        so_far[draw.step] = before[-1] + draw.last - draw.first + 1
    columns = {
        "step_id": [draw.step for draw in draws],
        "pool": [numbers[draw.option.pool] for draw in draws],
        "first": [draw.first for draw in draws],
        "last": [draw.last for draw in draws],
        "before": before,
    }
    engine.take(
        "plan_draws", pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})
    )


def _take_pools(engine: Engine, pools: Sequence[Pool]) -> None:
    columns = {
        name: [getattr(pool, name) for pool in pools]
        for name in ("region", "source", "way", "coverage", "payer", "removal")
    }
    texts = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    allowed = pa.array([pool.allowed for pool in pools], pa.bool_())
    number = pa.array(range(len(pools)), pa.int64())
    engine.take("plan_pools", pa.table({"pool": number, **texts, "allowed": allowed}))


def _queue(engine: Engine) -> None:
    """`plan_queue`: everybody of the pools at work, each pool in the order in which it is approached.

    Only whole numbers are sorted; the table's own order is then the rank. Residents are numbered village by village.
    """
    engine.run(f"""
        CREATE OR REPLACE TABLE plan_kin AS
        SELECT q.pool::SMALLINT AS pool, p.resident_id, r.kk::BIGINT AS kk, p.decile
        FROM plan_people p JOIN plan_pools q USING ({_KEYS}) JOIN residents r ON r.resident_id = p.resident_id
    """)
    engine.run("""
        CREATE OR REPLACE TABLE plan_queue AS
        WITH households AS (
            SELECT pool, kk, least(count(*), 250) AS people, min(resident_id) AS eldest FROM plan_kin
            WHERE kk IS NOT NULL GROUP BY ALL HAVING count(*) > 1)
        SELECT pool, resident_id, NULL::BIGINT AS member_id FROM (
            SELECT k.pool, k.resident_id,
                   250 - coalesce(h.people, 1) AS alone, coalesce(k.decile, 11) AS poor, coalesce(h.eldest, k.resident_id) AS family
            FROM plan_kin k LEFT JOIN households h USING (pool, kk))
        ORDER BY pool, (alone * 16 + poor) * 1000000000 + family, resident_id
    """)
    engine.run(f"""
        INSERT INTO plan_queue
        SELECT q.pool, c.resident_id, c.member_id FROM plan_cards c JOIN plan_pools q USING ({_KEYS})
        ORDER BY q.pool, c.finding_id
    """)
    engine.drop("plan_kin")
