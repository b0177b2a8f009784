"""A month is closed in order, after its bills, when the books agree; then it takes nothing any more."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database import insert_rows
from semesta.faults import InputRefused, LawBroken
from semesta.ledger.adjusting import adjust
from semesta.ledger.billing import run_bills
from semesta.ledger.booking import Post, book
from semesta.ledger.closing import close_month
from semesta.ledger.months import MonthClosed
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import recording
from semesta.register.vocabulary import Status
from tests.ledger.ledger_world import BY, Member, asked, families, people, standing_from

pytestmark = pytest.mark.usefixtures("database")
JULY, AUGUST, SEPTEMBER = (dt.date(2024, month, 1) for month in (7, 8, 9))


def test_months_are_closed_in_order_and_after_their_bills() -> None:
    families(1)
    people(Member())
    with pytest.raises(InputRefused, match="not billed"):
        close_month(month=JULY, by=BY)
    run_bills(month=JULY, by=BY)
    run_bills(month=AUGUST, by=BY)
    with pytest.raises(InputRefused, match="in order"):
        close_month(month=AUGUST, by=BY)
    assert not close_month(month=JULY, by=BY).already
    with pytest.raises(InputRefused, match="in order"):
        close_month(month=SEPTEMBER, by=BY)
    assert close_month(month=JULY, by=BY).already
    assert asked("SELECT count(*) FROM month_closed") == [(1,)]


def test_a_closed_month_takes_no_bill_and_late_facts_go_to_the_open_one() -> None:
    families(1)
    [person] = people(Member())
    run_bills(month=JULY, by=BY)
    close_month(month=JULY, by=BY)
    standing_from(person, JULY, status=Status.MENINGGAL)
    done = adjust(on=dt.date(2024, 7, 31), by=BY)
    assert done.month == AUGUST and done.rupiah is not None and done.rupiah["FAMILY"] == -35_000
    with pytest.raises(MonthClosed), recording("pay", BY) as during:
        book(
            during=during, kind=EntryKind.PAYMENT, month=JULY, dated=JULY, party=(Party.FAMILY, 1), key="x",
            postings=[Post(Account.BANK, (Party.BANK, 1), 1), Post(Account.RECEIVABLE, (Party.FAMILY, 1), -1)],
        )  # fmt: skip


def test_books_that_contradict_themselves_are_not_closed() -> None:
    families(1)
    people(Member())
    run_bills(month=JULY, by=BY)
    with recording("a hand in the database", BY) as during:
        [entry] = insert_rows(
            "entry",
            ("kind", "month", "dated", "party_kind", "party_id", "change_id"),
            [(int(EntryKind.ADJUSTMENT), JULY, JULY, int(Party.FAMILY), 1, during.change)],
            returning="id",
        )
        insert_rows(
            "posting",
            ("entry_id", "account", "party_kind", "party_id", "amount_rupiah", "for_month"),
            [(entry, 1, 4, 1, 5, JULY), (entry, 2, 0, 0, -5, JULY)],
        )
    with pytest.raises(LawBroken, match="sum of its parts"):
        close_month(month=JULY, by=BY)
    assert asked("SELECT count(*) FROM month_closed") == [(0,)]
