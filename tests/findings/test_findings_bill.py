"""The insurer's bill against the membership file: its list, its number of people, its amount."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.faults import InputRefused
from tests.findings.desk import audited

LOCAL, CENTRE = 37_800, 4_200
TWO = "nik  | link\n9001 | 1\n9002 | 2"
PEOPLE = "nik\n9001\n9002"


def test_a_list_that_agrees_is_no_finding() -> None:
    desk = audited(PEOPLE, TWO, bill="card | nik\n1 | 9001\n2 | 9002")
    assert desk.findings() == []
    assert desk.summary.bill == "list"
    assert [(b.payer_region, b.cards, b.rupiah_local) for b in desk.summary.billed] == [
        ("18.71", 2, 2 * LOCAL)
    ]


def test_billed_without_a_card_or_with_a_dead_one() -> None:
    cards = "nik  | link | status             | end\n9001 | 1    | NONAKTIF_TUNGGAKAN | -\n9002 | 2 | NONAKTIF_PEMDA_KELUAR | 2024-07-15"
    desk = audited(PEOPLE, cards, bill="card | nik\n1 | 9001\n2 | 9002\n77 | 9077\n- | -")
    # The second card ended within the month: July was owed.
    assert desk.findings("kind, certainty, bill_row, rupiah_local, rupiah_centre") == [
        ("billed_not_active", "certain", 1, LOCAL, CENTRE),
        ("billed_not_member", "certain", 3, LOCAL, 0),
        ("billed_not_member", "to_check", 4, LOCAL, 0),
    ]


def test_a_row_finds_its_card_by_the_number_of_the_person_too() -> None:
    desk = audited(PEOPLE, TWO, bill="card | nik  | born\n- | 9001 | 1990-01-01\n- | 9002 | 1955-05-05")
    # The second person's birth date is another, but the name agrees.
    assert desk.findings() == []
    assert desk.engine.rows("SELECT bill_row, member_id FROM quick.billed ORDER BY 1") == [(1, 1), (2, 2)]


def test_billed_twice_costs_the_further_rows() -> None:
    desk = audited(PEOPLE, TWO, bill="card\n1\n2\n1\n1")
    assert desk.of("billed_twice", "bill_row, rupiah_local, counted") == [(3, LOCAL, True), (4, LOCAL, True)]


def test_active_but_not_on_the_list_is_told_without_money() -> None:
    desk = audited(PEOPLE, TWO, bill="card\n1")
    assert desk.findings() == [("active_not_billed", "certain", 2, 0, 0)]


def test_a_card_that_the_file_has_in_a_segment_of_another_payer() -> None:
    desk = audited(PEOPLE, "nik  | link | segment\n9001 | 1    | PBI\n9002 | 2    | BP", bill="card\n1\n2")
    assert desk.of("two_segments") == [("certain", 1, LOCAL, 0), ("probable", 2, LOCAL, 0)]


def test_the_amount_of_a_row_is_the_rate_or_what_is_beyond_is_at_stake() -> None:
    desk = audited(PEOPLE, TWO, bill="card | amount\n1 | 42000\n2 | 35000")
    assert desk.of("amount") == [("certain", 1, 4_200, 0), ("certain", 2, 0, 0)]


def test_assistance_for_self_payers_of_class_iii_is_billed_at_its_own_rate() -> None:
    desk = audited(
        PEOPLE,
        "nik  | link | segment\n9001 | 1    | PBPU\n9002 | 2    | PBPU",
        bill="card | amount\n1 | 2800\n2 | 37800",
    )
    assert desk.of("amount") == [("certain", 2, 35_000, 0)]


def test_totals_of_a_bill_against_the_cards_of_the_file() -> None:
    desk = audited(PEOPLE, TWO, bill_persons=5, bill_amount=5 * 42_000)
    assert desk.findings("kind, certainty, rupiah_local, counted, evidence") == [
        ("head_count", "certain", 3 * LOCAL, True, "billed=5 file=2"),
        (
            "amount",
            "certain",
            5 * 4_200,
            True,
            f"billed={5 * 42_000} expected={5 * LOCAL} persons=5 rate={LOCAL}",
        ),
    ]
    assert desk.summary.bill == "totals"


def test_totals_that_agree_and_totals_below_the_list() -> None:
    assert audited(PEOPLE, TWO, bill_persons=2, bill_amount=2 * LOCAL).findings() == []
    assert audited(PEOPLE, TWO, bill_persons=1).of("head_count", "rupiah_local, counted") == [(0, False)]


def test_a_list_that_names_fewer_than_its_totals_charge() -> None:
    desk = audited(PEOPLE, TWO, bill="card\n1\n2", bill_persons=4, bill_amount=3 * LOCAL)
    # Two people without a name, but money for one of them only.
    assert desk.findings("kind, rupiah_local, counted, evidence") == [
        ("head_count", LOCAL, True, "billed=4 list=2"),
        ("amount", 0, False, f"billed={3 * LOCAL} expected={4 * LOCAL} persons=4 rate={LOCAL}"),
    ]


def test_the_treasurers_example() -> None:
    # Lampung's budget of 2026: 89,286 people x 37,800 x 12 months = Rp40,500,129,600 (jkn.md 2.2).
    desk = audited(PEOPLE, TWO, bill_persons=89_286, bill_amount=89_286 * LOCAL)
    assert desk.of("head_count", "rupiah_local") == [((89_286 - 2) * LOCAL,)]
    assert desk.of("amount") == []
    assert 89_286 * LOCAL * 12 == 40_500_129_600


def test_one_payer_only() -> None:
    cards = "nik  | link | payer\n9001 | 1    | 18.71\n9002 | 2    | 18.02"
    desk = audited(PEOPLE, cards, payer="18.71")
    assert [(b.payer_region, b.cards) for b in desk.summary.billed] == [("18.71", 1)]
    assert audited(PEOPLE, cards, payer="18").summary.billed[0].cards == 1


def test_an_edition_of_another_month_cannot_imply_a_bill() -> None:
    with pytest.raises(InputRefused, match="2024-07"):
        audited(PEOPLE, TWO, month=dt.date(2024, 5, 1))


def test_an_amount_alone_cannot_be_checked() -> None:
    with pytest.raises(InputRefused, match="--bill-amount"):
        audited(PEOPLE, TWO, bill_amount=1_000_000)


def test_a_month_before_the_law_is_known_is_refused() -> None:
    with pytest.raises(InputRefused):
        audited(PEOPLE, TWO, bill="card\n1", month=dt.date(2013, 1, 1), as_of=dt.date(2024, 7, 1))


NOWHERE = "nik  | link | village\n9001 | 1    | none\n9002 | ~2   | none\n9099 | -    | none"


def test_a_card_without_an_address_is_paid_for_where_its_resident_lives() -> None:
    desk = audited("nik  | village\n9001 | 18.71.01.1001\n9002 | 18.02.01.2001", NOWHERE)
    assert desk.engine.rows("SELECT member_id, payer FROM quick.billed ORDER BY 1") == [
        (1, "18.71"),
        (2, "18.02"),  # a scored link says where too
        (3, ""),  # nobody's card stays without a payer
    ]
    assert all("payer_by=resident" not in row[0] for row in desk.of("not_in_register", "evidence"))
    wrong = audited(PEOPLE, "nik  | link | village | class\n9001 | 1    | none | 2")
    assert wrong.of("wrong_class", "evidence") == [("class=2 link=nik payer_by=resident",)]


def test_nobody_lives_elsewhere_than_a_payer_who_was_inferred_from_the_home() -> None:
    desk = audited("nik  | village\n9001 | 18.71.01.1001\n9002 | 18.02.01.2001", NOWHERE)
    assert desk.of("lives_elsewhere") == []
    bill = "card | nik | payer\n1 | 9001 | -\n2 | 9002 | -"
    assert (
        audited("nik\n9001\n9002", NOWHERE, bill=bill.replace("| -", "| 18.02")).of("lives_elsewhere") != []
    )


def test_a_bill_that_names_no_payer_makes_the_card_s_address_no_fact() -> None:
    people = "nik  | village\n9001 | 18.02.01.2001"
    bill = "card | nik  | payer\n1    | 9001 | x"
    desk = audited(people, "nik  | link\n9001 | 1", bill=bill)
    assert desk.of("lives_elsewhere", "certainty, evidence") == [
        ("probable", "lives=18.02 pays=18.71 payer_by=card_address link=nik")
    ]
    assert (
        audited(people, "nik  | link\n9001 | 1", bill=bill, payer="18.71").of("lives_elsewhere")[0][0]
        == "certain"
    )


def test_a_card_whose_payer_is_inferred_is_only_probably_missing_from_a_list() -> None:
    cards = "nik  | link | village\n9001 | 1 | 18.71.01.1001\n9002 | 2 | none"
    assert audited(PEOPLE, cards, bill="card\n1").of("active_not_billed") == [("probable", 2, 0, 0)]
