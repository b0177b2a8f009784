"""A person's history tells who decided what and why; a day is answered as it was known at any moment."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.register.history import FactChanged, history
from semesta.register.identifiers import give_identifier, give_kk
from semesta.register.looking import look, standing_of_person
from semesta.register.membership import activate, move, suspend, void
from semesta.register.merging import Merged, merge, undo_merge
from semesta.register.people import report_death
from semesta.register.recording import Decision
from semesta.register.standing_on import standing_on
from semesta.register.vocabulary import SEGMENT_NUMBERS, IdentifierKind, Status, Transition
from tests.register.people_here import BY, YEAR, enrolled, lawful, nik, person

pytestmark = pytest.mark.usefixtures("database")

FEBRUARY, MARCH = dt.date(2024, 2, 1), dt.date(2024, 3, 1)


def status_on(person: int, day: dt.date, known: int | None = None) -> int | None:
    found = standing_on(person=person, day=day, known_after=known)
    return found.status if found else None


def test_a_day_is_answered_as_it_was_known_at_any_moment() -> None:
    [siti] = enrolled(person(9001))
    first = activate(people=[siti], since=FEBRUARY, by=BY).change
    second = suspend(people=[siti], since=MARCH, by=BY).change
    assert first and second
    assert status_on(siti, dt.date(2023, 12, 31)) is None
    assert status_on(siti, YEAR) == Status.BELUM_AKTIF and status_on(siti, FEBRUARY) == Status.AKTIF
    assert status_on(siti, MARCH) == Status.NONAKTIF_TUNGGAKAN
    assert status_on(siti, MARCH, known=first) == Status.AKTIF, "we did not know yet"
    assert status_on(siti, MARCH, known=first - 1) == Status.BELUM_AKTIF
    assert standing_on(person=siti, day=MARCH) == standing_of_person(siti)


def test_a_merged_record_leads_to_the_one_kept_as_far_as_that_was_known() -> None:
    [siti] = enrolled(person(9001))
    [twin] = enrolled(person(9002))
    done = merge(kept=siti, merged=twin, by=BY)
    assert isinstance(done, Merged)
    undone = undo_merge(merge=done.merge, by=BY)
    assert isinstance(undone, Merged)
    seen = [
        standing_on(person=twin, day=MARCH, known_after=it)
        for it in (done.change - 1, done.change, undone.change)
    ]
    assert [it.person for it in seen if it] == [twin, siti, twin]


def test_history_tells_each_decision_with_what_it_changed() -> None:
    [siti] = enrolled(person(9001, phone="081200000001"))
    by = Decision("loket 3", "bayar pertama", article="Ps. 1", document="kuitansi 7", at=BY.at)
    activate(people=[siti], since=FEBRUARY, by=by)
    give_kk(people=[siti], kk="1871010101249001", since=MARCH, by=BY)
    give_identifier(person=siti, kind=IdentifierKind.NIK, value=nik(9002), since=MARCH, by=BY)
    enrolment, activation, card, number = history(siti)
    assert {fact.table for fact in enrolment.facts} == {"person_fact", "membership", "identifier"}
    assert activation.by == dataclasses.replace(by, at=None) and activation.action == "activate"
    [active] = activation.facts
    assert (active.since, active.until) == (FEBRUARY, None)
    assert active.values["status"] == Status.AKTIF and active.values["transition"] == Transition.ACTIVATED
    assert "segment" not in active.values, "only what says something else than before"
    assert card.facts == (FactChanged("person_fact", MARCH, None, {"kk": 1871010101249001}),)
    given, ended = number.facts
    assert given.values["value"] == nik(9002) and not given.ends
    assert ended == FactChanged(
        "identifier", MARCH, None, {"kind": IdentifierKind.NIK, "value": nik(9001)}, ends=True
    )


def test_history_names_the_other_record_of_a_merge() -> None:
    [siti] = enrolled(person(9001))
    [twin] = enrolled(person(9002))
    done = merge(kept=siti, merged=twin, by=BY)
    assert isinstance(done, Merged)
    undo_merge(merge=done.merge, by=BY)
    for record, other in ((siti, twin), (twin, siti)):
        _, merged, undone = history(record)
        assert (merged.action, merged.merge, merged.other) == ("merge", done.merge, other)
        assert (undone.action, undone.merge, undone.undoes) == ("undo-merge", done.merge, done.change)
    assert history(siti + 99) == ()


def test_who_looked_is_kept_and_a_standing_prints_no_number() -> None:
    [siti] = enrolled(person(9001, kk="1871010101249001"))
    found = look(person=siti, by=Decision("loket 3", "klaim", at=BY.at))
    assert found and found.nik_written == nik(9001) and found.nik_masked == nik(9001)[:8] + "********"
    assert nik(9001) not in repr(found) and "1871010101249001" not in repr(found)
    assert look(person=siti + 99, by=BY) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, actor, reason FROM look")
        assert cursor.fetchall() == [(siti, "loket 3", "klaim")]


def test_a_move_heard_of_after_a_death_reaches_to_the_day_of_death() -> None:
    [siti] = enrolled(person(9001))
    activate(people=[siti], since=dt.date(2024, 1, 15), by=BY)
    report_death(person=siti, died_on=MARCH, by=BY)
    poor = SEGMENT_NUMBERS["PBI JAMINAN KESEHATAN"]
    moved = move(people=[siti], since=FEBRUARY, segment=poor, hospital_class=3, payer=None, by=BY)
    assert moved.done == (siti,)
    assert status_on(siti, FEBRUARY) == Status.AKTIF and status_on(siti, MARCH) == Status.MENINGGAL
    void(people=[siti], by=BY)
    assert status_on(siti, MARCH) == Status.MENINGGAL, "nor does a spell that never held bring anyone back"
    lawful()
