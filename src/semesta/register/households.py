"""A family of the scheme as it stands: who is in it, and on what terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.register.buckets import BUCKET_OF
from semesta.register.families import UNCOVERED, Applicant
from semesta.register.transitions import CLOSERS
from semesta.register.vocabulary import Relation, Status


@dataclass(frozen=True, slots=True)
class Household:
    """The living people of a family by their present state, and the terms that they share."""

    family: int
    segment: int
    hospital_class: int
    payer: int | None
    applicants: tuple[Applicant, ...]
    ended: bool = False  # nobody's membership goes on: it ended, was cancelled or void

    @property
    def bucket(self) -> str:
        return BUCKET_OF[self.segment]

    @property
    def has_head(self) -> bool:
        return any(it.relation == Relation.MEMBER for it in self.applicants)

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(it.person for it in self.applicants if it.person is not None)


def household(family: int) -> Household | None:
    """The family; None where nobody living is in it. Its terms are its head's, else its first member's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.relation, p.segment, p.hospital_class, p.payer_id, f.birth_date, f.student, "
            "m.status, m.transition FROM person p "
            "JOIN membership m ON m.person_id = p.id AND m.superseded_by_id IS NULL AND m.valid_to IS NULL "
            "JOIN person_fact f ON f.person_id = p.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
            "WHERE p.family_id = %s AND p.status <> %s ORDER BY coalesce(p.relation, 9), p.id",
            [family, int(Status.MENINGGAL)],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    segment, hospital_class, payer = rows[0][2:5]
    ended = all(status in UNCOVERED or transition in CLOSERS for *_, status, transition in rows)
    people = tuple(_applicant(*row[:7]) for row in rows)
    return Household(family, segment, hospital_class or 0, payer, people, ended)


def _applicant(
    person: int, relation: int | None, _segment: int, _class: int | None, _payer: int | None,
    birth_date: dt.date | None, student: bool | None,
) -> Applicant:  # fmt: skip
    known = Relation(relation) if relation else Relation.ADDITIONAL
    return Applicant(known, birth_date, bool(student) if student is not None else None, person=person)
