"""A printed figure against the parts it was made from."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.reporting.published.changes import check_change
from semesta.reporting.published.checks import Check, Ground
from semesta.reporting.published.counts import check_count
from semesta.reporting.published.ranges import Range
from semesta.reporting.published.rates import check_rate
from semesta.reporting.published.statements import CHANGE, RATES, Statement


def check_parts(statement: Statement, known: Mapping[str, Range], ground: Ground = "parts") -> list[Check]:
    """Every check that the parts allow. `known` are counts by name, the statement's own or lent ones."""
    if statement.figure == CHANGE:
        return check_change(statement) if ground == "parts" else []
    if statement.is_rate:
        return check_rate(statement, known, ground)
    return check_count(statement, known, ground)


def own_counts(statement: Statement) -> dict[str, Range]:
    """The counts that a statement gives as its own parts, by the names of its figure."""
    found = {name: printed.range for name, printed in statement.parts.counts.items()}
    if statement.is_rate:
        numerator, denominators = RATES[statement.figure]
        if "numerator" in found:
            found[numerator] = found.pop("numerator")
        if "denominator" in found and len(denominators) == 1:
            found[denominators[0]] = found.pop("denominator")
    return found
