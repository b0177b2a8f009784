"""The error that linkage expects of itself, with an interval.

False links: one minus the probability, summed over the links taken. Missed links: the probability,
summed over the pairs not taken, and an estimate of the true pairs that were never compared. Each is a
sum of independent yes-or-no events under the model, so its variance is the sum of p(1-p); the interval
adds a stated margin for the model being wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.linkage.assignment import ACCEPTED, JUDGED
from semesta.linkage.exact import NIK_PAIRS, SURE
from semesta.linkage.levels import FIELDS, HOME, NAME, levels_of
from semesta.linkage.model import APART, HOUSEHOLD, Model
from semesta.manifest import Interval, LinkError
from semesta.tables import DUPLICATE, LINK

#: How far off the model's own expectation may be, as a factor; clerical review replaces this by counting.
MODEL_FACTOR = 3.0


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """Members by what became of them in linkage."""

    sure: int
    accepted: int
    reviews: int
    loose: int


def borrowed_risk(engine: Engine, model: Model) -> tuple[float, ...]:
    """Chance that a sure pair is two persons, by level of HOME.

    Some members carry another person's NIK; most are caught because birth date or name disagree. Their
    number, times the chance that two people agree in birth date and name all the same, is what slips
    through: caught * q / (1 - q).
    """
    caught = dict(
        engine.rows(f"""
        SELECT n.home, count(*) FROM {NIK_PAIRS} n JOIN {ACCEPTED} a ON a.member = n.member AND a.resident <> n.resident
        WHERE n.resident IS NOT NULL GROUP BY n.home""")
    )
    pairs = dict(engine.rows(f"SELECT home, count(*) FROM {SURE} GROUP BY home"))
    risks = []
    for home in range(len(HOME.levels)):
        stratum = HOUSEHOLD if home == 0 else APART
        names = model.u_name[stratum]
        chance = model.u_birth[stratum][0] * model.u_sex[stratum][0] * sum(names[:4])
        slipped = (caught.get(home, 0) + 0.5) * chance / (1.0 - chance)
        risks.append(min(slipped / max(pairs.get(home, 0), 1), 0.5))
    return tuple(risks)


def expected_error(engine: Engine, counts: LinkCounts, risk: tuple[float, ...]) -> LinkError:
    """Expected false and missed links of SURE, ACCEPTED and JUDGED."""
    sure = dict(engine.rows(f"SELECT home, count(*) FROM {SURE} GROUP BY home"))
    false_sure = sum(risk[home] * count for home, count in sure.items())
    false_scored, spread_false = engine.row(
        f"SELECT coalesce(sum(1 - probability), 0), coalesce(sum(probability * (1 - probability)), 0) FROM {ACCEPTED}"
    )
    missed, spread_missed = engine.row(
        f"SELECT coalesce(sum(probability), 0), coalesce(sum(probability * (1 - probability)), 0) FROM {JUDGED}"
    )
    never = never_compared(engine)
    return LinkError(
        links=counts.sure + counts.accepted,
        reviews=counts.reviews,
        false_links=_interval(false_sure + float(false_scored), false_sure + float(spread_false)),
        missed_links=_interval(float(missed) + never, float(spread_missed) + never),
        basis="model",
    )


def never_compared(engine: Engine) -> float:
    """Expected true pairs that no block brought together, by capture and recapture.

    A pair without the same NIK is compared because its birth dates agree, or because name and place do.
    As the two slip apart from one another, those that slip in both are to those that slip in one as
    these are to those that slip in none (Lincoln and Petersen, in Chapman's form of 1951).
    """
    expected = 0.0
    for outcome in (LINK, DUPLICATE):
        rows = engine.rows(
            f"SELECT pattern, sum(probability) FROM {ACCEPTED} WHERE outcome = {literal(outcome)} GROUP BY pattern"
        )
        by_way = {(True, True): 0.0, (True, False): 0.0, (False, True): 0.0, (False, False): 0.0}
        for pattern, pairs in rows:
            nik, name, birth, _, home = levels_of(int(pattern))
            if nik != 0:
                by_place = home <= HOME.number("village") and name <= NAME.number("near")
                by_way[birth == 0, by_place] += float(pairs)
        expected += by_way[True, False] * by_way[False, True] / (by_way[True, True] + 1.0)
    return expected


def _interval(expected: float, variance: float) -> Interval:
    margin = 1.96 * math.sqrt(variance)
    return Interval(
        value=expected,
        low=max(0.0, expected / MODEL_FACTOR - margin),
        high=expected * MODEL_FACTOR + margin + 3.0,  # three: none seen still allows three (rule of three)
    )


assert FIELDS[-1] is HOME
