"""What a check of a printed figure found: a verdict, the values behind it, and what would have to be what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from semesta.reporting.published.ranges import Range, half_up

Verdict = Literal["agrees", "possible_only_if", "cannot_be", "cannot_be_checked"]
#: From best to worst, except that what cannot be checked says nothing against a figure.
VERDICTS: tuple[Verdict, ...] = ("agrees", "possible_only_if", "cannot_be", "cannot_be_checked")
Ground = Literal["parts", "statements", "edition"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with how it is written: people, rupiah, per cent, points, times."""

    value: Fraction
    unit: str
    digits: int = 0
    to: Fraction | None = None  # the other end, where it is only known to lie between the two


@dataclass(frozen=True, slots=True)
class Correction:
    """What one part would have to be if all others are right. Whole numbers; None: no bound."""

    part: str  # printed, numerator, denominator, or the name of a count
    low: Amount | None
    high: Amount | None

    @property
    def single(self) -> Amount | None:
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. `kind` is the key of its sentence, `values` fill the sentence's places."""

    kind: str
    verdict: Verdict | None  # None: a remark that judges nothing
    ground: Ground
    values: Mapping[str, Amount | str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    others: tuple[str, ...] = ()  # keys of the statements it was held against


def worst(checks: tuple[Check, ...]) -> Verdict:
    """The verdict on a statement: something that cannot be outweighs all; nothing checked is no verdict."""
    found = {check.verdict for check in checks}
    for verdict in ("cannot_be", "possible_only_if", "agrees"):
        if verdict in found:
            return verdict
    return "cannot_be_checked"


def people(value: Fraction | int) -> Amount:
    return Amount(Fraction(value), "people")


def percent(value: Fraction, digits: int) -> Amount:
    """A share (0 to 1) in per cent."""
    return Amount(value * 100, "percent", digits)


def points(value: Fraction, digits: int) -> Amount:
    """Percentage points."""
    return Amount(value, "points", digits)


def count_of(found: Range, unit: str = "people") -> Amount:
    """A count to show: the value, or the ends between which it lies."""
    low, high = found.low, found.high
    if found.value is not None or low is None or high is None:
        known = low if low is not None else high
        assert known is not None
        return Amount(half_up(known), unit)
    return Amount(low, unit, to=high)


def share_of(found: Range, digits: int) -> Amount:
    """A share in per cent to show: the value, or the ends between which it lies."""
    low, high = found.low, found.high
    known = low if low is not None else high
    assert known is not None
    return Amount(known, "percent", digits, None if low is None or high is None or low == high else high)


def wholes(name: str, within: Range) -> Correction:
    """The whole numbers of a range."""
    low, high = within.least_whole, within.most_whole
    return Correction(name, None if low is None else people(low), None if high is None else people(high))
