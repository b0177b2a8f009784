"""Whole people are shared out exactly: nothing is lost, nothing is invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.synthetic.apportion import apportion, fill, rounded, spread, table, within

counts = st.integers(0, 10_000_000)


def test_largest_remainder_by_hand() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(100, [33.3, 33.3, 33.4]) == [33, 33, 34]
    assert apportion(0, [0, 0]) == [0, 0]


def test_halves_are_rounded_up() -> None:
    assert [rounded(value) for value in (0.4, 0.5, 1.5, 2.49)] == [0, 1, 2, 2]


@given(counts, st.lists(st.floats(0.001, 1e6), min_size=1, max_size=40))
def test_shares_add_up_and_stay_within_one_of_exact(total: int, weights: list[float]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) <= 1.0 + 1e-6 * total


@given(st.data(), st.lists(st.tuples(counts, counts), min_size=1, max_size=20))
def test_fill_meets_the_total_under_the_ceilings(data: st.DataObject, pairs: list[tuple[int, int]]) -> None:
    wanted, ceilings = [want for want, _ in pairs], [ceiling for _, ceiling in pairs]
    total = data.draw(st.integers(0, sum(ceilings)))
    shares = fill(total, wanted, ceilings)
    assert sum(shares) == total
    assert all(0 <= share <= ceiling for share, ceiling in zip(shares, ceilings, strict=True))


@given(
    st.integers(0, 100_000),
    st.lists(st.floats(0.1, 10), min_size=2, max_size=15),
    st.lists(st.floats(0.1, 10), min_size=2, max_size=6),
)
def test_a_table_keeps_both_margins(total: int, rows: list[float], columns: list[float]) -> None:
    by_row, by_column = apportion(total, rows), apportion(total, columns)
    cells = table(by_row, by_column, [[r * c for c in columns] for r in rows])
    assert [sum(line) for line in cells] == by_row
    assert [sum(line[j] for line in cells) for j in range(len(columns))] == by_column
    assert min(value for line in cells for value in line) >= 0


@settings(max_examples=40)
@given(st.data(), st.lists(st.lists(st.integers(0, 5_000), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_property_is_given_to_exactly_so_many(data: st.DataObject, ceilings: list[list[int]]) -> None:
    first = sum(line[0] for line in ceilings)
    rest = sum(sum(line[1:]) for line in ceilings)
    known = data.draw(st.integers(0, first))
    total = known + data.draw(st.integers(0, rest))
    cells = within(total, [known, None, None], [None] * len(ceilings), ceilings, [1.0, 2.0, 0.5])
    assert sum(map(sum, cells)) == total
    assert sum(line[0] for line in cells) == known
    for line, room in zip(cells, ceilings, strict=True):
        assert all(0 <= value <= ceiling for value, ceiling in zip(line, room, strict=True))


def test_a_known_row_keeps_its_count() -> None:
    ceilings = [[100, 300], [400, 200]]
    cells = within(600, [None, None], [350, None], ceilings, [5.0, 1.0])
    assert sum(cells[0]) == 350
    assert sum(cells[1]) == 250


def test_spread_looks_up_in_proportion() -> None:
    assert spread(["a", "b"], [3.0, 1.0], 8) == ["a"] * 6 + ["b"] * 2
