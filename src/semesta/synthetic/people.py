"""Families with three generations in invented villages, trimmed to the quota of each regency and sex."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import pyarrow as pa

from semesta.engine import Engine
from semesta.synthetic import names
from semesta.synthetic.draws import bell, below, u
from semesta.synthetic.places import PROVINCE_SITES, SITES, Places

SLOTS = 16  # persons a household can hold; pid = hid * 16 + slot
BATCH_STRIDE = 1_000_000_000  # household ids of the n-th batch of people begin at n strides
REGENCY_STRIDE = 10_000_000
# Serials 9000-9999 are not issued in practice: no real NIK or KK is printed by accident. They count from the
# first, as real ones count from 0001: it is because the same few serials stand everywhere that a wrong digit
# often makes another person's number. Not from 9000: a small province's numbers would all end in 0, and look
# as if Excel had damaged them.
FIRST_SERIAL = 9001
SERIALS = 999

FIRST_CARD = 900_000_000  # 0000900000000: a range of our own

GONE_DEAD, GONE_MOVED, GONE_UNREGISTERED = 1, 2, 3

#: Ages of heads of household at every twentieth of their order [assumed, Lampung-like pyramid].
_HEAD_AGES = (18.5, 24, 27, 29.5, 32, 34, 36, 38, 40, 42, 44, 46, 48.5, 51, 53.5, 56.5, 60, 64, 69, 75, 92)


def create_tables(engine: Engine) -> None:
    """Empty `syn_household` and `syn_person`: everybody who ever belongs to the province."""
    engine.run("""
        CREATE OR REPLACE TABLE syn_household (
          hid BIGINT, r INTEGER, v INTEGER, kk BIGINT, pool INTEGER, head_age_on_entry DOUBLE);
        CREATE OR REPLACE TABLE syn_person (
          pid BIGINT, hid BIGINT, slot INTEGER, twin_of BIGINT, sex VARCHAR, birth DATE, relation TINYINT,
          name VARCHAR, nik BIGINT, place VARCHAR, card_v INTEGER, batch INTEGER,
          card BIGINT, card_second BIGINT,
          present BOOLEAN, gone TINYINT)""")


def settle(
    engine: Engine,
    places: Places,
    *,
    batch: int,
    as_of: dt.date,
    quotas: Sequence[tuple[int, int]],  # men and women by regency
    former: float,  # share of people to make beyond the quota, who lived here before; 0 for newcomers
    stale: float,  # share of people whose card has another village than their home
) -> None:
    """Add exactly `quotas` present people in new households to the tables, and `former` gone ones."""
    _households(engine, batch, quotas, former)
    _members(engine, as_of)
    _trim(engine, quotas, former)
    _number_families(engine, batch, as_of)
    enter(engine, places, "syn_new", batch=batch, stale=stale)
    engine.run("INSERT INTO syn_household SELECT hid, r, v, kk, pool, head_age FROM syn_new_household")
    engine.drop("syn_new_household", "syn_new", "syn_quota")


def _households(engine: Engine, batch: int, quotas: Sequence[tuple[int, int]], former: float) -> None:
    """`syn_new_household`: more households than needed, each with its latent shape and its village."""
    stock = [
        math.ceil((men + women) * (1.0 + former) / 2.7) + 30 if men + women else 0 for men, women in quotas
    ]
    engine.take("syn_quota", pa.table({
        "r": pa.array(range(len(quotas)), pa.int32()),
        "men": [men for men, _ in quotas], "women": [women for _, women in quotas],
        "households": stock,
    }))  # fmt: skip
    x = f"(20.0 * {u('hid', 'head age')})"
    ages = f"[{', '.join(map(str, _HEAD_AGES))}]"
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_stock AS
        SELECT r, {batch * BATCH_STRIDE} + r * {REGENCY_STRIDE} + unnest(range(households)) AS hid FROM syn_quota;
        CREATE OR REPLACE TABLE syn_new_household AS
        WITH head AS (
          SELECT *, {ages}[1 + floor({x})::INT]
            + ({ages}[2 + floor({x})::INT] - {ages}[1 + floor({x})::INT]) * ({x} - floor({x})) AS head_age
          FROM syn_stock),
        couple AS (
          SELECT *, {u("hid", "married")} < CASE WHEN head_age < 25 THEN 0.6 WHEN head_age < 60 THEN 0.87
                      WHEN head_age < 70 THEN 0.77 ELSE 0.5 END AS married FROM head),
        shape AS (
          SELECT *,
            CASE WHEN married THEN 'L' WHEN {u("hid", "lone head")} < CASE WHEN head_age > 45 THEN 0.62 ELSE 0.35 END
                 THEN 'P' ELSE 'L' END AS head_sex,
            greatest(17.0, head_age - 3.3 + 3.1 * {bell("hid", "spouse age")}) AS spouse_age FROM couple),
        mother AS (
          SELECT *, CASE WHEN married THEN spouse_age WHEN head_sex = 'P' THEN head_age ELSE head_age - 3 END AS mother_age,
            married OR (head_age > 24 AND {u("hid", "lone parent")} < CASE head_sex WHEN 'P' THEN 0.8 ELSE 0.3 END) AS parents
          FROM shape),
        weighted AS (
          SELECT *, {names.pool_sql("hid")} AS pool,
            18.5 + 8.0 * {u("hid", "first birth")} AS first_birth, 2.1 + 3.4 * {u("hid", "spacing")} AS spacing,
            CASE WHEN NOT parents THEN 0 WHEN mother_age > 65 THEN 3 + {below("hid", "parity", 5)}
                 WHEN mother_age > 45 THEN 2 + {below("hid", "parity", 3)} ELSE 1 + {below("hid", "parity", 3)} END AS parity,
            parents AND head_age > 45 AND {u("hid", "three generations")} < 0.24 AS grand,
            head_age < 60 AND {u("hid", "elder")} < 0.13 AS elder, {u("hid", "other kin")} < 0.09 AS kin,
            r * {SITES} + {below("hid", "village", SITES)} AS site
          FROM mother m)
        SELECT h.* EXCLUDE (site), v, v.district
        FROM weighted h JOIN syn_site USING (site) JOIN syn_village v USING (v);
        DROP TABLE syn_stock""")


def _members(engine: Engine, as_of: dt.date) -> None:
    """`syn_new`: who lives in those households. Slots: 0 head, 1 spouse, 2-8 children, 9-11 a child's spouse
    and children, 12 a parent, 13 other kin."""
    base = f"CASE WHEN slot BETWEEN 3 AND 8 AND {u('hid * 16 + slot', 'twin')} < 0.011 THEN slot - 1 ELSE slot END"
    eldest = f"(mother_age - first_birth - 0.8 * {u('hid * 16 + 2', 'birth gap')})"
    child = f"(mother_age - first_birth - (base - 2) * spacing - 0.8 * {u('hid * 16 + base', 'birth gap')})"
    eldest_sex = f"({u('hid * 16 + 2', 'sex')} < 0.53)"
    age = f"""CASE
        WHEN slot = 0 THEN head_age
        WHEN slot = 1 AND married THEN spouse_age
        WHEN slot BETWEEN 2 AND 8 AND base - 2 < parity
             AND ({child} < 19 + 9 * {u("hid * 16 + base", "leaves home")} OR {u("hid * 16 + base", "stays")} < 0.07 OR (grand AND base = 2))
             THEN {child}
        WHEN slot = 9 AND grand AND {eldest} > 20 THEN {eldest} + 3.0 * {bell("hid", "in-law age")} * 0.7
        WHEN slot = 10 AND grand AND {eldest} > 20 THEN {eldest} - 20.0 - 5.0 * {u("hid", "grandchild")}
        WHEN slot = 11 AND grand AND {eldest} > 20 THEN {eldest} - 24.5 - 6.0 * {u("hid", "second grandchild")}
        WHEN slot = 12 AND elder THEN head_age + 19 + 12 * {u("hid", "elder age")}
        WHEN slot = 13 AND kin THEN 8 + 55 * {u("hid", "kin age")}
        ELSE -1 END"""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_new AS
        WITH candidate AS (
          SELECT h.*, slot, {base} AS base, hid * {SLOTS} + slot AS pid
          FROM syn_new_household h CROSS JOIN (SELECT unnest(range(14))::INT AS slot)
          WHERE slot < 2 OR slot > 8 OR slot - 2 < parity),
        aged AS (SELECT *, {age} AS age FROM candidate)
        SELECT hid, slot, pid, r, v, district, pool,
          CASE WHEN base <> slot THEN pid - 1 END AS twin_of,
          CASE slot WHEN 0 THEN head_sex WHEN 1 THEN CASE head_sex WHEN 'L' THEN 'P' ELSE 'L' END
            WHEN 9 THEN CASE WHEN {eldest_sex} THEN 'P' ELSE 'L' END
            ELSE CASE WHEN {u("pid", "sex")} < CASE slot WHEN 12 THEN 0.3 WHEN 13 THEN 0.62 ELSE 0.53 END THEN 'L' ELSE 'P' END END AS sex,
          CASE slot WHEN 0 THEN 1 WHEN 1 THEN 3 WHEN 9 THEN 5 WHEN 10 THEN 6 WHEN 11 THEN 6
            WHEN 12 THEN CASE WHEN {u("pid", "whose parent")} < 0.6 THEN 7 ELSE 8 END
            WHEN 13 THEN CASE WHEN {u("pid", "kin")} < 0.85 THEN 9 ELSE 11 END ELSE 4 END::TINYINT AS relation,
          age, DATE '{as_of}' - (age * 365.25)::INT AS true_birth
        FROM aged WHERE age >= 0 AND age < 99""")


def _trim(engine: Engine, quotas: Sequence[tuple[int, int]], former: float) -> None:
    """Keep as many households as the quota and the former people need; mark who is no longer here."""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_kept AS
        WITH size AS (
          SELECT hid, r, count(*) FILTER (sex = 'L') AS men, count(*) FILTER (sex = 'P') AS women FROM syn_new GROUP BY ALL),
        before AS (
          SELECT hid, r, sum(men) OVER w - men AS men_before, sum(women) OVER w - women AS women_before FROM size
          WINDOW w AS (PARTITION BY r ORDER BY hid))
        SELECT hid FROM before JOIN syn_quota q USING (r)
        WHERE men_before < q.men * {1.0 + former} OR women_before < q.women * {1.0 + former}""")
    old = "(age / 50.0) * (age / 50.0) * (age / 50.0) * (age / 50.0)"
    mover = u("hid", "moved before") + " < 0.013"
    # ranked narrow, joined back wide: a sort of all columns of everybody would cost more than the rest
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_leaver AS
        WITH ranked AS (
          SELECT pid, r, sex, row_number() OVER (PARTITION BY r, sex ORDER BY
              CASE WHEN {mover} THEN {u("hid", "leave")} * 0.0001 ELSE 0.001 + {u("pid", "leave")} / (1.0 + {old}) END, pid) AS turn
          FROM syn_new SEMI JOIN syn_kept USING (hid)),
        surplus AS (
          SELECT r, sex, count(*) - CASE sex WHEN 'L' THEN any_value(men) ELSE any_value(women) END AS surplus
          FROM ranked JOIN syn_quota USING (r) GROUP BY r, sex)
        SELECT pid FROM ranked JOIN surplus USING (r, sex) WHERE turn <= surplus;
        CREATE OR REPLACE TABLE syn_new AS
        SELECT n.* EXCLUDE (age), l.pid IS NULL AS present,
          CASE WHEN {mover} THEN {GONE_MOVED} WHEN {u("n.pid", "gone how")} < {old} / ({old} + 1.0) THEN {GONE_DEAD}
               WHEN {u("n.pid", "moved or never here")} < 0.55 THEN {GONE_MOVED} ELSE {GONE_UNREGISTERED} END::TINYINT AS gone,
          birth_written(true_birth, n.pid, age) AS birth
        FROM syn_new n SEMI JOIN syn_kept USING (hid) LEFT JOIN syn_leaver l ON l.pid = n.pid""")
    engine.run("DELETE FROM syn_new_household WHERE hid NOT IN (FROM syn_kept)")
    if not former:
        engine.run("DELETE FROM syn_new WHERE NOT present")
    engine.drop("syn_kept", "syn_leaver")
    found = dict(
        engine.rows("SELECT r * 2 + (sex = 'P')::INT, count(*) FROM syn_new WHERE present GROUP BY ALL")
    )
    assert all(found.get(r * 2 + s, 0) == quotas[r][s] for r in range(len(quotas)) for s in (0, 1)), (
        "quota missed"
    )


def _number_families(engine: Engine, batch: int, as_of: dt.date) -> None:
    """Give each new household a family number: district, day of issue, serial."""
    since = "DATE '2009-01-01'" if batch == 0 else f"DATE '{as_of}' - 200"
    days = (as_of - dt.date(2009, 1, 1)).days if batch == 0 else 200
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_new_household AS
        WITH issued AS (SELECT *, {since} + {below("hid", "family number", days)}::INT AS day FROM syn_new_household)
        SELECT * EXCLUDE (day), (district * 1000000 + day(day) * 10000 + month(day) * 100 + year(day) % 100) * 10000
            + {FIRST_SERIAL} + (row_number() OVER (PARTITION BY district, day ORDER BY hid) - 1) % {SERIALS} AS kk
        FROM issued""")


def prepare_births(engine: Engine) -> None:
    """The date of birth that the register has: some old people's days were never known."""
    engine.run(f"""
        CREATE OR REPLACE MACRO birth_written(born, id, age) AS
          CASE WHEN {u("id", "day unknown")} < CASE WHEN age > 60 THEN 0.06 WHEN age > 40 THEN 0.02 ELSE 0.001 END
            THEN make_date(year(born), CASE WHEN {u("id", "which day")} < 0.3 THEN 12 WHEN {u("id", "which day")} < 0.55 THEN 7 ELSE 1 END::BIGINT,
                           CASE WHEN {u("id", "which day")} < 0.3 THEN 31 ELSE 1 END::BIGINT)
            ELSE born END""")


def enter(engine: Engine, places: Places, people: str, *, batch: int, stale: float) -> None:
    """Name, number and card village for `people` (hid, pid, slot, r, v, district, pool, twin_of, sex,
    relation, birth, present, gone), then into `syn_person`."""
    learned = f"relation IN (1, 2, 3) AND year(birth) < 2000 AND {u('hid', 'standing')} < 0.17"
    engine.run(f"CREATE OR REPLACE TABLE syn_unnamed AS SELECT *, {learned} AS learned FROM {people}")
    names.name_people(engine, "syn_unnamed", "syn_named")
    engine.drop("syn_unnamed")
    _number_people(engine, places, people)
    # two numbers a person: the second for a duplicate card, far away from the first in the order of cards
    everybody = engine.count(people)
    first_card = FIRST_CARD + 2 * engine.count("syn_person")
    site = f"""CASE WHEN {u("p.pid", "card regency stale")} < 0.75 THEN p.r * {SITES} + {below("p.pid", "other village", SITES)}
        ELSE {places.anywhere(below("p.pid", "other regency", PROVINCE_SITES))} END"""
    engine.run(f"""
        INSERT INTO syn_person
        SELECT p.pid, p.hid, p.slot, p.twin_of, p.sex, p.birth, p.relation, m.name, k.nik, o.place,
          CASE WHEN {u("p.pid", "card village stale")} < {stale} THEN s.v ELSE p.v END,
          {batch}, {first_card} + 2 * k.i + {below("k.i", "card parity", 2)},
          {first_card} + 2 * ({everybody} - 1 - k.i) + 1 - {below(f"({everybody} - 1 - k.i)", "card parity", 2)},
          p.present, CASE WHEN NOT p.present THEN p.gone END
        FROM {people} p JOIN syn_named m USING (pid) JOIN syn_numbered k USING (pid) JOIN syn_origin o USING (o)
        JOIN syn_site s ON s.site = {site}""")
    engine.drop("syn_named", "syn_numbered")


def _number_people(engine: Engine, places: Places, people: str) -> None:
    """`syn_numbered`: a NIK for each: district of first issue, date with 40 for women, next free serial."""
    home = f"{u('pid', 'origin')} < CASE WHEN year(birth) > 2004 THEN 0.93 ELSE 0.80 END"
    away_share = "CASE WHEN year(birth) < 1960 THEN 0.55 WHEN year(birth) < 1990 THEN 0.3 ELSE 0.2 END"
    away = places.origins - places.home_origins
    # in the number stands the date that was first recorded; a few dates were corrected since
    date = f"""CASE WHEN {u("pid", "date corrected")} >= 0.005 THEN birth
        WHEN {u("pid", "which correction")} < 0.5 THEN birth - 365
        ELSE make_date(year(birth), month(birth), 1 + (day(birth) + 8) % 28) END"""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_issued AS
        SELECT pid, hid, sex, {date} AS day, 0 AS moved,
          CASE WHEN {home} THEN h.o
               WHEN {u("pid", "away")} < {away_share} THEN {places.home_origins} + {below("pid", "origin away", away)}
               ELSE {below("pid", "origin home", places.home_origins)} END AS o
        FROM {people} JOIN syn_origin h USING (district) WHERE h.o < {places.home_origins}""")
    while not _number_issued(engine):
        # A district that has given out a day's serials sends the others to the next district.
        engine.run(f"""
            UPDATE syn_issued AS s SET o = (s.o + 1) % {places.origins}, moved = moved + 1
            FROM syn_numbered n WHERE n.pid = s.pid AND n.rank >= {SERIALS}""")
        assert engine.value("SELECT max(moved) FROM syn_issued") <= places.origins, "no serials are left"
    engine.drop("syn_issued")


def _number_issued(engine: Engine) -> bool:
    """Make `syn_numbered` from `syn_issued`; whether every district's day had serials enough."""
    engine.run(f"""
        CREATE OR REPLACE TABLE syn_numbered AS
        WITH placed AS (
          SELECT pid, hid, o, moved, district * 1000000
              + (day(day) + CASE sex WHEN 'P' THEN 40 ELSE 0 END) * 10000 + month(day) * 100 + year(day) % 100 AS stem
          FROM syn_issued JOIN syn_origin USING (o)),
        taken AS (SELECT nik // 10000 AS stem, count(*) AS used FROM syn_person GROUP BY ALL),
        ranked AS (
          SELECT pid, o, stem, coalesce(used, 0) + row_number() OVER (PARTITION BY stem ORDER BY moved, hid, pid) - 1 AS rank
          FROM placed LEFT JOIN taken USING (stem))
        SELECT pid, o, rank, stem * 10000 + {FIRST_SERIAL} + rank AS nik,
          row_number() OVER (ORDER BY {u("pid", "card")}, pid) - 1 AS i
        FROM ranked""")
    worst = engine.value("SELECT max(rank) FROM syn_numbered")
    return worst is None or bool(worst < SERIALS)
