"""People come into the register, alone or as a family; what changes about them is in `person_changes`.

enrol_family(people=[NewPerson(...), ...], segment=3, hospital_class=3, payer=None, start=day, by=decision)
add_to_family(family=1, people=[NewPerson(...)], start=day, by=decision)
correct_person, move_address, report_death, withdraw_death
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from semesta.database import insert_rows, writing
from semesta.faults import NotFound, Text
from semesta.register import known_numbers
from semesta.register.buckets import WORKERS
from semesta.register.enrolling import Enrolled, EnrolledPerson, Incoming, Into, write_newcomers
from semesta.register.families import Applicant, Terms, family_refused, wants_whole_family
from semesta.register.formulas import article_in_force
from semesta.register.households import Household, household
from semesta.register.known_numbers import Known
from semesta.register.newcomers import Checked, NewPerson, check_heads, checked_people
from semesta.register.person_changes import correct_person, move_address, report_death, withdraw_death
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Refused
from semesta.register.starts import covers_as, is_newborn, newborn, starts_of
from semesta.register.vocabulary import Relation

__all__ = [
    "Enrolled",
    "EnrolledPerson",
    "NewPerson",
    "add_to_family",
    "correct_person",
    "enrol_family",
    "move_address",
    "report_death",
    "withdraw_death",
]


def enrol_family(
    *,
    people: Sequence[NewPerson],
    segment: int,
    hospital_class: int,
    payer: int | None,
    start: dt.date,
    by: Decision,
    priority: bool = False,
    people_on_card: int | None = None,
    during: Recording | None = None,
) -> Enrolled | Refused:
    """A new family of the scheme, registered on `start`; all of it or nothing.

    Self-payers are BELUM_AKTIF until their first payment (formula `first_payment`), people of a local
    government until the day of formula `local_start` (`priority`: the region has UHC Prioritas), all others
    are AKTIF. `people_on_card`: how many the family card lists. InputRefused for a wrong number, date or
    relation; Refused where a rule says no or a number is known already. Nothing is written then.
    """
    checked = checked_people(people, start)
    check_heads(people)
    with writing():
        known = known_numbers.look_up(
            checked, payer, on=start, whole_family=wants_whole_family(segment, start)
        )
        terms = Terms(segment, hospital_class, payer, known.payer_kind)
        refused = known_numbers.taken(known) or family_refused(
            [_applicant(it) for it in checked],
            terms,
            start,
            on_card=known.on_card,
            people_on_card=people_on_card,
        )
        if refused is not None:
            return refused
        starts = starts_of(segment, start, priority=priority)
        change = (during or record("enrol", by)).change
        [family] = insert_rows("family", ("change_id",), [(change,)], returning="id")
        into = Into(change, family, segment, hospital_class, payer)
        return write_newcomers(
            into, [Incoming(id_, it, starts) for id_, it in zip(known.ids, checked, strict=True)]
        )


def add_to_family(
    *,
    family: int,
    people: Sequence[NewPerson],
    start: dt.date,
    by: Decision,
    priority: bool = False,
    during: Recording | None = None,
) -> Enrolled | Refused:
    """Newcomers to a family that is there: a spouse, a newborn. They have its segment, class and payer.

    A newborn goes by formula `newborn`: with PBI and workers it is active from its birth, a self-payer's once
    it is paid for. Errors as of `enrol_family`; NotFound where there is no such family.
    """
    checked = checked_people(people, start)
    with writing():
        home = _home(family)
        known = known_numbers.look_up(checked, home.payer, on=start)
        terms = Terms(home.segment, home.hospital_class, home.payer, known.payer_kind)
        refused = (
            known_numbers.taken(known)
            or _ended(home)
            or _second_head(home, checked)
            or family_refused([_applicant(it) for it in checked], terms, start, covered=home.applicants)
        )
        if refused is not None:
            return refused
        newcomers = _newcomers(home, checked, known, start, priority)
        if isinstance(newcomers, Refused):
            return newcomers
        change = (during or record("add", by)).change
        into = Into(change, family, home.segment, home.hospital_class, home.payer)
        return write_newcomers(into, newcomers)


def _applicant(it: Checked) -> Applicant:
    person = it.person
    return Applicant(person.relation, person.birth_date, person.student, person.married, person.own_income)


def _home(family: int) -> Household:
    found = household(family)
    if found is None:
        raise NotFound(
            place=str(family),
            reason=Text("Tidak ada keluarga hidup dengan nomor ini.", "There is no living family of this number."),
            remedy=Text("Cari nomor keluarga dari seorang anggotanya.", "Look for its number by one of its members."),
        )  # fmt: skip
    return found


def _ended(home: Household) -> Refused | None:
    """Nobody comes into a family whose cover has ended: a baby of a mother who is PBI no more is not PBI."""
    if not home.ended:
        return None
    return Refused(
        "family.ended",
        Text("Kepesertaan keluarga ini sudah berakhir atau batal.", "This family's membership has ended or was cancelled."),
        Text("Pindahkan atau aktifkan dulu keluarganya (move, reactivate).", "Move or reactivate the family first (move, reactivate)."),
    )  # fmt: skip


def _second_head(home: Household, people: Sequence[Checked]) -> Refused | None:
    heads = sum(it.person.relation == Relation.MEMBER for it in people) + home.has_head
    if heads == 1:
        return None
    return Refused(
        "family.head",
        Text(f"Keluarga ini akan punya {heads} peserta utama (PISA 1).", f"This family would have {heads} main members (PISA 1)."),
        Text("Satu keluarga punya tepat satu peserta utama.", "A family has exactly one main member."),
    )  # fmt: skip


def _newcomers(
    home: Household, people: Sequence[Checked], known: Known, start: dt.date, priority: bool
) -> list[Incoming] | Refused:
    children = sum(it.relation == Relation.CHILD for it in home.applicants)
    found = []
    for id_, it in zip(known.ids, people, strict=True):
        starts = starts_of(home.segment, start, priority=priority)
        if it.person.relation in (Relation.CHILD, Relation.ADDITIONAL):
            children += 1
            if is_newborn(it.person.birth_date, start):
                baby = newborn(home.segment, it.person.birth_date, children, start, priority=priority)
                if home.bucket in WORKERS and not covers_as(baby.route, it.person.relation):
                    return _fourth_child(start)
                starts = baby.starts
        found.append(Incoming(id_, it, starts))
    return found


def _fourth_child(on: dt.date) -> Refused:
    return Refused(
        "family.newborn",
        Text("Anak pekerja sampai yang ketiga ditulis PISA 4, sejak yang keempat PISA 5.", "A worker's children up to the third are written PISA 4, from the fourth on PISA 5."),
        Text("Perbaiki hubungan bayi ini.", "Correct the relation of this baby."),
        article_in_force("newborn.children_covered", on),
    )  # fmt: skip
