"""Among the plans that cost the same, the one that approaches fewest people, and then the one that starts first."""

from __future__ import annotations

from dataclasses import replace

from semesta.planning.fields import WHOLE
from semesta.planning.program import Program
from semesta.planning.solver import Columns, Prices, Rows, Solved, solve

#: A price smaller than this is the solver's rounding.
_NOTHING = 1e-6


def settle_ties(program: Program, solved: Solved, found: Prices | None) -> Solved:
    """The same least cost with least effort; the solution itself where that cannot be told from the prices.

    Every cheapest solution keeps each variable that has a price at its bound, and each row that has one full
    (complementary slackness); among those that do, the least effort is chosen.
    """
    if found is None or abs(found.cost - solved.cost) > 0.5:
        return solved
    columns = Columns([*program.columns.upper], _efforts(program), [*program.columns.lower])
    for at, price in enumerate(found.columns):
        if abs(price) > _NOTHING:
            columns.lower[at] = columns.upper[at] = solved.values[at]
    rows = Rows(
        [*program.rows.starts], [*program.rows.indices], [*program.rows.values], [*program.rows.bound]
    )
    for row, price in enumerate(found.rows):
        if abs(price) > _NOTHING:
            terms = program.rows.terms(row)
            rows.add(
                {column: -value for column, value in terms.items()}, -program.rows.used(row, solved.values)
            )
    easier = solve(columns, rows, start=solved.values)
    if easier is None:
        return solved
    cost = sum(c * v for c, v in zip(program.columns.cost, easier.values, strict=True))
    assert cost == solved.cost, "a tie was settled at another cost"
    return replace(solved, values=easier.values)


def _efforts(program: Program) -> list[int]:
    """People approached for a success, in hundredths, and a little for each month of waiting."""
    efforts = [0] * len(program.columns.upper)
    for (at, month), column in program.work.items():
        efforts[column] = 100 * WHOLE // program.options[at].success * 10 + month
    return efforts
