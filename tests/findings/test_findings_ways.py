"""The way in that the law puts first, and what is never concluded."""

from __future__ import annotations

from tests.findings.desk import audited

HEAD_WORKS = "nik  | kk | relation | segment | link | pisa\n"


def test_a_possible_card_is_looked_at_first() -> None:
    people = "nik  | reason         | decile\n9001 | review_pending | 1\n- | no_nik | 1"
    assert audited(people).ways() == [(1, "verify_first", "to_check"), (2, "verify_first", "to_check")]


def test_a_baby_goes_with_its_parents() -> None:
    desk = audited(
        "nik  | kk | relation | born\n9001 | 77 | 1 | 1990-01-01\n9002 | 77 | 4 | 2024-05-01\n9003 | 77 | 4 | 2022-05-01",
        "nik  | link | segment\n9001 | 1    | PEMDA",
    )
    assert desk.ways("resident_id, way, basis")[0] == (
        2,
        "newborn_of_member",
        "kk_parent=PBPU_BP_PEMDA born=2024-05-01",
    )
    assert desk.ways("way")[1] == ("own_means",)


def test_a_name_on_a_roster_comes_before_family_and_subsidy() -> None:
    desk = audited("nik  | decile\n9001 | 1", rosters="group   | person | nik\ncouncil | 1      | 9001")
    assert desk.ways() == [(1, "roster_employer", "certain")]


def test_spouse_and_children_of_a_worker() -> None:
    desk = audited(
        """
        nik  | kk | relation | born       | work
        9001 | 77 | 1        | 1980-01-01 | KARYAWAN SWASTA
        9002 | 77 | 3        | 1982-01-01 | MENGURUS RUMAH TANGGA
        9003 | 77 | 4        | 2010-01-01 | PELAJAR/MAHASISWA
        9004 | 77 | 4        | 2002-01-01 | PELAJAR/MAHASISWA
        9005 | 77 | 4        | 2002-02-01 | BELUM/TIDAK BEKERJA
        9006 | 77 | 4        | 2005-02-01 | SOPIR
        9007 | 77 | 7        | 1950-02-01 | -
        9008 | 77 | 4        | 2012-02-01 | -
        """,
        "nik  | link | segment | pisa\n9001 | 1    | PPU_BU  | 1",
    )
    # A student of 22; then 22 without school, a son who earns, a parent: those go other ways.
    assert desk.ways()[:6] == [
        (2, "family_of_worker", "certain"),
        (3, "family_of_worker", "certain"),
        (4, "family_of_worker", "probable"),
        (5, "own_means", "to_check"),
        (6, "own_means", "to_check"),
        (7, "own_means", "to_check"),
    ]
    assert desk.ways()[6] == (8, "family_of_worker", "probable")


def test_a_worker_has_places_for_four() -> None:
    people = "nik  | kk | relation | born\n9001 | 77 | 1 | 1980-01-01\n9002 | 77 | 4 | 2010-01-01\n9003 | 77 | 4 | 2009-01-01\n"
    people += "9004 | 77 | 4 | 2008-01-01\n9005 | 77 | 4 | 2007-01-01\n9006 | 77 | 3 | 1983-01-01"
    desk = audited(
        people,
        "nik  | link | segment | pisa\n9001 | 1    | PPU_BU  | 1\n9006 | 6 | PPU_BU | 3",
    )
    # The wife has one place; three are left for the oldest of the children.
    assert [way for _, way, _ in desk.ways()] == [
        "own_means",
        "family_of_worker",
        "family_of_worker",
        "family_of_worker",
    ]


def test_a_workers_own_child_who_heads_nothing_opens_no_place() -> None:
    desk = audited(
        "nik  | kk | relation | born\n9001 | 77 | 1 | 1960-01-01\n9002 | 77 | 4 | 1990-01-01\n9003 | 77 | 4 | 2010-01-01",
        "nik  | link | segment | pisa\n9002 | 2    | PPU_BU  | 1",
    )
    assert [way for _, way, _ in desk.ways()] == ["own_means", "own_means"]


def test_the_registers_occupation_says_whom_to_ask() -> None:
    desk = audited(
        "nik  | work\n9001 | KARYAWAN SWASTA\n9002 | PENSIUNAN\n9003 | PETANI/PEKEBUN\n9004 | JURU KUNCI"
    )
    assert [way for _, way, _ in desk.ways()] == [
        "employer_to_ask",
        "employer_to_ask",
        "own_means",
        "own_means",
    ]


def test_deciles_open_the_central_subsidy_and_the_local_policy() -> None:
    desk = audited(
        "nik  | decile | work\n9001 | 4 | -\n9002 | 5 | -\n9003 | 5 | PEDAGANG\n9004 | 6 | -\n9005 | - | -"
    )
    assert desk.ways("way, local_allowed, certainty") == [
        ("central_subsidy", True, "probable"),
        ("local_government", True, "probable"),
        ("own_means", True, "probable"),
        ("own_means", False, "probable"),
        ("own_means", False, "to_check"),
    ]


def test_the_local_policy_is_a_parameter() -> None:
    assert audited("nik  | decile\n9001 | 7", local_decile=7).ways("way, local_allowed") == [
        ("local_government", True)
    ]
    assert audited("nik  | decile\n9001 | 5", local_decile=0).ways("way, local_allowed") == [
        ("own_means", False)
    ]


def test_own_arrears_are_settled_but_not_those_of_a_local_government() -> None:
    desk = audited(
        "nik  | decile | reason\n9001 | 8 | arrears\n9002 | 8 | arrears",
        "nik  | link | segment | status\n9001 | 1 | PBPU | NONAKTIF_TUNGGAKAN\n9002 | 2 | PEMDA | NONAKTIF_TUNGGAKAN",
    )
    assert desk.ways() == [(1, "settle_arrears", "certain"), (2, "own_means", "probable")]


def test_an_earlier_edition_sharpens_the_reason_and_nothing_else() -> None:
    people = "nik  | reason\n9001 | inactive_pbi\n9002 | inactive_worker\n9003 | arrears\n9004 | never_found\n9005 | never_found\n9006 | inactive_pbi"
    cards = "nik  | link | segment | status\n" + "\n".join(
        f"900{n} | {n} | {segment} | NONAKTIF_DATA"
        for n, segment in ((1, "PBI"), (2, "PPU_BU"), (3, "PBPU"), (6, "PBI"))
    )
    then = "nik\n9001\n9002\n9003\n9004\n9006"
    cards_then = "nik  | link | segment | status\n" + "\n".join(
        f"900{n} | {n} | {segment} | {status}"
        for n, segment, status in (
            (1, "PBI", "AKTIF"),
            (2, "PPU_BU", "AKTIF"),
            (3, "PBPU", "AKTIF"),
            (4, "PBI", "AKTIF"),
        )
    )
    cards_then += "\n9006 | 5 | PBI | NONAKTIF_DATA"
    desk = audited(people.replace("ORANG", "X"), cards, earlier=(then, cards_then))
    named = dict(desk.ways("resident_id, reason"))
    assert named == {
        1: "pbi_ended_since",
        2: "work_ended_since",
        3: "arrears",
        4: "card_gone",
        5: "never_found",
        6: "inactive_pbi",
    }


def test_who_is_new_in_the_register_moved_in() -> None:
    desk = audited("nik  | name\n9005 | WATI", earlier=("nik\n9001", ""))
    assert desk.ways("reason") == [("moved_in",)]
