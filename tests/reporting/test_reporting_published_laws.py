"""Laws of recomputing: intervals hold what they are made of, changes add up, and no statement is too odd to be told."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.reporting.catalogue import Speaker
from semesta.reporting.published import Statement, check_statements
from semesta.reporting.published.changes import split_change
from semesta.reporting.published.printed import Printed, read_printed
from semesta.reporting.published.ranges import Range
from semesta.reporting.published.statements import FIGURES, Pair, Parts, When
from semesta.reporting.published.telling import sentences, to_json, verdict_grid

COUNTS = st.integers(1, 10_000_000)
SHARES = st.sampled_from(
    ["98,46%", "71 persen", "sekitar 70%", "lebih dari 95%", "di bawah 80%", "hampir 100%", "0,4%"]
)
NUMBERS = st.one_of(
    COUNTS.map(str),
    st.sampled_from(
        ["sekitar 400 ribu", "6,3 juta", "lebih dari 6 juta", "kurang dari 9.000", "hampir 1 juta"]
    ),
)
POINTS = st.sampled_from(["turun 0,75 poin", "naik 3 persen", "1,42 poin", "sekitar 2 poin"])


def values(low: int, high: int) -> st.SearchStrategy[tuple[Range, Fraction]]:
    """A range and a value in it."""

    @st.composite
    def draw(pick: st.DrawFn) -> tuple[Range, Fraction]:
        ends = sorted(pick(st.fractions(low, high, max_denominator=1000)) for _ in range(3))
        return Range(ends[0], ends[2]), ends[1]

    return draw()


@given(values(0, 1000), values(1, 1000))
def test_what_is_made_of_values_in_two_ranges_lies_in_theirs(
    one: tuple[Range, Fraction], other: tuple[Range, Fraction]
) -> None:
    (a, x), (b, y) = one, other
    assert a.plus(b).holds(x + y)
    assert a.minus(b).holds(x - y)
    assert a.times(b).holds(x * y)
    assert a.over(b).holds(x / y)
    assert a.meets(b) == b.meets(a)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_two_sides_of_a_change_add_up_exactly(n1: int, d1: int, n2: int, d2: int) -> None:
    change = split_change((n1, d1), (n2, d2))
    assert change.by_numerator + change.by_denominator == (change.after - change.before) * 100
    if d1 == d2:
        assert change.by_denominator == 0
    if n1 == n2:
        assert change.by_numerator == 0


@st.composite
def statements(pick: st.DrawFn) -> Statement:
    """Any figure with any parts, sensible or not."""
    figure = pick(st.sampled_from(FIGURES))
    rate, change = (
        figure in ("coverage", "activity", "activity_on_population", "activity_on_members", "share"),
        figure == "change",
    )
    printed = pick(POINTS if change else SHARES if rate else NUMBERS)
    names = ("numerator", "denominator", "residents", "members", "active", "not_registered")

    def some() -> Printed:
        return read_printed(pick(NUMBERS))

    parts = Parts(
        counts={name: some() for name in names if pick(st.booleans())},
        share=read_printed(pick(SHARES)) if pick(st.booleans()) else None,
        sum=tuple(("", some()) for _ in range(pick(st.integers(0, 3)))),
        difference=(some(), some()) if pick(st.booleans()) else (),
        product=(some(), some()) if pick(st.booleans()) else (),
        before=Pair(some(), some()) if change else None,
        after=Pair(some(), some()) if change else None,
    )
    day = dt.date(2024, pick(st.integers(1, 3)), 1)
    return Statement(
        str(pick(st.integers(0, 10**9))), figure, read_printed(printed), "18", When(day, day), "uji", "2023" * pick(st.integers(0, 1)), parts
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=5, unique_by=lambda s: s.key))
def test_no_statement_is_too_odd_to_be_told(found: list[Statement]) -> None:
    checked = check_statements(found)
    assert [c.statement for c in checked] == found
    for one in checked:
        assert one.verdict != "cannot_be_checked" or not any(check.verdict for check in one.checks)
        for say in (Speaker("id"), Speaker("en")):
            assert all(sentences(one, say)) or not one.checks
    verdict_grid(checked, "id")
    to_json(checked)


@given(COUNTS, COUNTS)
def test_a_share_printed_from_its_own_counts_always_agrees(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator) * 100
    hundredths = int(exact * 100 + Fraction(1, 2))
    printed = read_printed(f"{hundredths // 100},{hundredths % 100:02}%")
    counts = {"numerator": read_printed(str(numerator)), "denominator": read_printed(str(denominator))}
    day = dt.date(2024, 7, 1)
    statement = Statement("a", "coverage", printed, "18", When(day, day), "uji", parts=Parts(counts=counts))
    (found,) = check_statements([statement])
    assert found.verdict == "agrees"
