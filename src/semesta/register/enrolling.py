"""The rows of people who come into a family: one statement a table, however many they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.database import insert_rows
from semesta.register.known_numbers import issued_card
from semesta.register.newcomers import Checked
from semesta.register.starts import Starts
from semesta.register.vocabulary import IdentifierKind, Relation, Status


@dataclass(frozen=True, slots=True)
class EnrolledPerson:
    """Someone who came in: the number, the card (13 digits as a number), and the standing from `since` on.

    Who waits for a day that is known already (people of a local government) is AKTIF from that day, `since`.
    """

    id: int
    card: int
    relation: Relation
    status: Status
    since: dt.date


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment made: the change, the family and its terms, the people in the order given."""

    change: int
    family: int
    segment: int
    hospital_class: int
    payer: int | None
    people: tuple[EnrolledPerson, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One newcomer: their number, what was checked of them, and the first stretches of their membership."""

    id: int
    it: Checked
    starts: Starts

    @property
    def card(self) -> int:
        return self.it.card or issued_card(self.id)


@dataclass(frozen=True, slots=True)
class Into:
    """The family that people come into, and in which change."""

    change: int
    family: int
    segment: int
    hospital_class: int
    payer: int | None


def write_newcomers(into: Into, newcomers: Sequence[Incoming]) -> Enrolled:
    """Person, identifiers, facts and membership of everybody. Inside the change's transaction."""
    insert_rows("person", _PERSON, [_person(into, new) for new in newcomers])
    insert_rows("identifier", _IDENTIFIER, [row for new in newcomers for row in _identifiers(into, new)])
    insert_rows("person_fact", _FACT, [_fact(into, new) for new in newcomers])
    insert_rows("membership", _MEMBERSHIP, [row for new in newcomers for row in _membership(into, new)])
    return Enrolled(
        into.change,
        into.family,
        into.segment,
        into.hospital_class,
        into.payer,
        tuple(
            EnrolledPerson(
                new.id, new.card, new.it.person.relation, new.starts[-1].status, new.starts[-1].since
            )
            for new in newcomers
        ),
    )


_Row = tuple[int | str | bool | dt.date | None, ...]

_PERSON = (
    "id", "change_id", "nik", "card", "kk", "village", "family_id", "relation", "spell", "segment",
    "hospital_class", "payer_id", "status", "since",
)  # fmt: skip


def _person(into: Into, new: Incoming) -> _Row:
    it, now = new.it, new.starts[-1]
    return (
        new.id, into.change, it.nik, new.card, it.kk, it.village, into.family, it.person.relation, 1, into.segment,
        into.hospital_class, into.payer, now.status, now.since,
    )  # fmt: skip


_IDENTIFIER = ("person_id", "kind", "value", "valid_from", "change_id", "contested")
_CARD, _NIK, _PASSPORT = (
    int(kind) for kind in (IdentifierKind.CARD, IdentifierKind.NIK, IdentifierKind.PASSPORT)
)


def _identifiers(into: Into, new: Incoming) -> list[_Row]:
    numbers = [(_CARD, f"{new.card:013d}")]
    if new.it.nik is not None:
        numbers.append((_NIK, f"{new.it.nik:016d}"))
    if new.it.person.passport:
        numbers.append((_PASSPORT, new.it.person.passport))
    since = new.starts[0].since
    return [(new.id, kind, value, since, into.change, False) for kind, value in numbers]


_FACT = (
    "person_id", "valid_from", "change_id", "name", "sex", "birth_date", "kk", "village", "address", "rt", "rw",
    "phone", "email", "facility", "student",
)  # fmt: skip


def _fact(into: Into, new: Incoming) -> _Row:
    it, person = new.it, new.it.person
    return (
        new.id, new.starts[0].since, into.change, person.name.strip(), person.sex, person.birth_date, it.kk, it.village,
        person.address, person.rt, person.rw, person.phone, person.email, person.facility, person.student or None,
    )  # fmt: skip


_MEMBERSHIP = (
    "person_id", "valid_from", "valid_to", "change_id", "spell", "family_id", "relation", "segment",
    "hospital_class", "payer_id", "status", "transition", "start_date",
)  # fmt: skip


def _membership(into: Into, new: Incoming) -> list[_Row]:
    """`start_date` (TMT) is the day on which cover begins, unknown as long as a first payment is waited for."""
    now = new.starts[-1]
    begins = now.since if now.status == Status.AKTIF else None
    return [
        (
            new.id, start.since, start.until, into.change, 1, into.family, new.it.person.relation, into.segment,
            into.hospital_class, into.payer, start.status, start.transition, begins,
        )
        for start in new.starts
    ]  # fmt: skip
