"""Money given back: asked for by one person, agreed to by another, then paid out. Never more than the credit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.banks import bank_of
from semesta.ledger.booking import PartyOf, Post, book
from semesta.ledger.months import open_month
from semesta.ledger.parking import Parked, parked_payment, require_parked
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Decision, record


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund and where it stands: 'asked', 'agreed', 'refused', 'paid'. `payment`: the parked payment it is of."""

    id: int
    party: PartyOf
    amount_rupiah: int
    payment: int | None
    state: str
    asked_by: str
    decided_by: str | None


def credit_of(party: PartyOf) -> int:
    """What a party paid beyond all that it was billed, in rupiah; refunds that were agreed to are gone from it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE account = %s AND party_kind = %s AND party_id = %s",
            [int(Account.RECEIVABLE), int(party[0]), party[1]],
        )
        return max(0, -int(cursor.fetchone()[0]))


def ask(party: PartyOf, amount_rupiah: int, *, by: Decision) -> Refund:
    """Ask for a part of a party's credit back. InputRefused for more than it, refunds already asked for counted in."""
    assert amount_rupiah > 0, amount_rupiah
    with writing():
        free = credit_of(party) - _waiting(party)
        if amount_rupiah > free:
            raise _too_much(party, amount_rupiah, free)
        return _ask(party, amount_rupiah, None, by)


def ask_for_parked(parked: Parked, *, by: Decision) -> Refund:
    """Ask for a parked payment to be given back whole. InputRefused where it is no longer parked."""
    with writing():
        now = parked_payment(parked.bank_code, parked.reference)
        require_parked(now)
        return _ask((Party.BANK, now.bank), now.amount_rupiah, now.payment, by)


def agree(refund: int, *, on: dt.date, by: Decision) -> Refund:
    """Agree: from that day it is owed to whom it is given back to. InputRefused for whoever asked for it, for one that
    was decided, and for more than the credit that is left."""
    with writing():
        found = _waiting_for_another(refund, by)
        if found.payment is None and found.amount_rupiah > credit_of(found.party):
            raise _too_much(found.party, found.amount_rupiah, credit_of(found.party))
        during = record("refund", by)
        account = Account.RECEIVABLE if found.payment is None else Account.SUSPENSE
        entry = book(
            during=during,
            kind=EntryKind.REFUND_AGREED,
            month=open_month(on),
            dated=on,
            party=found.party,
            key=f"refund:{refund}",
            postings=[
                Post(account, found.party, found.amount_rupiah),
                Post(Account.REFUND_PAYABLE, found.party, -found.amount_rupiah),
            ],
        )
        _decided(refund, during.change, agreed=True, entry=entry)
    return refund_of(refund)


def refuse(refund: int, *, by: Decision) -> Refund:
    """Say no: the credit, or the parked payment, stays. InputRefused as for `agree`."""
    with writing():
        _waiting_for_another(refund, by)
        _decided(refund, record("refund", by).change, agreed=False, entry=None)
    return refund_of(refund)


def paid_out(refund: int, *, bank: str, on: dt.date, by: Decision) -> Refund:
    """A bank paid it out on a day. InputRefused where it was not agreed to, or was paid out before."""
    collector = bank_of(bank)
    with writing():
        found = refund_of(refund)
        if found.state != "agreed":
            raise _refused(refund, _STATES[found.state], _LIST)
        during = record("refund", by)
        entry = book(
            during=during,
            kind=EntryKind.REFUND_PAID,
            month=open_month(on),
            dated=on,
            party=found.party,
            key=f"refund paid:{refund}",
            postings=[
                Post(Account.REFUND_PAYABLE, found.party, found.amount_rupiah),
                Post(Account.BANK, (Party.BANK, collector.id), -found.amount_rupiah),
            ],
        )
        with connection.cursor() as cursor:
            cursor.execute("UPDATE refund SET paid_id = %s WHERE id = %s", [entry, refund])
    return refund_of(refund)


def refund_of(refund: int) -> Refund:
    """One refund; NotFound."""
    found = _refunds("WHERE f.id = %s", [refund])
    if not found:
        raise NotFound(
            place=str(refund),
            reason=Text("Tidak ada pengembalian dengan nomor itu.", "There is no refund with that number."),
            remedy=_LIST,
        )
    return found[0]


def refunds_waiting() -> tuple[Refund, ...]:
    """Those that wait for an agreement, or to be paid out."""
    return tuple(_refunds("WHERE f.decided_id IS NULL OR (f.agreed AND f.paid_id IS NULL)", []))


def _ask(party: PartyOf, amount: int, payment: int | None, by: Decision) -> Refund:
    during = record("refund", by)
    columns = ("party_kind", "party_id", "amount_rupiah", "payment_id", "asked_id")
    [number] = insert_rows(
        "refund", columns, [(int(party[0]), party[1], amount, payment, during.change)], returning="id"
    )
    return refund_of(int(number))


def _waiting(party: PartyOf) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rupiah), 0) FROM refund WHERE party_kind = %s AND party_id = %s "
            "AND payment_id IS NULL AND decided_id IS NULL",
            [int(party[0]), party[1]],
        )
        return int(cursor.fetchone()[0])


def _waiting_for_another(refund: int, by: Decision) -> Refund:
    """The refund, if it waits for a decision and another person asked for it."""
    found = refund_of(refund)
    if found.state != "asked":
        raise _refused(refund, _STATES[found.state], _LIST)
    if found.asked_by.strip().casefold() == by.actor.strip().casefold():
        raise _refused(
            refund,
            Text("Yang meminta pengembalian tidak memutuskannya.", "Whoever asked for a refund does not decide on it."),
            Text("Minta orang kedua memutuskan.", "Have a second person decide."),
        )  # fmt: skip
    return found


def _decided(refund: int, change: int, *, agreed: bool, entry: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE refund SET decided_id = %s, agreed = %s, entry_id = %s WHERE id = %s",
            [change, agreed, entry, refund],
        )


def _refunds(where: str, values: list[int]) -> list[Refund]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, f.party_kind, f.party_id, f.amount_rupiah, f.payment_id, CASE WHEN f.decided_id IS NULL THEN 'asked' "
            "WHEN NOT f.agreed THEN 'refused' WHEN f.paid_id IS NULL THEN 'agreed' ELSE 'paid' END, a.actor, d.actor "
            "FROM refund f JOIN change a ON a.id = f.asked_id LEFT JOIN change d ON d.id = f.decided_id "
            f"{where} ORDER BY f.id",
            values,
        )
        return [
            Refund(int(row[0]), (Party(row[1]), int(row[2])), int(row[3]), row[4], row[5], row[6], row[7])
            for row in cursor.fetchall()
        ]


_LIST = Text("Lihat `semesta ledger refund list`.", "See `semesta ledger refund list`.")
_STATES = {
    "asked": Text("Pengembalian ini belum disetujui.", "This refund was not agreed to yet."),
    "agreed": Text("Pengembalian ini sudah disetujui.", "This refund was agreed to already."),
    "refused": Text("Pengembalian ini sudah ditolak.", "This refund was refused."),
    "paid": Text("Pengembalian ini sudah dibayarkan.", "This refund was paid out already."),
}


def _too_much(party: PartyOf, amount: int, free: int) -> InputRefused:
    return InputRefused(
        place=f"{party[0].name} {party[1]}",
        reason=Text(
            f"Diminta Rp{amount}, padahal kelebihannya Rp{free}.",
            f"Rp{amount} are asked for, but the credit is Rp{free}.",
        ),
        remedy=Text("Minta paling banyak sebesar kelebihannya.", "Ask for the credit at most."),
    )


def _refused(refund: int, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=str(refund), reason=reason, remedy=remedy)
