"""An entry balances, is entered once, in an open month, and is never changed but reversed."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.database import insert_rows
from semesta.ledger.booking import AlreadyBooked, Post, book, open_month, reverse
from semesta.ledger.months import MonthClosed
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Decision, recording

pytestmark = pytest.mark.usefixtures("database")

BY = Decision("uji", "coba")
MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
FAMILY = (Party.FAMILY, 7)


def _pay(amount: int = 35_000, key: str | None = "BRI/77", month: dt.date = MARCH) -> int:
    with recording("pay", BY) as during:
        return book(
            during=during,
            kind=EntryKind.PAYMENT,
            month=month,
            dated=month,
            party=FAMILY,
            key=key,
            postings=[
                Post(Account.BANK, (Party.BANK, 1), amount),
                Post(Account.RECEIVABLE, FAMILY, -amount),
            ],
        )


def _balance() -> tuple[int, int]:
    """What the family owes, and the sum over all postings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rupiah) FILTER (WHERE account = 1), 0), coalesce(sum(amount_rupiah), 0) "
            "FROM posting"
        )
        owed, all_of_them = cursor.fetchone()
        return int(owed), int(all_of_them)


def _close(month: dt.date) -> None:
    with recording("close", BY) as during:
        insert_rows("month_closed", ("month", "change_id"), [(month, during.change)])


def test_an_entry_is_entered_once_by_its_key() -> None:
    _pay()
    with pytest.raises(AlreadyBooked):
        _pay()
    assert _balance() == (-35_000, 0)


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    with pytest.raises(AssertionError), recording("pay", BY) as during:
        book(
            during=during,
            kind=EntryKind.PAYMENT,
            month=MARCH,
            dated=MARCH,
            party=FAMILY,
            postings=[Post(Account.BANK, (Party.BANK, 1), 35_000), Post(Account.RECEIVABLE, FAMILY, -34_999)],
        )
    assert _balance() == (0, 0)


def test_a_correction_is_an_entry_that_reverses_and_only_once() -> None:
    wrong = _pay(350_000)
    with recording("correct", BY) as during:
        reverse(wrong, during=during, month=APRIL, dated=APRIL)
    assert _balance() == (0, 0)
    with pytest.raises(AlreadyBooked), recording("correct", BY) as during:
        reverse(wrong, during=during, month=APRIL, dated=APRIL)


def test_a_closed_month_takes_no_entry_and_the_next_one_does() -> None:
    _close(MARCH)
    assert open_month(dt.date(2024, 3, 30)) == APRIL
    assert open_month(dt.date(2024, 6, 2)) == dt.date(2024, 6, 1)
    with pytest.raises(MonthClosed):
        _pay()
    _pay(month=APRIL)
    assert _balance() == (-35_000, 0)
