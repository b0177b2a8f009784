"""What happens to members, as the desk meets it: payment, arrears, a new job, death, mistakes, in and out of order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from semesta.faults import InputRefused
from semesta.register import membership
from semesta.register.checking import check
from semesta.register.families import precedence
from semesta.register.people import (
    correct_person,
    move_address,
    report_death,
    withdraw_death,
)
from semesta.register.person_facts import facts_of
from semesta.register.rebuilding import differences
from semesta.register.recording import Decision, recording
from semesta.register.refusing import Outcome
from semesta.register.spells import membership_of
from semesta.register.vocabulary import Relation, Status
from tests.register.desk_people import (
    BY,
    LATER,
    LOCAL,
    NOON,
    PENSIONER,
    POOR,
    SELF_PAYER,
    SERVANT,
    WORKER,
    asked,
    counts,
    enrol,
    four,
    ids,
    payer_for,
    person,
    rows,
)

pytestmark = pytest.mark.usefixtures("shared_database")

D = dt.date


@pytest.fixture(autouse=True)
def lawful(shared_database: str) -> Iterator[None]:  # noqa: ARG001  the database must be there first
    """After each case the register's laws hold and the present state is what the facts say."""
    yield
    assert [law.name for law in check() if not law.holds] == []
    assert differences() == ()


def rule(outcome: Outcome) -> str:
    assert outcome.change is None and not outcome.done
    [refused] = outcome.refused
    return refused.rule


def active_family(segment: int = SELF_PAYER) -> list[int]:
    people = ids(enrol(segment=segment))
    if segment == SELF_PAYER:
        membership.activate(people=people, since=D(2024, 1, 24), by=BY)
    return people


def test_arrears_and_payment_each_with_its_article() -> None:
    people = active_family()
    suspended = membership.suspend(people=people, since=D(2024, 5, 1), by=BY)
    reactivated = membership.reactivate(people=people, since=D(2024, 6, 12), by=BY)
    assert rows(people[0])[1:] == [
        ("2024-01-24", "2024-05-01", "ACTIVATED", "AKTIF"),
        ("2024-05-01", "2024-06-12", "SUSPENDED", "NONAKTIF_TUNGGAKAN"),
        ("2024-06-12", None, "REACTIVATED", "AKTIF"),
    ]
    assert asked(
        "SELECT action, article FROM change WHERE id IN (%s, %s) ORDER BY id", suspended.change, reactivated.change
    ) == [("suspend", "Perpres 64/2020 Ps. 42 ayat 1"), ("reactivate", "Perpres 64/2020 Ps. 42 ayat 3 huruf a")]  # fmt: skip
    own = replace(BY, article="Perjanjian kerja sama", document="PKS 4/2024")
    other = membership.suspend(people=people, since=D(2024, 7, 1), by=own)
    assert asked("SELECT article, document FROM change WHERE id = %s", other.change) == [
        ("Perjanjian kerja sama", "PKS 4/2024")
    ]


def test_what_has_no_arrow_is_refused_and_leaves_no_trace() -> None:
    people = ids(enrol())
    before = counts()
    assert [it.rule for it in membership.suspend(people=people, since=D(2024, 3, 1), by=BY).refused] == [
        "transition.impossible"
    ] * 4
    assert (
        rule(membership.reactivate(people=people[:1], since=D(2024, 3, 1), by=BY)) == "transition.impossible"
    )
    assert rule(membership.activate(people=people[:1], since=D(2023, 3, 1), by=BY)) == "membership.none"
    assert rule(membership.activate(people=[999], since=D(2024, 3, 1), by=BY)) == "membership.none"
    assert counts() == before


def test_doing_it_twice_changes_nothing() -> None:
    people = active_family()
    again = membership.activate(people=people, since=D(2024, 3, 1), by=BY)
    assert again == Outcome(None, ())


def test_a_payment_heard_of_late_stands_between_what_is_known() -> None:
    """Suspended since June; in July a payment of April comes to light: active in May, suspended again in June."""
    people = active_family()[:1]
    membership.suspend(people=people, since=D(2024, 4, 1), by=BY)
    membership.reactivate(people=people, since=D(2024, 5, 20), by=BY)
    membership.suspend(people=people, since=D(2024, 6, 1), by=BY)
    membership.reactivate(people=people, since=D(2024, 4, 15), by=LATER)
    assert rows(people[0])[1:] == [
        ("2024-01-24", "2024-04-01", "ACTIVATED", "AKTIF"),
        ("2024-04-01", "2024-04-15", "SUSPENDED", "NONAKTIF_TUNGGAKAN"),
        ("2024-04-15", "2024-05-20", "REACTIVATED", "AKTIF"),
        ("2024-05-20", "2024-06-01", "REACTIVATED", "AKTIF"),
        ("2024-06-01", None, "SUSPENDED", "NONAKTIF_TUNGGAKAN"),
    ]


def test_what_could_not_be_before_a_known_later_fact_is_refused() -> None:
    first, *others = active_family()
    people = [first]
    assert rule(membership.cancel(people=people, since=D(2024, 1, 12), by=BY)) == "transition.later", (
        "it was paid for"
    )
    membership.suspend(people=people, since=D(2024, 5, 1), by=BY)
    refused = membership.suspend(people=people, since=D(2024, 1, 20), by=BY)
    assert rule(refused) == "transition.impossible"
    moved = membership.move(
        people=[*people, *others],
        since=D(2024, 4, 1),
        segment=WORKER,
        hospital_class=3,
        payer=payer_for(WORKER),
        by=BY,
    )
    assert moved.done == (*people, *others), "the arrears of May were the old payer's"
    assert rows(people[0])[-1] == ("2024-04-01", None, "MOVED", "AKTIF")


def test_a_new_job_on_the_tenth_of_march_moves_the_whole_family() -> None:
    """The old payer owes March, the new one April: who owes a month is who pays on its first day."""
    people = active_family()
    moved = membership.move(
        people=people, since=D(2024, 3, 10), segment=WORKER, hospital_class=2, payer=payer_for(WORKER), by=BY
    )
    assert moved.done == tuple(people)
    spells = membership_of(people)[people[0]]
    assert [(v.fact.spell, v.fact.payer_id is None, v.fact.hospital_class) for v in spells[1:]] == [
        (1, True, 3),
        (2, False, 2),
    ]
    assert spells[-1].fact.family_id == spells[0].fact.family_id, "the whole family stays one"
    assert rows(people[0])[-1] == ("2024-03-10", None, "MOVED", "AKTIF")


def test_who_moves_alone_is_a_new_family_and_leaves_no_family_without_a_head() -> None:
    people = active_family()
    terms: dict[str, Any] = {"segment": WORKER, "hospital_class": 2, "payer": payer_for(WORKER), "by": BY}
    assert rule(membership.move(people=people[1:2], since=D(2024, 3, 10), **terms)) == "family.head"
    assert rule(membership.move(people=people[:1], since=D(2024, 3, 10), **terms)) == "family.head_leaves"
    moved = membership.move(
        people=people[1:2], since=D(2024, 3, 10), relations={people[1]: Relation.MEMBER}, **terms
    )
    assert moved.done == (people[1],)
    spells = membership_of(people)
    assert spells[people[1]][-1].fact.family_id != spells[people[0]][-1].fact.family_id
    membership.correct(people=people[2:3], by=BY, relation=Relation.MEMBER)


def test_a_workers_family_takes_in_those_who_were_poor() -> None:
    worker = ids(enrol(four()[:1], WORKER))
    [family] = [row[0] for row in asked("SELECT family_id FROM person WHERE id = %s", worker[0])]
    wife = ids(enrol([replace(four()[1], relation=Relation.MEMBER)], POOR))
    moved = membership.move(
        people=wife, since=D(2024, 4, 1), segment=WORKER, hospital_class=3, payer=payer_for(WORKER), by=BY,
        family=family, relations={wife[0]: Relation.WIFE},
    )  # fmt: skip
    assert moved.done == tuple(wife)
    other = ids(enrol([replace(four()[1], relation=Relation.MEMBER)], POOR))
    terms: dict[str, Any] = {
        "segment": WORKER,
        "hospital_class": 2,
        "payer": payer_for(WORKER),
        "by": BY,
        "since": D(2024, 4, 1),
    }
    assert (
        rule(membership.move(people=other, family=family, relations={other[0]: Relation.ADDITIONAL}, **terms))
        == "family.terms"
    )
    assert rule(membership.move(people=other, family=999, **terms)) == "family.none"


def test_whoever_pays_for_themselves_now_waits_unless_they_did_before() -> None:
    job = active_family(WORKER)
    membership.move(people=job, since=D(2024, 4, 1), segment=SELF_PAYER, hospital_class=1, payer=None, by=BY)
    assert rows(job[0])[-1] == ("2024-04-01", None, "MOVED", "BELUM_AKTIF")
    own = active_family()
    membership.suspend(people=own, since=D(2024, 3, 1), by=BY)
    membership.move(people=own, since=D(2024, 4, 1), segment=SELF_PAYER, hospital_class=1, payer=None, by=BY)
    assert rows(own[0])[-1] == ("2024-04-01", None, "MOVED", "NONAKTIF_TUNGGAKAN"), (
        "a new class does not pay debts"
    )


def test_a_death_of_march_reported_in_may() -> None:
    """What was known in April stays what was known in April; from May on we know that March was the last."""
    people = active_family()
    membership.suspend(people=people[:1], since=D(2024, 4, 1), by=BY)
    before = asked("SELECT max(id) FROM change")[0][0]
    done = report_death(person=people[0], died_on=D(2024, 3, 17), by=LATER)
    assert done.done == (people[0],)
    assert rows(people[0])[1:] == [
        ("2024-01-24", "2024-03-17", "ACTIVATED", "AKTIF"),
        ("2024-03-17", None, "ENDED", "MENINGGAL"),
    ]
    then = asked(
        "SELECT status FROM membership WHERE person_id = %s AND change_id <= %s AND (superseded_by_id IS NULL OR "
        "superseded_by_id > %s) AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)",
        people[0], before, before, D(2024, 4, 2), D(2024, 4, 2),
    )  # fmt: skip
    assert then == [(int(Status.NONAKTIF_TUNGGAKAN),)]
    assert [(v.since, v.fact.died_on) for v in facts_of(people)[people[0]]] == [
        (D(2024, 1, 10), None), (D(2024, 3, 17), D(2024, 3, 17)),
    ]  # fmt: skip
    assert report_death(person=people[0], died_on=D(2024, 3, 17), by=LATER) == Outcome(None, ())
    assert (
        rule(membership.reactivate(people=people[:1], since=D(2024, 6, 1), by=LATER))
        == "transition.impossible"
    )


def test_a_death_whose_day_was_wrong_and_one_that_was_none() -> None:
    people = active_family()
    report_death(person=people[1], died_on=D(2024, 3, 17), by=LATER)
    report_death(person=people[1], died_on=D(2024, 4, 2), by=LATER)
    assert rows(people[1])[1:] == [
        ("2024-01-24", "2024-04-02", "ACTIVATED", "AKTIF"), ("2024-04-02", None, "ENDED", "MENINGGAL"),
    ]  # fmt: skip
    report_death(person=people[1], died_on=D(2024, 3, 20), by=LATER)
    assert rows(people[1])[-1] == ("2024-03-20", None, "ENDED", "MENINGGAL")
    withdraw_death(person=people[1], by=LATER)
    assert rows(people[1])[1:] == [("2024-01-24", None, "ACTIVATED", "AKTIF")]
    assert [v.fact.died_on for v in facts_of(people)[people[1]]] == [None]


def test_who_died_before_the_register_knew_them_is_dead_in_it_from_the_first_day() -> None:
    people = active_family(POOR)
    report_death(person=people[0], died_on=D(2023, 12, 1), by=LATER)
    assert rows(people[0]) == [("2024-01-10", None, "ENDED", "MENINGGAL")]
    assert facts_of(people)[people[0]][0].fact.died_on == D(2023, 12, 1)


def test_a_death_before_birth_or_still_to_come_is_refused() -> None:
    people = active_family()
    for wrong in (D(1984, 3, 1), (NOON + dt.timedelta(days=401)).date()):
        with pytest.raises(InputRefused):
            report_death(person=people[0], died_on=wrong, by=LATER)
    assert rule(report_death(person=999, died_on=D(2024, 3, 1), by=LATER)) == "membership.none"


def test_a_name_is_corrected_back_in_time_and_what_we_called_them_stays_known() -> None:
    people = active_family()
    before = asked("SELECT max(id) FROM change")[0][0]
    done = correct_person(
        person=people[1], by=LATER, name="SITI AMINAH BINTI HASAN", birth_date=D(1986, 8, 18)
    )
    assert [(v.since, v.fact.name) for v in facts_of(people)[people[1]]] == [
        (D(2024, 1, 10), "SITI AMINAH BINTI HASAN")
    ]
    assert asked(
        "SELECT name FROM person_fact WHERE person_id = %s AND change_id <= %s AND superseded_by_id > %s",
        people[1], before, before,
    ) == [("SITI AMINAH",)]  # fmt: skip
    assert done.change is not None
    assert correct_person(person=people[1], by=LATER, sex="P") == Outcome(None, ())
    with pytest.raises(InputRefused):
        correct_person(person=people[1], by=LATER, name=" ")


def test_moves_of_house_heard_of_out_of_order() -> None:
    """They moved in March and in June; the one of March is heard of last and ends where June begins."""
    people = active_family()
    move_address(
        people=people, since=D(2024, 6, 1), by=BY, village="18.71.02.1003", address="Jl. Dua", rt="2"
    )
    move_address(
        people=people, since=D(2024, 3, 1), by=LATER, village="18.71.03.1002", address="Jl. Satu", rt="1"
    )
    seen = [(v.since, v.fact.village, v.fact.address, v.fact.rt) for v in facts_of(people)[people[2]]]
    assert seen == [
        (D(2024, 1, 10), 1871011004, None, None),
        (D(2024, 3, 1), 1871031002, "Jl. Satu", "1"),
        (D(2024, 6, 1), 1871021003, "Jl. Dua", "2"),
    ]
    assert asked("SELECT DISTINCT village FROM person WHERE id = %s", people[0]) == [(1871021003,)]
    with pytest.raises(InputRefused):
        move_address(people=people, since=D(2024, 7, 1), by=BY, village="18.71.03.9999")
    with pytest.raises(InputRefused):
        move_address(people=people, since=D(2024, 7, 1), by=BY, kk="123")


def test_what_never_began_is_cancelled_and_can_be_enrolled_again() -> None:
    people = ids(enrol())
    done = membership.cancel(people=people, since=D(2024, 2, 10), by=BY)
    assert done.done == tuple(people)
    assert rule(membership.activate(people=people[:1], since=D(2024, 3, 1), by=BY)) == "transition.impossible"
    again = membership.move(
        people=people, since=D(2024, 4, 1), segment=SELF_PAYER, hospital_class=3, payer=None, by=BY
    )
    assert again.done == tuple(people)
    assert rows(people[0])[1:] == [
        ("2024-02-10", "2024-04-01", "CANCELLED", "BELUM_AKTIF"), ("2024-04-01", None, "ENROLLED", "BELUM_AKTIF"),
    ]  # fmt: skip


def test_a_local_governments_person_is_cancelled_before_the_day() -> None:
    """Registered on 10 January for 1 February and taken off the list on the 20th: never active."""
    people = ids(enrol(segment=LOCAL))
    membership.cancel(people=people, since=D(2024, 1, 20), by=BY)
    assert [row[2:] for row in rows(people[0])] == [("ENROLLED", "BELUM_AKTIF"), ("CANCELLED", "BELUM_AKTIF")]
    too_late = ids(enrol(segment=LOCAL))
    assert len(membership.cancel(people=too_late, since=D(2024, 2, 1), by=BY).refused) == 4


def test_a_move_that_never_was_is_voided_and_the_old_spell_goes_on() -> None:
    people = active_family()
    membership.move(
        people=people, since=D(2024, 3, 10), segment=WORKER, hospital_class=2, payer=payer_for(WORKER), by=BY
    )
    membership.end(people=people, status=Status.NONAKTIF_PPU_KELUAR, since=D(2024, 5, 1), by=BY)
    voided = membership.void(people=people, by=LATER)
    assert voided.done == tuple(people)
    assert rows(people[0])[1:] == [("2024-01-24", None, "ACTIVATED", "AKTIF")]


def test_an_enrolment_that_never_was_leaves_the_person_without_cover() -> None:
    people = active_family(POOR)
    membership.void(people=people[:1], by=LATER)
    assert rows(people[0]) == [("2024-01-10", None, "VOIDED", "BELUM_AKTIF")]
    assert membership.void(people=people[:1], by=LATER) == Outcome(None, ())


def test_the_first_of_two_spells_is_voided_and_the_second_stays() -> None:
    people = active_family(POOR)
    membership.move(
        people=people, since=D(2024, 3, 1), segment=LOCAL, hospital_class=3, payer=payer_for(LOCAL), by=BY
    )
    membership.void(people=people, of=D(2024, 2, 1), by=LATER)
    assert rows(people[0]) == [("2024-03-01", None, "MOVED", "AKTIF")]


def test_class_and_payer_are_corrected_for_the_whole_spell() -> None:
    people = active_family()
    membership.suspend(people=people, since=D(2024, 3, 1), by=BY)
    membership.correct(people=people, by=LATER, hospital_class=2)
    assert {v.fact.hospital_class for v in membership_of(people)[people[0]]} == {2}
    assert [row[2] for row in rows(people[0])] == ["ENROLLED", "ACTIVATED", "SUSPENDED"], (
        "what happened stays"
    )


def test_a_status_is_corrected_for_some_weeks() -> None:
    people = active_family(POOR)
    membership.correct(
        people=people[:1], by=LATER, status=Status.NONAKTIF_DATA, since=D(2024, 2, 1), until=D(2024, 3, 1)
    )
    assert rows(people[0]) == [
        ("2024-01-10", "2024-02-01", "ENROLLED", "AKTIF"),
        ("2024-02-01", "2024-03-01", "CORRECTED", "NONAKTIF_DATA"),
        ("2024-03-01", None, "CORRECTED", "AKTIF"),
    ]


def test_each_bucket_is_left_by_its_own_ground() -> None:
    poor = active_family(POOR)
    assert membership.end(
        people=poor, status=Status.NONAKTIF_PBI_KELUAR, since=D(2024, 2, 1), by=BY
    ).done == tuple(poor)
    back = membership.reactivate(people=poor, since=D(2024, 4, 5), by=BY)
    assert back.done == tuple(poor)
    own = active_family()
    assert (
        len(membership.end(people=own, status=Status.NONAKTIF_PBI_KELUAR, since=D(2024, 2, 1), by=BY).refused)
        == 4
    )


def test_two_payers_claim_one_person() -> None:
    """Wages before PBI before the local government (jkn.md 3); a claim that comes second is refused."""
    poor = active_family(POOR)
    wages: dict[str, Any] = {
        "since": D(2024, 3, 1),
        "segment": WORKER,
        "hospital_class": 2,
        "payer": payer_for(WORKER),
        "by": BY,
    }
    local: dict[str, Any] = {
        "since": D(2024, 4, 1),
        "segment": LOCAL,
        "hospital_class": 3,
        "payer": payer_for(LOCAL),
        "by": BY,
    }
    assert rule(membership.claim(people=poor, **{**local, "since": D(2024, 2, 1)})) == "precedence"
    assert membership.claim(people=poor, **wages).done == tuple(poor)
    refused = membership.claim(people=poor, **local)
    assert rule(refused) == "precedence" and "PEGAWAI SWASTA" in refused.refused[0].reason.id
    membership.end(people=poor, status=Status.NONAKTIF_PPU_KELUAR, since=D(2024, 4, 1), by=BY)
    assert membership.claim(people=poor, **local).done == tuple(poor), (
        "whose cover ended anyone may take over"
    )


def test_which_segment_comes_first() -> None:
    day = D(2024, 7, 1)
    order = {(WORKER, POOR): "PPU_BU", (POOR, LOCAL): "PBI_JK", (SELF_PAYER, WORKER): "PPU_BU",
             (SELF_PAYER, POOR): "PBI_JK", (LOCAL, SELF_PAYER): "PBPU_BP_PEMDA", (PENSIONER, POOR): "BP",
             (SERVANT, WORKER): None}  # fmt: skip
    for (one, other), stays in order.items():
        assert precedence(one, other, day).stays == precedence(other, one, day).stays == stays
    assert precedence(WORKER, POOR, day).article.startswith("Keterangan BPJS")


def test_several_services_in_one_change_are_seen_together_or_not_at_all() -> None:
    people = active_family()
    before = counts()
    with pytest.raises(RuntimeError), recording("month_end", BY) as during:
        membership.suspend(people=people, since=D(2024, 3, 1), by=BY, during=during)
        raise RuntimeError
    assert counts() == before
    with recording("month_end", Decision("petugas", "akhir bulan", at=NOON)) as during:
        membership.suspend(people=people, since=D(2024, 3, 1), by=BY, during=during)
        membership.reactivate(people=people, since=D(2024, 3, 1), by=BY, during=during)
    assert counts()["change"] == before["change"] + 1
    assert rows(people[0])[-1] == ("2024-03-01", None, "REACTIVATED", "AKTIF")


def test_a_child_of_a_worker_leaves_at_twenty_one_a_student_at_twenty_five() -> None:
    from semesta.register.ageing import end_children_over_age

    head = four()[0]
    children = [
        person("ANAK SATU", "L", D(2003, 2, 28), Relation.CHILD),
        person("ANAK DUA", "P", D(2003, 2, 10), Relation.CHILD, student=True),
        person("ANAK TIGA", "P", D(2004, 2, 29), Relation.CHILD),
    ]
    worker = ids(enrol([head, *children], WORKER))
    poor = ids(enrol([four()[0], person("ANAK", "L", D(2003, 2, 28), Relation.CHILD)], POOR))
    assert end_children_over_age(on=D(2024, 2, 27), by=BY) == 0
    assert end_children_over_age(on=D(2024, 4, 1), by=BY) == 1
    assert end_children_over_age(on=D(2024, 4, 1), by=BY) == 0, "running it twice changes nothing"
    assert rows(worker[1])[-1] == ("2024-02-28", None, "ENDED", "NONAKTIF_USIA")
    assert rows(worker[2])[-1][3] == rows(poor[1])[-1][3] == "AKTIF"
    assert end_children_over_age(on=D(2025, 3, 1), by=BY) == 1
    assert rows(worker[3])[-1] == ("2025-02-28", None, "ENDED", "NONAKTIF_USIA"), "born on the 29th"
    assert end_children_over_age(on=D(2028, 2, 10), by=BY) == 1
    [(article,)] = asked("SELECT article FROM change ORDER BY id DESC LIMIT 1")
    assert article == "Perpres 82/2018 Ps. 5 ayat 1"
