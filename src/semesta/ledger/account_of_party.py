"""A party's account month by month and payment by payment: what every statement of account begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from semesta.ledger.allocation import allocation_of
from semesta.ledger.booking import PartyOf
from semesta.ledger.months import as_date
from semesta.ledger.vocabulary import Account, EntryKind


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """A month of contribution: owed (corrections in it), settled, on which day whole. `owed` can be below nothing."""

    month: dt.date
    owed_rupiah: int
    settled_rupiah: int
    settled_on: dt.date | None

    @property
    def unpaid_rupiah(self) -> int:
        return max(self.owed_rupiah, 0) - self.settled_rupiah


@dataclass(frozen=True, slots=True)
class Movement:
    """Money of the party: `kind` names the entry; rupiah above zero reduce what is owed, a refund raises it."""

    entry: int
    kind: str  # EntryKind
    dated: dt.date
    bank: str
    reference: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class PartyAccount:
    """All months and movements up to a day. owed - moved = unpaid - credit."""

    months: tuple[AccountMonth, ...]
    movements: tuple[Movement, ...]
    credit_rupiah: int

    @property
    def owed_rupiah(self) -> int:
        return sum(month.owed_rupiah for month in self.months)

    @property
    def moved_rupiah(self) -> int:
        return sum(movement.amount_rupiah for movement in self.movements)

    @property
    def unpaid_rupiah(self) -> int:
        return sum(month.unpaid_rupiah for month in self.months)

    @property
    def unpaid(self) -> tuple[AccountMonth, ...]:
        return tuple(month for month in self.months if month.unpaid_rupiah)


def account_of(party: PartyOf, *, on: dt.date) -> PartyAccount:
    """The account at the end of a day: bills of months up to its month, payments up to the day itself."""
    allocated = allocation_of(party, on=on)
    settled = {month.month: month for month in allocated.months}
    months = tuple(
        AccountMonth(month, owed, settled[month].settled_rupiah, settled[month].settled_on)
        if month in settled
        else AccountMonth(month, owed, 0, None)
        for month, owed in _owed(party, on).items()
    )
    found = PartyAccount(months, _movements(party, on), allocated.credit_rupiah)
    assert found.owed_rupiah - found.moved_rupiah == found.unpaid_rupiah - found.credit_rupiah, party
    return found


def _owed(party: PartyOf, on: dt.date) -> Mapping[dt.date, int]:
    month = on.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.for_month, sum(p.amount_rupiah) FROM posting p JOIN entry e ON e.id = p.entry_id "
            "WHERE p.party_kind = %s AND p.party_id = %s AND p.account = %s AND p.for_month <= %s AND e.month <= %s "
            "GROUP BY p.for_month ORDER BY p.for_month",
            [int(party[0]), party[1], int(Account.RECEIVABLE), month, month],
        )
        return {_day(of): int(amount) for of, amount in cursor.fetchall()}


def _movements(party: PartyOf, on: dt.date) -> tuple[Movement, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.kind, e.dated, b.code, y.reference, -sum(p.amount_rupiah) "
            "FROM posting p JOIN entry e ON e.id = p.entry_id "
            "LEFT JOIN payment y ON y.entry_id = coalesce(e.reverses_id, e.id) LEFT JOIN bank b ON b.id = y.bank_id "
            "WHERE p.party_kind = %s AND p.party_id = %s AND p.account = %s AND p.for_month IS NULL AND e.dated <= %s "
            "GROUP BY e.id, e.kind, e.dated, b.code, y.reference ORDER BY e.dated, e.id",
            [int(party[0]), party[1], int(Account.RECEIVABLE), on],
        )
        return tuple(
            Movement(entry, EntryKind(kind).name, _day(dated), bank or "", reference or "", int(amount))
            for entry, kind, dated, bank, reference, amount in cursor.fetchall()
        )


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found
