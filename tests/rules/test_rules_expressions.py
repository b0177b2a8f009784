"""An expression says the same in SQL and in Python, whatever it is made of and whatever is unknown."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.faults import Text
from semesta.rules.expressions import (
    AmongInForce,
    Constant,
    DayOf,
    Expression,
    FirstDayOf,
    InForce,
    Input,
    MonthOf,
    PlaceInForce,
    SumOverMonths,
    Trace,
    choose,
    given_or,
    greatest,
    later,
    least,
    month_number,
    months_after,
)
from semesta.rules.law import DatedValue, LawValue, Parameter, Period, Regulation, Unit
from tests.rules.law_rows import DAYS, answers

LAW = Regulation("x", Text("x", "x"), "")
INPUTS = {"n": int, "m": int, "d": dt.date, "e": dt.date, "f": bool, "w": str}
WORDS = ("a", "b", "it's")
ROWS = st.fixed_dictionaries(
    {
        "n": st.none() | st.integers(0, 9_999),
        "m": st.none() | st.integers(0, 12),
        "d": st.none() | DAYS,
        "e": st.none() | DAYS,
        "f": st.none() | st.booleans(),
        "w": st.none() | st.sampled_from(WORDS),
    }
)


def parameter(*values: tuple[dt.date | None, dt.date | None, LawValue], unit: Unit = "rupiah") -> Parameter:
    dated = (DatedValue(Period(a, b), value, LAW, "", "reported", "x", None) for a, b, value in values)
    return Parameter("p", Text("p", "p"), unit, "t", tuple(dated))


def periods(values: st.SearchStrategy[Any], unit: Unit) -> st.SearchStrategy[Parameter]:
    """Disjoint periods, some next to each other, some with a gap, the first and last perhaps open."""

    @st.composite
    def made(draw: st.DrawFn) -> Parameter:
        days = sorted(draw(st.sets(DAYS, min_size=2, max_size=6)))
        spans: list[tuple[dt.date | None, dt.date | None]] = list(pairwise(days))
        spans = [span for span in spans if draw(st.integers(0, 3))] or spans[:1]
        if draw(st.booleans()):
            spans[0] = (None, spans[0][1])
        if draw(st.booleans()):
            spans[-1] = (spans[-1][0], None)
        return parameter(*((a, b, draw(values)) for a, b in spans), unit=unit)

    return made()


AMOUNTS = periods(st.integers(0, 200_000), "rupiah")
LISTS = periods(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(tuple), "words")


def numbers(depth: int) -> st.SearchStrategy[Expression]:
    leaf = st.sampled_from([Input("n"), Input("m"), Constant(None)]) | st.integers(0, 500).map(Constant)
    if not depth:
        return leaf
    below, when = numbers(depth - 1), flags(depth - 1)
    small = st.integers(1, 20)
    return st.one_of(
        leaf,
        st.builds(lambda a, b: a + b, below, below),
        st.builds(lambda a, b: a - b, below, below),
        st.builds(lambda a, b: a * b, below, small),
        st.builds(lambda a, b: greatest(a, 0) // b, below, small),
        st.builds(lambda a, b: greatest(a, 0) % b, below, small),
        st.builds(lambda a, b: least(a, b), below, below),
        st.builds(lambda a, b, c: greatest(a, b, c), below, below, small),
        st.builds(lambda c, a, b: choose((c, a), otherwise=b), when, below, below),
        st.builds(lambda c, a, e, b: choose((c, a), (e, b)), when, below, when, below),
        st.builds(given_or, below, st.integers(0, 9)),
        st.builds(MonthOf, dates(depth - 1)),
        st.builds(DayOf, dates(depth - 1)),
        st.builds(InForce, AMOUNTS, dates(depth - 1)),
        st.builds(PlaceInForce, words(), LISTS, dates(depth - 1)),
        st.builds(
            lambda p, a, b: SumOverMonths(p, MonthOf(a), MonthOf(b)),
            AMOUNTS,
            dates(depth - 1),
            dates(depth - 1),
        ),
    )


def dates(depth: int) -> st.SearchStrategy[Expression]:
    leaf = st.sampled_from([Input("d"), Input("e"), Constant(None)]) | DAYS.map(Constant)
    if not depth:
        return leaf
    below, small = dates(depth - 1), st.integers(0, 300)
    return st.one_of(
        leaf,
        st.builds(lambda d, n: later(d, days=n), below, small),
        st.builds(lambda d, n, m: later(d, days=n, months=m), below, small, small),
        st.builds(lambda d: later(d, months=Input("m")), below),
        st.builds(lambda d, n: FirstDayOf(MonthOf(d) + n), below, small),
        st.builds(lambda c, a, b: choose((c, a), otherwise=b), flags(depth - 1), below, below),
    )


def words() -> st.SearchStrategy[Expression]:
    return st.sampled_from([Input("w"), Constant("a"), Constant("it's"), Constant(None)])


def flags(depth: int) -> st.SearchStrategy[Expression]:
    leaf = st.sampled_from([Input("f"), Constant(True), Constant(False), Constant(None)])
    if not depth:
        return leaf
    below, number, date = flags(depth - 1), numbers(depth - 1), dates(depth - 1)
    return st.one_of(
        leaf,
        st.builds(lambda a, b: a < b, number, number),
        st.builds(lambda a, b: a >= b, number, number),
        st.builds(lambda a, b: a.is_(b), number, number),
        st.builds(lambda a, b: a <= b, date, date),
        st.builds(lambda a, b: a.is_(b), words(), words()),
        st.builds(lambda a, b: a & b, below, below),
        st.builds(lambda a, b: a | b, below, below),
        st.builds(lambda a: ~a, below),
        st.builds(lambda a: a.known(), number | date | words()),
        st.builds(lambda a, some: a.one_of(*some), words(), st.lists(st.sampled_from(WORDS), max_size=2)),
        st.builds(AmongInForce, words(), LISTS, date),
    )


@settings(max_examples=250, deadline=None)
@given(numbers(3) | flags(3) | dates(3), st.lists(ROWS, min_size=1, max_size=6))
def test_sql_and_python_say_the_same(it: Expression, rows: list[dict[str, Any]]) -> None:
    said = [it.value(row) for row in rows]
    assert [answer for (answer,) in answers({"it": it}, rows, INPUTS)] == said
    assert [it.simplified().value(row) for row in rows] == said


def test_logic_with_constants_and_unknowns_exhaustively() -> None:
    leaves = [Input("f"), Constant(True), Constant(False), Constant(None)]
    pairs = [pair for a in leaves for b in leaves for pair in (a & b, a | b)]
    # A chosen word shows whether unknown stayed unknown, and that cases left out were rightly so.
    chosen = [choose((it, "yes"), (~it, "no"), otherwise="unknown") for it in pairs]
    columns = {str(at): it for at, it in enumerate([*pairs, *chosen])}
    rows: list[dict[str, Any]] = [{"f": True}, {"f": False}, {"f": None}]
    assert answers(columns, rows, {"f": bool}) == [
        tuple(it.value(row) for it in columns.values()) for row in rows
    ]


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, DAYS, DAYS)
def test_months_add_up_one_by_one(amounts: Parameter, first: dt.date, until: dt.date) -> None:
    low, high = month_number(first), month_number(until)
    each = [amounts.on(dt.date(m // 12, m % 12 + 1, 1)) for m in range(low, high)]
    expected = None if None in each else sum(v.value for v in each if v and isinstance(v.value, int))
    assert SumOverMonths(amounts, Constant(low), Constant(high)).value({}) == expected


def test_a_law_on_a_fixed_day_is_a_plain_number_in_sql() -> None:
    price = parameter((None, dt.date(2021, 1, 1), 25_500), (dt.date(2021, 1, 1), None, 35_000))
    assert InForce(price, Constant(dt.date(2020, 12, 31))).sql() == "25500"
    assert (
        Input("persons") * InForce(price, Constant(dt.date(2021, 1, 1)))
    ).sql() == "(persons::BIGINT * 35000)"


def test_two_billion_rupiah_do_not_overflow_a_narrow_column() -> None:
    query = f"SELECT {(Input('n') * 37_800 * 12).sql()} FROM (SELECT 89286::INTEGER AS n)"
    from tests.rules.law_rows import engine

    assert engine().value(query) == 40_500_129_600


def test_a_trace_names_what_was_met_and_nothing_else() -> None:
    met, unmet = parameter((None, None, 1)), parameter((None, None, 2))
    trace = Trace()
    on = Constant(dt.date(2024, 7, 1))
    choose((Input("f"), InForce(met, on)), otherwise=InForce(unmet, on)).value({"f": True}, trace)
    assert [found.value for _, found in trace.used.values() if found] == [1]


@pytest.mark.parametrize(
    ("date", "months", "expected"),
    [("2024-05-31", 6, "2024-11-30"), ("2023-08-31", 6, "2024-02-29"), ("2004-02-29", 252, "2025-02-28")],
)
def test_a_month_without_that_day_ends_earlier(date: str, months: int, expected: str) -> None:
    assert months_after(dt.date.fromisoformat(date), months) == dt.date.fromisoformat(expected)
