"""The history of a region for a forecast: who went from which cohort to which between editions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from semesta.edition import flows
from semesta.edition.opened import Edition
from semesta.edition.same_people import AFTER, BEFORE, DEAD, STATES, VILLAGES, load_people, pair_people
from semesta.engine import Engine, literal
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.planning.cohorts import AGE_FROM, AGE_UNKNOWN, GROUPS, NO_CARD, Cards, Counts, History, Interval
from semesta.planning.cohorts import STATES as COHORT_STATES
from semesta.tables import BUCKETS

_LENGTHS = (2, 5, 8, 13)  # characters of a dotted code at each level
_PARTS = "quick.cohort_parts"


def history(
    editions: Sequence[Edition],
    *,
    region: str = "",
    months: int = 24,
    on_step: Callable[[str], None] | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
) -> History:
    """What the editions say of a region (empty: all of it) and the parts of the next level below.

    Raises InputRefused for fewer than two editions, two of one date, a wrong order, or of different regions.
    """
    _require_series(editions)
    newest = editions[-1]
    whole = region in ("", newest.manifest.region)
    code = region or newest.manifest.region
    within = "" if whole else region
    with newest.engine(memory_mb=memory_mb, threads=threads) as engine:
        names = dict(engine.rows("SELECT code, name FROM regions"))
    parts = _parts(editions, code, within, memory_mb, threads)
    intervals = tuple(
        _interval(before, after, parts, within, code, on_step=on_step, memory_mb=memory_mb, threads=threads)
        for before, after in itertools.pairwise(editions)
    )
    stock, reaching = _stock(newest, parts, code, months, memory_mb, threads)
    return History(
        region=code,
        region_name=str(names.get(code, code)),
        parts=parts,
        part_names=tuple(str(names.get(part, part)) for part in parts),
        editions=tuple(edition.manifest.name for edition in editions),
        population_basis=newest.manifest.population_basis,
        intervals=intervals,
        cards=tuple(_cards(edition, parts, code, whole, memory_mb, threads) for edition in editions),
        stock=stock,
        reaching=reaching,
        reaching_months=months,
    )


# --- refusing -----------------------------------------------------------------------------------


def _require_series(editions: Sequence[Edition]) -> None:
    place = ", ".join(edition.manifest.name for edition in editions)
    if len(editions) < 2:
        raise InputRefused(
            place=place,
            reason=Text("Satu edisi tidak menunjukkan perubahan.", "One edition shows no change."),
            remedy=Text(
                "Beri dua edisi atau lebih dari wilayah yang sama, yang lama dulu.",
                "Give two or more editions of the same region, the oldest first.",
            ),
        )
    for before, after in itertools.pairwise(editions):
        one, other = before.manifest, after.manifest
        place = f"{one.name}, {other.name}"
        if one.region != other.region:
            raise InputRefused(
                place=place,
                reason=Text(
                    f"Wilayahnya berbeda: {one.region} dan {other.region}.",
                    f"They are of different regions: {one.region} and {other.region}.",
                ),
                remedy=Text("Beri edisi dari wilayah yang sama.", "Give editions of the same region."),
            )
        if one.as_of == other.as_of:
            raise InputRefused(
                place=place,
                reason=Text(
                    f"Keduanya bertanggal {one.as_of}; di antaranya tidak ada waktu.",
                    f"Both are of {one.as_of}; there is no time between them.",
                ),
                remedy=Text("Pakai satu edisi untuk tiap tanggal.", "Use one edition for each date."),
            )
        if one.as_of > other.as_of:
            raise InputRefused(
                place=place,
                reason=Text("Urutannya terbalik.", "They are in the wrong order."),
                remedy=Text("Tulis edisi yang lama dulu.", "Write the oldest edition first."),
            )


# --- parts --------------------------------------------------------------------------------------


def _depth(region: str) -> int:
    """Characters of the codes one level below a region."""
    return next((length for length in _LENGTHS if length > len(region)), _LENGTHS[-1])


def _parts(
    editions: Sequence[Edition], region: str, within: str, memory_mb: int, threads: int | None
) -> tuple[str, ...]:
    """Codes of the parts that any edition has residents in; '' last, for villages nobody knows.

    A village is its own only part.
    """
    if len(region) == _LENGTHS[-1]:
        return (region, *(() if within else ("",)))
    found: set[str] = set()
    for edition in editions:
        with edition.engine(memory_mb=memory_mb, threads=threads) as engine:
            rows = engine.rows(
                f"SELECT DISTINCT village_code[1:{_depth(region)}] FROM cube WHERE coverage <> 'outside' "
                f"AND starts_with(village_code, {literal(f'{region}.' if region else '')}) AND village_code <> ''"
            )
            found |= {str(code) for (code,) in rows}
    return (*sorted(found), *(() if within else ("",)))


def _make_parts(engine: Engine, parts: Sequence[str], region: str, within: str) -> None:
    """Make `quick.cohort_parts(village, part)`; part -1 for villages outside the region."""
    numbers = " ".join(f"WHEN {literal(part)} THEN {n}" for n, part in enumerate(parts) if part)
    other = -1 if within else parts.index("")
    part = f"CASE code[1:{_depth(region)}] {numbers} ELSE {other} END" if numbers else str(other)
    engine.run(
        f"CREATE OR REPLACE TABLE {_PARTS} AS SELECT village, ({part})::SMALLINT AS part FROM {VILLAGES}"
    )


# --- intervals ----------------------------------------------------------------------------------


def _interval(
    before: Edition,
    after: Edition,
    parts: Sequence[str],
    within: str,
    region: str,
    *,
    on_step: Callable[[str], None] | None,
    memory_mb: int,
    threads: int | None,
) -> Interval:
    since, until = before.manifest.as_of, after.manifest.as_of
    with Engine(memory_mb=memory_mb, threads=threads, on_step=on_step) as engine:
        with engine.step(f"forecast.read {until}"):
            load_people(engine, before.path, after.path)
        with engine.step(f"forecast.pair {until}"):
            pair_people(engine)
        with engine.step(f"forecast.cohorts {until}"):
            flows.follow(engine)
            flows.find_dead(engine, after)
            _make_parts(engine, parts, region, within)
            columns = engine.arrays(_movements(since, until))
    whole = {name: np.asarray(column, dtype=np.int64) for name, column in columns.items()}
    return Interval(
        since=since,
        until=until,
        died=whole.pop("died").astype(np.bool_),
        born=whole.pop("born").astype(np.bool_),
        **whole,
    )


def _movements(since: dt.date, until: dt.date) -> str:
    """SQL: everybody who is or was a resident of the region, in groups of equal people."""
    old_state = _cohort_state("e.state", "e.bucket")
    new_state = _cohort_state("n.state", flows.number_of_bucket("n.bucket"))
    gone_state = _cohort_state("o.state", flows.number_of_bucket("o.bucket"))
    return f"""
        WITH people AS (
            SELECT a.part AS origin, b.part AS destination, {_age("n.birth_date", since)} AS age,
                   {_age("n.birth_date", until)} AS age_after, {old_state} AS before, {new_state} AS after,
                   n.state = {DEAD} AS died,
                   e.state IS NULL AND n.birth_date > DATE '{since}' AND n.birth_date <= DATE '{until}' AS born
            FROM {AFTER} n POSITIONAL JOIN quick.earlier e
            LEFT JOIN {_PARTS} a ON a.village = e.village LEFT JOIN {_PARTS} b ON b.village = n.village
            UNION ALL
            SELECT a.part, NULL, {_age("o.birth_date", since)}, {_age("o.birth_date", until)}, {gone_state}, -1,
                   nik IN (SELECT nik FROM quick.dead), false
            FROM (SELECT o.* FROM {BEFORE} o POSITIONAL JOIN quick.partner p WHERE p.b IS NULL) o
            LEFT JOIN {_PARTS} a ON a.village = o.village),
        seen AS (
            SELECT CASE WHEN before >= 0 THEN coalesce(origin, -1) ELSE -1 END AS origin,
                   CASE WHEN after >= 0 THEN coalesce(destination, -1) ELSE -1 END AS destination,
                   age, age_after, before, after, coalesce(died, false) AS died, coalesce(born, false) AS born
            FROM people)
        SELECT origin::BIGINT AS origin, destination::BIGINT AS destination, age::BIGINT AS age,
               age_after::BIGINT AS age_after, (CASE WHEN origin >= 0 THEN before ELSE -1 END)::BIGINT AS before,
               (CASE WHEN destination >= 0 THEN after ELSE -1 END)::BIGINT AS after,
               died::BIGINT AS died, born::BIGINT AS born, count(*)::BIGINT AS persons
        FROM seen WHERE origin >= 0 OR destination >= 0 GROUP BY ALL ORDER BY ALL
    """


def _cohort_state(state: str, bucket: str) -> str:
    """SQL: the place in COHORT_STATES of same_people's state and a number of BUCKETS; -1 for no resident."""
    group = f"(CASE WHEN coalesce({bucket}, 0) = 0 THEN {len(BUCKETS)} ELSE {bucket} - 1 END)"
    active, inactive, none = STATES.index("active"), STATES.index("inactive"), STATES.index("not_enrolled")
    return f"""(CASE {state} WHEN {active} THEN {group} WHEN {inactive} THEN {len(GROUPS)} + {group}
        WHEN {none} THEN {NO_CARD} ELSE -1 END)::TINYINT"""


def _age(birth: str, on: dt.date) -> str:
    """SQL: the age group of somebody born on a date; AGE_UNKNOWN where it is not known."""
    steps = " ".join(
        f"WHEN {birth} > DATE '{_years_before(on, years)}' THEN {group}"
        for group, years in enumerate(AGE_FROM[1:])
    )
    return f"(CASE WHEN {birth} IS NULL THEN {AGE_UNKNOWN} {steps} ELSE {len(AGE_FROM) - 1} END)::TINYINT"


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


# --- stocks -------------------------------------------------------------------------------------


def _stock(
    edition: Edition, parts: Sequence[str], region: str, months: int, memory_mb: int, threads: int | None
) -> tuple[Counts, Counts]:
    """Residents by part, age group and state, and those of them who reach the next group within `months`."""
    day = edition.manifest.as_of
    later = day + dt.timedelta(days=round(months * 30.4375))
    group = f"(CASE bucket {' '.join(f'WHEN {literal(b)} THEN {n}' for n, b in enumerate(GROUPS))} ELSE {len(BUCKETS)} END)"
    with edition.engine(memory_mb=memory_mb, threads=threads) as engine:
        rows = engine.rows(f"""
            SELECT village_code[1:{_depth(region)}] AS part, {_age("birth_date", day)} AS age,
                   CASE coverage WHEN 'active' THEN {group} WHEN 'inactive' THEN {len(GROUPS)} + {group}
                        ELSE {NO_CARD} END AS state,
                   count(*), count(*) FILTER ({_age("birth_date", later)} <> {_age("birth_date", day)})
            FROM residents WHERE coverage <> 'departed' GROUP BY ALL
        """)
    shape = (len(parts), len(AGE_FROM), len(COHORT_STATES))
    stock, reaching = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    numbers = {part: n for n, part in enumerate(parts)}
    for part, age, state, persons, soon in rows:
        at = numbers.get(part, numbers.get(""))
        if at is not None:
            stock[at, age, state] += persons
            reaching[at, age, state] += soon
    return stock, reaching


def _cards(
    edition: Edition, parts: Sequence[str], region: str, whole: bool, memory_mb: int, threads: int | None
) -> Cards:
    with edition.engine(memory_mb=memory_mb, threads=threads) as engine:
        rows = engine.rows(f"""
            SELECT village_code[1:{_depth(region)}], sum(cards)::BIGINT,
                   coalesce(sum(cards) FILTER (status = 'AKTIF'), 0)::BIGINT
            FROM card_cube GROUP BY ALL
        """)
    cards, active = np.zeros(len(parts), dtype=np.int64), np.zeros(len(parts), dtype=np.int64)
    numbers = {part: n for n, part in enumerate(parts)}
    for part, count, alive in rows:
        at = numbers.get(part, numbers.get("") if whole else None)
        if at is not None:
            cards[at] += count
            active[at] += alive
    return Cards(edition.manifest.as_of, cards, active)
