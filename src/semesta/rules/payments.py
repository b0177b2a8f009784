"""From payments to what was paid by a day: each payment is one month, and goes to the oldest month unpaid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from semesta.rules.expressions import Constant


def months_paid(paid_on: Iterable[dt.date], on: dt.date) -> int:
    """How many months one member's payments had settled by the end of a day; later ones are not looked at."""
    return sum(1 for day in paid_on if day <= on)


def payment_state_sql(on: dt.date, *, payments: str = "payments", people: str = "people") -> str:
    """A SELECT of `person, first_month, months_paid` on a day: the inputs of the formula `status`.

    `payments(person, month, paid_on)`: one row per month paid; which month the payer meant does not count.
    `people(person, first_month)`: everyone who owes, with the first day of the first month owed. Who paid
    nothing by the day has 0. Two steps over whole tables, none per person.
    """
    by_the_day = f"paid_on <= {Constant(on).sql()}"
    return (
        f"SELECT p.person, p.first_month, coalesce(h.months_paid, 0) AS months_paid FROM {people} p "
        f"LEFT JOIN (SELECT person, count(*) AS months_paid FROM {payments} WHERE {by_the_day} GROUP BY person) h "
        "USING (person)"
    )
