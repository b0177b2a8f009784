"""A printed count against its addends, its difference, its factors, or the share that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from semesta.reporting.published.checks import Amount, Check, Correction, Ground, count_of, people
from semesta.reporting.published.ranges import Range, half_up
from semesta.reporting.published.statements import Statement

_HUNDRED = Range.exact(100)


@dataclass(frozen=True, slots=True)
class _Computed:
    """One way in which the parts give the count: `kind` of the sentence, the value, what fills the sentence."""

    kind: str
    value: Range
    values: Mapping[str, Amount | str]
    shown: Fraction | None = None


def check_count(statement: Statement, known: Mapping[str, Range], ground: Ground) -> list[Check]:
    """Each way in which the parts give the count, held against what is printed."""
    ways = _from_lists(statement) if ground == "parts" else []
    if statement.figure == "not_registered" and {"residents", "members"} <= known.keys():
        counts = {name: count_of(known[name]) for name in ("residents", "members")}
        ways.append(_Computed("not_registered", known["residents"].minus(known["members"]), counts))
    return [
        compare(statement, way.kind, way.value, ground, way.values, way.shown)
        for way in ways
        if not way.value.says_nothing
    ]


def _from_lists(statement: Statement) -> list[_Computed]:
    parts, ways = statement.parts, []
    if parts.sum:
        total = reduce(Range.plus, (part.range for _, part in parts.sum))
        ways.append(_Computed("sum", total, {"n": str(len(parts.sum))}))
    if parts.difference:
        first, *others = (part.range for part in parts.difference)
        values = {"first": count_of(first), "rest": count_of(reduce(Range.plus, others))}
        ways.append(_Computed("difference", reduce(Range.minus, others, first), values))
    if parts.product:
        factors = " × ".join(part.text for part in parts.product)
        product = reduce(Range.times, (part.range for part in parts.product))
        ways.append(_Computed("product", product, {"factors": factors}))
    whole = parts.counts.get("denominator") or parts.counts.get("residents")
    if parts.share and whole:
        within = parts.share.range.times(whole.range).over(_HUNDRED)
        exact = half_up(parts.share.value * whole.value / 100)
        shown: dict[str, Amount | str] = {"share": parts.share.text, "denominator": people(whole.value)}
        ways.append(_Computed("share_of", within, shown, exact))
    return ways


def compare(
    statement: Statement,
    kind: str,
    computed: Range,
    ground: Ground,
    values: Mapping[str, Amount | str],
    shown: Fraction | None = None,
) -> Check:
    """What was computed against what is printed; with the value that should be printed where they differ."""
    printed = statement.printed
    unit = "rupiah" if printed.unit == "rupiah" else "people"
    told = next(v for v in (shown, computed.middle, computed.low, computed.high) if v is not None)
    filled = {**values, "printed": printed.text, "computed": Amount(told, unit)}
    if computed.meets(printed.range):
        kind_suffix = "agrees_about" if printed.about else "agrees"
        return Check(f"{kind}_{kind_suffix}", "agrees", ground, filled)
    should = Correction("printed", *(Amount(Fraction(end), unit) if end is not None else None
                                     for end in (computed.least_whole, computed.most_whole)))  # fmt: skip
    filled["off"] = Amount(abs(printed.value - told), unit)
    return Check(f"{kind}_cannot_be", "cannot_be", ground, filled, corrections=(should,))
