"""Family card and JKN card numbers: form, lost zeros, virtual accounts, columns that changed places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.identity import CARD_DOUBTS, KK_DOUBTS, Card, Doubt, Kk, Nik, parse_card, parse_kk


def kk_code(text: str, *, numeric_cell: bool = False) -> str:
    found = parse_kk(text, numeric_cell=numeric_cell)
    return found.code if isinstance(found, Doubt) else "ok"


def card_code(text: str) -> str:
    found = parse_card(text)
    return found.code if isinstance(found, Doubt) else "ok"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1871011202099001", "ok"),
        ("1871 0112 0209 9001", "ok"),
        ("", "kk_empty"),
        ("1,87E+15", "kk_scientific"),
        ("187101120209900I", "kk_letters"),
        ("tidak punya", "kk_not_digits"),
        ("187101120209900", "kk_15_digits"),
        ("18710112020990011", "kk_length"),
        ("3333333333333333", "kk_placeholder"),
        ("9971011202099001", "kk_region"),
        ("1871015208809001", "kk_date"),  # a woman's NIK in the KK column
        ("1871013002099001", "kk_date"),
    ],
)
def test_family_card_desk_cases(text: str, code: str) -> None:
    assert kk_code(text) == code


def test_family_card_number_tells_where_and_when_it_was_issued() -> None:
    kk = Kk("1871011202099001")
    assert kk.region == "187101"
    assert kk.serial == "9001"
    assert kk.issue_dates() == (date(1909, 2, 12), date(2009, 2, 12))
    with pytest.raises(ValueError, match="kk_date"):
        Kk("1871015202099001")


def test_family_card_stored_as_a_number_is_doubted_when_it_ends_in_zero() -> None:
    assert kk_code("1871011202099010", numeric_cell=True) == "kk_last_digit_lost"
    assert kk_code("1871011202099010") == "ok"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0001336526592", "ok"),
        ("000-1336-526-592", "ok"),
        ("", "card_empty"),
        ("1,34E+09", "card_scientific"),
        ("OOO1336526592", "card_letters"),
        ("tidak ada", "card_not_digits"),
        ("123456", "card_length"),
        ("00013365265921", "card_length"),
        ("1871015208809001", "card_16_digits"),
        ("0000000000000", "card_placeholder"),
    ],
)
def test_card_desk_cases(text: str, code: str) -> None:
    assert card_code(text) == code


@given(st.integers(10**6, 10**13 - 1).filter(lambda n: len(set(f"{n:013}")) > 1))
def test_lost_zeros_come_back_and_are_told(number: int) -> None:
    whole, bare = f"{number:013}", str(number)
    restored = parse_card(bare)
    assert restored == parse_card(whole) == Card(whole)
    assert isinstance(restored, Card)
    assert restored.restored is (whole != bare)
    assert parse_card(f"{number}.0") == Card(whole)


@given(st.integers(1, 10**11 - 2).filter(lambda n: len(set(f"{n:011}")) > 1))
def test_a_virtual_account_leads_back_to_its_card(number: int) -> None:
    card = Card(f"00{number:011}")
    found = parse_card(card.virtual_account)
    assert found == card
    assert isinstance(found, Card)
    assert found.from_virtual_account
    assert not found.restored


def test_a_wrong_card_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="card_length"):
        Card("1336526592")


@given(st.text(max_size=30))
def test_reading_never_raises(text: str) -> None:
    kk, card = parse_kk(text), parse_card(text)
    assert isinstance(kk, Kk) or kk is KK_DOUBTS[kk.code]
    assert isinstance(card, Card) or card is CARD_DOUBTS[card.code]


def test_the_same_digits_as_nik_and_as_family_card_number_are_two_things() -> None:
    digits = "1871011202099001"
    both: set[object] = {Nik(digits), Kk(digits)}
    assert len(both) == 2 and {str(Nik(digits)), str(Kk(digits))} == {digits}
