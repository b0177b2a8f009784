"""A number has one holder on any day; who held it before stays known; a contest is settled by someone."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused
from semesta.register.facts import IDENTIFIER, PERSON_FACT, versions
from semesta.register.identifiers import (
    Contest,
    contests,
    give_identifier,
    give_kk,
    settle_contest,
    withdraw_identifier,
)
from semesta.register.looking import standing_of
from semesta.register.people import enrol_family
from semesta.register.recording import known_at
from semesta.register.refusing import Refused
from semesta.register.vocabulary import IdentifierKind
from tests.register.people_here import BY, MONDAY, SELF_PAYER, YEAR, contested, enrolled, lawful, nik, person

pytestmark = pytest.mark.usefixtures("database")

NIK, CARD = IdentifierKind.NIK, IdentifierKind.CARD
AUGUST = dt.date(2024, 8, 1)


def holder(serial: int) -> tuple[int, bool] | None:
    found = standing_of(nik=nik(serial))
    return (found.person, found.former) if found else None


def test_a_new_number_makes_the_old_one_a_former_one() -> None:
    [siti] = enrolled(person(9001))
    outcome = give_identifier(person=siti, kind=NIK, value=nik(9002), since=AUGUST, by=BY)
    assert outcome.done == (siti,)
    assert holder(9002) == (siti, False) and holder(9001) == (siti, True)
    lawful()
    again = give_identifier(person=siti, kind=NIK, value=nik(9002), since=AUGUST, by=BY)
    assert again.change is None, "what holds already is not recorded again"


def test_a_number_that_someone_has_on_one_of_those_days_is_refused() -> None:
    [siti] = enrolled(person(9001))
    [budi] = enrolled(person(9002))
    refused = give_identifier(person=budi, kind=NIK, value=nik(9001), since=AUGUST, by=BY)
    assert [it.rule for it in refused.refused] == ["nik.known"] and refused.change is None
    assert refused.refused[0].person == siti and nik(9001) not in refused.refused[0].reason.id
    withdraw_identifier(person=siti, kind=NIK, on=AUGUST, by=BY)
    july = give_identifier(person=budi, kind=NIK, value=nik(9001), since=dt.date(2024, 7, 1), by=BY)
    assert [it.rule for it in july.refused] == ["nik.known"], "in July it was Siti's"
    assert give_identifier(person=budi, kind=NIK, value=nik(9001), since=AUGUST, by=BY).done == (budi,)
    lawful()
    assert holder(9001) == (budi, False)


def test_a_withdrawn_number_still_finds_the_person() -> None:
    [siti] = enrolled(person(9001))
    assert withdraw_identifier(person=siti, kind=NIK, on=AUGUST, by=BY).done == (siti,)
    lawful()
    assert holder(9001) == (siti, True)
    assert withdraw_identifier(person=siti, kind=NIK, on=AUGUST, by=BY).change is None
    assert withdraw_identifier(person=siti, kind=CARD, on=YEAR, by=BY).done == (siti,)
    assert {it.fact[0] for it in versions(IDENTIFIER, siti)} == {NIK}, (
        "a card withdrawn on its first day never was"
    )
    lawful()


def test_a_number_whose_form_is_wrong_is_not_taken() -> None:
    [siti] = enrolled(person(9001))
    for kind, value in ((NIK, "187101999999900"), (CARD, "0000000000000"), (IdentifierKind.PASSPORT, " ")):
        with pytest.raises(InputRefused):
            give_identifier(person=siti, kind=kind, value=value, since=AUGUST, by=BY)


def test_a_contested_number_is_settled_for_one_and_was_never_the_others() -> None:
    [siti] = enrolled(person(9001))
    [budi] = enrolled(person(9002))
    contested(budi, 9001)
    before = known_at(MONDAY)
    assert contests() == (1, (Contest(NIK, nik(9001), siti, (siti, budi)),))
    refused = settle_contest(kind=NIK, value=nik(9001), holder=budi, by=BY)
    assert [it.rule for it in refused.refused] == ["contest.has_other"]
    withdraw_identifier(person=budi, kind=NIK, on=YEAR, by=BY)
    settled = settle_contest(kind=NIK, value=nik(9001), holder=budi, by=BY)
    assert set(settled.done) == {siti, budi}
    lawful()
    assert holder(9001) == (budi, False) and contests() == (0, ())
    assert NIK not in {it.fact[0] for it in versions(IDENTIFIER, siti)}
    assert nik(9001) in {it.fact[1] for it in versions(IDENTIFIER, siti, before)}, "what we knew stays known"


def test_only_who_claims_a_number_can_get_it_by_settling() -> None:
    [siti] = enrolled(person(9001))
    [budi] = enrolled(person(9002))
    [third] = enrolled(person(9003))
    contested(budi, 9001)
    refused = settle_contest(kind=NIK, value=nik(9001), holder=third, by=BY)
    assert [it.rule for it in refused.refused] == ["contest.no_claim"]
    kept = settle_contest(kind=NIK, value=nik(9001), holder=siti, by=BY)
    assert kept.done == (budi,), "for the holder nothing changes"
    lawful()


def test_a_family_card_holds_from_a_day_on() -> None:
    people = enrolled(person(9001, kk="1871010101249001"))
    outcome = give_kk(people=people, kk="1871010101249002", since=AUGUST, by=BY)
    assert outcome.done == tuple(people)
    found = [(it.since, PERSON_FACT.value(it.fact, "kk")) for it in versions(PERSON_FACT, people[0])]
    assert found == [(YEAR, 1871010101249001), (AUGUST, 1871010101249002)]
    lawful()
    standing = standing_of(nik=nik(9001))
    assert standing and standing.kk == 1871010101249002


def test_nobody_is_enrolled_with_a_number_on_days_on_which_it_was_someones() -> None:
    [siti] = enrolled(person(9001))
    withdraw_identifier(person=siti, kind=NIK, on=AUGUST, by=BY)
    [third] = enrolled(person(9003))
    contested(third, 9004)
    for serial, holder_ in ((9001, siti), (9004, third)):
        refused = enrol_family(
            people=[person(serial)],
            segment=SELF_PAYER,
            hospital_class=3,
            payer=None,
            start=dt.date(2024, 7, 1),
            by=BY,
        )
        assert isinstance(refused, Refused) and (refused.rule, refused.person) == ("nik.known", holder_)
    enrolled(person(9001), start=AUGUST)
    lawful()
