"""Each check of a card, as the desk would tell the case: who holds it, and what is found."""

from __future__ import annotations

import datetime as dt

from tests.findings.desk import audited

LOCAL, CENTRE = 37_800, 4_200  # 35,000 + 2,800 and 4,200 of the local government's 42,000 (jkn.md 2.2)
PBI = 42_000


def test_a_sound_card_is_no_finding() -> None:
    desk = audited("nik  | name\n9001 | BUDI", "nik  | name | link\n9001 | BUDI | 1")
    assert desk.findings() == []
    assert desk.summary.billed[0].rupiah_local == LOCAL


def test_the_register_calls_the_holder_dead() -> None:
    desk = audited("nik  | name | vital\n9001 | BUDI | DEAD", "nik  | name | link\n9001 | BUDI | 1")
    assert desk.findings() == [("dead", "certain", 1, LOCAL, CENTRE)]


def test_a_death_known_through_a_scored_link_is_probable() -> None:
    desk = audited("nik  | vital\n9001 | DEAD", "nik  | link\n9002 | ~1")
    assert desk.of("dead") == [("probable", 1, LOCAL, CENTRE)]


def test_a_register_of_a_later_day_does_not_prove_a_death_before_the_month() -> None:
    desk = audited("nik  | vital\n9001 | DEAD", "nik  | link\n9001 | 1", as_of=dt.date(2024, 7, 31))
    assert desk.of("dead") == [("probable", 1, LOCAL, CENTRE)]


def test_a_list_of_deaths_proves_every_month_after_the_death_while_the_cover_ran() -> None:
    desk = audited(
        "nik\n9001\n9002",
        "nik  | link | start\n9001 | 1    | 2020-01-01\n9002 | 2    | 2024-06-01",
        deaths="nik  | died\n9001 | 2024-03-20\n9002 | 2024-03-20",
    )
    # April to July; the second cover began in June, so that no more than June and July were paid.
    assert desk.of("dead", "member_id, certainty, months, rupiah_local") == [
        (1, "certain", 4, 4 * LOCAL),
        (2, "certain", 2, 2 * LOCAL),
    ]


def test_who_died_in_the_billed_month_was_owed_for_it() -> None:
    desk = audited("nik\n9001", "nik  | link\n9001 | 1", deaths="nik  | died\n9001 | 2024-07-02")
    assert desk.findings() == []


def test_a_death_without_a_day_is_probable_and_a_number_alone_no_proof() -> None:
    desk = audited(
        "nik  | name\n9001 | BUDI\n9002 | SITI",
        "nik  | name | link\n9001 | BUDI | 1\n9002 | SITI | 2",
        deaths="nik  | name | born\n9001 | BUDI | 1990-01-01\n9002 | TONO | 1955-05-05",
    )
    assert desk.findings("kind, certainty, member_id, months") == [("dead", "probable", 1, 1)]


def test_the_insurer_itself_marks_another_card_of_the_number_as_dead() -> None:
    desk = audited("", "nik  | status\n9001 | AKTIF\n9001 | MENINGGAL")
    assert desk.of("dead", "certainty, member_id, other_member_id") == [("probable", 1, 2)]


def test_a_living_resident_whom_the_insurer_calls_dead_elsewhere_is_to_be_checked() -> None:
    desk = audited("nik\n9001", "nik  | status    | link\n9001 | AKTIF     | 1\n9001 | MENINGGAL | 1 dup")
    assert desk.of("dead", "certainty, member_id") == [("to_check", 1)]


def test_one_number_on_two_cards_of_one_person_costs_the_later_segment() -> None:
    desk = audited("nik\n9001", "nik  | segment | link\n9001 | PEMDA   | 1 dup\n9001 | PBI     | 1")
    assert desk.of("same_nik", "certainty, member_id, other_member_id, rupiah_local, counted") == [
        ("certain", 1, 2, LOCAL, True)
    ]
    assert desk.of("two_segments", "certainty, member_id, counted") == [("certain", 1, False)]


def test_one_number_on_cards_of_two_people_is_to_be_checked_and_keeps_the_rightful_owner() -> None:
    desk = audited(
        "nik  | name | born\n9001 | BUDI | 1990-01-01",
        "nik  | name | born       | segment | link\n9001 | BUDI | 1990-01-01 | PEMDA   | 1\n9001 | WATI | 1971-03-02 | PBI | -",
    )
    assert desk.of("same_nik", "certainty, member_id, other_member_id") == [("to_check", 2, 1)]


def test_two_cards_of_one_segment_are_one_too_many() -> None:
    desk = audited("nik\n9001", "nik  | segment | link\n9001 | PBI     | 1\n9002 | PBI     | ~1 dup")
    assert desk.findings("kind, certainty, member_id, other_member_id, rupiah_centre") == [
        ("two_cards", "probable", 2, 1, PBI)
    ]


def test_never_both_cards_of_a_person_are_at_stake() -> None:
    desk = audited(
        "nik\n9001",
        "nik  | segment | link\n9001 | PEMDA   | 1\n9001 | PBI     | 1 dup\n9001 | PEMDA | 1 dup",
    )
    assert desk.engine.rows("SELECT member_id FROM findings WHERE counted ORDER BY 1") == [(1,), (3,)]


def test_a_worker_on_the_local_governments_list_is_paid_twice() -> None:
    desk = audited("nik\n9001", "nik  | segment | link\n9002 | PEMDA   | ~1 dup\n9001 | PPU_BU  | 1")
    assert desk.of("two_segments") == [("probable", 1, LOCAL, CENTRE)]


def test_an_order_that_the_law_does_not_name_never_makes_a_finding_certain() -> None:
    desk = audited("nik\n9001", "nik  | segment | link\n9001 | PBPU    | 1 dup\n9001 | BP      | 1")
    assert desk.of("two_segments", "certainty, member_id") == [("probable", 1)]
    assert desk.of("same_nik", "certainty, rupiah_member") == [("probable", 35_000)]


def test_moved_away_by_the_register_and_by_the_cards_address() -> None:
    desk = audited(
        "nik  | vital\n9001 | MOVED",
        "nik  | link | gone\n9001 | 1    | -\n9009 | -    | member_elsewhere",
    )
    assert desk.of("moved_away", "certainty, member_id") == [("certain", 1), ("probable", 2)]


def test_a_resident_of_another_regency_costs_the_local_part_only() -> None:
    cards = "nik  | link | payer\n9001 | 1    | 18.71\n9002 | 2    | 18\n9003 | 3 | 18.71"
    people = "nik  | village\n9001 | 18.02.01.2001\n9002 | 18.02.01.2001\n9003 | 18.71.01.1001"
    assert audited(people, cards).findings() == [("lives_elsewhere", "certain", 1, LOCAL, 0)]


def test_a_payer_taken_from_the_cards_address_is_not_certain() -> None:
    desk = audited(
        "nik  | village\n9001 | 18.02.01.2001", "nik  | link | village\n9001 | 1    | 18.71.01.1001"
    )
    assert desk.of("lives_elsewhere", "certainty, payer_region") == [("probable", "18.71")]


def test_the_centre_pays_for_its_people_wherever_they_live() -> None:
    desk = audited("nik  | village\n9001 | 18.02.01.2001", "nik  | link | segment\n9001 | 1    | PBI")
    assert desk.findings() == []


def test_a_subsidised_holder_on_a_roster() -> None:
    desk = audited(
        "nik\n9001\n9002", "nik  | link | segment\n9001 | 1    | PBI\n9002 | ~2   | PEMDA",
        rosters="group   | person | nik\ncouncil | 1      | 9001\ncouncil | 2      | -",
    )  # fmt: skip
    assert desk.of("on_payroll", "certainty, member_id") == [("certain", 1), ("probable", 2)]


def test_the_number_of_another_resident() -> None:
    desk = audited(
        "nik  | name   | born\n9001 | BUDI   | 1990-01-01\n9002 | WATIYEM | 1971-03-02",
        "nik  | name   | born       | link\n9002 | BUDI   | 1990-01-01 | ~1\n9002 | SUPRI  | 1988-08-08 | -",
    )
    # Budi was found, so that only his number is wrong; nobody was found behind Supri's card.
    assert desk.of("nik_of_another") == [("certain", 1, 0, 0), ("probable", 2, LOCAL, CENTRE)]


def test_a_number_that_the_register_has_twice_is_nobodys_in_particular() -> None:
    people = "nik  | name    | born\n9002 | WATIYEM | 1971-03-02\n9002 | SUTRISNO | 1966-06-06"
    desk = audited(people, "nik  | name  | born       | link\n9002 | SUPRI | 1988-08-08 | -")
    assert desk.of("nik_of_another") == []


def test_no_number_or_one_of_wrong_form() -> None:
    desk = audited(
        "nik\n9001",
        "nik | written         | link\n- | 187101010190900 | ~1\n- | - | -\n- | 2C21JE9001-A | -",
    )
    assert desk.of("nik_invalid") == [
        ("certain", 1, 0, 0),
        ("certain", 2, LOCAL, CENTRE),
        ("to_check", 3, LOCAL, CENTRE),
    ]


def test_a_baby_needs_no_number_before_its_third_month() -> None:
    desk = audited("", "nik | born\n-   | 2024-05-10\n-   | 2024-03-10")
    assert desk.of("nik_invalid", "member_id") == [(2,)]


def test_nobody_found_is_to_be_checked() -> None:
    desk = audited("", "nik  | gone\n9001 | not_in_register\n9002 | outside_review")
    assert desk.of("not_in_register") == [("to_check", 1, LOCAL, CENTRE), ("to_check", 2, LOCAL, CENTRE)]


def test_a_grown_child_of_a_worker_costs_nothing_more() -> None:
    desk = audited(
        "nik  | born       | work\n9001 | 1998-07-01 | -\n9002 | 2001-01-01 | PELAJAR/MAHASISWA\n9003 | 2001-01-01 | SOPIR\n9004 | 2003-07-02 | SOPIR",
        """
        nik  | born       | segment | pisa | link
        9001 | 1998-07-01 | PPU_BU  | 4    | 1
        9002 | 2001-01-01 | PPU_BU  | 4    | 2
        9003 | 2001-01-01 | PPU_BU  | 4    | 3
        9004 | 2003-07-02 | PPU_BU  | 4    | 4
        """,
    )
    # 26 years; a student of 23; a driver of 23; a driver who turns 21 tomorrow.
    assert desk.of("over_age") == [("certain", 1, 0, 0), ("probable", 3, 0, 0)]


def test_the_public_pays_class_iii_only() -> None:
    desk = audited("nik\n9001", "nik  | link | segment | class\n9001 | 1    | PBI     | 2")
    assert desk.findings() == [("wrong_class", "certain", 1, 0, 0)]


def test_before_the_cover_began_and_after_it_ended() -> None:
    desk = audited(
        "nik\n9001\n9002\n9003",
        "nik  | link | start      | end\n9001 | 1    | 2024-08-01 | -\n9002 | 2 | 2020-01-01 | 2024-06-30\n9003 | 3 | 2024-07-31 | 2024-07-01",
    )
    assert desk.findings() == [
        ("not_started", "certain", 1, LOCAL, CENTRE),
        ("ended", "certain", 2, LOCAL, CENTRE),
    ]


def test_an_implied_bill_holds_active_cards_that_the_public_pays_for() -> None:
    desk = audited(
        "",
        """
        nik  | segment | status             | class
        9001 | PEMDA   | AKTIF              | 3
        9002 | PEMDA   | NONAKTIF_TUNGGAKAN | 3
        9003 | PBI     | AKTIF              | 3
        9004 | PBPU    | AKTIF              | 3
        9005 | PBPU    | AKTIF              | 2
        9006 | PPU_BU  | AKTIF              | 1
        """,
    )
    billed = {
        b.bucket: (b.cards, b.rupiah_local, b.rupiah_centre, b.rupiah_member) for b in desk.summary.billed
    }
    assert billed == {
        "PBPU_BP_PEMDA": (1, 37_800, 4_200, 0),
        "PBI_JK": (1, 0, 42_000, 0),
        "PBPU": (1, 2_800, 4_200, 35_000),
    }


def test_a_placeholder_number_on_many_cards_is_one_finding_each() -> None:
    rows = [
        f"9001 | NAMA {chr(65 + n % 26) * 6}{n} | 19{50 + n % 50}-01-01 | 20{10 + n // 10}-01-01"
        for n in range(100)
    ]
    desk = audited("", "nik  | name | born | start\n" + "\n".join(rows))
    found = desk.of("same_nik", "member_id, other_member_id")
    assert [member for member, _ in found] == [*range(2, 101)]
    assert all(other < member for member, other in found)
