"""How a printed figure is read: which exact values it may stand for, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from semesta.faults import InputRefused, NotFound
from semesta.reporting.published import check_statements, read_statements
from semesta.reporting.published.printed import NotAFigure, read_printed
from semesta.reporting.published.ranges import Range, half_up


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("98,46%", "98.455", "98.465"),
        ("98.46 percent", "98.455", "98.465"),
        ("98.457%", "98.4565", "98.4575"),
        ("71 persen", "70.5", "71.5"),
        ("8.911.770", "8911770", "8911770"),
        ("8,911,770 orang", "8911770", "8911770"),
        ("9.051", "9051", "9051"),
        ("sekitar 400 ribu", "350000", "450000"),
        ("about 400 thousand", "350000", "450000"),
        ("400 ribu", "399500", "400500"),
        ("6,3 juta", "6250000", "6350000"),
        ("274,14 juta", "274135000", "274145000"),
        ("hampir 400 ribu", "300000", "400000"),
        ("0,75 poin", "0.745", "0.755"),
        ("Rp40,5 miliar", "40450000000", "40550000000"),
        ("kurang lebih 70 persen", "65", "75"),
    ],
)
def test_a_figure_stands_for_all_that_rounds_to_it(text: str, low: str, high: str) -> None:
    found = read_printed(text).range
    assert (found.low, found.high) == (Fraction(low), Fraction(high))


def test_one_sided_words_leave_one_side_open() -> None:
    assert read_printed("lebih dari 95%").range == Range(Fraction(95), None)
    assert read_printed("di bawah 95%").range == Range(Fraction(0), Fraction(95), holds_high=False)


def test_about_may_bring_its_own_tolerance() -> None:
    assert read_printed("sekitar 400 ribu", "5%").range == Range(Fraction(380_000), Fraction(420_000))
    assert read_printed("sekitar 70%", "0,5 poin").range == Range(Fraction("69.5"), Fraction("70.5"))


@pytest.mark.parametrize(
    "text", ["", "banyak sekali", "98,46% kira-kira dua kali", "1.23.456", "8.911,770.1"]
)
def test_what_is_not_understood_is_refused_not_guessed(text: str) -> None:
    with pytest.raises(NotAFigure):
        read_printed(text)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_share_printed_by_the_offices_rounding_always_holds_its_own_value(
    n: int, d: int, digits: int
) -> None:
    exact = Fraction(n, d) * 100
    if exact > 10_000:
        return
    printed = half_up(exact, digits)
    text = f"{int(printed)},{int((printed % 1) * 10**digits):0{digits}d}%" if digits else f"{int(printed)}%"
    assert read_printed(text).range.holds(exact)


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 3))
def test_the_implied_denominators_are_exactly_those_that_print_the_share(n: int, d: int, digits: int) -> None:
    share = read_printed(f"{float(half_up(Fraction(n, d) * 100, digits)):.{digits}f}%".replace(".", ","))
    if not share.value:
        return
    implied = Range.exact(n * 100).over(share.range)
    low, high = implied.least_whole, implied.most_whole
    assert low is not None and low <= d and (high is None or d <= high)
    for inside in (low, high):
        if inside:
            assert half_up(Fraction(n, inside) * 100, digits) == share.value
    for outside in (low - 1, high + 1 if high is not None else 0):
        if outside > 0:
            assert half_up(Fraction(n, outside) * 100, digits) != share.value


def refused(tmp_path: Path, text: str) -> InputRefused:
    file = tmp_path / "a.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_statements(file)
    return caught.value


GOOD = 'id: a, figure: coverage, region: "18", date: 2024-07-01, source: S1'


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("[]", "a.yaml", "statements"),
        ("x: 1", "a.yaml", "statements"),
        ("- {a: [", "a.yaml", "YAML"),
        (f"- {{{GOOD}}}", "a: printed", "given"),
        (f"- {{{GOOD}, printed: 98.46}}", "a: printed", "zeros"),
        (f'- {{{GOOD}, printed: "98,46%", penyebutt: 1}}', "penyebutt", "not known"),
        (f'- {{{GOOD}, printed: "98,46%", denominator: 0}}', "denominator", "above 0"),
        (f'- {{{GOOD}, printed: "98,46%", denominator: "98%"}}', "denominator", "above 0"),
        (f'- {{{GOOD}, printed: "banyak"}}', "printed", "number"),
        (f'- {{{GOOD}, printed: "98%"}}\n- {{{GOOD}, printed: "98%"}}', "id a", "twice"),
        ('- {id: a, figure: luas, region: "18", date: 2024, source: x, printed: "1"}', "figure luas", "not known"),
        ('- {id: a, figure: count, region: "18", date: 1/7/24, source: x, printed: "1"}', "1/7/24", "date"),
        (f'- {{{GOOD}, printed: "98%", before: 5}}', "before", "Numerator"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_place(tmp_path: Path, text: str, place: str, says: str) -> None:
    error = refused(tmp_path, text)
    assert place in error.place
    assert says in str(error)


def test_a_missing_file_points_to_the_example(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="angka-lampung"):
        read_statements(tmp_path / "none.yaml")


HEADS = ["id", "ukuran", "wilayah", "tanggal", "tercetak", "pembilang", "penyebut", "jumlah dari", "sumber"]
ROWS = [
    ["a", "coverage", "18", "2024-07-01", "99,46%", "8911770", "9051459", "", "S71"],
    [
        "b",
        "members",
        "18.01",
        "2023-03",
        "1.006.221",
        "",
        "",
        "645184 + 140203 + 189345 + 79168 + 12321",
        "S99",
    ],
]


def test_a_sheet_of_the_office_says_the_same_as_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join(";".join(row) for row in [HEADS, *ROWS]), "utf-8-sig")
    book = Workbook()
    assert book.active is not None
    for row in (HEADS, *ROWS):
        book.active.append([int(cell) if cell.isdigit() and len(cell) > 2 else cell for cell in row])
    book.save(tmp_path / "a.xlsx")
    for name in ("a.csv", "a.xlsx"):
        found = check_statements(read_statements(tmp_path / name))
        assert [f.verdict for f in found] == ["cannot_be", "cannot_be"], name
