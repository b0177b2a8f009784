"""In whatever order payments are told, and how often: the same balances, the same status on every day."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.ledger.arrears import run_arrears
from semesta.ledger.months import as_date, months_later
from semesta.ledger.payments import BankPayment, post_payments
from semesta.register.checking import check
from semesta.register.spells import impossible_row, membership_of
from semesta.register.vocabulary import Status
from tests.ledger.desk import (
    BY,
    Household,
    balance,
    bank,
    bill,
    billed,
    books,
    by_at,
    household,
    pays,
    present,
    status_on,
)

pytestmark = pytest.mark.usefixtures("database")

AFTER = by_at(dt.date(2400, 1, 1))
SHARE = 35_000
FIRST = dt.date(2024, 1, 1)

#: (day after the first of the first month, shares): no two on one day.
payments = st.lists(
    st.tuples(st.integers(0, 95), st.integers(1, 4)), min_size=1, max_size=5, unique_by=lambda one: one[0]
)
#: Before which of the runs of three months each payment is told; 3: after them all.
moments = st.lists(st.integers(0, 3), min_size=5, max_size=5)


def _months() -> list[dt.date]:
    """Three months of which no arrears were run yet, billed: every example has its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM bill_run")
        last = as_date(cursor.fetchone()[0])
    first = months_later(last, 1) if last else FIRST
    months = [months_later(first, number) for number in range(3)]
    for month in months:
        billed(month)
    return months


def _home(first: Status, months: list[dt.date], *, persons: int = 2) -> Household:
    since = months[0] if first is Status.BELUM_AKTIF else dt.date(2023, 1, 1)
    home = household(persons, status=first, since=since)
    for month in months:
        bill(home, month, SHARE)
    return home


def _told(home: Household, each: list[tuple[int, int]], month: dt.date) -> list[BankPayment]:
    return [pays(home, SHARE * shares, month + dt.timedelta(days=day)) for day, shares in each]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    each=payments,
    when=moments,
    other_order=st.randoms(use_true_random=False),
    first=st.sampled_from([Status.AKTIF, Status.NONAKTIF_TUNGGAKAN, Status.BELUM_AKTIF]),
)
def test_balances_and_statuses_do_not_depend_on_when_and_how_often_payments_are_told(
    each: list[tuple[int, int]], when: list[int], other_order: Random, first: Status
) -> None:
    bank()
    months = _months()
    early, late, mixed = (_home(first, months) for _ in range(3))
    if first is Status.BELUM_AKTIF:
        # Who is cancelled before the payment is told stays so: these are told before the runs, in any order.
        when = [0] * len(when)
    post_payments(sorted(_told(early, each, months[0]), key=lambda it: it.paid_on), by=BY)
    pieces = list(zip(_told(mixed, each, months[0]), when, strict=False))
    other_order.shuffle(pieces)
    for step in range(4):
        for payment in [payment for payment, before in pieces if before == step]:
            post_payments([payment, payment], by=BY)
        if step == 0 and first is Status.BELUM_AKTIF:
            post_payments(list(reversed(_told(late, each, months[0]))), by=BY)
        if step < 3:
            run_arrears(months[step], by=AFTER)
            run_arrears(months[step], by=AFTER)
    post_payments(list(reversed(_told(late, each, months[0]))), by=BY)
    post_payments(_told(early, each, months[0]), by=BY)
    assert balance(early.party) == balance(late.party) == balance(mixed.party)
    assert books() == 0
    days = [months[0] + dt.timedelta(days=number) for number in range(100)]
    stories = [[status_on(home.people[0], day) for day in days] for home in (early, late, mixed)]
    assert stories[0] == stories[1] == stories[2]
    assert present(early.people[0])[0] == stories[0][-1]
    assert all(law.holds for law in check() if law.name.startswith("membership")), check()
    for spells in membership_of([*early.people, *late.people, *mixed.people]).values():
        assert impossible_row(spells) is None


@pytest.mark.parametrize("reverse", [False, True])
def test_told_before_between_or_after_the_runs_the_story_is_the_same(reverse: bool) -> None:
    bank()
    months = _months()
    each = [(40, 1), (44, 1), (100, 1)]  # 10 and 14 February, 10 April, of which nothing is billed
    home, other = _home(Status.AKTIF, months, persons=1), _home(Status.AKTIF, months, persons=1)
    if reverse:
        for month in months:
            run_arrears(month, by=AFTER)
    for payment in reversed(_told(home, each, months[0])):
        post_payments([payment], by=BY)
    if not reverse:
        for month in months:
            run_arrears(month, by=AFTER)
    post_payments(_told(other, each, months[0]), by=BY)
    active, owes = Status.AKTIF, Status.NONAKTIF_TUNGGAKAN
    for one in (home, other):
        seen = [
            status_on(one.people[0], FIRST + dt.timedelta(days=day)) for day in (30, 31, 43, 44, 90, 91, 100)
        ]
        assert seen == [active, owes, owes, active, active, owes, owes]
