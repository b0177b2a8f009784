"""Every case of law comes out as written: for one person in Python, and as SQL in the engine, on a fixed day and on a column of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import pytest

from semesta.engine import Engine
from semesta.rules.explaining import explain
from semesta.rules.expressions import Constant, Input, Value
from semesta.rules.formula import Formula, Kind
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law
from tests.rules.case_files import Case, cases

LAW = Law.current()
SQL_TYPES: Mapping[Kind, str] = {
    "rupiah": "BIGINT", "persons": "BIGINT", "months": "BIGINT", "days": "BIGINT", "years": "BIGINT",
    "number": "TINYINT", "basis_points": "BIGINT", "date": "DATE", "flag": "BOOLEAN", "word": "VARCHAR",
}  # fmt: skip
WITH_FORMULA = [case for case in cases() if case.formula]
WITH_PARAMETER = [case for case in cases() if case.parameter]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as opened:
        yield opened


@pytest.mark.parametrize("case", WITH_FORMULA, ids=lambda case: case.id)
def test_a_case_comes_out_for_one_person(case: Case) -> None:
    found = FORMULAS[case.formula].calculate(LAW, case.day, case.inputs)
    assert wanted(case, found) == case.expected, case.id


@pytest.mark.parametrize("case", WITH_FORMULA, ids=lambda case: case.id)
def test_a_case_comes_out_in_the_engine(case: Case, engine: Engine) -> None:
    (found,) = in_sql(engine, FORMULAS[case.formula], [case], case.day)
    assert wanted(case, found) == case.expected, case.id


@pytest.mark.parametrize("name", FORMULAS)
def test_all_cases_of_a_formula_come_out_as_one_table_with_a_column_of_days(
    name: str, engine: Engine
) -> None:
    together = [case for case in WITH_FORMULA if case.formula == name]
    for case, found in zip(
        together, in_sql(engine, FORMULAS[name], together, Input("day_asked")), strict=True
    ):
        assert wanted(case, found) == case.expected, case.id


@pytest.mark.parametrize("case", WITH_PARAMETER, ids=lambda case: case.id)
def test_a_parameter_is_what_the_law_says_on_the_day(case: Case) -> None:
    found = LAW[case.parameter].on(case.day)
    value = list(found.value) if found and isinstance(found.value, tuple) else found and found.value
    assert value == case.expected["value"], case.id


def test_there_are_enough_cases_and_each_says_where_it_comes_from() -> None:
    assert len(cases()) >= 120
    names = [case.id for case in cases()]
    assert len(names) == len(set(names)), "two cases have one name"
    assert all(case.source and case.expected for case in cases())


def test_every_formula_has_cases_for_all_its_outputs() -> None:
    for name, formula in FORMULAS.items():
        seen = {output for case in WITH_FORMULA if case.formula == name for output in case.expected}
        assert seen == {quantity.name for quantity in formula.outputs}, name


def test_every_parameter_is_met_by_a_case() -> None:
    met = {case.parameter for case in WITH_PARAMETER}
    for case in WITH_FORMULA:
        grounds = explain(LAW, FORMULAS[case.formula], case.day, case.inputs).grounds
        met |= {ground.parameter.name for ground in grounds}
    assert set(LAW.parameters) - met == set()
    assert met <= set(LAW.parameters)


def test_every_period_of_a_contribution_is_met_by_a_case() -> None:
    days = {case.day for case in cases()}
    for name, parameter in LAW.parameters.items():
        for value in parameter.values if parameter.topic.startswith("contributions") else ():
            assert any(value.period.holds(day) for day in days), f"{name} {value.period}"


def wanted(case: Case, found: Mapping[str, Value]) -> dict[str, Value]:
    """The outputs that the case speaks of; an output that the formula does not have is a fault of the case."""
    return {name: found[name] for name in case.expected}


def in_sql(
    engine: Engine, formula: Formula, together: Sequence[Case], day: dt.date | Input
) -> list[dict[str, Value]]:
    """The formula over a table with a row for each case and every input as a column of its type."""
    rows = " UNION ALL BY NAME ".join(
        f"SELECT {at} AS place, {typed(formula, c)}" for at, c in enumerate(together)
    )
    found = engine.rows(f"SELECT {formula.columns(LAW, day)} FROM ({rows}) AS facts ORDER BY place")
    return [dict(zip((q.name for q in formula.outputs), row, strict=True)) for row in found]


def typed(formula: Formula, case: Case) -> str:
    row = formula.checked(case.inputs)
    inputs = [
        f"CAST({Constant(row[q.name]).sql()} AS {SQL_TYPES[q.kind]}) AS {q.name}" for q in formula.inputs
    ]
    return ", ".join([*inputs, f"DATE '{case.day}' AS day_asked"])
