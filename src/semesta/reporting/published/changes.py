"""A printed change between two shares, split exactly into what each of the two counts did."""

from __future__ import annotations

from fractions import Fraction

from semesta.reporting.published.checks import Amount, Check, Correction, percent, points
from semesta.reporting.published.ranges import half_up
from semesta.reporting.published.statements import Statement

#: Digits in which a computed change is told, beyond those printed.
_MORE_DIGITS = 1


def check_change(statement: Statement) -> list[Check]:
    """A change between two rates, split exactly: what the denominator did, then what the numerator did."""
    before, after = statement.parts.before, statement.parts.after
    if not before or not after:
        return []
    n1, d1, n2, d2 = (
        part.value for part in (before.numerator, before.denominator, after.numerator, after.denominator)
    )
    by_numerator, by_denominator = (n2 - n1) / d1 * 100, (n2 / d2 - n2 / d1) * 100
    moved, printed = by_numerator + by_denominator, statement.printed
    relative = moved / (n1 / d1 * 100) * 100
    digits = printed.digits
    values: dict[str, Amount | str] = {
        "printed": printed.text,
        "moved": points(moved, digits + _MORE_DIGITS),
        "by_numerator": points(by_numerator, digits),
        "by_denominator": points(by_denominator, digits),
        "share_before": percent(n1 / d1, 2),
        "share_after": percent(n2 / d2, 2),
        "relative": Amount(relative, "percent", digits),
    }

    def fits(change: Fraction) -> bool:
        sign_right = printed.direction in (0, 1 if change > 0 else -1)
        return sign_right and printed.range.holds(abs(change))

    alone = "_denominator_alone" if n1 == n2 else "_numerator_alone" if d1 == d2 else ""
    if fits(moved) and printed.unit == "points":
        return [Check(f"change_agrees{alone}", "agrees", "parts", values)]
    if fits(moved):
        return [Check("change_points_not_percent", "possible_only_if", "parts", values)]
    if printed.unit == "percent" and fits(relative):
        return [Check("change_is_relative", "agrees", "parts", values)]
    should = Amount(half_up(moved, digits), "points", digits)
    return [Check("change_cannot_be", "cannot_be", "parts", values, (Correction("printed", should, should),))]
