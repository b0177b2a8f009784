"""Payments as banks report them: each once, to the family or payer of its number, many in one transaction.

A payment is the bank's reference. Told again it is `ALREADY_POSTED`; the same reference with another amount,
account or day is `REFUSED`, with the remedy. A number that nobody has is parked. What a payment completes
holds from its own day: who waited is active, who was suspended is active again (Perpres 64/2020 art. 42).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from semesta.database import writing
from semesta.faults import Text
from semesta.ledger.banks import bank_of
from semesta.ledger.booking import PartyOf
from semesta.ledger.incoming import ANOTHER, NEW, Told, book_incoming, stage_incoming, told_of_incoming
from semesta.ledger.settling import settle
from semesta.ledger.vocabulary import Party
from semesta.register.following_payments import Followed
from semesta.register.recording import Decision, Recording, record

MOST_REFERENCE_CHARACTERS = 60
MOST_ACCOUNT_CHARACTERS = 32


class Outcome(StrEnum):
    """What became of a payment that was told."""

    POSTED = "posted"
    PARKED = "parked"  # money is there, whose it is, is not known
    ALREADY_POSTED = "already_posted"
    REFUSED = "refused"  # the reference is known for another payment


@dataclass(frozen=True, slots=True)
class BankPayment:
    """A payment as the bank tells it: rupiah above zero, its day, and the number that the payer gave.

    `place` says where it stands in what was read, for people.
    """

    bank: str
    reference: str
    account: str
    amount_rupiah: int
    paid_on: dt.date
    place: str = ""

    def __post_init__(self) -> None:
        assert self.amount_rupiah > 0, f"no payment: {self.amount_rupiah}"
        assert 0 < len(self.reference) <= MOST_REFERENCE_CHARACTERS, self.reference
        assert len(self.account) <= MOST_ACCOUNT_CHARACTERS, self.account


@dataclass(frozen=True, slots=True)
class PostedPayment:
    """One payment and what became of it; `party` is None where it is parked or refused."""

    payment: BankPayment
    outcome: Outcome
    party: PartyOf | None
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Posted:
    """Every payment that was told, in order, and what followed for people."""

    payments: tuple[PostedPayment, ...]
    followed: Followed = field(default_factory=Followed)
    change: int | None = None  # None: nothing was new

    @property
    def outcomes(self) -> dict[str, int]:
        """Outcome -> payments; they add up to all that were told."""
        counted = Counter(one.outcome for one in self.payments)
        return {outcome.value: counted[outcome] for outcome in Outcome}


def post_payment(payment: BankPayment, *, by: Decision, during: Recording | None = None) -> PostedPayment:
    """One payment, as `post_payments`."""
    return post_payments([payment], by=by, during=during).payments[0]


def post_payments(
    payments: Sequence[BankPayment],
    *,
    by: Decision,
    during: Recording | None = None,
    dry_run: bool = False,
) -> Posted:
    """Post them all, or nothing if the machine stops. NotFound for a bank that is not registered.

    The order in which payments are told, and how often, changes neither a balance nor a status. `dry_run`: say
    what would become of each, and change nothing.
    """
    assert not (dry_run and during), "what is tried is no part of a change"
    if not payments:
        return Posted(())
    banks = {code: bank_of(code) for code in {payment.bank for payment in payments}}
    with writing():
        stage_incoming(
            [(banks[it.bank].id, it.reference, it.account, it.amount_rupiah, it.paid_on) for it in payments]
        )
        told = told_of_incoming()
        followed, change = Followed(), None
        if any(one.state == NEW for one in told):
            recorded = during or record("pay", by)
            change = recorded.change
            book_incoming(recorded)
            followed = settle(during=recorded, on=max(it.paid_on for it in payments))
        if dry_run:
            transaction.set_rollback(True)
    return Posted(tuple(_told(it, one) for it, one in zip(payments, told, strict=True)), followed, change)


def _told(payment: BankPayment, told: Told) -> PostedPayment:
    party = (
        None if told.party_kind is None or told.party_id is None else (Party(told.party_kind), told.party_id)
    )
    if told.state == ANOTHER:
        return PostedPayment(payment, Outcome.REFUSED, None, _posted_for(told), _ANOTHER)
    if told.state != NEW:
        return PostedPayment(payment, Outcome.ALREADY_POSTED, party, _AGAIN, _NOTHING)
    if party is None:
        return PostedPayment(payment, Outcome.PARKED, None, _NOBODY, _RESOLVE)
    return PostedPayment(payment, Outcome.POSTED, party, _BOOKED, _NOTHING)


def _posted_for(told: Told) -> Text:
    amount = f"{told.amount_rupiah:,}".replace(",", ".")
    return Text(
        f"Rujukan ini sudah dibukukan untuk pembayaran lain: Rp{amount} ke {told.account} pada {told.paid_on}.",
        f"This reference is posted for another payment: Rp{amount} to {told.account} on {told.paid_on}.",
    )


_BOOKED = Text("Dibukukan.", "Posted.")
_NOTHING = Text("Tidak perlu apa-apa.", "Nothing to do.")
_AGAIN = Text("Sudah dibukukan sebelumnya.", "Already posted.")
_NOBODY = Text("Tidak ada yang punya nomor itu; uangnya dititipkan.", "Nobody has that number; the money is parked.")  # fmt: skip
_RESOLVE = Text(
    "Cari pemiliknya, lalu `semesta ledger park resolve`; atau kembalikan dengan `semesta ledger refund ask`.",
    "Find whose it is, then `semesta ledger park resolve`; or give it back with `semesta ledger refund ask`.",
)
_ANOTHER = Text(
    "Tanyakan ke bank mana yang benar. Bila memang dua pembayaran, minta rujukan yang berbeda; bila yang dulu salah, batalkan dengan `semesta ledger reverse`, lalu bukukan yang benar dengan rujukan yang ditambah /2.",
    "Ask the bank which is right. If there are two payments, ask for a reference of its own; if the first was wrong, `semesta ledger reverse` it and post the right one with /2 after the reference.",
)
