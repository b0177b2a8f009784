"""The model's shares, read off the data at hand; no labels, no training by hand.

* u of one household, of neighbours born on one day and of people born on one day anywhere: pairs of
  *different residents*, who are two persons by construction.
* m of name, sex and home: pairs with equal NIK and birth date. m of the birth date: equal NIK and name.
* m of the NIK, and how many loose members have a resident: expectation-maximisation over the counted
  patterns of the candidates (Python over some hundred patterns, never over people).
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from semesta.engine import Engine
from semesta.linkage.blocking import PERSON_COLUMNS
from semesta.linkage.comparing import compare, pattern_counts
from semesta.linkage.exact import NIK_PAIRS
from semesta.linkage.levels import DISTRICT_OF_VILLAGE, REGENCY_OF_VILLAGE, levels_of
from semesta.linkage.model import (
    APART,
    FAR,
    HOUSEHOLD,
    NEAR,
    OTHER_BIRTH,
    SAME_BIRTH,
    SHIPPED,
    Model,
    blended,
    level_counts,
)

F_NIK, F_NAME, F_BIRTH, F_SEX, F_HOME = range(5)

#: Rows of the samples; enough for shares down to one in ten thousand.
SAMPLE_ROWS = 60_000
BORN_ONE_DAY_ROWS = 2_500
CROSS_ROWS = 700
ITERATIONS = 25


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known of a loose member before looking at the pair."""

    residents: int
    free_residents: int  # without a sure member
    new_share: float  # of loose members: belong to a free resident
    duplicate_share: float  # of loose members: a further card of a linked resident

    def log_odds(self, *, free: bool) -> float:
        """Log prior weight of one resident, against `nobody`, whose weight is `nobody_share`."""
        if free:
            return math.log(self.new_share / max(self.free_residents, 1))
        return math.log(self.duplicate_share / max(self.residents - self.free_residents, 1))

    @property
    def nobody_share(self) -> float:
        return 1.0 - self.new_share - self.duplicate_share


def estimate_before_candidates(engine: Engine) -> Model:
    """u from pairs of residents, m of name, sex, home and birth date from pairs with equal NIK."""
    residents = engine.count("residents")
    _draw_samples(engine, residents)
    household = _household_pairs(engine)
    neighbours = _neighbour_pairs(engine)
    one_day = _one_day_pairs(engine)
    crossed = _crossed_pairs(engine)
    equal_nik = _equal_nik_pairs(engine)
    shipped = SHIPPED

    def u_nik(counts: dict[int, float], home_class: int, birth_same: bool) -> tuple[float, ...]:
        kept = {p: n for p, n in counts.items() if (levels_of(p)[F_BIRTH] == 0) == birth_same}
        index = SAME_BIRTH if birth_same else OTHER_BIRTH
        return blended(level_counts(kept, F_NIK), shipped.u_nik[home_class][index])

    same_both = ((F_NIK, 0), (F_BIRTH, 0))
    return Model(
        m_nik=shipped.m_nik,
        m_name=blended(level_counts(equal_nik, F_NAME, same_both), shipped.m_name),
        m_birth=blended(level_counts(equal_nik, F_BIRTH, ((F_NIK, 0), (F_NAME, 0))), shipped.m_birth),
        m_sex=blended(level_counts(equal_nik, F_SEX, same_both), shipped.m_sex),
        m_home=blended(level_counts(equal_nik, F_HOME, same_both), shipped.m_home),
        u_nik=(
            (u_nik(household, HOUSEHOLD, True), u_nik(household, HOUSEHOLD, False)),
            (u_nik(neighbours, NEAR, True), shipped.u_nik[NEAR][OTHER_BIRTH]),
            (u_nik(one_day, FAR, True), u_nik(crossed, FAR, False)),
        ),
        u_name=(
            blended(level_counts(household, F_NAME), shipped.u_name[HOUSEHOLD]),
            blended(level_counts(one_day, F_NAME), shipped.u_name[APART]),
        ),
        u_birth=(
            blended(level_counts(household, F_BIRTH), shipped.u_birth[HOUSEHOLD]),
            blended(level_counts(crossed, F_BIRTH), shipped.u_birth[APART]),
        ),
        u_sex=(
            blended(level_counts(household, F_SEX), shipped.u_sex[HOUSEHOLD]),
            blended(level_counts(crossed, F_SEX), shipped.u_sex[APART]),
        ),
        u_home=_home_by_chance(engine, residents),
    )


def refine_on_candidates(
    model: Model, candidates: dict[tuple[int, bool], tuple[int, float]], *, loose: int, priors: Priors
) -> tuple[Model, Priors]:
    """m of the NIK and the priors by EM. `candidates`: (pattern, free) -> (pairs, mean log-frequency shift)."""
    for _ in range(ITERATIONS):
        expected: dict[tuple[int, bool], float] = {}
        for (pattern, free), (pairs, shift) in candidates.items():
            log_odds = (
                model.log_ratio(pattern) + shift + priors.log_odds(free=free) - math.log(priors.nobody_share)
            )
            expected[pattern, free] = pairs / (1.0 + math.exp(-max(min(log_odds, 700.0), -700.0)))
        by_birth: tuple[dict[int, float], dict[int, float]] = ({}, {})
        for (pattern, _free), weight in expected.items():
            levels = levels_of(pattern)
            counts = by_birth[SAME_BIRTH if levels[F_BIRTH] == 0 else OTHER_BIRTH]
            counts[levels[F_NIK]] = counts.get(levels[F_NIK], 0.0) + weight
        model = dataclasses.replace(
            model,
            m_nik=(
                blended(by_birth[SAME_BIRTH], SHIPPED.m_nik[SAME_BIRTH]),
                blended(by_birth[OTHER_BIRTH], SHIPPED.m_nik[OTHER_BIRTH]),
            ),
        )
        new = sum(weight for (_, free), weight in expected.items() if free)
        further = sum(weight for (_, free), weight in expected.items() if not free)
        priors = dataclasses.replace(
            priors, new_share=_share(new, loose, most=0.9), duplicate_share=_share(further, loose, most=0.09)
        )
    return model, priors


def _share(part: float, whole: int, *, most: float) -> float:
    """A share kept off 0 and 1, so that no prior is ever certain."""
    return min(max((part + 0.5) / (whole + 1.0), 1e-4), most)


# --- samples ------------------------------------------------------------------------------------


def _draw_samples(engine: Engine, residents: int) -> None:
    """Make `_drawn`: residents of sampled households, of sampled days in a district, days, and anybody; one scan."""
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _drawn AS
        SELECT {PERSON_COLUMNS},
               kk IS NOT NULL AND hash(kk) % {_modulus(residents, SAMPLE_ROWS)} = 0 AS by_household,
               birth_date IS NOT NULL AND hash(birth_date, village // {DISTRICT_OF_VILLAGE})
                 % {_modulus(residents, SAMPLE_ROWS)} = 0 AS by_neighbours,
               birth_date IS NOT NULL AND hash(birth_date) % {_modulus(residents, BORN_ONE_DAY_ROWS)} = 0 AS by_day,
               hash(rowid) % {_modulus(residents, CROSS_ROWS)} = 0 AS by_chance
        FROM residents WHERE by_household OR by_neighbours OR by_day OR by_chance
    """)


def _modulus(rows: int, wanted: int) -> int:
    return max(1, rows // wanted)


def _resident_pairs(engine: Engine, drawn: str, condition: str) -> dict[int, float]:
    """Patterns of pairs of different people in one sample that fulfil a condition on r and m."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE _sampled AS FROM _drawn WHERE {drawn}")
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _sampled_pairs AS
        SELECT r.id AS resident, m.id AS member FROM _sampled r JOIN _sampled m ON {condition} AND r.id < m.id
        WHERE r.nik IS DISTINCT FROM m.nik
    """)
    compare(engine, pairs="_sampled_pairs", residents="_sampled", members="_sampled", into="_compared")
    counts = pattern_counts(engine, "_compared")
    engine.drop("_sampled", "_sampled_pairs", "_compared")
    return counts


def _household_pairs(engine: Engine) -> dict[int, float]:
    return _resident_pairs(engine, "by_household", "r.kk = m.kk")


def _neighbour_pairs(engine: Engine) -> dict[int, float]:
    """Born on one day in one district, of two households."""
    return _resident_pairs(
        engine,
        "by_neighbours",
        f"""r.birth_date = m.birth_date AND r.village // {DISTRICT_OF_VILLAGE} = m.village // {DISTRICT_OF_VILLAGE}
            AND r.kk IS DISTINCT FROM m.kk""",
    )


def _one_day_pairs(engine: Engine) -> dict[int, float]:
    """Born on one day, anywhere, of two households."""
    return _resident_pairs(engine, "by_day", "r.birth_date = m.birth_date AND r.kk IS DISTINCT FROM m.kk")


def _crossed_pairs(engine: Engine) -> dict[int, float]:
    """Anybody with anybody."""
    return _resident_pairs(engine, "by_chance", "r.kk IS DISTINCT FROM m.kk")


def _equal_nik_pairs(engine: Engine) -> dict[int, float]:
    modulus = _modulus(engine.count("members"), SAMPLE_ROWS)
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _equal AS SELECT resident, member FROM {NIK_PAIRS}
        WHERE resident IS NOT NULL AND hash(member) % {modulus} = 0
    """)
    for name, side in (("residents", "resident"), ("members", "member")):
        engine.run(f"""
            CREATE OR REPLACE TEMP TABLE _equal_{name} AS SELECT {PERSON_COLUMNS} FROM {name}
            WHERE rowid IN (SELECT {side} FROM _equal)
        """)
    compare(engine, pairs="_equal", residents="_equal_residents", members="_equal_members", into="_compared")
    counts = pattern_counts(engine, "_compared")
    engine.drop("_equal", "_equal_residents", "_equal_members", "_compared")
    return counts


def _home_by_chance(engine: Engine, residents: int) -> tuple[float, ...]:
    """Chance that two people picked at random share household, village, district, regency, or nothing."""
    total = max(float(residents), 1.0) ** 2
    squares = engine.value(
        "SELECT coalesce(sum(n * n), 0) FROM (SELECT count(*)::DOUBLE AS n FROM _drawn WHERE by_household GROUP BY kk)"
    )
    household = max(float(squares) * _modulus(residents, SAMPLE_ROWS), 1.0) / total
    engine.run("""
        CREATE OR REPLACE TEMP TABLE _villages AS
        SELECT village, count(*)::DOUBLE AS people FROM residents WHERE village IS NOT NULL GROUP BY village
    """)
    village, district, regency = (
        float(
            engine.value(f"""
                SELECT coalesce(sum(n * n), 0) / {total}
                FROM (SELECT sum(people) AS n FROM _villages GROUP BY village // {divisor})""")
        )
        for divisor in (1, DISTRICT_OF_VILLAGE, REGENCY_OF_VILLAGE)
    )
    engine.drop("_villages", "_drawn")
    floor = 1e-9
    return (
        household,
        max(village - household, floor),
        max(district - village, floor),
        max(regency - district, floor),
        max(1.0 - regency, floor),
        0.0,
    )
