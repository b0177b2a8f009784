"""A printed share against its numerator and denominator, or what the missing one of them would have to be."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from semesta.reporting.published.checks import (
    Amount,
    Check,
    Correction,
    Ground,
    count_of,
    people,
    share_of,
    wholes,
)
from semesta.reporting.published.printed import Printed
from semesta.reporting.published.ranges import Range, half_up
from semesta.reporting.published.statements import RATES, Statement

HUNDRED = Range.exact(100)
#: Digits in which a computed share is told: one more than printed, and never fewer than these.
_LEAST_DIGITS = 2


def check_rate(statement: Statement, known: Mapping[str, Range], ground: Ground) -> list[Check]:
    """The division where both counts are known; else the interval of the one that lacks."""
    name, bases = RATES[statement.figure]
    numerator = known.get(name)
    denominators = {basis: known[basis] for basis in bases if basis in known}
    if "denominator" in known:  # of a rate whose basis is not said
        denominators.setdefault("denominator", known["denominator"])
    if numerator is not None and denominators:
        return _divided(statement, name, numerator, denominators, known, ground)
    share = statement.printed.range
    if numerator is not None:
        return [_implied(statement, "denominator", bases[0], numerator.times(HUNDRED).over(share), ground)]
    return [
        _implied(statement, "numerator", name, share.times(whole).over(HUNDRED), ground, basis=basis)
        for basis, whole in denominators.items()
    ]


def _divided(
    statement: Statement,
    name: str,
    numerator: Range,
    denominators: Mapping[str, Range],
    known: Mapping[str, Range],
    ground: Ground,
) -> list[Check]:
    shares = {basis: numerator.times(HUNDRED).over(whole) for basis, whole in denominators.items()}
    fitting = [basis for basis, share in shares.items() if share.meets(statement.printed.range)]
    if not fitting:
        checks = [
            _impossible_share(statement, name, numerator, basis, denominators[basis], ground)
            for basis in denominators
        ]
        return checks + _would_fit_elsewhere(statement, numerator, denominators, known, ground)
    if len(fitting) == len(shares):
        return [
            Check(
                "rate_agrees", "agrees", ground, _division(statement, numerator, basis, denominators[basis])
            )
            for basis in fitting
        ]
    other = next(basis for basis in shares if basis not in fitting)
    values = _division(statement, numerator, fitting[0], denominators[fitting[0]])
    values |= {"other_basis": other, "other_share": _share(statement, shares[other])}
    return [Check("rate_on_one_basis", "possible_only_if", ground, values)]


def _impossible_share(
    statement: Statement, name: str, numerator: Range, basis: str, denominator: Range, ground: Ground
) -> Check:
    """Which of share, numerator and denominator would have to be what."""
    printed = statement.printed
    share = numerator.times(HUNDRED).over(denominator)
    return Check(
        "rate_cannot_be",
        "cannot_be",
        ground,
        _division(statement, numerator, basis, denominator),
        corrections=(
            _shares(share, printed.digits),
            wholes(name, printed.range.times(denominator).over(HUNDRED)),
            wholes(basis, numerator.times(HUNDRED).over(printed.range)),
        ),
    )


def _would_fit_elsewhere(
    statement: Statement,
    numerator: Range,
    tried: Mapping[str, Range],
    known: Mapping[str, Range],
    ground: Ground,
) -> list[Check]:
    """Another count of the statement on which the printed share would be right: the basis was mistaken."""
    found = []
    for basis in ("residents", "members"):
        whole = known.get(basis)
        if whole is None or basis in tried or whole == numerator:
            continue
        if numerator.times(HUNDRED).over(whole).meets(statement.printed.range):
            found.append(
                Check("fits_other_basis", None, ground, _division(statement, numerator, basis, whole))
            )
    return found


def _implied(
    statement: Statement, part: str, name: str, within: Range, ground: Ground, *, basis: str = ""
) -> Check:
    """The one part that is missing, as the interval in which it must lie."""
    values: dict[str, Amount | str] = {"part": name, "basis": basis, "printed": statement.printed.text}
    low, high = within.least_whole, within.most_whole
    if low is not None and high is not None:
        middle = Fraction(low + high, 2)
        values["about"] = people(_round_to_hundreds(middle) if high - low > 200 else half_up(middle))
        values["give_or_take"] = people(half_up(Fraction(high - low, 2)))
        values["central"] = people(half_up(_central(statement.printed, part, within)))
    missing = wholes(name, within)
    bounded = "" if "about" in values else "_open"
    return Check(f"implied_{part}{bounded}", "possible_only_if", ground, values, corrections=(missing,))


def _central(printed: Printed, part: str, within: Range) -> Fraction:
    """What the printed share gives when it is taken as exact."""
    assert within.low is not None and within.high is not None
    if part == "numerator" and printed.range.low:
        return within.low / printed.range.low * printed.value
    if part == "denominator" and printed.range.high and printed.value:
        return within.low * printed.range.high / printed.value
    return (within.low + within.high) / 2


def _round_to_hundreds(value: Fraction) -> Fraction:
    return half_up(value / 100) * 100


def _division(
    statement: Statement, numerator: Range, basis: str, denominator: Range
) -> dict[str, Amount | str]:
    share = numerator.times(HUNDRED).over(denominator)
    return {
        "printed": statement.printed.text,
        "numerator": count_of(numerator),
        "denominator": count_of(denominator),
        "basis": basis,
        "share": _share(statement, share),
    }


def _share(statement: Statement, share: Range) -> Amount:
    return share_of(share, max(_LEAST_DIGITS, statement.printed.digits + 1))


def _shares(share: Range, digits: int) -> Correction:
    low, high = share.low, share.high
    ends = [None if end is None else Amount(half_up(end, digits), "percent", digits) for end in (low, high)]
    return Correction("printed", ends[0], ends[1])
