"""All checks of a file of statements, and one verdict for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from semesta.reporting.published import among, over_time
from semesta.reporting.published.against_edition import EditionCounts, check_against
from semesta.reporting.published.checks import Check, Verdict, worst
from semesta.reporting.published.lending import lent_parts
from semesta.reporting.published.misprints import misprints
from semesta.reporting.published.own_parts import check_parts, own_counts
from semesta.reporting.published.statements import CHANGE, RATES, Statement


@dataclass(frozen=True, slots=True)
class Checked:
    """One statement with everything that was found, and its verdict."""

    statement: Statement
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(self.checks)

    @property
    def missing(self) -> tuple[str, ...]:
        """Which parts would be needed; only for what cannot be checked."""
        return _missing(self.statement) if self.verdict == "cannot_be_checked" else ()


def check_statements(
    statements: Sequence[Statement], edition: EditionCounts | None = None
) -> tuple[Checked, ...]:
    """Each statement from its own parts, against the others, and against an edition of its date."""
    by_parts = {s.key: _by_parts(s, statements) for s in statements}
    verdicts = {key: worst(tuple(checks)) for key, checks in by_parts.items()}
    checked = []
    for statement in statements:
        found = by_parts[statement.key]
        found += among.contradictions(statement, statements, verdicts)
        found += over_time.changed_population(statement, statements)
        found += over_time.out_of_line(statement, statements)
        if edition is not None:
            found += check_against(statement, edition)
        checked.append(Checked(statement, (*found, *misprints(statement, found))))
    return tuple(checked)


def _by_parts(statement: Statement, all_of: Sequence[Statement]) -> list[Check]:
    """What its own parts say, and the parts that other statements lend."""
    lent = lent_parts(statement, all_of)
    resolved = any(check.verdict == "agrees" for check in lent)
    found: list[Check] = []
    for check in check_parts(statement, own_counts(statement)):
        implied = check.kind.startswith("implied")
        # A part that another statement lends, and with which it agrees, is missing no more.
        found.append(replace(check, verdict=None) if implied and resolved else check)
        if implied:
            found += among.lies_within(statement, check, all_of)
    return found + lent


def _missing(statement: Statement) -> tuple[str, ...]:
    if statement.figure == CHANGE:
        return ("before", "after")
    if statement.figure in RATES:
        numerator, bases = RATES[statement.figure]
        return (numerator, bases[0])
    return ("residents", "members") if statement.figure == "not_registered" else ("sum",)
