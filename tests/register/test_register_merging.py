"""Two records of one person become one and can become two again; nothing that was written is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.register.facts import IDENTIFIER, MEMBERSHIP, PERSON_FACT, versions
from semesta.register.identifiers import give_identifier, give_kk, withdraw_identifier
from semesta.register.looking import Standing, standing_of, standing_of_person
from semesta.register.membership import activate
from semesta.register.merging import Merged, Prefer, merge, undo_merge
from semesta.register.people import NewPerson
from semesta.register.recording import known_at
from semesta.register.refusing import Refused
from semesta.register.vocabulary import IdentifierKind, Relation, Transition
from tests.register.people_here import BY, MONDAY, contested, enrolled, lawful, nik, person, view

pytestmark = pytest.mark.usefixtures("database")


def merged(kept: int, other: int, **values: object) -> Merged:
    found = merge(kept=kept, merged=other, by=BY, **values)  # type: ignore[arg-type]
    assert isinstance(found, Merged), found
    return found


def standing(*, nik: str) -> Standing:
    found = standing_of(nik=nik)
    assert found is not None
    return found


def test_the_number_that_loses_still_finds_the_person() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002))
    merged(kept, other)
    lawful()
    found = standing(nik="1871014405909002")
    assert found.person == kept and found.former and found.nik_written == "1871014405909001"
    assert standing_of_person(other) == standing_of_person(kept), "the other record leads to the one kept"
    assert versions(IDENTIFIER, other) == ()


def test_each_number_and_the_membership_can_be_taken_from_the_other_record() -> None:
    [kept] = enrolled(person(9001, card="0001234567890"))
    [other] = enrolled(person(9002, card="0001234567891"), start=dt.date(2024, 3, 1))
    merged(kept, other, prefer=Prefer(nik="merged", membership="merged"))
    lawful()
    found = standing(nik="1871014405909002")
    assert (found.person, found.card, found.former) == (kept, 1234567890, False)
    assert found.since == dt.date(2024, 3, 1)
    assert standing(nik="1871014405909001").former


def test_what_the_kept_record_does_not_know_comes_from_the_other() -> None:
    [kept] = enrolled(person(9001, village="18.71.01.1004", address="Jl. Teuku Umar 1"))
    [other] = enrolled(person(9002, village="18.71.01.1005", phone="081200000000"), start=dt.date(2023, 1, 1))
    merged(kept, other)
    lawful()
    earlier, now = versions(PERSON_FACT, kept)
    assert PERSON_FACT.value(now.fact, "address") == "Jl. Teuku Umar 1"
    assert PERSON_FACT.value(now.fact, "phone") == "081200000000"
    assert (earlier.since, earlier.until) == (dt.date(2023, 1, 1), dt.date(2024, 1, 1))
    assert PERSON_FACT.value(earlier.fact, "name") == "SITI 9002", "of days that only the other record knew"
    assert [it.since for it in versions(MEMBERSHIP, kept)] == [dt.date(2023, 1, 1), dt.date(2024, 1, 1)]


def test_undone_both_records_stand_as_they_stood_and_earlier_knowledge_never_changed() -> None:
    [kept] = enrolled(person(9001, address="Jl. Teuku Umar 1"))
    [other] = enrolled(person(9002, phone="081200000000"), start=dt.date(2023, 1, 1))
    before = view(kept), view(other), standing_of_person(kept), standing_of_person(other)
    known = known_at(MONDAY)
    done = merged(kept, other, prefer=Prefer(nik="merged", person="merged", membership="merged"))
    assert (view(kept, known), view(other, known)) == before[:2]
    with_both = view(kept)
    undone = undo_merge(merge=done.merge, by=BY)
    assert isinstance(undone, Merged)
    lawful()
    assert (view(kept), view(other), standing_of_person(kept), standing_of_person(other)) == before
    assert view(kept, done.change) == with_both, "what we knew while they were one stays known"
    again = undo_merge(merge=done.merge, by=BY)
    assert isinstance(again, Refused) and again.rule == "undo.done"


def test_a_chain_of_merges_is_undone_from_its_end() -> None:
    [first] = enrolled(person(9001))
    [second] = enrolled(person(9002))
    [third] = enrolled(person(9003))
    one = merged(second, third)
    two = merged(first, second)
    lawful()
    assert standing(nik="1871014405909003").person == first
    refused = undo_merge(merge=one.merge, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "undo.kept_merged"
    for number in (two.merge, one.merge):
        assert isinstance(undo_merge(merge=number, by=BY), Merged)
        lawful()
    assert not standing(nik="1871014405909003").former


def test_a_merge_does_not_leave_a_family_without_its_main_member() -> None:
    [kept] = enrolled(person(9001))
    husband, _ = enrolled(
        NewPerson(name="BUDI", sex="L", birth_date=dt.date(1988, 1, 2), relation=Relation.MEMBER, nik="1871010201889001"),
        person(9002, Relation.WIFE),
    )  # fmt: skip
    refused = merge(kept=kept, merged=husband, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "merge.head"
    merged(kept, husband, prefer=Prefer(membership="merged"))
    lawful()


def test_a_record_that_was_merged_is_not_merged_again() -> None:
    [first] = enrolled(person(9001))
    [second] = enrolled(person(9002))
    [third] = enrolled(person(9003))
    merged(first, second)
    refused = merge(kept=third, merged=second, by=BY)
    assert (
        isinstance(refused, Refused) and refused.rule == "merge.already" and str(first) in refused.remedy.id
    )


def test_a_number_that_both_records_claim_is_theirs_without_contest() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002))
    contested(other, 9001)
    contested(kept, 9002)
    merged(kept, other, prefer=Prefer(nik="merged"))
    lawful()
    assert not standing(nik=nik(9002)).former
    assert {it.fact[2] for it in versions(IDENTIFIER, kept)} == {False}


def test_a_later_fact_stays_with_the_record_kept() -> None:
    [kept] = enrolled(person(9001, phone="081200000001"))
    [other] = enrolled(person(9002, email="siti@contoh.invalid"))
    before = view(other)
    done = merged(kept, other)
    given = give_identifier(
        person=kept, kind=IdentifierKind.PASSPORT, value="X9000001", since=dt.date(2024, 8, 1), by=BY
    )
    moved = give_kk(people=[kept], kk="1871010101249001", since=dt.date(2024, 9, 1), by=BY)
    assert given.done == moved.done == (kept,)
    assert isinstance(undo_merge(merge=done.merge, by=BY), Merged)
    lawful()
    assert view(other) == before
    first, now = versions(PERSON_FACT, kept)
    assert PERSON_FACT.value(first.fact, "email") is None and PERSON_FACT.value(now.fact, "email") is None
    assert (now.since, PERSON_FACT.value(now.fact, "kk")) == (dt.date(2024, 9, 1), 1871010101249001)
    assert "X9000001" in {it.fact[1] for it in versions(IDENTIFIER, kept)}


def test_a_number_given_away_meanwhile_stops_the_undoing() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002))
    [third] = enrolled(person(9003))
    done = merged(kept, other, prefer=Prefer(nik="merged"))
    withdraw_identifier(person=kept, kind=IdentifierKind.NIK, on=dt.date(2024, 8, 1), by=BY)
    later = dt.date(2024, 9, 1)
    given = give_identifier(person=third, kind=IdentifierKind.NIK, value=nik(9002), since=later, by=BY)
    assert given.done == (third,)
    refused = undo_merge(merge=done.merge, by=BY)
    assert isinstance(refused, Refused) and (refused.rule, refused.person) == ("undo.number_taken", third)
    assert nik(9002) not in refused.reason.id
    withdraw_identifier(person=third, kind=IdentifierKind.NIK, on=dt.date(2024, 8, 1), by=BY)
    assert isinstance(undo_merge(merge=done.merge, by=BY), Merged)
    lawful()


def test_a_second_number_given_since_stops_the_undoing() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002))
    done = merged(kept, other, prefer=Prefer(nik="merged"))
    give_identifier(person=kept, kind=IdentifierKind.NIK, value=nik(9005), since=dt.date(2024, 9, 1), by=BY)
    refused = undo_merge(merge=done.merge, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "undo.two_numbers"


def test_a_membership_that_came_with_the_other_record_and_was_changed_stops_the_undoing() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002))
    done = merged(kept, other, prefer=Prefer(membership="merged"))
    assert activate(people=[kept], since=dt.date(2024, 2, 1), by=BY).done == (kept,)
    refused = undo_merge(merge=done.merge, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "undo.membership"


def test_where_the_records_are_joined_the_membership_says_so_and_goes_on() -> None:
    [kept] = enrolled(person(9001))
    [other] = enrolled(person(9002), start=dt.date(2023, 1, 1))
    merged(kept, other)
    transitions = [MEMBERSHIP.value(it.fact, "transition") for it in versions(MEMBERSHIP, kept)]
    assert transitions == [Transition.ENROLLED, Transition.SUPERSEDED]
    assert activate(people=[kept], since=dt.date(2024, 2, 1), by=BY).done == (kept,)
    lawful()
