"""Dates: every way of writing one day is one day, and what does not decide is doubted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.identity import DATE_DOUBTS, Doubt, excel_date, parse_date

TODAY = date(2024, 7, 1)
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
SHORT = ["Jan", "Peb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Agt", "Sept", "Okt", "Nop", "Des"]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

births = st.dates(date(1901, 1, 1), TODAY)


def read(text: str, today: date = TODAY) -> date | str:
    found = parse_date(text, today=today)
    return found.code if isinstance(found, Doubt) else found


@given(births)
def test_every_way_of_writing_a_day_is_that_day(born: date) -> None:
    d, m, y = born.day, born.month, born.year
    for text in (
        born.isoformat(),
        f"{y}/{m}/{d}",
        f"{d:02}-{m:02}-{y}",
        f"{d}/{m}/{y}",
        f"{d:02}.{m:02}.{y}",
        f"{d:02} {m:02} {y}",
        f"{y}{m:02}{d:02}",
        f"{d:02}{m:02}{y}",
        f"{d} {MONTHS[m - 1]} {y}",
        f"{d:02}-{SHORT[m - 1]}-{y}",
        f"{d} {MONTHS[m - 1].upper()}, {y}",
        f"{ENGLISH[m - 1]} {d}, {y}",
        f"{born.isoformat()} 00:00:00",
        f"{born.isoformat()}T00:00:00.000+07:00",
        f"{d:02}/{m:02}/{y} 0:00",
        f"{d}/{m}/{y} 12:00:00 AM",
        f"Bandar Lampung, {d} {MONTHS[m - 1]} {y}",
        f"\u00a0{d:02} - {m:02} - {y}'",
    ):
        assert read(text) == born, text


@given(births.filter(lambda born: born.day < 10))
def test_a_lost_zero_before_the_day_comes_back(born: date) -> None:
    assert read(f"{born.day}{born.month:02}{born.year}") == born


@given(births.filter(lambda born: born != date(1900, 1, 1)))
def test_excel_counts_days_and_the_count_comes_back(born: date) -> None:
    serial = (born - date(1899, 12, 30)).days
    assert excel_date(serial) == born
    if not 1850 <= serial <= 2100 and serial >= 1000:
        assert read(str(serial)) == born
        assert read(f"{serial}.0") == born


def test_excel_s_invented_leap_day() -> None:
    assert excel_date(1) == date(1900, 1, 1)
    assert excel_date(59) == date(1900, 2, 28)
    assert excel_date(60) is DATE_DOUBTS["date_excel_fake"]
    assert excel_date(61) == date(1900, 3, 1)
    assert read("60") == "date_excel_fake"
    assert read("29-02-1900") == "date_excel_fake"
    assert excel_date(0) is DATE_DOUBTS["date_not_understood"]
    assert excel_date(29445) == date(1980, 8, 12)


@given(births.filter(lambda born: born > TODAY - timedelta(days=36_000)))
def test_two_digits_of_a_year_mean_the_latest_that_is_not_in_the_future(born: date) -> None:
    assert read(f"{born:%d-%m-%y}") == born


def test_two_digit_years_at_the_edge() -> None:
    assert read("01-07-24") == date(2024, 7, 1)
    assert read("02-07-24") == date(1924, 7, 2)
    assert read("29-02-00") == date(2000, 2, 29)
    assert read("29-02-01") == "date_impossible"
    assert read("9-9-99") == date(1999, 9, 9)
    # cover ends in the future: twenty years ahead and no more
    assert parse_date("31-12-30", today=TODAY, allow_future=True) == date(2030, 12, 31)
    assert parse_date("31-12-44", today=TODAY, allow_future=True) == date(2044, 12, 31)
    assert parse_date("31-12-45", today=TODAY, allow_future=True) == date(1945, 12, 31)
    # when the horizon lies in the next century
    assert parse_date("31-12-05", today=date(2090, 1, 1), allow_future=True) == date(2105, 12, 31)
    assert parse_date("31-12-95", today=date(2090, 1, 1), allow_future=True) == date(2095, 12, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_empty"),
        ("   ", "date_empty"),
        ("08/25/1980", "date_month_first"),
        ("12/13/1980", "date_month_first"),
        ("25/25/1980", "date_impossible"),
        ("31-02-1980", "date_impossible"),
        ("1980-13-12", "date_impossible"),
        ("02-07-2024", "date_future"),
        ("12-08-1850", "date_too_old"),
        ("00-00-0000", "date_placeholder"),
        ("0000-00-00", "date_placeholder"),
        ("0", "date_placeholder"),
        ("00-08-1980", "date_placeholder"),
        ("01-01-1900", "date_placeholder"),
        ("1900-01-01 00:00:00", "date_placeholder"),
        ("99-99-9999", "date_placeholder"),
        ("31-12-9999", "date_placeholder"),
        ("1980", "date_year_only"),
        ("Agustus 1980", "date_not_understood"),
        ("12 Foo 1980", "date_month_unknown"),
        ("120880", "date_not_understood"),
        ("17", "date_not_understood"),
        ("tidak tahu", "date_not_understood"),
        ("12-08-198", "date_not_understood"),
        ("12-08-1980-1", "date_not_understood"),
    ],
)
def test_what_is_doubted(text: str, code: str) -> None:
    assert read(text) == code


def test_month_first_only_when_the_column_says_so() -> None:
    assert parse_date("08/12/1980", today=TODAY) == date(1980, 12, 8)
    assert parse_date("08/12/1980", today=TODAY, order="mdy") == date(1980, 8, 12)
    assert parse_date("08/25/1980", today=TODAY, order="mdy") == date(1980, 8, 25)
    assert parse_date("25/08/1980", today=TODAY, order="mdy") is DATE_DOUBTS["date_day_first"]
    assert parse_date("1980-08-25", today=TODAY, order="mdy") == date(1980, 8, 25)


def test_the_future_is_allowed_where_it_makes_sense() -> None:
    assert parse_date("31-12-2030", today=TODAY, allow_future=True) == date(2030, 12, 31)


@given(st.text(max_size=30) | st.text("0123456789-/. :TJanAgust", max_size=25))
def test_reading_never_raises_and_never_leaves_the_plausible(text: str) -> None:
    found = parse_date(text, today=TODAY)
    if isinstance(found, Doubt):
        assert found is DATE_DOUBTS[found.code]
    else:
        assert date(1899, 1, 1) <= found <= TODAY


@pytest.mark.parametrize("letter", ["T", "0", " ", "9", "-", "a", ","])
def test_a_very_long_cell_is_read_at_once(letter: str) -> None:
    assert read(letter * 200_000 + "x") == "date_not_understood"
