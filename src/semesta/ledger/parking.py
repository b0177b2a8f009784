"""Money that came for an account nobody has: kept in suspense until its party is found, or given back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import writing
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.booking import PartyOf, Post, book
from semesta.ledger.months import as_date, open_month
from semesta.ledger.settling import settle_one
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.following_payments import Followed
from semesta.register.recording import Decision, record


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked payment. `state`: 'parked', 'resolved', 'refund asked', 'refunded', 'reversed'."""

    payment: int
    bank: int
    bank_code: str
    reference: str
    account: str
    amount_rupiah: int
    paid_on: dt.date
    state: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A parked payment that was given to its party, and what followed for people."""

    parked: Parked
    party: PartyOf
    entry: int
    followed: Followed


def parked_payments() -> tuple[Parked, ...]:
    """Those whose party is still to be found, in the order of their days."""
    return tuple(one for one in _parked("", ()) if one.state == "parked")


def parked_payment(bank: str, reference: str) -> Parked:
    """One of them by the bank's code and reference, whatever became of it. NotFound where it was never parked."""
    found = _parked("AND b.code = %s AND p.reference = %s", (bank.strip().upper(), reference.strip()))
    if not found:
        raise NotFound(
            place=f"{bank} {reference}",
            reason=Text("Tidak ada titipan dengan rujukan itu.", "No parked payment has that reference."),
            remedy=Text("Lihat `semesta ledger park list`.", "See `semesta ledger park list`."),
        )
    return found[0]


def resolve(parked: Parked, party: PartyOf, *, by: Decision) -> Resolved:
    """Give it to its party, as paid on its own day. InputRefused where it is no longer parked."""
    with writing():
        now = parked_payment(parked.bank_code, parked.reference)
        require_parked(now)
        during = record("resolve", by)
        entry = book(
            during=during,
            kind=EntryKind.RESOLVED,
            month=open_month(now.paid_on),
            dated=now.paid_on,
            party=party,
            key=f"resolve:{now.payment}",
            postings=[
                Post(Account.SUSPENSE, (Party.BANK, now.bank), now.amount_rupiah),
                Post(Account.RECEIVABLE, party, -now.amount_rupiah),
            ],
        )
        followed = settle_one(party, now.paid_on, during=during)
    return Resolved(now, party, entry, followed)


def require_parked(parked: Parked) -> None:
    """InputRefused where something became of it already."""
    if parked.state != "parked":
        raise InputRefused(
            place=f"{parked.bank_code} {parked.reference}",
            reason=_STATES[parked.state],
            remedy=Text("Tidak perlu apa-apa; lihat `semesta ledger park list`.", "Nothing to do; see `semesta ledger park list`."),
        )  # fmt: skip


_STATES = {
    "resolved": Text(
        "Titipan ini sudah diberikan kepada pemiliknya.", "This was given to its party already."
    ),
    "refund asked": Text("Pengembalian titipan ini sedang diminta.", "A refund of this is being asked for."),
    "refunded": Text("Titipan ini sudah dikembalikan.", "This was refunded already."),
    "reversed": Text("Pembukuan titipan ini sudah dibatalkan.", "Its entry was reversed."),
}


def _parked(where: str, values: tuple[str, ...]) -> list[Parked]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, b.id, b.code, p.reference, p.account_number, p.amount_rupiah, p.paid_on, "
            "CASE WHEN EXISTS (SELECT 1 FROM entry r WHERE r.key = 'resolve:' || p.id AND NOT EXISTS "
            "(SELECT 1 FROM entry v WHERE v.reverses_id = r.id)) THEN 'resolved' "
            "WHEN EXISTS (SELECT 1 FROM refund f WHERE f.payment_id = p.id AND f.agreed) THEN 'refunded' "
            "WHEN EXISTS (SELECT 1 FROM refund f WHERE f.payment_id = p.id AND f.agreed IS NULL) THEN 'refund asked' "
            "WHEN EXISTS (SELECT 1 FROM entry v WHERE v.reverses_id = e.id) THEN 'reversed' ELSE 'parked' END "
            "FROM entry e JOIN payment p ON p.entry_id = e.id JOIN bank b ON b.id = p.bank_id "
            f"WHERE e.kind = {int(EntryKind.PARKED)} {where} ORDER BY p.paid_on, p.id",
            list(values),
        )
        return [
            Parked(int(payment), int(bank), code, reference, account, int(amount), _day(paid_on), state)
            for payment, bank, code, reference, account, amount, paid_on, state in cursor.fetchall()
        ]


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found
