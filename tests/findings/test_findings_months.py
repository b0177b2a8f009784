"""How many months a fault is shown for: never more than the files say."""

from __future__ import annotations

import datetime as dt

from tests.findings.desk import audited

LOCAL = 37_800
CARD = "nik  | start\n9001 | 2020-01-01"


def test_without_an_earlier_edition_the_billed_month_only() -> None:
    assert audited("", CARD).of("not_in_register", "months, rupiah_local") == [(1, LOCAL)]


def test_the_same_fault_seen_earlier_proves_every_month_since() -> None:
    # August 2023 to July 2024.
    assert audited("", CARD, earlier=("", CARD)).of("not_in_register", "certainty, months, rupiah_local") == [
        ("to_check", 12, 12 * LOCAL)
    ]


def test_a_cover_that_began_later_cannot_have_been_paid_before() -> None:
    late = "nik  | start\n9001 | 2024-05-10"
    assert audited("", late, earlier=("", late)).of("not_in_register", "months") == [(3,)]


def test_a_card_that_was_dead_or_in_another_segment_then_proves_nothing_before() -> None:
    for then in ("nik  | status\n9001 | NONAKTIF_TUNGGAKAN", "nik  | segment\n9001 | PBI"):
        assert audited("", CARD, earlier=("", then)).of("not_in_register", "months") == [(1,)]


def test_who_was_a_resident_then_left_the_register_since() -> None:
    desk = audited("", CARD, earlier=("nik\n9001", "nik  | link\n9001 | 1"))
    assert desk.of("not_in_register", "certainty, months") == [("probable", 1)]


def test_a_death_between_two_editions_counts_from_the_month_after_it() -> None:
    desk = audited(
        "nik\n9001",
        "nik  | link\n9001 | 1",
        deaths="nik  | died\n9001 | 2024-01-31",
        earlier=("nik\n9001", "nik  | link\n9001 | 1"),
    )
    assert desk.of("dead", "months") == [(6,)]


def test_a_death_before_a_time_in_which_the_card_was_not_active() -> None:
    desk = audited(
        "nik\n9001", "nik  | link\n9001 | 1", deaths="nik  | died\n9001 | 2023-01-31",
        earlier=("nik\n9001", "nik  | link | status\n9001 | 1    | NONAKTIF_DATA"),
    )  # fmt: skip
    # The card was dead in August 2023: September 2023 to July 2024 at most.
    assert desk.of("dead", "months") == [(11,)]


def test_two_cards_then_and_now() -> None:
    cards = "nik  | link\n9001 | 1\n9002 | ~1 dup"
    assert audited("nik\n9001", cards, earlier=("nik\n9001", cards)).of("two_cards", "member_id, months") == [
        (2, 12)
    ]


def test_months_go_back_no_further_than_the_law_is_known() -> None:
    # Rates of locally paid members are known without a gap from January 2021 on.
    desk = audited(
        "nik\n9001", "nik  | link | start\n9001 | 1    | 2015-01-01", deaths="nik  | died\n9001 | 2018-01-01"
    )
    months = (dt.date(2024, 7, 1).year - 2021) * 12 + 7
    assert desk.of("dead", "months, rupiah_local") == [(months, months * LOCAL)]


def test_on_a_list_earlier_months_count_only_for_segments_that_are_billed_so() -> None:
    cards = "nik  | link | segment\n9001 | 1    | PEMDA\n9002 | 2    | PBI"
    dead = "nik  | died\n9001 | 2024-03-20\n9002 | 2024-03-20"
    desk = audited("nik\n9001\n9002", cards, bill="card\n1\n2", deaths=dead)
    # What the local government paid before for a card that the file has as PBI, no file says.
    assert desk.of("dead", "member_id, months, rupiah_local, rupiah_centre") == [
        (1, 4, 4 * LOCAL, 4 * 4_200),
        (2, 1, LOCAL, 0),
    ]
