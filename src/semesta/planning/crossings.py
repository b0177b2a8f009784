"""When a region falls below a threshold, or reaches it, if nothing is done: as an interval, not as a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from semesta.planning.cohorts import Floats
from semesta.planning.forecast_result import Crossing
from semesta.rules.thresholds import WHOLE_BASIS_POINTS, Level, Threshold, thresholds_for

#: On which bases a measure of the law is compared; the wording of sources allows both (jkn.md 4.1).
_BASES: dict[str, tuple[tuple[str, str], ...]] = {
    "coverage_administrative": (("population", "coverage_administrative"),),
    "activity_on_population": (("population", "activity_on_population"), ("members", "activity_on_members")),
}
_LEVELS: dict[str, Level] = {"province": "province", "regency": "regency"}
#: Shares equal to a threshold but for the last bit of a float meet it.
_EPSILON = 1e-9


def crossings(level: str, days: Sequence[dt.date], draws: Mapping[str, Floats]) -> tuple[Crossing, ...]:
    """Every threshold for the level in force in the months shown, on each basis. `draws` by measure: [month, draw]."""
    if level not in _LEVELS:
        return ()  # no law asks a share of a district or a village
    found = []
    for threshold in thresholds_for(since=days[0], until=days[-1], level=_LEVELS[level]):
        for basis, measure in _BASES.get(threshold.measure, ()):
            found.append(_crossing(threshold, basis, days, draws[measure]))
    return tuple(found)


def _crossing(threshold: Threshold, basis: str, days: Sequence[dt.date], draws: Floats) -> Crossing:
    bar = threshold.share_basis_points / WHOLE_BASIS_POINTS
    met = draws >= bar - _EPSILON  # [month, draw]
    meets_now = bool(met[0].all())
    counts = np.array([n > 0 and threshold.holds_on(day) for n, day in enumerate(days)])
    passed = (met != meets_now) & counts[:, None]
    happens = passed.any(axis=0)
    first = np.where(happens, passed.argmax(axis=0), len(days))
    early, middle, late = (
        _date(days, float(np.quantile(first, q, method="higher"))) for q in (0.1, 0.5, 0.9)
    )
    last = int(np.flatnonzero(counts)[-1]) if counts.any() else 0
    return Crossing(
        standard=threshold.standard,
        title=threshold.title,
        award_class=threshold.award_class,
        measure=threshold.measure,
        basis=basis,
        share_basis_points=threshold.share_basis_points,
        since=threshold.since,
        meets_now=meets_now,
        chance=round(float(happens.mean()), 4),
        early=early,
        middle=middle,
        late=late,
        chance_met_at_end=round(float(met[last].mean()), 4),
    )


def _date(days: Sequence[dt.date], month: float) -> dt.date | None:
    return days[int(month)] if month < len(days) else None
