"""A family comes in and gets its first bill, in one transaction of few statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import database_url, insert_rows, writing
from semesta.ledger.booking import NOBODY, Post, book
from semesta.ledger.months import MonthClosed, month_of, open_month
from semesta.ledger.rates import Combination, amounts, ensure_rates
from semesta.ledger.vocabulary import Account, EntryKind, LineKind, Party
from semesta.register.buckets import self_paying
from semesta.register.formulas import value_of
from semesta.register.people import Enrolled, NewPerson, enrol_family
from semesta.register.recording import Decision, Recording
from semesta.register.refusing import Refused
from semesta.register.vocabulary import Status


@dataclass(frozen=True, slots=True)
class FirstBill:
    """What a new family of self-payers owes first: its own part of the month in which its window to pay opens."""

    entry: int
    month: dt.date
    rupiah: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A family that came in. `bill`: None where others pay, whom the bill run bills."""

    enrolled: Enrolled
    bill: FirstBill | None


def enrol_and_bill(
    *,
    people: Sequence[NewPerson],
    segment: int,
    hospital_class: int,
    payer: int | None,
    start: dt.date,
    by: Decision,
    priority: bool = False,
    people_on_card: int | None = None,
) -> Joined | Refused:
    """`register.people.enrol_family`, and the first bill of a family that pays for itself; all of it or nothing.

    Errors as of `enrol_family`. Where the law of the month says no amount there is no first bill.
    """
    month = first_month(start)
    rates = _rates(month, {_combination(segment, hospital_class, int(it.relation)) for it in people})
    with writing():
        enrolled = enrol_family(
            people=people,
            segment=segment,
            hospital_class=hospital_class,
            payer=payer,
            start=start,
            by=by,
            priority=priority,
            people_on_card=people_on_card,
        )
        if isinstance(enrolled, Refused) or not self_paying(segment, start):
            return enrolled if isinstance(enrolled, Refused) else Joined(enrolled, None)
        return Joined(enrolled, _first_bill(enrolled, month, rates, start))


def first_month(start: dt.date) -> dt.date:
    """The month in which the window of the first payment opens (formula `first_payment`)."""
    opens = value_of("first_payment", "earliest", start, registered_on=start)
    assert isinstance(opens, dt.date)
    return month_of(opens)


@dataclass(frozen=True, slots=True)
class _FirstRate:
    rate: int
    member: int


#: Rates once read: they are never changed. By database, month and combination.
_READ: dict[tuple[str, dt.date, Combination], _FirstRate] = {}
_LINE = (
    "kind", "person_id", "for_month", "billed_month", "family_id", "rate_id", "member", "employer", "centre",
    "local_contribution", "local_assistance", "change_id",
)  # fmt: skip


def _combination(segment: int, hospital_class: int, relation: int) -> Combination:
    return Combination(segment, hospital_class, int(Status.BELUM_AKTIF), relation)


def _first_bill(
    enrolled: Enrolled, month: dt.date, rates: dict[int, _FirstRate], start: dt.date
) -> FirstBill | None:
    billed = [(it.id, rates[int(it.relation)]) for it in enrolled.people if int(it.relation) in rates]
    rupiah = sum(rate.member for _, rate in billed)
    if not rupiah:
        return None
    booked, entry = _entry(enrolled, month, rupiah, start)
    insert_rows("bill_line", _LINE, [
        (int(LineKind.BILLED), person, month, booked, enrolled.family, rate.rate, rate.member, 0, 0, 0, 0, enrolled.change)
        for person, rate in billed
    ])  # fmt: skip
    return FirstBill(entry, month, rupiah)


def _entry(enrolled: Enrolled, month: dt.date, rupiah: int, start: dt.date) -> tuple[dt.date, int]:
    """In the books of the month; those of a closed one stay as they are, so then as an adjustment in the open one."""
    family = (Party.FAMILY, enrolled.family)
    postings = [
        Post(Account.RECEIVABLE, family, rupiah, month),
        Post(Account.CONTRIBUTION, NOBODY, -rupiah, month),
    ]
    # the change that enrolled them: what it decides is written in its transaction
    during = Recording(enrolled.change, dt.datetime.combine(start, dt.time(), dt.UTC))
    try:
        entry = book(
            during=during, kind=EntryKind.BILL, month=month, dated=start, party=family, postings=postings
        )
    except MonthClosed:
        month = open_month(month)
        entry = book(
            during=during,
            kind=EntryKind.ADJUSTMENT,
            month=month,
            dated=start,
            party=family,
            postings=postings,
        )
    return month, entry


def _rates(month: dt.date, wanted: set[Combination]) -> dict[int, _FirstRate]:
    """The rate of each relation for which something is due; those not met before are read, or made first."""
    database = database_url()
    due = {it for it in wanted if amounts(month, it).member}
    found = {it: _READ[key] for it in due if (key := (database, month, it)) in _READ}
    missing = due - found.keys()
    if missing:
        with writing():
            ensure_rates([month], missing)
        found = _read(month)
        if not connection.in_atomic_block:  # else they may yet be undone
            _READ.update({(database, month, it): rate for it, rate in found.items()})
    return {it.relation: found[it] for it in due}


def _read(month: dt.date) -> dict[Combination, _FirstRate]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT segment, hospital_class, status, relation, id, member FROM rate WHERE month = %s "
            f"AND status = {Status.BELUM_AKTIF:d} AND member > 0",
            [month],
        )
        return {Combination(*row[:4]): _FirstRate(int(row[4]), int(row[5])) for row in cursor.fetchall()}
