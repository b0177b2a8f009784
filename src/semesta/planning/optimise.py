"""Solves a plan's program: least cost, or most people and then least cost; ties settled the same way every time."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.planning.levers import LEVERS
from semesta.planning.program import Program
from semesta.planning.solver import Columns, Prices, Rows, prices, solve
from semesta.planning.ties import settle_ties


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan's solution. `goal` is what the objective counts: rupiah to be least, or people to be most."""

    values: list[int]
    goal: int
    proven: bool
    prices: Prices | None  # of the objective's own program
    scale: int  # what one unit of the prices is worth in the goal


def optimise(program: Program, *, tidy: bool = True) -> Answer | None:
    """The best plan; None where no plan keeps every limit. Without `tidy` only its goal is of use: it is found faster."""
    if program.ground.plan.objective == "least_cost":
        return _least_cost(program, tidy)
    return _most_people(program, tidy)


def people_costs(program: Program) -> list[int]:
    """-1 for each variable that brings a person in: what is minimised to have the most people."""
    costs = [0] * len(program.columns.upper)
    for (at, _), column in program.work.items():
        if LEVERS[program.options[at].lever].source == "ways":
            costs[column] = -1
    return costs


def _least_cost(program: Program, tidy: bool) -> Answer | None:
    solved = solve(program.columns, program.rows)
    if solved is None:
        return None
    found = prices(program.columns, program.rows) if tidy else None
    if tidy:
        solved = settle_ties(program, solved, found)
    goal = solved.cost * program.cost_scale
    return Answer(solved.values, goal, solved.proven, found, program.cost_scale)


def _most_people(program: Program, tidy: bool) -> Answer | None:
    people = Columns([*program.columns.upper], people_costs(program), [*program.columns.lower])
    most = solve(people, program.rows)
    if most is None or not tidy:
        return None if most is None else Answer(most.values, -most.cost, most.proven, None, 1)
    found = prices(people, program.rows)
    rows = copied(program.rows)
    rows.add(dict(enumerate(people.cost)), most.cost)
    cheapest = solve(program.columns, rows, start=most.values)
    values, proven = (cheapest.values, cheapest.proven) if cheapest else (most.values, False)
    return Answer(values, -most.cost, most.proven and proven, found, 1)


def copied(rows: Rows) -> Rows:
    """Rows that may be changed while the others stay."""
    return Rows([*rows.starts], [*rows.indices], [*rows.values], [*rows.bound])


def moved(rows: Rows, by: dict[int, int]) -> Rows:
    """The rows with some bounds moved."""
    changed = copied(rows)
    for row, amount in by.items():
        changed.bound[row] += amount
    return changed


def cost_rupiah(program: Program, values: list[int]) -> int:
    """What a solution costs the local government."""
    return sum(rupiah * values[column] for column, rupiah in program.rupiah.items())
