"""A payment settles the oldest month first; the parts add up to what was paid less the credit, in any order of posting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.ledger.allocation import allocation_of, months_sql, parts_sql
from semesta.ledger.payments import post_payment
from tests.ledger.desk import BY, bank, bill, household, pays

pytestmark = pytest.mark.usefixtures("database")

MONTHS = [dt.date(2024, month, 1) for month in range(1, 5)]
JAN, FEB, MAR, APR = MONTHS


def test_each_payment_settles_the_oldest_months_and_the_rest_is_credit() -> None:
    bank()
    home = household()
    for month in MONTHS[:3]:
        bill(home, month, 70_000)
    for amount, day in (
        (50_000, dt.date(2024, 2, 3)),
        (100_000, dt.date(2024, 1, 5)),
        (80_000, dt.date(2024, 3, 1)),
    ):
        post_payment(pays(home, amount, day), by=BY)
    found = allocation_of(home.party)
    said = [
        [(part.paid_on.isoformat()[5:], part.amount_rupiah) for part in month.parts] for month in found.months
    ]
    assert said == [
        [("01-05", 70_000)],
        [("01-05", 30_000), ("02-03", 40_000)],
        [("02-03", 10_000), ("03-01", 60_000)],
    ]
    assert [month.settled_on for month in found.months] == [
        dt.date(2024, 1, 5),
        dt.date(2024, 2, 3),
        dt.date(2024, 3, 1),
    ]
    assert (found.paid_rupiah, found.credit_rupiah, found.unpaid) == (230_000, 20_000, ())


def test_on_an_earlier_day_later_months_and_payments_are_not_there() -> None:
    bank()
    home = household()
    for month in MONTHS:
        bill(home, month, 70_000)
    post_payment(pays(home, 70_000, dt.date(2024, 2, 10)), by=BY)
    assert [m.month for m in allocation_of(home.party, on=dt.date(2024, 2, 9)).unpaid] == [JAN, FEB]
    assert [m.month for m in allocation_of(home.party, on=dt.date(2024, 2, 10)).unpaid] == [FEB]
    assert [m.month for m in allocation_of(home.party).unpaid] == [FEB, MAR, APR]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bills=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    paid=st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 130)), max_size=6, unique_by=lambda one: one[1]
    ),
)
def test_parts_add_up_to_what_was_paid_less_the_credit(bills: list[int], paid: list[tuple[int, int]]) -> None:
    bank()
    home = household()
    for month, amount in zip(MONTHS, bills, strict=False):
        bill(home, month, amount)
    for amount, day in paid:
        post_payment(pays(home, amount, JAN + dt.timedelta(days=day)), by=BY)
    found = allocation_of(home.party)
    settled = sum(month.settled_rupiah for month in found.months)
    assert settled == min(sum(bills), sum(amount for amount, _ in paid))
    assert settled == found.paid_rupiah - found.credit_rupiah
    assert found.credit_rupiah >= 0
    assert all(0 <= month.unpaid_rupiah <= month.billed_rupiah for month in found.months)
    # No month has a part while an older one is owed.
    assert [m.unpaid_rupiah > 0 for m in found.months] == sorted(m.unpaid_rupiah > 0 for m in found.months)
    with connection.cursor() as cursor:
        mine = f"p.party_id = {home.family} AND p.party_kind = 4"
        cursor.execute(
            f"SELECT coalesce(sum(amount), 0) FROM ({parts_sql()}) s WHERE party_id = %s", [home.family]
        )
        assert int(cursor.fetchone()[0]) == settled
        cursor.execute(
            f"SELECT coalesce(sum(billed), 0), coalesce(sum(settled), 0) FROM ({months_sql(mine)}) s"
        )
        assert tuple(int(value) for value in cursor.fetchone()) == (sum(bills), settled)
