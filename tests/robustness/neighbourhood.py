"""Invented families, employers and banks for the trials of this folder, made by the services and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from semesta.ledger.banks import register_bank
from semesta.ledger.parties import virtual_account
from semesta.ledger.payments import BankPayment
from semesta.register.people import Enrolled, NewPerson, enrol_family
from semesta.register.recording import Decision
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation

MANDIRI = SEGMENT_NUMBERS["PEKERJA MANDIRI"]
START = dt.date(2024, 1, 2)
BANK = "BRI"


@dataclass(frozen=True, slots=True)
class Household:
    """A family of the trials: its number, its people, and its first card."""

    family: int
    people: tuple[int, ...]
    card: int

    def pays(self, rupiah: int, day: dt.date, reference: str) -> BankPayment:
        return BankPayment(BANK, reference, virtual_account(self.card), rupiah, day)


def decided(day: dt.date, reason: str = "coba") -> Decision:
    """A decision of that noon: the machine's clock plays no part."""
    return Decision("uji", reason, at=dt.datetime.combine(day, dt.time(12), dt.UTC))


def nik_of(number: int, birth: dt.date, sex: str) -> str:
    """An invented NIK: serials 9000 to 9999 are not issued in practice."""
    assert 0 <= number < 1000
    day = birth.day + (40 if sex == "P" else 0)
    return f"187101{day:02d}{birth:%m%y}{9000 + number}"


def someone(number: int, relation: Relation, *, born: dt.date, card: str | None = None) -> NewPerson:
    """Person `number` of the trials: everything about them follows from the number."""
    sex: Literal["L", "P"] = (
        "P" if relation is Relation.WIFE or (relation is Relation.CHILD and number % 2) else "L"
    )
    return NewPerson(
        name=f"ORANG {number}",
        sex=sex,
        birth_date=born,
        relation=relation,
        nik=nik_of(number % 1000, born, sex),
        kk=f"187101010120{9000 + number // 10 % 1000}",
        village="18.71.01.1004",
        card=card or f"0009{number:09d}",
    )


def household(
    number: int, *, children: int = 1, hospital_class: int = 3, start: dt.date = START, segment: int = MANDIRI,
    payer: int | None = None,
) -> Household:  # fmt: skip
    """Family `number`, 0 to 99: a couple and their children, registered on a day."""
    people = [
        someone(number * 10, Relation.MEMBER, born=dt.date(1980, 1, 1 + number % 28)),
        someone(number * 10 + 1, Relation.WIFE, born=dt.date(1984, 2, 1 + number % 28)),
        *(
            someone(number * 10 + 2 + child, Relation.CHILD, born=dt.date(2010 + child, 3, 1 + number % 28))
            for child in range(children)
        ),
    ]
    enrolled = enrol_family(
        people=people,
        segment=segment,
        hospital_class=hospital_class,
        payer=payer,
        start=start,
        by=decided(start),
    )
    assert isinstance(enrolled, Enrolled), enrolled
    return Household(enrolled.family, tuple(person.id for person in enrolled.people), enrolled.people[0].card)


def bank() -> None:
    """The bank of the trials."""
    register_bank(BANK, "Bank Rekaan", by=decided(START))
