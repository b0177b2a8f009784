"""Rosters: which segment is right for a group stands in the law; a group that is not known is told."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.findings.actions import ACTION_OF_KIND, FINDING_ACTIONS
from semesta.findings.rosters import PARAMETER_OF_GROUP, RosterLine, by_group, judge_rosters, rule_of
from semesta.rules.law import Law
from semesta.tables import FINDING_KINDS
from tests.findings.desk import AS_OF, audited

PEOPLE = "nik\n9001\n9002\n9003\n9004\n9005"
CARDS = "nik  | link | segment | status\n9001 | 1 | PPU_PN | AKTIF\n9002 | 2 | PBI | AKTIF\n9003 | 3 | PBPU | NONAKTIF_TUNGGAKAN"


def test_right_wrong_inactive_not_enrolled_not_found() -> None:
    listed = (
        "group | employer | person | nik\n"
        + "\n".join(f"ppnpn | DINAS A | {n} | 900{n}" for n in (1, 2, 3, 4))
        + "\nppnpn | DINAS B | - | 9009"
    )
    desk = audited(PEOPLE, CARDS, rosters=listed)
    rules, lines = judge_rosters(desk.engine, Law.current(), AS_OF)
    assert rules[0].right == (
        "PPU_PN",
    )  # a bucket: staff outside the civil service have no segment of their own
    assert lines == (
        RosterLine("ppnpn", "DINAS A", 1, 1, 0, 1, 1, 0, 0),
        RosterLine("ppnpn", "DINAS B", 0, 0, 0, 0, 0, 0, 1),
    )
    assert by_group(lines) == (RosterLine("ppnpn", "", 1, 1, 0, 1, 1, 0, 1),)


def test_an_unknown_group_is_told_not_guessed() -> None:
    desk = audited(PEOPLE, CARDS, rosters="group   | person | nik\nkoperasi | 1 | 9001\nkoperasi | 4 | 9004")
    rules, lines = judge_rosters(desk.engine, Law.current(), AS_OF)
    assert rules[0].found is None
    assert lines == (RosterLine("koperasi", "", 0, 0, 1, 0, 1, 0, 0),)


@pytest.mark.parametrize(
    "written", ["DPRD", "council", "Anggota DPRD", "Perangkat  Desa", "non-ASN", "BUMD", "non_civil_servants"]
)
def test_groups_are_known_by_the_names_that_offices_use(written: str) -> None:
    assert rule_of(written, Law.current(), AS_OF).right


def test_every_alias_leads_to_a_parameter_of_the_law() -> None:
    law = Law.current()
    assert all(law[parameter].on(dt.date(2024, 7, 1)) for parameter in PARAMETER_OF_GROUP.values())


def test_before_the_instruction_no_segment_was_asked_for() -> None:
    assert rule_of("dprd", Law.current(), dt.date(2021, 12, 31)).right == ()


def test_every_kind_has_an_action_and_mutations_have_a_reason() -> None:
    assert set(ACTION_OF_KIND) == set(FINDING_KINDS)
    for action in FINDING_ACTIONS.values():
        assert action.text.id and action.text.en
        assert (action.mutation is None) == (action.reason == "")
