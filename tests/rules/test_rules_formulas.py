"""Every formula of law says the same of one person and of a column, and holds what its page promises."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.faults import InputRefused
from semesta.rules import FORMULAS, Formula, Input, Law, Value
from semesta.rules.formula import Kind
from tests.rules.law_rows import DAYS, answers, row_of, type_of

LAW = Law.current()
ALL = pytest.mark.parametrize("formula", FORMULAS.values(), ids=list(FORMULAS))
QUICK = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TYPES: dict[Kind, type] = {"date": dt.date, "flag": bool, "word": str}
Rows = list[dict[str, Value]]


def rows_of(data: st.DataObject, formula: Formula) -> Rows:
    return data.draw(st.lists(row_of(formula.inputs), min_size=1, max_size=12))


def in_sql(formula: Formula, on: dt.date | Input, rows: Rows) -> list[dict[str, Value]]:
    columns = formula.build(LAW, on)
    types = {q.name: type_of(q) for q in formula.inputs} | (
        {"on_day": dt.date} if isinstance(on, Input) else {}
    )
    return [dict(zip(columns, found, strict=True)) for found in answers(columns, rows, types)]


@ALL
@QUICK
@given(st.data(), DAYS)
def test_a_column_and_a_person_get_the_same(formula: Formula, data: st.DataObject, on: dt.date) -> None:
    rows = rows_of(data, formula)
    assert in_sql(formula, on, rows) == [formula.calculate(LAW, on, row) for row in rows]


@ALL
@QUICK
@given(st.data())
def test_a_day_in_a_column_is_the_same_as_a_fixed_one(formula: Formula, data: st.DataObject) -> None:
    rows = rows_of(data, formula)
    days = [data.draw(DAYS) for _ in rows]
    dated = [row | {"on_day": day} for row, day in zip(rows, days, strict=True)]
    expected = [formula.calculate(LAW, day, row) for row, day in zip(rows, days, strict=True)]
    assert in_sql(formula, Input("on_day"), dated) == expected


@ALL
@QUICK
@given(st.data(), DAYS)
def test_every_answer_is_of_its_kind(formula: Formula, data: st.DataObject, on: dt.date) -> None:
    answer = formula.calculate(LAW, on, data.draw(row_of(formula.inputs)))
    for quantity in formula.outputs:
        found = answer[quantity.name]
        if found is None:
            continue
        assert type(found) is TYPES.get(quantity.kind, int), f"{formula.name}.{quantity.name} = {found!r}"
        assert not quantity.words or found in quantity.words, f"{formula.name}.{quantity.name} = {found!r}"
        assert quantity.kind not in ("rupiah", "persons", "months") or int(str(found)) >= 0


@ALL
def test_an_input_given_as_a_constant_is_the_same_as_a_column(formula: Formula) -> None:
    # What is optional and not there at all: the usual case of an edition's table.
    absent = {q.name: None for q in formula.inputs if q.optional}
    on = dt.date(2024, 7, 1)
    row: dict[str, Value] = {
        q.name: q.words[0] if q.words else _some(q.kind) for q in formula.inputs if not q.optional
    }
    types = {q.name: type_of(q) for q in formula.inputs if not q.optional} | {"one": int}
    (found,) = answers(formula.build(LAW, on, absent), [row | {"one": 1}], types)
    assert found == tuple(formula.calculate(LAW, on, row).values())


def _some(kind: Kind) -> Value:
    return dt.date(2024, 3, 1) if kind == "date" else True if kind == "flag" else 3


def test_a_formula_says_which_input_it_lacks_or_does_not_know() -> None:
    day = dt.date(2024, 7, 1)
    card: dict[str, Value] = {"bucket": "PBPU", "hospital_class": 3, "status": "AKTIF"}
    cases: tuple[tuple[dict[str, Value], str], ...] = (
        ({"bucket": "PBPU", "hospital_class": 3}, "`status` is missing"),
        (card | {"salary": 1}, "no input salary"),
        (card | {"status": "ACTIVE"}, "`status: ACTIVE` is not known"),
        (card | {"hospital_class": "III"}, "does not fit its kind, number"),
        (card | {"wage": -1}, "does not fit its kind, rupiah"),
        (card | {"wage": True}, "does not fit its kind, rupiah"),
    )
    for wrong, said in cases:
        with pytest.raises(InputRefused) as refused:
            FORMULAS["contribution"].calculate(LAW, day, wrong)
        assert said in refused.value.reason.en and refused.value.place == "contribution"


def test_what_a_formula_takes_for_granted_is_said_in_both_languages() -> None:
    for formula in FORMULAS.values():
        texts = [formula.title, *(q.title for q in (*formula.inputs, *formula.outputs))]
        assert all(text.id and text.en for text in [*texts, *([formula.note] if formula.note else [])])
