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
from semesta.linkage.exact import DOUBT, NIK_PAIRS
from semesta.linkage.levels import DISTRICT_OF_VILLAGE, HOME, REGENCY_OF_VILLAGE, levels_of
from semesta.linkage.model import (
    APART,
    BIRTH_CLASS,
    FREE,
    HOME_CLASS,
    HOUSEHOLD,
    NEAR_BIRTH,
    OTHER_BIRTH,
    PRIOR_PAIRS,
    SAME_BIRTH,
    SHIPPED,
    TAKEN,
    Model,
    Shares,
    blended,
    level_counts,
)

F_NIK, F_NAME, F_BIRTH, F_SEX, F_HOME = range(5)

#: Rows of the samples; enough for shares down to one in ten thousand.
SAMPLE_ROWS = 60_000
BORN_ONE_DAY_ROWS = 2_500
VILLAGE_ROWS = 6_000
CROSS_ROWS = 700
ITERATIONS = 25
SHIFT_STEP = 1.0

#: Pairs with at least these log odds without a look at where they live tell where cards of one person are.
SURE_WHEREVER = 4.0


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
    villagers = _villager_pairs(engine)
    equal_nik = _equal_nik_pairs(engine)
    shipped = SHIPPED

    def u_nik(counts: dict[int, float], home_class: int, birth_class: int) -> Shares:
        kept = {p: n for p, n in counts.items() if _counts_for_nik(levels_of(p), home_class, birth_class)}
        return blended(level_counts(kept, F_NIK), shipped.u_nik[home_class][birth_class])

    same_both = ((F_NIK, 0), (F_BIRTH, 0))
    return Model(
        m_nik=shipped.m_nik,
        m_name=blended(level_counts(equal_nik, F_NAME, same_both), shipped.m_name),
        m_birth=blended(level_counts(equal_nik, F_BIRTH, ((F_NIK, 0), (F_NAME, 0))), shipped.m_birth),
        m_sex=blended(level_counts(equal_nik, F_SEX, same_both), shipped.m_sex),
        m_home=(
            blended(level_counts(equal_nik, F_HOME, same_both), shipped.m_home[FREE]),
            shipped.m_home[TAKEN],
        ),
        u_nik=tuple(
            tuple(
                u_nik(seen, home_class, birth_class)
                for birth_class, seen in (
                    (SAME_BIRTH, born_alike),
                    (NEAR_BIRTH, villagers),
                    (OTHER_BIRTH, crossed),
                )
            )
            if home_class != HOUSEHOLD
            else tuple(
                u_nik(household, HOUSEHOLD, birth_class)
                for birth_class in (SAME_BIRTH, NEAR_BIRTH, OTHER_BIRTH)
            )
            for home_class, born_alike in enumerate((household, neighbours, one_day, one_day))
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
        u_home=_home_by_chance(engine, residents, _one_street(villagers)),
    )


Matches = dict[tuple[int, bool], float]
"""(pattern, taken) -> expected number of pairs that are one person."""
Candidates = dict[tuple[int, bool], list[tuple[int, float]]]
"""(pattern, taken) -> how many pairs have it, and what the frequencies add to their log ratio; by SHIFT_STEP
of the latter, because the rare names of a pattern may all be one person and the common ones none."""


def _counts_for_nik(levels: tuple[int, ...], home_class: int, birth_class: int) -> bool:
    """Whether a pair of residents shows by chance what candidates of this class would show.

    A NIK spells birth date and sex, and most candidates are of one sex.
    """
    return (
        BIRTH_CLASS[levels[F_BIRTH]] == birth_class
        and HOME_CLASS[levels[F_HOME]] == home_class
        and (levels[F_SEX] == 0 or birth_class == OTHER_BIRTH)
    )


def refine_on_candidates(
    model: Model, candidates: Candidates, *, loose: int, priors: Priors
) -> tuple[Model, Priors]:
    """m of NIK and home, u of an equal NIK, and the priors, by EM over the counted patterns."""
    for _ in range(ITERATIONS):
        matches: Matches = {}
        wherever: Matches = {}
        for (pattern, taken), counted in candidates.items():
            log_odds = model.log_ratio(pattern, taken=taken) + priors.log_odds(free=not taken)
            log_odds -= math.log(priors.nobody_share)
            matches[pattern, taken] = sum(pairs * _probability(log_odds + shift) for pairs, shift in counted)
            home_says = model.home_log_ratio(pattern, taken=taken)
            wherever[pattern, taken] = sum(
                pairs * _probability(log_odds + shift)
                for pairs, shift in counted
                if log_odds + shift - home_says >= SURE_WHEREVER
            )
        model = dataclasses.replace(
            model,
            m_nik=(_m_nik(matches, FREE), _m_nik(matches, TAKEN)),
            m_home=(_m_home(matches, wherever, FREE), _m_home(matches, wherever, TAKEN)),
            u_nik=_u_nik(model, candidates, matches, pairs=float(loose) * priors.residents),
        )
        new = sum(weight for (_, taken), weight in matches.items() if not taken)
        further = sum(weight for (_, taken), weight in matches.items() if taken)
        priors = dataclasses.replace(
            priors, new_share=_share(new, loose, most=0.9), duplicate_share=_share(further, loose, most=0.09)
        )
    return model, priors


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(log_odds, 700.0), -700.0)))


def _of_resident(matches: Matches, resident: int) -> dict[int, float]:
    return {pattern: weight for (pattern, taken), weight in matches.items() if taken == (resident == TAKEN)}


def _m_nik(matches: Matches, resident: int) -> tuple[Shares, ...]:
    by_birth: list[dict[int, float]] = [{}, {}, {}]
    for pattern, weight in _of_resident(matches, resident).items():
        by_birth[BIRTH_CLASS[levels_of(pattern)[F_BIRTH]]][pattern] = weight
    return tuple(
        blended(level_counts(counts, F_NIK), shipped)
        for counts, shipped in zip(by_birth, SHIPPED.m_nik[resident], strict=True)
    )


def _m_home(matches: Matches, wherever: Matches, resident: int) -> Shares:
    """The share of the household from all matches, how the others are spread from those sure `wherever` they are.

    Only pairs of one name and birth date are looked for everywhere; others are candidates near home. And
    elsewhere chance brings so many of these together that matches cannot be told from them in doubtful
    pairs. Where few are sure, the shares lean on those of all matches.
    """
    near = blended(level_counts(_of_resident(matches, resident), F_HOME), SHIPPED.m_home[resident])
    everywhere = ((F_NAME, 0), (F_BIRTH, 0))
    counts = level_counts(_of_resident(matches, resident), F_HOME, everywhere)
    sure = level_counts(_of_resident(wherever, resident), F_HOME, everywhere)
    apart = [level for level in range(len(HOME.levels) - 1) if HOME_CLASS[level] != HOUSEHOLD]
    whole = sum(counts.get(level, 0.0) for level in apart)
    if whole:
        spread = {
            level: sure.get(level, 0.0) + PRIOR_PAIRS * counts.get(level, 0.0) / whole for level in apart
        }
        rate = whole / sum(spread.values())
        counts |= {level: number * rate for level, number in spread.items()}
    return blended(counts, near)


def _u_nik(
    model: Model, candidates: Candidates, matches: Matches, *, pairs: float
) -> tuple[tuple[Shares, ...], ...]:
    """u of the NIK with its share of equal NIKs: members that carry another person's number.

    Residents among themselves cannot show it, their NIKs differ. Every pair with an equal NIK is a
    candidate, so those that are no match are counted over *all* pairs of their class there are.
    """
    borrowed = [[0.0, 0.0, 0.0] for _ in model.u_nik]
    for (pattern, taken), counted in candidates.items():
        nik, _name, birth, _sex, home = levels_of(pattern)
        if nik == 0:
            number = sum(pairs for pairs, _ in counted)
            borrowed[HOME_CLASS[home]][BIRTH_CLASS[birth]] += number - matches[pattern, taken]
    updated = []
    for home_class, by_birth in enumerate(model.u_nik):
        chance = sum(share for home, share in enumerate(model.u_home) if HOME_CLASS[home] == home_class)
        births = model.u_birth[HOUSEHOLD if home_class == HOUSEHOLD else APART]
        shares = []
        for birth_class, old in enumerate(by_birth):
            born = sum(share for level, share in enumerate(births) if BIRTH_CLASS[level] == birth_class)
            equal = min((borrowed[home_class][birth_class] + 0.5) / (pairs * chance * born + 1.0), 0.5)
            others = sum(old[1:])
            shares.append((equal, *(share * (1.0 - equal) / others for share in old[1:])))
        updated.append(tuple(shares))
    return tuple(updated)


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
               village IS NOT NULL AND hash(village) % {_modulus(residents, VILLAGE_ROWS)} = 0 AS by_village,
               hash(rowid) % {_modulus(residents, CROSS_ROWS)} = 0 AS by_chance
        FROM residents WHERE by_household OR by_neighbours OR by_day OR by_village OR by_chance
    """)


def _modulus(rows: int, wanted: int) -> int:
    return max(1, rows // wanted)


def _resident_pairs(engine: Engine, drawn: str, condition: str, *, streets: bool = False) -> dict[int, float]:
    """Patterns of pairs of different people in one sample that fulfil a condition on r and m."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE _sampled AS FROM _drawn WHERE {drawn}")
    engine.run(f"""
        CREATE OR REPLACE TEMP TABLE _sampled_pairs AS
        SELECT r.id AS resident, m.id AS member FROM _sampled r JOIN _sampled m ON {condition} AND r.id < m.id
        WHERE r.nik IS DISTINCT FROM m.nik
    """)
    compare(
        engine,
        pairs="_sampled_pairs",
        residents="_sampled",
        members="_sampled",
        into="_compared",
        streets=streets,
    )
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


def _villager_pairs(engine: Engine) -> dict[int, float]:
    """Of one village, born in one year, or on one day of different years; of two households."""
    return _resident_pairs(
        engine,
        "by_village",
        """r.village = m.village AND r.kk IS DISTINCT FROM m.kk AND r.birth_date <> m.birth_date
           AND (year(r.birth_date) = year(m.birth_date)
                OR (month(r.birth_date) = month(m.birth_date) AND day(r.birth_date) = day(m.birth_date)))""",
        streets=True,
    )


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


def _one_street(villagers: dict[int, float]) -> float:
    """Of two people of one village and two households, the share who live in one street or hamlet."""
    counts = level_counts(villagers, F_HOME)
    street, village = (HOME.number(level) for level in ("street", "village"))
    shipped = SHIPPED.u_home[street] / (SHIPPED.u_home[street] + SHIPPED.u_home[village])
    seen = counts.get(street, 0.0) + counts.get(village, 0.0)
    return (counts.get(street, 0.0) + PRIOR_PAIRS * shipped) / (seen + PRIOR_PAIRS)


def _home_by_chance(engine: Engine, residents: int, one_street: float) -> tuple[float, ...]:
    """Chance that two people picked at random share household, street, village, one's former village, district, regency, or nothing."""
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
    former = max(village * _moved_share(engine), floor)
    return (
        household,
        max(village - household, floor) * one_street,
        max(village - household, floor) * (1.0 - one_street),
        former,
        max(district - village, floor),
        max(regency - district, floor),
        max(1.0 - regency - former, floor),
        0.0,
    )


def _moved_share(engine: Engine) -> float:
    """Share of people whose card says another village than the register."""
    moved, people = engine.row(
        f"SELECT count(member_village), count(*) FROM {NIK_PAIRS} WHERE resident IS NOT NULL AND doubt <> {DOUBT}"
    )
    return float(moved) / max(float(people), 1.0)
