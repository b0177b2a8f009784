"""Who is active, inactive, not enrolled, departed or outside, and why: cases of the desk, and the laws."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from semesta.coverage.classify import classify
from semesta.coverage.order import resident_number
from semesta.engine import Engine
from tests.coverage.world import AS_OF, VILLAGE, World, nik


def states(world: World, as_of: dt.date = AS_OF) -> list[tuple[Any, ...]]:
    """Coverage, reason, action, counted member and cards of every resident, in order."""
    with Engine() as engine:
        world.stage(engine)
        classify(engine, as_of)
        return engine.rows("""
            SELECT t.coverage, t.reason, t.action, c.member, coalesce(c.cards, 0)
            FROM quick.resident_state s POSITIONAL JOIN quick.card_of_resident c
            JOIN quick.states t USING (state) ORDER BY s.resident
        """)


def cards(world: World) -> list[tuple[Any, ...]]:
    """Tie and reason of every member, in order."""
    with Engine() as engine:
        world.stage(engine)
        classify(engine, AS_OF)
        return engine.rows(
            "SELECT c.tie, t.reason FROM quick.card_state c LEFT JOIN quick.outside_cards o USING (member) "
            "LEFT JOIN quick.states t USING (state) ORDER BY c.member"
        )


def test_a_resident_with_an_active_card_is_active_and_needs_no_reason() -> None:
    assert states(World([{}], [{}], [(0, 0)])) == [("active", None, None, 0, 1)]


@pytest.mark.parametrize(
    ("status", "bucket", "reason"),
    [
        ("NONAKTIF_TUNGGAKAN", "PBPU", "arrears"),
        ("NONAKTIF_PBI_KELUAR", "PBI_JK", "dropped_from_pbi"),
        ("NONAKTIF_PEMDA_KELUAR", "PBPU_BP_PEMDA", "local_payer_ended"),
        ("NONAKTIF_PPU_KELUAR", "PPU_BU", "left_job"),
        ("NONAKTIF_USIA", "PPU_PN", "over_age"),
        ("NONAKTIF_DATA", "PBI_JK", "data_not_matched"),
        ("MENINGGAL", "PBI_JK", "deceased_by_insurer"),
        ("BELUM_AKTIF", "PBPU", "waiting"),
        ("TIDAK_DIKETAHUI", "PBPU_BP_PEMDA", "inactive_local_government"),
        ("TIDAK_DIKETAHUI", "UNKNOWN", "inactive_unknown"),
    ],
)
def test_an_inactive_card_says_why(status: str, bucket: str, reason: str) -> None:
    found = states(World([{}], [{"status": status, "bucket": bucket}], [(0, 0)]))
    assert found[0][:2] == ("inactive", reason)


def test_one_active_card_among_several_makes_a_resident_active_and_is_the_one_that_counts() -> None:
    world = World(
        [{}, {}],
        [{"status": "NONAKTIF_TUNGGAKAN"}, {}, {}],
        [(0, 0, "link"), (0, 1, "duplicate"), (1, 2)],
    )
    assert [(s[0], s[3], s[4]) for s in states(world)] == [("active", 1, 2), ("active", 2, 1)]


def test_among_dead_cards_the_linked_one_counts() -> None:
    dead = {"status": "NONAKTIF_TUNGGAKAN"}
    world = World([{}], [dead, dead, dead], [(0, 1, "link"), (0, 0, "duplicate"), (0, 2, "duplicate")])
    assert [(s[0], s[3], s[4]) for s in states(world)] == [("inactive", 1, 3)]


def test_an_active_card_whose_end_date_has_passed_stays_active() -> None:
    world = World([{}], [{"end_date": dt.date(2020, 1, 1)}], [(0, 0)])
    assert states(world)[0][0] == "active"


def test_those_left_out_get_the_first_reason_that_the_data_know() -> None:
    family, alone, couple = 1871010101010001, 1871010101010002, 1871010101010003
    baby = dt.date(2023, 7, 2)
    first_birthday = dt.date(2023, 7, 1)
    world = World(
        [
            {"nik": nik(0), "kk": family},  # enrolled
            {"kk": family, "birth_date": baby},
            {"nik": nik(2), "kk": family, "birth_date": first_birthday},
            {"kk": family, "birth_date": first_birthday},
            {"nik": nik(4), "kk": alone},
            {"nik": nik(5), "kk": couple, "decile": 5},
            {"nik": nik(6), "kk": couple, "decile": 6},
            {"nik": nik(7)},
            {"kk": None, "birth_date": baby},
            {"nik": nik(9), "kk": family},
        ],
        [{}, {}],
        [(0, 0), (9, 1, "review")],
    )
    assert [s[1:3] for s in states(world)[1:]] == [
        ("newborn_family_enrolled", "enrol_newborn"),
        ("family_enrolled", "enrol_with_family"),
        ("no_nik", "repair_nik"),
        ("never_found", "check_employment"),
        ("family_without", "propose_local_government"),
        ("family_without", "enrol_family_pbpu"),
        ("never_found", "check_employment"),
        ("newborn", "enrol_newborn"),
        ("review_pending", "verify_review"),
    ]


def test_the_departed_are_no_residents_and_their_cards_are_outside_with_the_registers_reason() -> None:
    world = World(
        [{"vital_status": "DEAD"}, {"vital_status": "MOVED"}, {}],
        [{}, {}, {"status": "MENINGGAL"}],
        [(0, 0), (1, 1, "duplicate"), (2, 2)],
    )
    assert [s[:2] for s in states(world)] == [
        ("departed", "register_dead"),
        ("departed", "register_moved"),
        ("inactive", "deceased_by_insurer"),
    ]
    assert [c[1] for c in cards(world)] == ["register_dead", "register_moved", None]


def test_cards_without_a_resident_say_what_is_known_of_them() -> None:
    world = World(
        [{}],
        [
            {"status": "MENINGGAL"},
            {"village": 3201011001, "nik": nik(1)},
            {"village": None},
            {"nik": nik(2)},
            {"nik": nik(3)},
        ],
        [(0, 4, "review")],
    )
    assert [c[1] for c in cards(world)] == [
        "member_dead",
        "member_elsewhere",
        "member_no_nik",
        "not_in_register",
        "outside_review",
    ]


@pytest.mark.parametrize(
    ("villages", "numbers"),
    [
        ([VILLAGE, VILLAGE, VILLAGE + 1], [1, 2, 3]),
        ([VILLAGE, None, VILLAGE + 1, None], [3, 1, 4, 2]),
        ([VILLAGE + 1, None, VILLAGE, VILLAGE + 1], [3, 1, 2, 4]),
    ],
)
def test_residents_are_numbered_by_village_and_keep_the_files_order_within(
    villages: list[int | None], numbers: list[int]
) -> None:
    with Engine() as engine:
        World([{"village": v} for v in villages], [{}], [(0, 0)]).stage(engine)
        how = classify(engine, AS_OF).arrangement
        number = resident_number(how, "s")
        assert engine.rows(f"SELECT {number} FROM quick.resident_state s ORDER BY resident") == [
            (n,) for n in numbers
        ]
        assert engine.value(f"SELECT {number} FROM quick.link_of_member s") == numbers[0]


def test_nobody_and_no_cards_at_all() -> None:
    assert states(World()) == []
    assert cards(World()) == []
    assert states(World([{}]))[0][0] == "not_enrolled"
    assert cards(World([], [{}]))[0] == (0, "member_no_nik")
