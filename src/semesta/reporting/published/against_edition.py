"""A printed figure against the same figure of an edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from semesta.coverage.figures import Figures
from semesta.reporting.published.checks import Check
from semesta.reporting.published.counts import compare
from semesta.reporting.published.own_parts import check_parts
from semesta.reporting.published.ranges import Range
from semesta.reporting.published.statements import RATES, Statement


@dataclass(frozen=True, slots=True)
class EditionCounts:
    """What an edition counts, by region code, on its one date."""

    name: str
    as_of: dt.date
    regions: Mapping[str, Figures]


def check_against(statement: Statement, edition: EditionCounts) -> list[Check]:
    """Nothing where the edition is of another date or does not hold the region."""
    found = edition.regions.get(statement.region)
    if found is None or not statement.when.holds(edition.as_of):
        return []
    counts = {
        "residents": Range.exact(found.residents),
        "members": Range.exact(found.cards),
        "active": Range.exact(found.cards_active),
    }
    if (statement.figure in RATES and statement.figure != "share") or statement.figure == "not_registered":
        checks = check_parts(statement, counts, "edition")
    elif statement.figure in counts:
        checks = [_count(statement, counts[statement.figure])]
    else:
        return []
    return [replace(check, others=(edition.name,)) for check in checks]


def _count(statement: Statement, counted: Range) -> Check:
    return compare(statement, "edition_count", counted, "edition", {})
