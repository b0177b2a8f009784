"""Two families register in July: one pays in its window and is covered that day, the other never pays."""

from __future__ import annotations

import datetime as dt

from semesta.ledger.joining import Joined, enrol_and_bill
from semesta.ledger.parties import virtual_account
from semesta.ledger.payments import BankPayment, post_payments
from semesta.register.looking import standing_of
from semesta.register.people import NewPerson
from semesta.register.refusing import Refused
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation
from semesta.scenario.cast import status_of
from semesta.scenario.opening import BANK
from semesta.scenario.story import Story, decided

REGISTERED, PAID = dt.date(2024, 7, 8), dt.date(2024, 7, 25)
_VILLAGE = "18.71.01.1004"
_HUSBAND, _WIFE = dt.date(1988, 2, 29), dt.date(1990, 4, 30)
_SELF_PAYER = SEGMENT_NUMBERS["PEKERJA MANDIRI"]
_FIRST_SERIAL = 9001


def register_families(story: Story) -> Joined:
    """The third one comes with a NIK that is known by then, and is refused. The one that will pay."""
    story.begins("joined")
    by = decided("loket", "pendaftaran mandiri", REGISTERED)
    niks = [_free_nik(_HUSBAND, 0), _free_nik(_WIFE, 40), _free_nik(_HUSBAND, 0, after=1)]
    families = [
        (_husband("AGUS REKAAN", niks[0]), _wife("DEWI REKAAN", niks[1])),
        (_husband("JOKO REKAAN", niks[2]),),
        (_husband("AGUS LAIN", niks[0]),),
    ]
    done = [
        enrol_and_bill(
            people=people, segment=_SELF_PAYER, hospital_class=3, payer=None, start=REGISTERED, by=by
        )
        for people in families
    ]
    joined = [it for it in done if isinstance(it, Joined) and it.bill]
    assert len(joined) == 2 and isinstance(done[-1], Refused), done
    story.tell(
        "joined", REGISTERED, families=len(joined), rupiah=sum(it.bill.rupiah for it in joined if it.bill), rule=done[-1].rule,
    )  # fmt: skip
    return joined[0]


def pay_first(story: Story, family: Joined) -> None:
    """Within the window of 14 to 30 days."""
    story.begins("first_payment")
    head = family.enrolled.people[0]
    before = status_of(head.id)
    assert family.bill
    payment = BankPayment(BANK, "F1", virtual_account(head.card), family.bill.rupiah, PAID)
    posted = post_payments([payment], by=decided("bank", "pembayaran pertama", PAID))
    story.tell(
        "first_payment", PAID, rupiah=family.bill.rupiah, activated=posted.followed.activated, before=before,
        after=status_of(head.id),
    )  # fmt: skip


def _husband(name: str, nik: str) -> NewPerson:
    return NewPerson(name, "L", _HUSBAND, Relation.MEMBER, nik=nik, kk=_kk(nik), village=_VILLAGE)


def _wife(name: str, nik: str) -> NewPerson:
    return NewPerson(name, "P", _WIFE, Relation.WIFE, nik=nik, kk=_kk(nik), village=_VILLAGE)


def _kk(nik: str) -> str:
    return f"187101010724{nik[-4:]}"


def _free_nik(born: dt.date, more: int, *, after: int = 0) -> str:
    """An invented number that nobody of the invented province has."""
    for serial in range(_FIRST_SERIAL, 10_000):
        nik = f"187101{born.day + more:02d}{born:%m%y}{serial}"
        if standing_of(nik=nik) is None:
            if not after:
                return nik
            after -= 1
    raise AssertionError("no number is free")
