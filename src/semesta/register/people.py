"""People come into the register, change, move house and die; each is one change with its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.database import insert_rows, writing
from semesta.register import known_numbers
from semesta.register.buckets import BUCKET_OF, self_paying
from semesta.register.formulas import value_of
from semesta.register.known_numbers import Known
from semesta.register.newcomers import Checked, NewPerson, check_heads, checked_people
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Refused
from semesta.register.vocabulary import IdentifierKind, Relation, Status, Transition

__all__ = ["Enrolled", "EnrolledPerson", "NewPerson", "enrol_family"]


@dataclass(frozen=True, slots=True)
class EnrolledPerson:
    """Someone who came in: the number, the card (13 digits as a number), and the standing from `since` on.

    A person registered by a local government waits (BELUM_AKTIF) until `since`; all others stand so at once.
    """

    id: int
    card: int
    relation: Relation
    status: Status
    since: dt.date


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment made."""

    change: int
    family: int
    segment: int
    hospital_class: int
    payer: int | None
    people: tuple[EnrolledPerson, ...]


def enrol_family(
    *,
    people: Sequence[NewPerson],
    segment: int,
    hospital_class: int,
    payer: int | None,
    start: dt.date,
    by: Decision,
    priority: bool = False,
    during: Recording | None = None,
) -> Enrolled | Refused:
    """A new family of the scheme, registered on `start`; all of it or nothing.

    Self-payers are BELUM_AKTIF until their first payment (formula `first_payment`), people of a local
    government until the day of formula `local_start` (`priority`: the region has UHC Prioritas), all others
    are AKTIF. InputRefused for a wrong number, date or relation; Refused where a rule says no.
    """
    checked = checked_people(people, start)
    check_heads(people)
    with writing():
        known = known_numbers.look_up(checked, payer)
        refused = known_numbers.taken(known)
        if refused is not None:
            return refused
        change = (during or record("enrol", by)).change
        [family] = insert_rows("family", ("change_id",), [(change,)], returning="id")
        new = _New(change, family, segment, hospital_class, payer, _standings(segment, start, priority))
        return new.written(checked, known)


@dataclass(frozen=True, slots=True)
class Standing:
    """A stretch of a newcomer's membership."""

    since: dt.date
    until: dt.date | None
    status: Status
    transition: Transition


def _standings(segment: int, start: dt.date, priority: bool) -> tuple[Standing, ...]:
    if self_paying(segment, start):
        return (Standing(start, None, Status.BELUM_AKTIF, Transition.ENROLLED),)
    active_from = start
    if BUCKET_OF[segment] == "PBPU_BP_PEMDA":
        found = value_of("local_start", "active_from", start, registered_on=start, priority=priority)
        assert isinstance(found, dt.date)
        active_from = found
    if active_from == start:
        return (Standing(start, None, Status.AKTIF, Transition.ENROLLED),)
    return (
        Standing(start, active_from, Status.BELUM_AKTIF, Transition.ENROLLED),
        Standing(active_from, None, Status.AKTIF, Transition.ACTIVATED),
    )


@dataclass(frozen=True, slots=True)
class _New:
    """What the newcomers of one change have in common."""

    change: int
    family: int
    segment: int
    hospital_class: int
    payer: int | None
    standings: tuple[Standing, ...]

    def written(self, people: Sequence[Checked], known: Known) -> Enrolled:
        """The rows of everybody in one statement a table."""
        now = self.standings[-1]
        start = self.standings[0].since
        begins = now.since if now.status == Status.AKTIF else None
        cards = [it.card or known_numbers.issued_card(id_) for it, id_ in zip(people, known.ids, strict=True)]
        rows = list(zip(known.ids, cards, people, strict=True))
        insert_rows("person", _PERSON, [
            (id_, self.change, it.nik, card, it.kk, it.village, self.family, it.person.relation, 1, self.segment,
             self.hospital_class, self.payer, now.status, now.since)
            for id_, card, it in rows
        ])  # fmt: skip
        insert_rows("identifier", _IDENTIFIER, [
            (id_, kind, value, start, self.change, False)
            for id_, card, it in rows for kind, value in _numbers(it, card)
        ])  # fmt: skip
        insert_rows("person_fact", _FACT, [
            (id_, start, self.change, p.name.strip(), p.sex, p.birth_date, it.kk, it.village, p.address, p.rt, p.rw,
             p.phone, p.email, p.facility, p.student or None)
            for id_, _, it in rows for p in (it.person,)
        ])  # fmt: skip
        insert_rows("membership", _MEMBERSHIP, [
            (id_, s.since, s.until, self.change, 1, self.family, it.person.relation, self.segment,
             self.hospital_class, self.payer, s.status, s.transition, begins)
            for id_, _, it in rows for s in self.standings
        ])  # fmt: skip
        return Enrolled(
            self.change, self.family, self.segment, self.hospital_class, self.payer,
            tuple(EnrolledPerson(id_, card, it.person.relation, now.status, now.since) for id_, card, it in rows),
        )  # fmt: skip


def _numbers(it: Checked, card: int) -> list[tuple[int, str]]:
    numbers = [(int(IdentifierKind.CARD), f"{card:013d}")]
    if it.nik is not None:
        numbers.append((int(IdentifierKind.NIK), f"{it.nik:016d}"))
    if it.person.passport:
        numbers.append((int(IdentifierKind.PASSPORT), it.person.passport))
    return numbers


_PERSON = (
    "id", "change_id", "nik", "card", "kk", "village", "family_id", "relation", "spell", "segment",
    "hospital_class", "payer_id", "status", "since",
)  # fmt: skip
_IDENTIFIER = ("person_id", "kind", "value", "valid_from", "change_id", "contested")
_FACT = (
    "person_id", "valid_from", "change_id", "name", "sex", "birth_date", "kk", "village", "address", "rt", "rw",
    "phone", "email", "facility", "student",
)  # fmt: skip
_MEMBERSHIP = (
    "person_id", "valid_from", "valid_to", "change_id", "spell", "family_id", "relation", "segment",
    "hospital_class", "payer_id", "status", "transition", "start_date",
)  # fmt: skip
