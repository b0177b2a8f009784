"""Whole-number programs solved exactly by HiGHS, and the prices of their rows; the only module that names it.

One thread, no gap, a fixed seed: the same program gives the same answer. Numbers are whole all through; what the
solver returns is rounded and held against every row in whole numbers before anybody sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

_INFINITY = highspy.kHighsInf
#: A count, not a time: the same program ends in the same way on every machine.
NODES_AT_MOST = 5_000


@dataclass(slots=True)
class Columns:
    """Variables: each a whole number from `lower` to `upper`, with what one unit costs."""

    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)

    def add(self, upper: int, cost: int = 0) -> int:
        """The number of the new variable, which begins at 0."""
        assert upper >= 0
        self.upper.append(upper)
        self.cost.append(cost)
        self.lower.append(0)
        return len(self.upper) - 1


@dataclass(slots=True)
class Rows:
    """Limits of the form: sum of coefficient x variable <= bound."""

    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    bound: list[int] = field(default_factory=list)

    def add(self, terms: dict[int, int], bound: int) -> int:
        """The number of the new row; terms of coefficient 0 stay away."""
        for column, value in terms.items():
            if value:
                self.indices.append(column)
                self.values.append(value)
        self.starts.append(len(self.indices))
        self.bound.append(bound)
        return len(self.bound) - 1

    def terms(self, row: int) -> dict[int, int]:
        span = range(self.starts[row], self.starts[row + 1])
        return {self.indices[at]: self.values[at] for at in span}

    def used(self, row: int, solution: list[int]) -> int:
        """The left side of a row at a solution."""
        span = range(self.starts[row], self.starts[row + 1])
        return sum(self.values[at] * solution[self.indices[at]] for at in span)


@dataclass(frozen=True, slots=True)
class Solved:
    """An optimal solution: the variables, and what they cost in all."""

    values: list[int]
    cost: int
    proven: bool = True  # False: the solver gave up after NODES_AT_MOST; a cheaper solution may exist


@dataclass(frozen=True, slots=True)
class Prices:
    """Of the program without whole numbers: how much the least cost changes with one more unit of each row's bound."""

    cost: float
    rows: list[float]
    columns: list[float]  # reduced cost of each variable


def solve(columns: Columns, rows: Rows, *, start: list[int] | None = None) -> Solved | None:
    """The cheapest whole-number solution; None where there is none.

    `start` is a solution to begin from, where one is known. The answer is checked against every row and bound.
    """
    if not columns.upper:
        return Solved([], 0) if all(bound >= 0 for bound in rows.bound) else None
    solver = _loaded(columns, rows, whole=True)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = [float(value) for value in start]
        solver.setSolution(known)
    ended = _run(solver)
    if ended == "infeasible":
        return None
    values = [round(value) for value in solver.getSolution().col_value]
    _check(columns, rows, values)
    return Solved(values, sum(c * v for c, v in zip(columns.cost, values, strict=True)), ended == "optimal")


def prices(columns: Columns, rows: Rows) -> Prices | None:
    """What each row is worth at the margin, from the program without whole numbers; None where it has no solution."""
    if not columns.upper:
        return Prices(0.0, [0.0] * len(rows.bound), []) if all(bound >= 0 for bound in rows.bound) else None
    solver = _loaded(columns, rows, whole=False)
    if _run(solver) == "infeasible":
        return None
    found = solver.getSolution()
    return Prices(solver.getInfo().objective_function_value, list(found.row_dual), list(found.col_dual))


class _Quiet(highspy.Highs):
    """The solver without its callbacks: setting them up prints a banner to stdout, where our results go."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


def _loaded(columns: Columns, rows: Rows, *, whole: bool) -> _Quiet:
    solver = _Quiet()
    for option, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("mip_max_nodes", NODES_AT_MOST),
        ("mip_feasibility_tolerance", 1e-7),
        ("primal_feasibility_tolerance", 1e-9),
    ):
        solver.setOptionValue(option, value)
    count = len(columns.upper)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rows.bound)
    model.col_cost_ = np.array(columns.cost, dtype=np.float64)
    model.col_lower_ = np.array(columns.lower, dtype=np.float64)
    model.col_upper_ = np.array(columns.upper, dtype=np.float64)
    model.row_lower_ = np.full(len(rows.bound), -_INFINITY)
    model.row_upper_ = np.array(rows.bound, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(rows.indices, dtype=np.int32)
    model.a_matrix_.value_ = np.array(rows.values, dtype=np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver.passModel(model)
    return solver


def _run(solver: _Quiet) -> Literal["optimal", "infeasible", "stopped"]:
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return "optimal"
    if status == highspy.HighsModelStatus.kSolutionLimit and solver.getInfo().primal_solution_status == 2:
        return "stopped"
    known = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    assert status in known, f"the solver ended with {solver.modelStatusToString(status)}"
    return "infeasible"


def _check(columns: Columns, rows: Rows, values: list[int]) -> None:
    """Whole numbers, no tolerance: a solution that breaks a limit by one rupiah is no solution."""
    at = np.array(values, dtype=object)
    assert all(low <= v <= high for low, v, high in zip(columns.lower, values, columns.upper, strict=True)), (
        "a bound is broken"
    )
    for row, bound in enumerate(rows.bound):
        span = slice(rows.starts[row], rows.starts[row + 1])
        used = sum(c * v for c, v in zip(rows.values[span], at[rows.indices[span]], strict=True))
        assert used <= bound, f"row {row} is broken by {used - bound}"
