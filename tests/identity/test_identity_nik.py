"""NIK: what its form says, what damage is recognised, how it sits with the rest of the row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.identity import (
    NIK_DOUBTS,
    PROVINCES,
    Doubt,
    Nik,
    agreement,
    column_lost_last_digit,
    parse_nik,
    probable_nik,
)

WOMAN = "1871015208809001"  # 12-08-1980 or 2080, serial of the range that is not issued
MAN = "1801051703999002"


def code_of(text: str, *, numeric_cell: bool = False) -> str:
    found = parse_nik(text, numeric_cell=numeric_cell)
    return found.code if isinstance(found, Doubt) else "ok"


@st.composite
def birth_rows(draw: st.DrawFn) -> tuple[str, date, str]:
    """A NIK made from a birth date and a sex, as the civil registry makes it."""
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    sex = draw(st.sampled_from("LP"))
    region = (
        draw(st.sampled_from(sorted(PROVINCES)))
        + f"{draw(st.integers(1, 79)):02}{draw(st.integers(1, 99)):02}"
    )
    day = born.day + (40 if sex == "P" else 0)
    serial = draw(st.integers(9000, 9999))
    return f"{region}{day:02}{born.month:02}{born.year % 100:02}{serial}", born, sex


@given(birth_rows())
def test_a_number_made_from_a_birth_is_taken_and_gives_the_birth_back(row: tuple[str, date, str]) -> None:
    number, born, sex = row
    nik = parse_nik(number)
    assert isinstance(nik, Nik)
    assert nik.agrees_with(born)
    assert nik.sex == sex
    assert agreement(nik, born, nik.sex).full
    assert born in nik.birth_dates()
    assert 1 <= len(nik.birth_dates()) <= 2


@given(birth_rows(), st.sampled_from([" ", ".", "-", "\u00a0", "\u200b", "'", "  "]), st.integers(1, 15))
def test_separators_change_nothing(row: tuple[str, date, str], separator: str, place: int) -> None:
    number = row[0]
    assert parse_nik(f"'{number[:place]}{separator}{number[place:]} ") == Nik(number)


@given(birth_rows(), st.integers(0, 15))
def test_a_lost_digit_is_never_taken_for_a_number(row: tuple[str, date, str], place: int) -> None:
    assert code_of(row[0][:place] + row[0][place + 1 :]) == "nik_15_digits"


@given(st.text(max_size=40))
def test_reading_never_raises_and_what_is_taken_can_be_built(text: str) -> None:
    found = parse_nik(text)
    if isinstance(found, Nik):
        assert Nik(found.number) == found
    else:
        assert found is NIK_DOUBTS[found.code]
        assert found.reason.id and found.reason.en and found.remedy.id and found.remedy.en


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik_empty"),
        (" - ", "nik_empty"),
        ("3.27E+15", "nik_scientific"),
        ("3,27E+15", "nik_scientific"),
        ("1.87101520880901E+15", "nik_scientific"),
        ("3e15", "nik_scientific"),
        ("18710152O8809001", "nik_letters"),
        ("l871015208809001", "nik_letters"),
        ("A871015208809001", "nik_not_digits"),
        ("belum ada", "nik_not_digits"),
        ("187101520880900", "nik_15_digits"),
        ("18710152088090011", "nik_length"),
        ("1111111111111111", "nik_placeholder"),
        ("0000000000000000", "nik_placeholder"),
        ("2071015208809001", "nik_region"),  # no province 20
        ("1800015208809001", "nik_region"),  # regency 00
        ("1880015208809001", "nik_region"),  # regency 80
        ("1871005208809001", "nik_region"),  # district 00
        ("1871013208809001", "nik_day"),  # 32
        ("1871014008809001", "nik_day"),  # 40 is neither a man's day nor a woman's
        ("1871017208809001", "nik_day"),  # 72
        ("1871010008809001", "nik_day"),
        ("1871013104809001", "nik_day"),  # 31 April
        ("1871017002809001", "nik_day"),  # 30 February
        ("1871012902819001", "nik_day"),  # 29 February 81: no leap year in either century
        ("1871011200809001", "nik_month"),
        ("1871011213809001", "nik_month"),
        (WOMAN, "ok"),
        (f'="{WOMAN}"', "ok"),
        (f"{WOMAN}.0", "ok"),
        ("5401015208809001", "ok"),  # Timor Timur: the province is gone, the number is not
        ("9603015208809001", "ok"),  # Papua Barat Daya
        ("1871012902009001", "ok"),  # 29 February 2000
        ("1871010101009000", "ok"),
    ],
)
def test_desk_cases(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_wrong_number_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="nik_month"):
        Nik("1871011213809001")
    with pytest.raises(ValueError, match="nik_not_digits"):
        Nik("１871011212809001")


def test_a_numeric_cell_that_ends_in_zero_is_doubted_and_text_is_not() -> None:
    assert code_of("1871015208809010", numeric_cell=True) == "nik_last_digit_lost"
    assert code_of("1871015208809010.0") == "nik_last_digit_lost"
    assert code_of("1871015208809010") == "ok"
    assert code_of(WOMAN, numeric_cell=True) == "ok"


def test_serial_zero_is_odd_but_no_fault() -> None:
    nik = Nik("1871015208800000")
    assert [doubt.code for doubt in nik.doubts()] == ["nik_serial_zero"]
    assert Nik(WOMAN).doubts() == ()


def test_look_alike_letters_are_offered_not_taken() -> None:
    assert probable_nik("l8710152O8809OO1") == Nik(WOMAN)
    assert probable_nik("l8710152O8809OOX") is None
    assert probable_nik(WOMAN) is None


def test_the_century_is_decided_by_the_day_one_stands_on() -> None:
    baby = Nik("1871011501249003")
    assert baby.birth_dates() == (date(1924, 1, 15), date(2024, 1, 15))
    assert baby.birth_date_by(date(2024, 7, 1)) == date(2024, 1, 15)
    assert baby.birth_date_by(date(2023, 7, 1)) == date(1924, 1, 15)
    assert baby.birth_date_by(date(1900, 1, 1)) is None
    assert Nik("1871012902009001").birth_dates() == (date(2000, 2, 29),)


@pytest.mark.parametrize(
    ("born", "sex", "birth", "sex_agrees"),
    [
        (date(1980, 8, 12), "P", "same", "same"),
        (date(2080, 8, 12), "L", "same", "different"),
        (date(1980, 12, 8), "P", "near", "same"),  # day and month changed places
        (date(1981, 8, 12), None, "near", "unknown"),
        (date(1980, 8, 13), "P", "near", "same"),
        (date(1979, 8, 13), "P", "different", "same"),
        (None, "P", "unknown", "same"),
    ],
)
def test_agreement_levels(born: date | None, sex: str | None, birth: str, sex_agrees: str) -> None:
    found = agreement(Nik(WOMAN), born, "P" if sex == "P" else "L" if sex == "L" else None)
    assert (found.birth, found.sex) == (birth, sex_agrees)


@pytest.mark.parametrize(
    ("zero_ended", "total", "lost"),
    [
        (0, 0, False),
        (7, 7, False),
        (8, 8, True),
        (5, 8, False),
        (10, 100, False),
        (20, 100, False),
        (26, 100, True),
        (101_000, 1_000_000, False),
        (110_000, 1_000_000, True),
    ],
)
def test_a_column_of_numbers_gives_itself_away(zero_ended: int, total: int, lost: bool) -> None:
    assert column_lost_last_digit(zero_ended, total) is lost


def test_men_have_their_own_day() -> None:
    man = Nik(MAN)
    assert (man.sex, man.day, man.month, man.year_of_century, man.serial, man.region) == (
        "L",
        17,
        3,
        99,
        "9002",
        "180105",
    )
