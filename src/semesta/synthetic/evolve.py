"""What happens to the people between two moments: they are born, die, move within, away and in.

Yearly rates are assumptions of ours. The quotas of the later moment decide the rest: newcomers fill
what births leave open, and where a population shrinks more people move away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pyarrow as pa

from semesta.engine import Engine
from semesta.synthetic import people
from semesta.synthetic.apportion import rounded
from semesta.synthetic.draws import below, u
from semesta.synthetic.people import FIRST_SERIAL, GONE_DEAD, GONE_MOVED
from semesta.synthetic.places import PROVINCE_SITES, SITES, Places
from semesta.synthetic.spec import ProvinceSpec

MOVES_WITHIN_YEARLY = 0.014  # of households, to another village of the province
MOVES_AWAY_YEARLY = 0.006  # of households, out of the province
BIRTHS_YEARLY = 0.0165  # of residents
BOYS = 0.512
TWINS = 0.011  # of births
BIRTH_ID = 2**38  # children born after the first moment: ids of their own

Counts = list[tuple[int, int]]  # men and women by regency
Rule = Callable[[int, int], int]


def evolve(
    engine: Engine, places: Places, spec: ProvinceSpec, index: int, quotas: Sequence[tuple[int, int]]
) -> None:
    """Bring the people from the moment before to the index-th, meeting its quotas of men and women by regency."""
    before, now = spec.moments[index - 1].as_of, spec.moments[index].as_of
    years = (now - before).days / 365.25
    _move_within(engine, places, index, now, years)
    _die_and_leave(engine, index, now, years)
    have = _homes(engine, len(quotas))
    births = [_births(target, present, years) for target, present in zip(quotas, have, strict=True)]
    _thin_out(
        engine, index, [_both(have[r], quotas[r], lambda h, q: max(0, h - q)) for r in range(len(quotas))]
    )
    _bear(engine, places, spec, index, births, before, now)
    have = _homes(engine, len(quotas))
    wanted = [_both(quotas[r], have[r], lambda q, h: max(0, q - h)) for r in range(len(quotas))]
    people.settle(
        engine, places, batch=index, as_of=now, quotas=wanted, former=0.0, stale=spec.noise.village_stale
    )
    assert _homes(engine, len(quotas)) == list(quotas), "the later moment misses its quota"


def _both(a: tuple[int, int], b: tuple[int, int], rule: Rule) -> tuple[int, int]:
    return rule(a[0], b[0]), rule(a[1], b[1])


def _homes(engine: Engine, regencies: int) -> Counts:
    """Present men and women of each regency."""
    found = dict(engine.rows("""
        SELECT v.r * 2 + (sex = 'P')::INT, count(*) FROM syn_person JOIN syn_household h USING (hid) JOIN syn_village v USING (v)
        WHERE present GROUP BY ALL"""))  # fmt: skip
    return [(found.get(2 * r, 0), found.get(2 * r + 1, 0)) for r in range(regencies)]


def _births(target: tuple[int, int], present: tuple[int, int], years: float) -> tuple[int, int]:
    """Boys and girls born into a regency, no more than its quota has room for."""
    born = BIRTHS_YEARLY * years * sum(target)
    boys, girls = rounded(born * BOYS), rounded(born * (1 - BOYS))
    return min(boys, max(0, target[0] - present[0])), min(girls, max(0, target[1] - present[1]))


def _move_within(engine: Engine, places: Places, index: int, now: dt.date, years: float) -> None:
    """Some households change village; they get a new family number, and most of their cards follow."""
    near = f"v.r * {SITES} + {below('hid', f'move near {index}', SITES)}"
    anywhere = places.anywhere(below("hid", f"move anywhere {index}", PROVINCE_SITES))
    day = f"DATE '{now}' - 1 - {below('hid', f'move day {index}', 180)}::INT"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_move AS
        WITH mover AS (
          SELECT hid, CASE WHEN {u("hid", f"move far {index}")} < 0.65 THEN {near} ELSE {anywhere} END AS site, {day} AS day
          FROM syn_household JOIN syn_village v USING (v) WHERE {u("hid", f"moves {index}")} < {MOVES_WITHIN_YEARLY * years}),
        placed AS (
          SELECT hid, v, w.r, w.district * 1000000 + day(day) * 10000 + month(day) * 100 + year(day) % 100 AS stem
          FROM mover JOIN syn_site USING (site) JOIN syn_village w USING (v))
        SELECT hid, v, r, stem * 10000 + {FIRST_SERIAL} + 499 + (row_number() OVER (PARTITION BY stem ORDER BY hid) - 1) % 500 AS kk FROM placed;
        UPDATE syn_household SET v = m.v, r = m.r, kk = m.kk FROM syn_move m WHERE m.hid = syn_household.hid;
        UPDATE syn_person SET card_v = m.v FROM syn_move m
          WHERE m.hid = syn_person.hid AND present AND {u("syn_person.hid", f"card follows {index}")} < 0.6;
        DROP TABLE syn_move""")


def _die_and_leave(engine: Engine, index: int, now: dt.date, years: float) -> None:
    """Deaths by age, about 6 in a thousand a year; whole households that leave the province."""
    x = f"(date_diff('day', birth, DATE '{now}') / 33600.0)"
    mortality = (
        f"(0.0006 + CASE WHEN {x} < 0.011 THEN 0.012 ELSE 0 END + 0.30 * {x} * {x} * {x} * {x} * {x} * {x})"
    )
    engine.run(f"""
        UPDATE syn_person SET present = false, gone = {GONE_DEAD}
          WHERE present AND {u("pid", f"dies {index}")} < {years} * {mortality};
        UPDATE syn_person SET present = false, gone = {GONE_MOVED}
          WHERE present AND {u("hid", f"leaves {index}")} < {years * MOVES_AWAY_YEARLY}""")


def _thin_out(engine: Engine, index: int, surplus: Counts) -> None:
    """More people leave where a regency has more than its quota."""
    if not any(men + women for men, women in surplus):
        return
    engine.take("syn_surplus", pa.table({
        "r": pa.array([r for r, _ in enumerate(surplus) for _ in "LP"], pa.int32()),
        "sex": ["L", "P"] * len(surplus), "surplus": [n for both in surplus for n in both],
    }))  # fmt: skip
    engine.run(f"""
        UPDATE syn_person SET present = false, gone = {GONE_MOVED} WHERE pid IN (
          SELECT pid FROM (
            SELECT pid, v.r, sex, row_number() OVER (PARTITION BY v.r, sex ORDER BY {u("pid", f"thinned {index}")}, pid) AS rank
            FROM syn_person JOIN syn_household h USING (hid) JOIN syn_village v USING (v) WHERE present)
          JOIN syn_surplus USING (r, sex) WHERE rank <= surplus);
        DROP TABLE syn_surplus""")


def _bear(
    engine: Engine,
    places: Places,
    spec: ProvinceSpec,
    index: int,
    births: Counts,
    before: dt.date,
    now: dt.date,
) -> None:
    """Children, some of them twins, to women of 17 to 42 who live here; exactly `births` boys and girls."""
    engine.take("syn_births", pa.table({
        "r": pa.array([r for r, _ in enumerate(births) for _ in "LP"], pa.int32()),
        "sex": ["L", "P"] * len(births), "births": [n for both in births for n in both],
        "twins": [rounded(TWINS * n) for both in births for n in both],
    }))  # fmt: skip
    days = (now - before).days
    first = BIRTH_ID + index * 2**33
    mother_age = f"date_diff('day', birth, DATE '{now}')"
    # one mother has the child i of her regency; the last children of each sex are second twins of its first
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_new AS
        WITH mother AS (
          SELECT p.hid, h.r, h.v, v.district, h.pool,
            row_number() OVER (PARTITION BY h.r ORDER BY {u("pid", f"bears {index}")}, pid) - 1 AS turn, count(*) OVER (PARTITION BY h.r) AS mothers
          FROM syn_person p JOIN syn_household h USING (hid) JOIN syn_village v USING (v)
          WHERE present AND sex = 'P' AND slot IN (0, 1, 9) AND {mother_age} BETWEEN 17 * 365 AND 42 * 365),
        child AS (
          SELECT r, sex, births, twins, unnest(range(births)) AS i FROM syn_births),
        placed AS (
          SELECT r, sex, CASE WHEN i >= births - twins AND births > 2 * twins THEN i - (births - twins) ELSE i END AS elder,
            i >= births - twins AND births > 2 * twins AS second, i,
            {first} + (r * 2 + (sex = 'P')::INT) * 16777216 AS base FROM child)
        SELECT m.hid, 15 AS slot, base + i AS pid, m.r, m.v, m.district, m.pool, CASE WHEN second THEN base + elder END AS twin_of,
          c.sex, CASE WHEN m.hid IS NULL THEN 9 ELSE 4 END::TINYINT AS relation,
          DATE '{now}' - {below("base + elder", "born on", days)}::INT AS birth, true AS present, NULL::TINYINT AS gone
        FROM placed c JOIN mother m ON m.r = c.r AND m.turn = (elder * 2 + (c.sex = 'P')::INT) % m.mothers""")
    people.enter(engine, places, "syn_new", batch=index, stale=spec.noise.village_stale)
    engine.drop("syn_new", "syn_births")
