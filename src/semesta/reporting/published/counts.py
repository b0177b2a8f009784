"""A printed count against its addends, its difference, its factors, or the share that it is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

from semesta.reporting.published.checks import Amount, Check, Correction, Ground, count_of, people
from semesta.reporting.published.ranges import Range, half_up
from semesta.reporting.published.statements import Statement

_HUNDRED = Range.exact(100)


def check_count(statement: Statement, known: Mapping[str, Range], ground: Ground) -> list[Check]:
    """Each way in which the parts give the count, held against what is printed."""
    checks = [] if ground != "parts" else _from_lists(statement)
    if statement.figure == "not_registered" and {"residents", "members"} <= known.keys():
        less = known["residents"].minus(known["members"])
        checks.append(compare(statement, "not_registered", less, ground, {
            "residents": count_of(known["residents"]), "members": count_of(known["members"]),
        }))  # fmt: skip
    return checks


def _from_lists(statement: Statement) -> list[Check]:
    parts, checks = statement.parts, []
    if parts.sum:
        total = reduce(Range.plus, (part.range for _, part in parts.sum))
        checks.append(compare(statement, "sum", total, "parts", {"n": str(len(parts.sum))}))
    if parts.difference:
        first, *others = (part.range for part in parts.difference)
        values: dict[str, Amount | str] = {
            "first": count_of(first),
            "rest": count_of(reduce(Range.plus, others)),
        }
        checks.append(compare(statement, "difference", reduce(Range.minus, others, first), "parts", values))
    if parts.product:
        factors = " × ".join(part.text for part in parts.product)
        product = reduce(Range.times, (part.range for part in parts.product))
        checks.append(compare(statement, "product", product, "parts", {"factors": factors}))
    whole = parts.counts.get("denominator") or parts.counts.get("residents")
    if parts.share and whole:
        within = parts.share.range.times(whole.range).over(_HUNDRED)
        exact = parts.share.value * whole.value / 100
        values = {"share": parts.share.text, "denominator": people(whole.value)}
        checks.append(compare(statement, "share_of", within, "parts", values, shown=half_up(exact)))
    return checks


def compare(
    statement: Statement,
    kind: str,
    computed: Range,
    ground: Ground,
    values: Mapping[str, Amount | str],
    shown: Fraction | None = None,
) -> Check:
    printed = statement.printed
    unit = "rupiah" if printed.unit == "rupiah" else "people"
    told = shown if shown is not None else computed.middle
    assert told is not None
    filled = {**values, "printed": printed.text, "computed": Amount(told, unit)}
    if computed.meets(printed.range):
        kind_suffix = "agrees_about" if printed.about else "agrees"
        return Check(f"{kind}_{kind_suffix}", "agrees", ground, filled)
    should = Correction("printed", *(Amount(Fraction(end), unit) if end is not None else None
                                     for end in (computed.least_whole, computed.most_whole)))  # fmt: skip
    filled["off"] = Amount(abs(printed.value - told), unit)
    return Check(f"{kind}_cannot_be", "cannot_be", ground, filled, corrections=(should,))
