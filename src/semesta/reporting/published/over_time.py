"""Statements on one region over time: what a new population count did, and shares that no series would reach."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from semesta.reporting.published.checks import Amount, Check, people, percent, points
from semesta.reporting.published.own_parts import own_counts
from semesta.reporting.published.ranges import Range, half_up
from semesta.reporting.published.statements import RATES, Statement

_DAYS_PER_MONTH = Fraction(1461, 48)
#: A statement with its count and its population, both exact.
_Point = tuple[Statement, Fraction, Fraction]


def changed_population(statement: Statement, all_of: Sequence[Statement]) -> list[Check]:
    """What a new population count alone did to a share since the statement before."""
    if statement.figure not in ("coverage", "activity_on_population"):
        return []
    name = RATES[statement.figure][0]
    own = _exact(statement, name)
    earlier = [
        (other, counts)
        for other in all_of
        if other.figure == statement.figure and other.region == statement.region
        and other.when.last < statement.when.first and (counts := _exact(other, name))
    ]  # fmt: skip
    if not own or not earlier:
        return []
    before, (n1, d1) = max(earlier, key=lambda item: (item[0].when.last, item[0].key))
    n2, d2 = own
    if d1 == d2:
        return []
    values: dict[str, Amount | str] = {
        "numerator": people(n2),
        "old": people(d1),
        "new": people(d2),
        "on_old": percent(n2 / d1, 2),
        "on_new": percent(n2 / d2, 2),
        "alone": points((n2 / d2 - n2 / d1) * 100, 2),
        "moved": points((n2 / d2 - n1 / d1) * 100, 2),
    }
    return [Check("population_changed", None, "statements", values, others=(before.key,))]


def out_of_line(statement: Statement, all_of: Sequence[Statement]) -> list[Check]:
    """A share without parts between two dated ones that it could only join by jumps faster than any seen.

    The population is taken from either neighbour, the dates as far apart as they may be: whatever
    favours the figure.
    """
    if statement.figure not in ("coverage", "activity", "activity_on_population") or own_counts(statement):
        return []
    name = RATES[statement.figure][0]
    series = _series(all_of, statement.region, name)
    before = [point for point in series if point[0].when.last < statement.when.first]
    after = [point for point in series if point[0].when.first > statement.when.last]
    fastest = max((abs(speed) for speed in _speeds(series)), default=None)
    if not before or not after or fastest is None:
        return []
    (left, n1, d1), (right, n2, d2) = before[-1], after[0]
    implied = [statement.printed.range.times(Range.exact(d)).over(Range.exact(100)) for d in (d1, d2)]
    if any(bound is None for found in implied for bound in (found.low, found.high)):
        return []
    since = Fraction((statement.when.last - left.when.first).days) / _DAYS_PER_MONTH
    until = Fraction((right.when.last - statement.when.first).days) / _DAYS_PER_MONTH
    ways = [(_gap(n1, found), _gap(n2, found)) for found in implied]
    least = min(ways, key=lambda way: max(abs(way[0]) / since, abs(way[1]) / until))
    if max(abs(least[0]) / since, abs(least[1]) / until) <= fastest:
        return []
    values: dict[str, Amount | str] = {
        "part": name,
        "rise": people(half_up(abs(least[0]))),
        "fall": people(half_up(abs(least[1]))),
        "before": people(n1),
        "after": people(n2),
        "fastest": people(half_up(fastest)),
        "way_in": "up" if least[0] >= 0 else "down",
        "way_out": "up" if least[1] <= 0 else "down",
    }
    return [Check("out_of_line", "possible_only_if", "statements", values, others=(left.key, right.key))]


def _series(all_of: Sequence[Statement], region: str, name: str) -> list[_Point]:
    """Statements of a region with an exact count and its population, by date; one for each date."""
    points: dict[object, _Point] = {}
    for other in all_of:
        counts = _exact(other, name) if other.figure in RATES and other.region == region else None
        if counts and RATES[other.figure][0] == name:
            points.setdefault(other.when.first, (other, *counts))
    return sorted(points.values(), key=lambda point: point[0].when.first)


def _speeds(series: Sequence[_Point]) -> list[Fraction]:
    """People a month between neighbours."""
    return [
        (later[1] - earlier[1])
        / (Fraction((later[0].when.first - earlier[0].when.first).days) / _DAYS_PER_MONTH)
        for earlier, later in itertools.pairwise(series)
    ]


def _gap(value: Fraction, within: Range) -> Fraction:
    """How far a value is from a range, with the sign of the way there."""
    assert within.low is not None and within.high is not None
    return (
        within.low - value
        if value < within.low
        else within.high - value
        if value > within.high
        else Fraction(0)
    )


def _exact(statement: Statement, name: str) -> tuple[Fraction, Fraction] | None:
    """Numerator and population of a statement where both are exact."""
    own = own_counts(statement)
    numerator, residents = own.get(name), own.get("residents")
    if numerator is None or residents is None or numerator.value is None or residents.value is None:
        return None
    return numerator.value, residents.value
