"""What an exact value may be when only a rounded one is printed: an interval of fractions, never a float."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

Number = Fraction | int


@dataclass(frozen=True, slots=True)
class Range:
    """All values from `low` to `high`; None where there is no bound. A bound may itself be left out."""

    low: Fraction | None
    high: Fraction | None
    holds_low: bool = True
    holds_high: bool = True

    def __post_init__(self) -> None:
        assert self.low is None or self.high is None or self.low <= self.high, self

    @classmethod
    def exact(cls, value: Number) -> Range:
        return cls(Fraction(value), Fraction(value))

    @property
    def value(self) -> Fraction | None:
        """The only value in it; None where there are several."""
        return self.low if self.low == self.high else None

    @property
    def middle(self) -> Fraction | None:
        """Half way between the bounds; None where one lacks."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    @property
    def says_nothing(self) -> bool:
        """Whether it has no bound at all."""
        return self.low is None and self.high is None

    def holds(self, value: Number) -> bool:
        above = self.low is None or value > self.low or (self.holds_low and value == self.low)
        below = self.high is None or value < self.high or (self.holds_high and value == self.high)
        return above and below

    def meets(self, other: Range) -> bool:
        """Whether some value lies in both."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: Range) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.holds_high and other.holds_low))

    def plus(self, other: Range) -> Range:
        return _made(_both(self.low, other.low, 1), _both(self.high, other.high, 1), self, other)

    def minus(self, other: Range) -> Range:
        return Range(
            _both(self.low, other.high, -1),
            _both(self.high, other.low, -1),
            self.holds_low and other.holds_high,
            self.holds_high and other.holds_low,
        )

    def times(self, other: Range) -> Range:
        """Product of ranges of values that are not negative."""
        low = None if self.low is None or other.low is None else self.low * other.low
        high = None if self.high is None or other.high is None else self.high * other.high
        return _made(low, high, self, other)

    def over(self, other: Range) -> Range:
        """Quotient of ranges of values that are not negative; a divisor that may be 0 leaves the upper end open."""
        high = None if self.high is None or not other.low else self.high / other.low
        holds_high = self.holds_high and other.holds_low
        if not other.high:  # without an end, the quotient comes as near to 0 as one likes
            return Range(Fraction(0), high, holds_low=self.low == 0, holds_high=holds_high)
        low = None if self.low is None else self.low / other.high
        return Range(low, high, self.holds_low and other.holds_high, holds_high)

    @property
    def least_whole(self) -> int | None:
        """The smallest whole number in it."""
        if self.low is None:
            return None
        return math.ceil(self.low) if self.holds_low else math.floor(self.low) + 1

    @property
    def most_whole(self) -> int | None:
        """The largest whole number in it."""
        if self.high is None:
            return None
        return math.floor(self.high) if self.holds_high else math.ceil(self.high) - 1

    @property
    def has_whole(self) -> bool:
        low, high = self.least_whole, self.most_whole
        return low is None or high is None or low <= high


def half_up(value: Number, digits: int = 0) -> Fraction:
    """Rounded half away from zero at `digits` decimals, as offices round."""
    scale = 10**digits
    whole = math.floor(abs(Fraction(value)) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def _both(one: Fraction | None, other: Fraction | None, sign: int) -> Fraction | None:
    return None if one is None or other is None else one + sign * other


def _made(low: Fraction | None, high: Fraction | None, one: Range, other: Range) -> Range:
    return Range(low, high, one.holds_low and other.holds_low, one.holds_high and other.holds_high)
