"""A family comes to the desk: what is written, what is refused before anything is, and what it costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from semesta.faults import InputRefused, NotFound
from semesta.register import membership
from semesta.register.checking import check
from semesta.register.people import Enrolled, NewPerson, add_to_family
from semesta.register.rebuilding import differences
from semesta.register.refusing import Refused
from semesta.register.starts import first_payment
from semesta.register.vocabulary import Relation, Status
from tests.register.desk_people import (
    BY,
    LOCAL,
    PENSIONER,
    POOR,
    SELF_PAYER,
    START,
    WORKER,
    counts,
    enrol,
    four,
    ids,
    kk,
    payer_for,
    person,
    rows,
    try_to_enrol,
)

pytestmark = pytest.mark.usefixtures("shared_database")


def lawful() -> None:
    assert [law.name for law in check() if not law.holds] == []
    assert differences() == ()


def test_a_family_of_four_costs_nine_statements(shared_database: str) -> None:
    """With the ledger's entry, posting and lines it may be twelve (issue 4); PostgreSQL has one more, the lock."""
    with CaptureQueriesContext(connection) as asked_for:
        enrol()
    begin = shared_database.startswith("sqlite")
    assert len(asked_for) == (9 if begin else 10), [query["sql"][:60] for query in asked_for]


def test_a_self_paying_family_waits_for_its_first_payment() -> None:
    family = enrol()
    assert [it.status for it in family.people] == [Status.BELUM_AKTIF] * 4
    assert rows(family.people[0].id) == [("2024-01-10", None, "ENROLLED", "BELUM_AKTIF")]
    window = first_payment(START)
    assert (window.earliest, window.latest) == (dt.date(2024, 1, 24), dt.date(2024, 2, 9))
    membership.activate(people=ids(family), since=window.earliest, by=BY)
    assert rows(family.people[3].id) == [
        ("2024-01-10", "2024-01-24", "ENROLLED", "BELUM_AKTIF"),
        ("2024-01-24", None, "ACTIVATED", "AKTIF"),
    ]
    lawful()


def test_a_local_governments_people_begin_on_the_first_and_with_priority_at_once() -> None:
    """jkn.md 3: UHC Prioritas the same day, others on the first of the next month."""
    plain, priority = enrol(segment=LOCAL), enrol(segment=LOCAL, priority=True)
    assert rows(plain.people[0].id) == [
        ("2024-01-10", "2024-02-01", "ENROLLED", "BELUM_AKTIF"),
        ("2024-02-01", None, "ACTIVATED", "AKTIF"),
    ]
    assert rows(priority.people[0].id) == [("2024-01-10", None, "ENROLLED", "AKTIF")]
    lawful()


def test_those_for_whom_others_pay_are_active_at_once() -> None:
    for segment in (POOR, WORKER, PENSIONER):
        assert {it.status for it in enrol(segment=segment).people} == {Status.AKTIF}


def test_cards_are_issued_by_the_persons_number_and_never_one_that_is_taken() -> None:
    family = enrol()
    assert [it.card for it in family.people] == [9_000_000_000 + it.id for it in family.people]
    last = family.people[-1].id
    taken = 9_000_000_000 + last + 3  # an extract brought a card of that form, which is next but one
    enrol([replace(four()[0], card=f"{taken:013d}")])
    cards = [it.card for it in enrol().people]
    assert len(set(cards)) == 4 and taken not in cards and min(cards) > 9_000_000_000 + last


def test_a_card_that_was_given_is_kept() -> None:
    people = [replace(four()[0], card="0001336526592")]
    assert enrol(people).people[0].card == 1336526592
    again = try_to_enrol([replace(four()[0], card="0001336526592")])
    assert isinstance(again, Refused) and again.rule == "card.known"


def test_a_second_person_with_a_known_nik_is_refused_with_who_and_what_to_do() -> None:
    people = four()
    family = enrol(people)
    before = counts()
    again = try_to_enrol([replace(people[1], relation=Relation.MEMBER)])
    assert isinstance(again, Refused) and again.rule == "nik.known"
    assert again.person == family.people[1].id
    known = people[1].nik or ""
    assert known not in again.reason.id and f"{known[:6]}********{known[-2:]}" in again.reason.id
    assert "move" in again.remedy.id
    assert counts() == before


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"nik": "1871010203849"}, "nik"),
        ({"nik": None}, "nik"),
        ({"kk": "1871014203849001"}, "kk"),
        ({"village": "18.71.01.9999"}, "village"),
        ({"village": "18.71"}, "village"),
        ({"card": "12"}, "card"),
        ({"name": "  "}, "name"),
        ({"birth_date": START + dt.timedelta(days=1)}, "birth_date"),
        ({"sex": "X"}, "sex"),
        ({"relation": Relation.WIFE}, "relation"),
        ({"relation": Relation.CHILD}, "relation"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(change: dict[str, Any], place: str) -> None:
    head, *others = four()
    before = counts()
    with pytest.raises(InputRefused) as refused:
        enrol([replace(head, **change), *others])
    assert refused.value.place == place
    assert counts() == before


def test_two_heads_or_one_nik_twice_are_refused() -> None:
    head, wife, *children = four()
    with pytest.raises(InputRefused, match="2 main members"):
        enrol([head, replace(wife, relation=Relation.MEMBER), *children])
    with pytest.raises(InputRefused, match="the same number"):
        enrol([head, replace(wife, nik=head.nik), *children])


def test_segment_class_and_payer_go_together() -> None:
    before = counts()
    refused = {
        "payer.kind": [
            try_to_enrol(segment=SELF_PAYER, payer=payer_for(WORKER)),
            try_to_enrol(segment=LOCAL, payer=None),
            try_to_enrol(segment=WORKER, payer=payer_for(LOCAL)),
        ],
        "class.entitled": [
            try_to_enrol(segment=POOR, hospital_class=1),
            try_to_enrol(segment=LOCAL, hospital_class=2),
        ],
    }
    for rule, results in refused.items():
        assert all(isinstance(it, Refused) and it.rule == rule for it in results)
    wrongs: tuple[dict[str, Any], ...] = (
        {"segment": 29}, {"segment": 0}, {"hospital_class": 4}, {"segment": WORKER, "payer": 999},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(InputRefused):
            try_to_enrol(**wrong)
    assert {k: v for k, v in counts().items() if k in ("person", "family")} == {
        k: v for k, v in before.items() if k in ("person", "family")
    }


def test_a_newborn_of_a_poor_mother_and_of_a_worker_is_active_from_birth() -> None:
    """jkn.md 3: automatically PBI; the first three children of a worker at once; NIK within three months."""
    born = dt.date(2024, 3, 3)
    for segment in (POOR, WORKER):
        family = enrol(four()[:3], segment)
        baby = person("BAYI NY SITI", "P", born, Relation.CHILD, nik=None, kk=kk())
        added = add_to_family(family=family.family, people=[baby], start=dt.date(2024, 3, 20), by=BY)
        assert isinstance(added, Enrolled)
        assert rows(added.people[0].id) == [("2024-03-03", None, "ENROLLED", "AKTIF")]
    lawful()


def test_nobody_comes_into_a_family_whose_cover_has_ended() -> None:
    family = enrol(four()[:3], POOR)
    membership.end(people=ids(family), status=Status.NONAKTIF_PBI_KELUAR, since=dt.date(2024, 2, 1), by=BY)
    baby = person("BAYI", "P", dt.date(2024, 3, 3), Relation.CHILD, nik=None)
    refused = add_to_family(family=family.family, people=[baby], start=dt.date(2024, 3, 20), by=BY)
    assert isinstance(refused, Refused) and refused.rule == "family.ended"


def test_a_self_payers_newborn_waits_for_its_payment() -> None:
    family = enrol()
    baby = person("BAYI NY SITI", "L", dt.date(2024, 3, 3), Relation.CHILD, nik=None)
    added = add_to_family(family=family.family, people=[baby], start=dt.date(2024, 3, 20), by=BY)
    assert isinstance(added, Enrolled) and added.people[0].status == Status.BELUM_AKTIF
    late = replace(baby, birth_date=dt.date(2023, 11, 1))
    with pytest.raises(InputRefused):  # four months old: a NIK is needed
        add_to_family(family=family.family, people=[late], start=dt.date(2024, 3, 20), by=BY)


def test_the_fourth_child_of_a_worker_is_an_additional_member() -> None:
    born = dt.date(2024, 3, 3)
    third = person("CHILD TIGA", "L", dt.date(2015, 1, 1), Relation.CHILD)
    family = enrol([*four(), third], WORKER)
    baby = person("BAYI", "P", born, Relation.CHILD, nik=None)
    refused = add_to_family(family=family.family, people=[baby], start=born, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "family.dependant"
    assert refused.article.startswith("Perpres 82/2018 Ps. 5")
    alone = enrol(
        [four()[0], *(person(f"ANAK {n}", "L", dt.date(2014 + n, 1, 1), Relation.CHILD) for n in range(3))],
        WORKER,
    )
    refused = add_to_family(family=alone.family, people=[baby], start=born, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "family.newborn"
    added = add_to_family(
        family=alone.family, people=[replace(baby, relation=Relation.ADDITIONAL)], start=born, by=BY
    )
    assert isinstance(added, Enrolled) and added.people[0].status == Status.AKTIF


def test_a_family_has_one_head_and_must_be_there() -> None:
    family = enrol()
    second = person("KAKEK", "L", dt.date(1950, 1, 1), Relation.MEMBER)
    refused = add_to_family(family=family.family, people=[second], start=START, by=BY)
    assert isinstance(refused, Refused) and refused.rule == "family.head"
    with pytest.raises(NotFound):
        add_to_family(family=999, people=[second], start=START, by=BY)


def test_self_payers_bring_everyone_on_the_family_card() -> None:
    """jkn.md 3, to be verified, and the refusal says so."""
    card = kk()
    people = four(card)
    refused = try_to_enrol(people[:3], people_on_card=4)
    assert isinstance(refused, Refused) and refused.rule == "family.whole"
    assert "perlu diverifikasi" in refused.article
    assert isinstance(try_to_enrol(people[:3], WORKER, people_on_card=4), Enrolled), (
        "a rule of self-payers only"
    )
    assert isinstance(
        try_to_enrol([replace(people[3], relation=Relation.MEMBER)], people_on_card=4), Enrolled
    )


def test_self_payers_do_not_leave_behind_one_whose_cover_ended() -> None:
    card = kk()
    father, *others = four(card)
    worker = enrol([father], WORKER)
    membership.end(people=ids(worker), status=Status.NONAKTIF_PPU_KELUAR, since=dt.date(2024, 3, 1), by=BY)
    family = [replace(others[0], relation=Relation.MEMBER), *others[1:]]
    refused = try_to_enrol(family, start=dt.date(2024, 3, 5))
    assert isinstance(refused, Refused) and refused.person == worker.people[0].id
    moved = membership.move(
        people=ids(worker), since=dt.date(2024, 3, 5), segment=SELF_PAYER, hospital_class=3, payer=None, by=BY
    )
    assert moved.done == tuple(ids(worker))
    joined = add_to_family(family=worker.family, people=others, start=dt.date(2024, 3, 5), by=BY)
    assert isinstance(joined, Enrolled)
    lawful()


def a_child(born: dt.date, **more: Any) -> NewPerson:
    return person("ANAK", "L", born, Relation.CHILD, **more)


@pytest.mark.parametrize(
    ("child", "entitled"),
    [
        (a_child(dt.date(2003, 1, 11)), True),
        (a_child(dt.date(2003, 1, 10)), False),  # 21 on the day
        (a_child(dt.date(2003, 1, 10), student=True), True),
        (a_child(dt.date(1999, 1, 10), student=True), False),
        (a_child(dt.date(2005, 1, 1), married=True), False),
        (a_child(dt.date(2005, 1, 1), own_income=True), False),
    ],
)
def test_whom_a_worker_covers(child: NewPerson, entitled: bool) -> None:
    found = try_to_enrol([four()[0], child], WORKER)
    assert isinstance(found, Enrolled) == entitled
    if isinstance(found, Refused):
        assert found.rule == "family.dependant" and "Perpres 82/2018 Ps. 5 ayat 1" in found.article
    assert isinstance(try_to_enrol([four()[0], replace(child, nik=None, passport=child.nik)]), Enrolled), (
        "no limit"
    )
