"""A printed change between two shares, split exactly into what each of the two counts did."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from semesta.reporting.published.checks import Amount, Check, Correction, percent, points
from semesta.reporting.published.ranges import half_up
from semesta.reporting.published.statements import Statement

#: Digits in which a computed change is told, beyond those printed.
_MORE_DIGITS = 1

Counts = tuple[Fraction, Fraction] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """From one share to another, in percentage points; the two sides add up exactly."""

    before: Fraction  # shares, 0 to 1
    after: Fraction
    by_numerator: Fraction  # the new numerator on the old denominator
    by_denominator: Fraction  # then the new denominator

    @property
    def moved(self) -> Fraction:
        return self.by_numerator + self.by_denominator


def split_change(before: Counts, after: Counts) -> Change:
    """What numerator and denominator did, each pair being (numerator, denominator)."""
    (n1, d1), (n2, d2) = before, after
    start, on_old, end = Fraction(n1) / d1, Fraction(n2) / d1, Fraction(n2) / d2
    return Change(start, end, (on_old - start) * 100, (end - on_old) * 100)


def check_change(statement: Statement) -> list[Check]:
    """The change that the two pairs of counts give, held against what is printed."""
    before, after = statement.parts.before, statement.parts.after
    if not before or not after:
        return []
    change = split_change(
        (before.numerator.value, before.denominator.value), (after.numerator.value, after.denominator.value)
    )
    printed, digits = statement.printed, statement.printed.digits
    relative = change.moved / change.before
    values: dict[str, Amount | str] = {
        "printed": printed.text,
        "moved": points(change.moved, digits + _MORE_DIGITS),
        "by_numerator": points(change.by_numerator, digits),
        "by_denominator": points(change.by_denominator, digits),
        "share_before": percent(change.before, 2),
        "share_after": percent(change.after, 2),
        "relative": Amount(relative, "percent", digits),
    }
    if _fits(statement, change.moved) and printed.unit == "points":
        return [Check(f"change_agrees{_alone(change)}", "agrees", "parts", values)]
    if _fits(statement, change.moved):
        return [Check("change_points_not_percent", "possible_only_if", "parts", values)]
    if printed.unit == "percent" and _fits(statement, relative):
        return [Check("change_is_relative", "agrees", "parts", values)]
    should = points(half_up(change.moved, digits), digits)
    return [Check("change_cannot_be", "cannot_be", "parts", values, (Correction("printed", should, should),))]


def _fits(statement: Statement, change: Fraction) -> bool:
    """Whether it is printed with that size, and rose or fell as it says."""
    printed = statement.printed
    return printed.direction in (0, 1 if change > 0 else -1) and printed.range.holds(abs(change))


def _alone(change: Change) -> str:
    if change.by_numerator == 0:
        return "_denominator_alone"
    return "_numerator_alone" if change.by_denominator == 0 else ""
