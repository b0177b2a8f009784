"""The cube and the card cube: every count that a figure is made of, village by village."""

from __future__ import annotations

import datetime as dt

from semesta.coverage.classify import age_band_number, sex_number
from semesta.coverage.vocabulary import PENDING
from semesta.engine import Engine
from semesta.tables import AGE_BAND_TOP, AGE_BAND_YEARS


def build_cubes(engine: Engine, as_of: dt.date) -> None:
    """Make `cube` (tables.CUBE) and `card_cube` (tables.CARD_CUBE) from what `classify` made, by village.

    Residents stand under the village of the register, cards without a living resident under the
    village that the insurer has written.
    """
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.cube_cells AS
        WITH residents_and_cards AS (
            SELECT village, state, kind, sex, band, count(*) AS persons FROM quick.resident_state GROUP BY ALL
            UNION ALL
            SELECT m.village, c.state, c.kind, {sex_number("m.sex")} AS sex,
                   {age_band_number("m.birth_date", as_of)} AS band, count(*)
            FROM members m POSITIONAL JOIN quick.card_state c WHERE c.state IS NOT NULL GROUP BY ALL)
        SELECT coalesce(p.village, 0) AS village, s.why, k.cell, p.sex, coalesce(p.band, -1) AS band,
               sum(p.persons)::BIGINT AS persons
        FROM residents_and_cards p JOIN quick.states s ON s.state = p.state
        JOIN quick.card_kinds k ON k.kind = coalesce(p.kind, 0) GROUP BY ALL
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE cube AS
        WITH whys AS (SELECT DISTINCT why, coverage, reason FROM quick.states),
        cells AS (SELECT DISTINCT cell, bucket, status FROM quick.card_kinds)
        SELECT v.code::VARCHAR AS village_code, w.coverage, coalesce(c.bucket, '') AS bucket,
               coalesce(c.status, '') AS status,
               (CASE n.sex WHEN 1 THEN 'L' WHEN 2 THEN 'P' ELSE '' END) AS sex, {_band_text("n.band")} AS age_band,
               coalesce(w.reason, '') AS reason, n.persons
        FROM quick.cube_cells n JOIN quick.village_codes v USING (village) JOIN whys w USING (why)
        JOIN cells c USING (cell) ORDER BY n.village, n.why, n.cell, n.sex, n.band
    """)
    engine.run("""
        CREATE OR REPLACE TABLE card_cube AS
        WITH counted AS (
            SELECT village, kind, CASE WHEN tie IN (1, 2) THEN tie ELSE 3 END AS tie, count(*) AS cards
            FROM quick.card_state GROUP BY ALL)
        SELECT v.code::VARCHAR AS village_code, k.bucket::VARCHAR AS bucket, k.status::VARCHAR AS status,
               CASE n.tie WHEN 1 THEN 'linked' WHEN 2 THEN 'duplicate' ELSE 'outside' END AS role,
               sum(n.cards)::BIGINT AS cards
        FROM counted n JOIN quick.village_codes v ON v.village = coalesce(n.village, 0)
        JOIN quick.card_kinds k ON k.kind = n.kind
        GROUP BY ALL ORDER BY ALL
    """)
    engine.drop("quick.cube_cells")
    assert engine.count("quick.resident_state", f"state = {PENDING}") == 0, "a resident is without a state"


def _band_text(number: str) -> str:
    """SQL: '00-04' ... '75+', or '' where the number is NULL."""
    cases = [
        f"WHEN {low // AGE_BAND_YEARS} THEN '{low:02}-{low + AGE_BAND_YEARS - 1:02}'"
        for low in range(0, AGE_BAND_TOP, AGE_BAND_YEARS)
    ]
    top = f"WHEN {AGE_BAND_TOP // AGE_BAND_YEARS} THEN '{AGE_BAND_TOP}+'"
    return f"CASE {number} {' '.join(cases)} {top} ELSE '' END"
