"""Whether a printed figure that cannot be is one slip of the pen away from the one it should be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from semesta.reporting.published.checks import Amount, Check
from semesta.reporting.published.ranges import half_up
from semesta.reporting.published.statements import Statement

#: In shorter figures one digit that differs is no sign of a slip: 71 and 74 are simply different.
_TELLING = 4


def misprints(statement: Statement, checks: Sequence[Check]) -> list[Check]:
    """A remark where one digit differs, or two neighbours are swapped; it explains and judges nothing."""
    for check in checks:
        if check.verdict != "cannot_be":
            continue
        for correction in check.corrections:
            should = correction.single
            if correction.part == "printed" and should is not None and not statement.printed.about:
                kind = _slip(_digits(statement.printed.value, should), _digits(should.value, should))
                if kind:
                    values: dict[str, Amount | str] = {"printed": statement.printed.text, "should": should}
                    return [Check(kind, None, check.ground, values)]
    return []


def _digits(value: Fraction, like: Amount) -> str:
    return str(int(half_up(value, like.digits) * 10**like.digits))


def _slip(one: str, other: str) -> str:
    if len(one) != len(other) or len(one) < _TELLING:
        return ""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return "one_digit"
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return (
        "swapped" if swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]] else ""
    )
