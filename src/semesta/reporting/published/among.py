"""Statements against one another: the same figure printed twice, and counts that lie where one must lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from semesta.reporting.published.checks import Amount, Check, Verdict, count_of
from semesta.reporting.published.own_parts import own_counts
from semesta.reporting.published.ranges import Range
from semesta.reporting.published.statements import QUANTITIES, Statement


def contradictions(
    statement: Statement, all_of: Sequence[Statement], verdicts: Mapping[str, Verdict]
) -> list[Check]:
    """Other prints of the same figure, region and date, and the same count in another's parts.

    `verdicts` are those from parts alone. Whoever's own parts confirm or refute it is judged by them.
    """
    found = []
    shown: Amount | str
    for other in all_of:
        if other.key == statement.key:
            continue
        if _same(statement, other):
            agree = statement.printed.range.meets(other.printed.range)
            shown = other.printed.text
        elif (count := _count_elsewhere(statement, other)) is not None:
            agree, shown = statement.printed.range.meets(count), count_of(count)
        else:
            continue
        values: dict[str, Amount | str] = {"printed": statement.printed.text, "other": shown}
        judged = verdicts[statement.key] in ("agrees", "cannot_be")
        kind = (
            "same_as"
            if agree
            else "contradicts_refuted"
            if verdicts[other.key] == "cannot_be"
            else "contradicts"
        )
        verdict: Verdict | None = None if agree or judged else "possible_only_if"
        found.append(Check(kind, verdict, "statements", values, others=(other.key,)))
    return _told_once(found)


def _told_once(checks: Sequence[Check]) -> list[Check]:
    """Several statements that say the same of a figure, as one check that names them all."""
    together: dict[tuple[str, object], Check] = {}
    for check in checks:
        at = (check.kind, check.values["other"])
        known = together.get(at)
        together[at] = replace(check, others=(*known.others, *check.others)) if known else check
    return list(together.values())


def _count_elsewhere(statement: Statement, other: Statement) -> Range | None:
    """The exact count that the statement prints, as another one of the region and date gives it."""
    if statement.figure not in QUANTITIES or (other.region, other.when) != (statement.region, statement.when):
        return None
    count = own_counts(other).get(statement.figure)
    return count if count is not None and count.value is not None else None


def lies_within(statement: Statement, check: Check, all_of: Sequence[Statement]) -> list[Check]:
    """Counts of other statements on the region that lie in an implied interval, the nearest in time."""
    (implied,) = check.corrections
    if implied.part not in QUANTITIES:
        return []
    near = [
        (abs((other.when.first - statement.when.first).days), other, found)
        for other in all_of
        if other.region == statement.region and other.key != statement.key
        and (found := own_counts(other).get(implied.part)) is not None
        and (value := found.value) is not None
        and (implied.low is None or implied.low.value <= value)
        and (implied.high is None or value <= implied.high.value)
    ]  # fmt: skip
    if not near:
        return []
    _, other, found = min(near, key=lambda item: (item[0], item[1].key))
    values: dict[str, Amount | str] = {"value": count_of(found), "part": implied.part}
    return [Check("lies_within", None, "statements", values, others=(other.key,))]


def _same(one: Statement, other: Statement) -> bool:
    comparable = one.figure not in ("share", "count", "rupiah", "change")
    return comparable and (one.figure, one.region, one.when) == (other.figure, other.region, other.when)
