"""A payment that proves never to have come (the bank takes it back, or told it wrongly) is reversed, never removed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import writing
from semesta.database.temporary import make_temporary
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.booking import PartyOf, reverse
from semesta.ledger.months import as_date, open_month
from semesta.ledger.parking import parked_payment, require_parked
from semesta.ledger.settling import settle
from semesta.ledger.vocabulary import EntryKind, Party
from semesta.register.following_payments import Followed
from semesta.register.recording import Decision, Recording, record


@dataclass(frozen=True, slots=True)
class Reversed:
    """A payment that was reversed, the entry that does so, and what followed for people."""

    party: PartyOf
    amount_rupiah: int
    entry: int
    followed: Followed


def reverse_payment(*, bank: str, reference: str, on: dt.date, by: Decision) -> Reversed:
    """Reverse a payment from a day on: from then its party owes again what the payment had settled.

    Before that day it had paid: whoever was active stays so, and is suspended by the arrears runs that followed
    or follow. NotFound for a payment that is not there; AlreadyBooked when it was reversed before; InputRefused for a
    day before its own, and for a parked one that was given to somebody, or back.
    """
    with writing():
        payment = _payment(bank, reference)
        if on < payment.paid_on:
            raise InputRefused(
                place=f"{bank} {reference}",
                reason=Text(f"Pembayaran itu baru masuk pada {payment.paid_on}.", f"That payment only came on {payment.paid_on}."),
                remedy=Text("Beri hari pembatalannya menurut bank.", "Give the day on which the bank took it back."),
            )  # fmt: skip
        if payment.kind == EntryKind.PARKED:
            require_parked(parked_payment(bank, reference))
        during = record("reverse", by)
        entry = reverse(payment.entry, during=during, month=open_month(on), dated=on)
        return Reversed(payment.party, payment.amount_rupiah, entry, _followed(payment.party, on, during))


@dataclass(frozen=True, slots=True)
class _Payment:
    entry: int
    kind: EntryKind
    party: PartyOf
    amount_rupiah: int
    paid_on: dt.date


def _payment(bank: str, reference: str) -> _Payment:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.kind, e.party_kind, e.party_id, p.amount_rupiah, p.paid_on FROM payment p "
            "JOIN bank b ON b.id = p.bank_id JOIN entry e ON e.id = p.entry_id WHERE b.code = %s AND p.reference = %s",
            [bank.strip().upper(), reference.strip()],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound(
            place=f"{bank} {reference}",
            reason=Text("Tidak ada pembayaran dengan rujukan itu.", "No payment has that reference."),
            remedy=Text("Periksa kode bank dan rujukannya.", "Check the bank's code and the reference."),
        )
    entry, kind, party_kind, party_id, amount, paid_on = row
    day = as_date(paid_on)
    assert day is not None
    return _Payment(int(entry), EntryKind(kind), (Party(party_kind), int(party_id)), int(amount), day)


def _followed(party: PartyOf, on: dt.date, during: Recording) -> Followed:
    """Unlike after a payment, also who was active all the time may have to be suspended."""
    if party[0] not in (Party.FAMILY, Party.EMPLOYER):
        return Followed()
    make_temporary("paid_party", f"SELECT {int(party[0])} AS party_kind, {party[1]} AS party_id")
    return settle(during=during, on=on)
