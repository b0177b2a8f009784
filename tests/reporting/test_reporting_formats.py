"""Numbers, shares and dates as both languages write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.reporting import formats


def test_the_published_figures_of_lampung_read_as_published() -> None:
    # 8,911,770 of 9,051,459 on 1 July 2024 was published as 98.46% (jkn.md 4.2; 98.457 exactly)
    assert formats.number(8_911_770) == "8.911.770"
    assert formats.number(8_911_770, "en") == "8,911,770"
    assert formats.share(8_911_770, 9_051_459) == "98,46%"
    assert formats.share(8_911_770, 9_051_459, "en") == "98.46%"
    assert formats.date(dt.date(2024, 7, 1)) == "1 Juli 2024"
    assert formats.date(dt.date(2024, 7, 1), "en") == "1 July 2024"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (0, 5, "0,00%"),
        (1, 0, formats.NO_FIGURE),
        (5, 5, "100,00%"),
        (1, 8, "12,50%"),
        # exactly half: rounded up in decimal, where floats give 0.12 or 0.13 by chance
        (125, 100_000, "0,13%"),
        (98_455, 100_000, "98,46%"),
        # somebody is there: never 0,00%
        (1, 100_000, "<0,01%"),
        (5, 100_000, "0,01%"),
    ],
)
def test_shares_round_half_up(numerator: int, denominator: int, text: str) -> None:
    assert formats.share(numerator, denominator) == text


def test_a_change_has_its_sign_and_nothing_has_none() -> None:
    assert formats.signed(12_000) == "+12.000"
    assert formats.signed(-340) == "−340"
    assert formats.signed(0) == "0"
    assert formats.percent(Decimal("-0.004")) == "0,00%"


def test_sizes_and_times() -> None:
    assert formats.size(999) == "999 B"
    assert formats.size(123_456) == "123 kB"
    assert formats.size(3_210_000, "en") == "3.2 MB"
    assert formats.seconds(0.44) == "0,4 dtk"
    assert formats.seconds(125, "en") == "2 min 5 s"
    assert formats.moment(dt.datetime(2024, 7, 3, 9, 5, tzinfo=dt.UTC)) == "3 Juli 2024 09.05 UTC"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_can_be_read_back_in_both_languages(value: int) -> None:
    assert int(formats.number(value).replace(".", "").replace("−", "-")) == value
    assert int(formats.number(value, "en").replace(",", "").replace("−", "-")) == value


@given(st.dates())
def test_a_date_names_its_month_in_both_languages(day: dt.date) -> None:
    for language in ("id", "en"):
        number, month, year = formats.date(day, language).split(" ")
        assert (int(number), int(year)) == (day.day, day.year)
        assert formats.MONTHS[language].index(month) == day.month - 1
