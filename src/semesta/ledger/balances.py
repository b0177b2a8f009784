"""What each account stands at, and which months are billed and closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import reading
from semesta.ledger.vocabulary import Account, Party


@dataclass(frozen=True, slots=True)
class Balance:
    """Sum of all postings of one account for one kind of party: rupiah, a debit positive."""

    account: str
    party: str
    parties: int
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class Balances:
    """The books at a glance; the amounts add up to 0."""

    accounts: tuple[Balance, ...]
    entries: int
    billed: tuple[dt.date, ...]
    closed: tuple[dt.date, ...]


def balances() -> Balances:
    """Summed in one state of the database."""
    with reading(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, party_kind, count(DISTINCT party_id), sum(amount_rupiah) FROM posting "
            "GROUP BY account, party_kind ORDER BY account, party_kind"
        )
        accounts = tuple(
            Balance(Account(account).name, Party(party).name, int(parties), int(amount))
            for account, party, parties, amount in cursor.fetchall()
        )
        cursor.execute("SELECT count(*) FROM entry")
        [entries] = cursor.fetchone()
        billed, closed = billed_and_closed()
    return Balances(accounts, int(entries), billed, closed)


def billed_and_closed() -> tuple[tuple[dt.date, ...], tuple[dt.date, ...]]:
    """Months (their first days) whose bills were run, and months that are closed."""
    found = []
    with connection.cursor() as cursor:
        for table in ("bill_run", "month_closed"):
            cursor.execute(f"SELECT month FROM {table} ORDER BY month")
            found.append(tuple(_date(row[0]) for row in cursor.fetchall()))
    return found[0], found[1]


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
