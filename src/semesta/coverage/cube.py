"""The cube and the card cube: every count that a figure is made of, village by village."""

from __future__ import annotations

import datetime as dt

from semesta.engine import Engine, literal
from semesta.tables import AGE_BAND_TOP, AGE_BAND_YEARS

#: Nobody born before is alive; such a date is a mistake, and the age unknown.
EARLIEST_BIRTH = "1880-01-01"


def build_cubes(engine: Engine, as_of: dt.date) -> None:
    """Make `cube` (tables.CUBE) and `card_cube` (tables.CARD_CUBE) from what `classify` made, by village.

    Residents stand under the village of the register, cards without a living resident under the
    village that the insurer has written.
    """
    _number_bands(engine, as_of)
    residents = "residents r POSITIONAL JOIN quick.resident_state s POSITIONAL JOIN quick.card_of_resident c"
    with engine.in_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.counted AS
            SELECT r.village, s.state, c.kind, {_sex_number("r.sex")} AS sex, b.band, count(*) AS persons
            FROM {residents} LEFT JOIN quick.bands b ON b.day = r.birth_date GROUP BY ALL
        """)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.cube_cells AS
        WITH residents_and_cards AS (
            FROM quick.counted UNION ALL
            SELECT m.village, o.state, c.kind, {_sex_number("m.sex")} AS sex, b.band, count(*)
            FROM quick.outside_cards o JOIN members m ON m.rowid = o.member
            JOIN quick.card_state c ON c.member = o.member
            LEFT JOIN quick.bands b ON b.day = m.birth_date GROUP BY ALL)
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
            SELECT village_code, kind, CASE WHEN tie IN (1, 2) THEN tie ELSE 3 END AS tie, count(*) AS cards
            FROM quick.card_state GROUP BY ALL)
        SELECT n.village_code::VARCHAR AS village_code, k.bucket::VARCHAR AS bucket, k.status::VARCHAR AS status,
               CASE n.tie WHEN 1 THEN 'linked' WHEN 2 THEN 'duplicate' ELSE 'outside' END AS role,
               sum(n.cards)::BIGINT AS cards
        FROM counted n JOIN quick.card_kinds k ON k.kind = n.kind
        GROUP BY ALL ORDER BY ALL
    """)
    engine.drop("quick.counted", "quick.cube_cells", "quick.bands")


def _number_bands(engine: Engine, as_of: dt.date) -> None:
    """Make `quick.bands(day, band)`: the five-year age band, from 0, of those born on a day.

    Looking a day up costs a third of counting its years. Days before EARLIEST_BIRTH are no ages.
    """
    day = f"DATE {literal(as_of.isoformat())}"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.bands AS
        SELECT day::DATE AS day,
               least(date_sub('year', day::DATE, {day}) // {AGE_BAND_YEARS}, {AGE_BAND_TOP // AGE_BAND_YEARS})::TINYINT AS band
        FROM range(DATE {literal(EARLIEST_BIRTH)}, {day} + 1, INTERVAL 1 DAY) t(day)
    """)


def _sex_number(sex: str) -> str:
    """SQL: 1 for L, 2 for P (their places in SEXES), 0 for unknown."""
    return f"coalesce(enum_code({sex}) + 1, 0)::UTINYINT"


def _band_text(number: str) -> str:
    """SQL: '00-04' ... '75+', or '' where the number is NULL."""
    cases = [
        f"WHEN {low // AGE_BAND_YEARS} THEN '{low:02}-{low + AGE_BAND_YEARS - 1:02}'"
        for low in range(0, AGE_BAND_TOP, AGE_BAND_YEARS)
    ]
    top = f"WHEN {AGE_BAND_TOP // AGE_BAND_YEARS} THEN '{AGE_BAND_TOP}+'"
    return f"CASE {number} {' '.join(cases)} {top} ELSE '' END"
