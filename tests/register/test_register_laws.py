"""Each law of the register is seen to go red, and the present state can be dropped and made again from the facts."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.database import is_postgresql
from semesta.faults import LawBroken
from semesta.register.checking import check, require
from semesta.register.looking import standing_of, standing_of_person
from semesta.register.merging import Merged, merge
from semesta.register.rebuilding import Rebuilt, differences, rebuild
from tests.register.people_here import BY, contested, enrolled, lawful, nik, person

pytestmark = pytest.mark.usefixtures("database")

_FACT = "INSERT INTO person_fact (person_id, name, valid_from, valid_to, change_id, superseded_by_id)"
_MEMBER = (
    "INSERT INTO membership (person_id, spell, family_id, segment, status, transition, valid_from, valid_to, "
    "change_id, superseded_by_id)"
)
_NUMBER = "INSERT INTO identifier (person_id, kind, value, contested, valid_from, valid_to, change_id)"
#: Law -> what breaks it, in a register of the persons 1, 2 and 3 of the families 1, 2 and 3, 3 merged into 2.
BROKEN = {
    "changes_in_order": "INSERT INTO change (action, actor, reason, article, document, recorded_at) "
    "VALUES ('x', 'x', 'x', '', '', '2001-01-01 00:00:00+00:00')",
    "person_fact_periods": f"{_FACT} VALUES (1, 'A', '2023-02-01', '2023-02-01', 1, NULL)",
    "membership_periods": f"{_MEMBER} VALUES (1, 1, 1, 3, 1, 2, '2023-02-01', '2023-03-01', 3, 1)",
    "identifier_periods": f"{_NUMBER} VALUES (1, 3, 'X1', {{false}}, '2023-02-01', '2023-01-01', 1)",
    "person_fact_one_open": f"{_FACT} VALUES (1, 'A', '2025-02-01', NULL, 1, NULL)",
    "membership_one_open": "INSERT INTO person (change_id) VALUES (1)",
    "person_fact_one_version": f"{_FACT} VALUES (1, 'A', '2023-02-01', '2024-02-01', 1, NULL)",
    "membership_one_version": f"{_MEMBER} VALUES (1, 1, 1, 3, 1, 2, '2023-02-01', '2024-02-01', 1, NULL)",
    "person_fact_one_version_ever": f"{_FACT} VALUES (1, 'A', '2023-02-01', '2024-02-01', 1, 4)",
    "membership_one_version_ever": f"{_MEMBER} VALUES (1, 1, 1, 3, 1, 2, '2023-02-01', '2024-02-01', 1, 4)",
    "merged_are_empty": f"{_FACT} VALUES (3, 'A', '2023-02-01', '2023-03-01', 4, NULL)",
    "one_number_of_a_kind": f"{_NUMBER} VALUES (1, 1, '1871014405909007', {{false}}, '2023-02-01', NULL, 1)",
    "one_holder": f"{_NUMBER} VALUES (1, 1, '1871014405909002', {{false}}, '2023-02-01', '2024-02-01', 1)",
    "families_add_up": "UPDATE person SET family_id = 2 WHERE id = 1",
    "one_spell": f"{_MEMBER} VALUES (1, 1, 2, 3, 1, 2, '2023-02-01', '2024-01-01', 1, NULL)",
    "dead_stay_dead": "UPDATE person_fact SET superseded_by_id = 4 WHERE person_id = 1; "
    "INSERT INTO person_fact (person_id, name, died_on, valid_from, change_id) "
    "VALUES (1, 'A', '2024-02-01', '2024-01-01', 4)",
    "person_state": "UPDATE person SET status = 1 WHERE id = 1",
}
#: What PostgreSQL itself refuses to store.
_CONSTRAINED = {
    "person_fact_periods", "membership_periods", "person_fact_one_open", "person_fact_one_version", "membership_one_version",
    "person_fact_one_version_ever", "membership_one_version_ever",
}  # fmt: skip


def three() -> tuple[int, int, int]:
    people = [enrolled(person(serial))[0] for serial in (9001, 9002, 9003)]
    assert isinstance(merge(kept=people[1], merged=people[2], by=BY), Merged)
    assert people == [1, 2, 3]
    lawful()
    return people[0], people[1], people[2]


@pytest.mark.parametrize("law", BROKEN)
def test_a_broken_law_is_named_with_the_place(law: str) -> None:
    if is_postgresql() and law in _CONSTRAINED:
        pytest.skip("the exclusion constraint refuses it")
    three()
    with connection.cursor() as cursor:
        for statement in BROKEN[law].format(false="false" if is_postgresql() else "0").split("; "):
            cursor.execute(statement)
    broken = {it.name: it for it in check() if not it.holds}
    assert law in broken
    assert broken[law].failed in (1, 2) and broken[law].failures[0].place.split()[1].isdigit()
    assert broken[law].rows, "it says what it was held against"
    with pytest.raises(LawBroken):
        require(check())


def test_every_law_is_tried_here() -> None:
    assert {law.name for law in check()} == set(BROKEN)


def test_the_present_state_can_be_dropped_and_made_again_from_the_facts() -> None:
    one, two, three_ = three()
    contested(one, 9002)
    before = [standing_of_person(it) for it in (one, two, three_)]
    assert differences() == () and rebuild() == Rebuilt(people=3, differed=0)
    assert [standing_of_person(it) for it in (one, two, three_)] == before
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE person SET nik = NULL, status = 1, since = NULL, family_id = NULL, village = 7"
        )
    found = dict(differences(most=2))
    assert set(found) == {one, two} and set(found[one]) == {"nik", "status", "since", "family_id", "village"}
    assert rebuild() == Rebuilt(people=3, differed=3)
    assert [standing_of_person(it) for it in (one, two, three_)] == before
    lawful()


def test_a_contested_number_leads_to_its_holder_and_a_bare_claim_to_its_claimant() -> None:
    one, two, _ = three()
    contested(one, 9002)
    contested(one, 9009, since=dt.date(2024, 2, 1))
    holder, claimant = standing_of(nik=nik(9002)), standing_of(nik=nik(9009))
    assert holder and (holder.person, holder.former) == (two, False)
    assert claimant and (claimant.person, claimant.former, claimant.nik_written) == (one, True, nik(9001))
