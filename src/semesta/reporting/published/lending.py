"""Parts that one statement lends to another of the same region and date, or of the same population count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from semesta.reporting.published.checks import Check
from semesta.reporting.published.own_parts import check_parts, own_counts
from semesta.reporting.published.ranges import Range
from semesta.reporting.published.statements import QUANTITIES, RATES, Statement


def lent_parts(statement: Statement, all_of: Sequence[Statement]) -> list[Check]:
    """The figure computed with counts of other statements on the same region and date.

    The population counted for a semester is the same number wherever that semester is named.
    """
    own = own_counts(statement)
    wanted = _wanted(statement) - own.keys()
    lent: dict[str, Range] = {}
    lenders: list[str] = []
    for other in all_of:
        for name, found in _offers(statement, other).items():
            if name in wanted and name not in lent:
                lent[name] = found
                lenders.append(other.key)
    if not lent:
        return []
    checks = check_parts(statement, {**own, **lent}, "statements")
    others = tuple(sorted(set(lenders)))
    return [replace(check, others=others) for check in checks if not check.kind.startswith("implied")]


def _wanted(statement: Statement) -> set[str]:
    if statement.figure in RATES and statement.figure != "share":
        numerator, bases = RATES[statement.figure]
        return {numerator, *bases}
    return {"residents", "members"} if statement.figure == "not_registered" else set()


def _offers(statement: Statement, other: Statement) -> Mapping[str, Range]:
    """The exact counts that another statement lends to this one."""
    if other.key == statement.key or other.region != statement.region:
        return {}
    counts = {k: v for k, v in own_counts(other).items() if k in QUANTITIES and v.value is not None}
    if other.figure in QUANTITIES and other.printed.exact:
        counts.setdefault(other.figure, other.printed.range)
    if other.when == statement.when:
        return counts
    same_count = other.population and other.population == statement.population
    return {"residents": counts["residents"]} if same_count and "residents" in counts else {}
