"""How much rates differ from one half-year to the next, and draws of what the coming half-years may bring.

Each kind of flow has, in each half-year, a level that multiplies its rate: one that all parts share and
one of each part's own. Their spread is learnt from how far the intervals between editions lie apart,
beyond what chance explains, starting from a spread that is assumed (`ASSUMED`) and weighs as much as
`PRIOR_PERIODS` observed periods. With one interval nothing can be learnt: the assumption stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from semesta.planning.cohorts import (
    BORN,
    DIED,
    ENTERED,
    IS_ACTIVE,
    IS_ENROLLED,
    KINDS,
    LEFT,
    MOVED,
    Floats,
    History,
    Interval,
)
from semesta.planning.rates import Evidence

#: Months for which a drawn level holds: the population register and its figures come by half-year.
PERIOD_MONTHS = 6
PRIOR_PERIODS = 4
#: Assumed spread (log) of a half-year's level around the usual one; ours, no finding. Births and deaths
#: follow the age structure; moves follow work; what administrations do with lists varies most.
ASSUMED: dict[str, float] = {BORN: 0.10, DIED: 0.10, ENTERED: 0.15, LEFT: 0.15, MOVED: 0.15}
ASSUMED_CHANGE = 0.20
#: Kinds that rise (+1) and fall (-1) together, because one cause moves them: money for subsidies, work, a
#: campaign. Within each pair of lists this share of the variance is common [assumed].
TOGETHER: tuple[dict[str, int], ...] = (
    {"enrolled": 1, "dropped": -1},
    {
        "pbi_added": 1, "local_added": 1, "resumed": 1, "job_found": 1, "other_resumed": 1,
        "pbi_dropped": -1, "local_dropped": -1, "arrears": -1, "job_lost": -1, "other_lapsed": -1, "aged_out": -1,
    },
)  # fmt: skip
COMMON_SHARE = 0.75
#: A half-year resembles the one before: correlation of two levels that follow on each other [assumed]. So
#: several intervals tell less of the usual level than as many unlike ones, and what has begun goes on a while.
LIKENESS = 0.5
#: A part's own level is assumed to vary this much of the region's.
OWN_SHARE = 0.6
#: Assumed spread (log) per half-year of cards per enrolled resident (doubles, cards of nobody).
ASSUMED_CARDS = 0.004
#: Levels and spreads beyond these have no meaning for a rate.
_FAR = 3.0
_WIDEST = 1.2


@dataclass(frozen=True, slots=True)
class Spread:
    """A variance with the degrees of freedom it rests on; `learnt` of them come from the editions."""

    scale: Floats  # [kind] (log), or a single value
    freedom: float
    learnt: float

    def draw(self, chance: np.random.Generator, draws: int) -> Floats:
        """Standard deviations [draw, kind], scaled inverse chi-squared."""
        chi = chance.chisquare(self.freedom, (draws, self.scale.size))
        return np.asarray(np.minimum(self.scale * np.sqrt(self.freedom / chi), _WIDEST))


@dataclass(frozen=True, slots=True)
class Variation:
    """What the editions and the assumption say about levels to come."""

    assumed: Floats  # [kind] spread of the shared level assumed beforehand
    shared: Spread  # by kind
    own: Spread  # by kind
    observed: float  # half-years seen, in half-years that would not resemble each other
    chance_shared: Floats  # [kind] variance of the usual level from counting
    chance_own: Floats  # [kind, part]
    monthly: Floats  # [kind, part] events expected in a half-year


def learn(evidence: Evidence) -> Variation:
    """The spreads of a history's rates."""
    assumed = np.array([ASSUMED.get(kind, ASSUMED_CHANGE) for kind in KINDS])
    months = evidence.months
    weight = np.maximum(months / PERIOD_MONTHS, 1.0)  # a longer interval averages over its half-years
    seen, expected = evidence.seen.sum(axis=1), evidence.expected.sum(axis=1)
    level = np.log((seen + 0.5) / (expected + 0.5))
    shared = _spread(level[:, None, :], 1 / (seen + 1.0)[:, None, :], weight, assumed)
    apart = np.log((evidence.seen + 0.5) / (evidence.expected + 0.5)) - level[:, None, :]
    own = _spread(apart, 1 / (evidence.seen + 1.0), weight, assumed * OWN_SHARE)
    half_years = PERIOD_MONTHS / months.sum()
    return Variation(
        assumed=assumed,
        shared=shared,
        own=own,
        observed=1 + (max(float(months.sum()) / PERIOD_MONTHS, 1.0) - 1) * (1 - LIKENESS) / (1 + LIKENESS),
        chance_shared=1 / (seen.sum(axis=1) + 1.0),
        chance_own=1 / (evidence.seen.sum(axis=2) + 5.0),
        monthly=evidence.expected.sum(axis=2) * half_years,
    )


def _spread(level: Floats, chance: Floats, weight: Floats, assumed: Floats) -> Spread:
    """Of [kind, part, interval] levels: their squares around each part's mean, less what chance gives."""
    periods, parts = level.shape[2], level.shape[1]
    learnt = float(periods - 1)
    away = (level - level.mean(axis=2, keepdims=True)) ** 2
    heard = 1 / (1 + chance / (assumed**2)[:, None, None])  # where chance rules, nothing is learnt
    beyond = np.maximum(away - chance * (periods - 1) / periods, 0.0) * weight * heard
    total = (beyond.sum(axis=2) + (1 - heard.mean(axis=2)) * learnt * (assumed**2)[:, None]).sum(axis=1)
    squares = PRIOR_PERIODS * assumed**2 + total / parts
    return Spread(np.sqrt(squares / (PRIOR_PERIODS + learnt)), PRIOR_PERIODS + learnt, learnt)


def draw_levels(variation: Variation, chance: np.random.Generator, draws: int, periods: int) -> Floats:
    """Levels [period, draw, kind, part] by which rates are multiplied; 1 on average.

    Three parts: the usual level is not known exactly (few intervals, few events), each half-year differs
    from the usual, and small numbers of events vary by chance.
    """
    kinds, parts = variation.monthly.shape
    shared, own = variation.shared.draw(chance, draws), variation.own.draw(chance, draws)
    usual = shared**2 / variation.observed + variation.chance_shared
    usual_own = (own**2 / variation.observed)[:, :, None] + variation.chance_own
    by_chance = 1 / (variation.monthly + 1.0)
    centre = _shocks(chance, (draws, kinds, 1)) * np.sqrt(usual)[:, :, None]
    centre = centre + chance.standard_normal((draws, kinds, parts)) * np.sqrt(usual_own)
    fixed = usual[:, :, None] + usual_own
    varying = (shared**2)[:, :, None] + (own**2)[:, :, None] + by_chance
    levels = np.empty((periods, draws, kinds, parts))
    all_parts, each_part = _shocks(chance, (draws, kinds, 1)), _shocks(chance, (draws, kinds, parts))
    for period in range(periods):
        if period:
            all_parts = _next(all_parts, _shocks(chance, all_parts.shape))
            each_part = _next(each_part, _shocks(chance, each_part.shape))
        together, apart = all_parts * shared[:, :, None], each_part * own[:, :, None]
        apart = apart + chance.standard_normal((draws, kinds, parts)) * np.sqrt(by_chance)
        levels[period] = np.exp(np.clip(centre + together + apart - (fixed + varying) / 2, -_FAR, _FAR))
    return levels


def _next(before: Floats, shocks: Floats) -> Floats:
    """The next half-year's standard normal levels: like those before to the degree of LIKENESS."""
    return np.asarray(LIKENESS * before + np.sqrt(1 - LIKENESS**2) * shocks)


def _shocks(chance: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Standard normal shocks [draw, kind, part], of which kinds that move TOGETHER share a part."""
    shocks = chance.standard_normal(shape)
    for signs in TOGETHER:
        kinds = [KINDS.index(kind) for kind in signs]
        sign = np.array(list(signs.values()))[None, :, None]
        common = chance.standard_normal((shape[0], 1, shape[2]))
        shocks[:, kinds] = (
            np.sqrt(1 - COMMON_SHARE) * shocks[:, kinds] + np.sqrt(COMMON_SHARE) * sign * common
        )
    return shocks


# --- cards beyond the residents' own --------------------------------------------------------------


def draw_card_ratios(
    history: History, chance: np.random.Generator, draws: int, months: int
) -> tuple[Floats, Floats]:
    """Cards per enrolled resident and active cards per active resident, as factors [month, draw, part].

    They start from 1 (the newest edition's ratio) and wander; how far is learnt from the editions.
    """
    enrolled, active = _enrolled(history)
    cards = np.array([c.cards for c in history.cards], dtype=np.float64)
    alive = np.array([c.cards_active for c in history.cards], dtype=np.float64)
    return (
        _wander(cards, enrolled, history, chance, draws, months),
        _wander(alive, active, history, chance, draws, months),
    )


def _wander(
    cards: Floats, people: Floats, history: History, chance: np.random.Generator, draws: int, months: int
) -> Floats:
    lengths = np.array([interval.months for interval in history.intervals]) / PERIOD_MONTHS
    ratio = np.log(np.maximum(cards, 1.0) / np.maximum(people, 1.0))
    large = people.min(axis=0) >= 1_000
    steps = np.diff(ratio, axis=0)[:, large] / np.sqrt(lengths)[:, None]
    learnt = len(lengths) if large.any() else 0
    squares = PRIOR_PERIODS * ASSUMED_CARDS**2 + (float((steps**2).mean()) * learnt if learnt else 0.0)
    freedom = PRIOR_PERIODS + learnt
    scale = np.sqrt(squares / freedom) * np.sqrt(freedom / chance.chisquare(freedom, (1, draws, 1)))
    shape = (months, draws, len(history.parts))
    shared = chance.standard_normal((months, draws, 1))
    shocks = np.sqrt(0.5) * shared + np.sqrt(0.5) * chance.standard_normal(shape)
    return np.asarray(np.exp(np.cumsum(shocks * scale / np.sqrt(PERIOD_MONTHS), axis=0)))


def _enrolled(history: History) -> tuple[Floats, Floats]:
    """Residents with a card, and with an active one, by part on the date of each edition."""
    parts = len(history.parts)
    found = []
    for mask in (IS_ENROLLED, IS_ACTIVE):
        first = [_on_first_day(interval, mask, parts) for interval in history.intervals]
        found.append(np.array([*first, history.stock.sum(axis=1)[:, mask].sum(axis=1)], dtype=np.float64))
    return found[0], found[1]


def _on_first_day(interval: Interval, mask: npt.NDArray[np.bool_], parts: int) -> Floats:
    where = (interval.origin >= 0) & mask[np.maximum(interval.before, 0)]
    weights = interval.persons[where].astype(np.float64)
    return np.bincount(interval.origin[where], weights=weights, minlength=parts).astype(np.float64)
