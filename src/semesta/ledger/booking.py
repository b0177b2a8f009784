"""Booking an entry: postings that add up to nothing, in an open month, once.

with recording("pay", by) as during:
    book(during=during, kind=EntryKind.PAYMENT, month=open_month(day), dated=day, party=family, key="BRI/77",
         postings=[Post(Account.BANK, (Party.BANK, 1), 35_000), Post(Account.RECEIVABLE, family, -35_000)])
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.faults import InputRefused, NotFound, SemestaError, Text
from semesta.ledger.months import as_date, closed_month, last_closed, open_month
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Recording

__all__ = ["AlreadyBooked", "PartyOf", "Post", "book", "open_month", "reverse"]

#: A sub-account: whose kind, and its number. (Party.NOBODY, 0) where an account has none.
PartyOf = tuple[Party, int]
NOBODY: PartyOf = (Party.NOBODY, 0)

_POSTING = ("entry_id", "account", "party_kind", "party_id", "amount_rupiah", "for_month")
#: One statement looks whether the month is open, whether the entry is there already, and enters it.
_ENTRY = (
    "INSERT INTO entry (kind, month, dated, party_kind, party_id, key, reverses_id, change_id) "
    "SELECT * FROM (VALUES ({kind}, {date}, {date}, {kind}, {number}, {text}, {number}, {number})) AS new "
    "WHERE NOT EXISTS (SELECT 1 FROM month_closed WHERE month >= {date}) ON CONFLICT DO NOTHING RETURNING id"
)
_KINDS = {
    "sqlite": {"kind": "%s", "number": "%s", "text": "%s", "date": "%s"},
    "postgresql": {"kind": "%s::smallint", "number": "%s::bigint", "text": "%s::text", "date": "%s::date"},
}


class AlreadyBooked(SemestaError):
    """The same entry is in the books already; nothing was changed."""

    exit_code = 8


@dataclass(frozen=True, slots=True)
class Post:
    """One side of an entry: positive a debit, negative a credit. `for_month`: first day of the month it concerns."""

    account: Account
    party: PartyOf
    amount_rupiah: int
    for_month: dt.date | None = None


def book(
    *,
    during: Recording,
    kind: EntryKind,
    month: dt.date,
    dated: dt.date,
    party: PartyOf,
    postings: Sequence[Post],
    key: str | None = None,
    reverses: int | None = None,
) -> int:
    """Enter it in the books of `month` (a first day) with its postings; the entry's number.

    `dated`: the day of the business. `key` is of this entry alone: a second one with the same key, a second
    bill of a party and month, a second reversal is AlreadyBooked. MonthClosed where the month is closed.
    """
    assert month.day == 1, f"{month} is no month"
    assert postings and sum(post.amount_rupiah for post in postings) == 0, f"not balanced: {postings}"
    assert all(post.amount_rupiah for post in postings), f"a posting of nothing: {postings}"
    assert all(post.for_month is None or post.for_month.day == 1 for post in postings)
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTRY.format(**_KINDS[connection.vendor]),
            [int(kind), month, dated, int(party[0]), party[1], key, reverses, during.change, month],
        )
        found = cursor.fetchone()
    if found is None:
        raise _refusal(month, key or f"{kind.name} {month:%Y-%m} {party[0].name} {party[1]}")
    entry = int(found[0])
    rows = [
        (entry, int(post.account), int(post.party[0]), post.party[1], post.amount_rupiah, post.for_month)
        for post in postings
    ]
    insert_rows("posting", _POSTING, rows)
    return entry


def reverse(entry: int, *, during: Recording, month: dt.date, dated: dt.date) -> int:
    """Enter the opposite of an entry in an open month; the new entry's number.

    NotFound for a number that is no entry, AlreadyBooked when it was reversed before, InputRefused for an
    entry that itself reverses another one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, party_kind, party_id FROM entry WHERE id = %s", [entry])
        head = cursor.fetchone()
        cursor.execute(
            "SELECT account, party_kind, party_id, amount_rupiah, for_month FROM posting WHERE entry_id = %s "
            "ORDER BY id",
            [entry],
        )
        sides = cursor.fetchall()
    if head is None:
        raise _no_entry(entry)
    if head[0] == EntryKind.REVERSAL:
        raise _no_reversal_of_reversal(entry)
    return book(
        during=during,
        kind=EntryKind.REVERSAL,
        month=month,
        dated=dated,
        party=(Party(head[1]), head[2]),
        postings=[
            Post(Account(account), (Party(party_kind), party_id), -amount, as_date(for_month))
            for account, party_kind, party_id, amount, for_month in sides
        ],
        reverses=entry,
    )


def _refusal(month: dt.date, what: str) -> SemestaError:
    closed = last_closed()
    if closed is not None and month <= closed:
        return closed_month(month)
    return AlreadyBooked(
        place=what,
        reason=Text("Pembukuan ini sudah ada; tidak ada yang berubah.", "This is in the books already; nothing was changed."),
        remedy=Text("Tidak perlu apa-apa. Bila memang lain, pakai nomor rujukan lain.", "Nothing to do. If it is another one, use another reference."),
    )  # fmt: skip


def _no_entry(entry: int) -> NotFound:
    return NotFound(
        place=str(entry),
        reason=Text("Tidak ada pembukuan dengan nomor itu.", "There is no entry with that number."),
        remedy=Text("Periksa nomornya.", "Check the number."),
    )


def _no_reversal_of_reversal(entry: int) -> InputRefused:
    return InputRefused(
        place=str(entry),
        reason=Text("Pembukuan itu sendiri sebuah pembatalan.", "That entry itself reverses another one."),
        remedy=Text("Bukukan kembali aslinya sebagai pembukuan baru.", "Book the original again as a new entry."),
    )  # fmt: skip
