"""Accounting months: their first days, which are closed, and where an entry of a day goes."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.faults import InputRefused, Text


class MonthClosed(InputRefused):
    """The month's books are closed: nothing is entered there any more."""


def month_of(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def months_later(month: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later (or, negative, earlier)."""
    number = month_number(month) + months
    return dt.date(number // 12, number % 12 + 1, 1)


def month_number(month: dt.date) -> int:
    """Months since year 0: the difference of two is the number of months between them."""
    return month.year * 12 + month.month - 1


def last_closed() -> dt.date | None:
    """The last month whose books are closed; None while none is. Months are closed in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM month_closed")
        return as_date(cursor.fetchone()[0])


def open_month(day: dt.date) -> dt.date:
    """Where a booking of that day goes: its month, or when that is closed the first open one."""
    closed = last_closed()
    own = month_of(day)
    return own if closed is None else max(own, months_later(closed, 1))


def must_be_open(month: dt.date) -> None:
    """MonthClosed when the books of the month are closed."""
    closed = last_closed()
    if closed is not None and month <= closed:
        raise closed_month(month)


def closed_month(month: dt.date) -> MonthClosed:
    """The refusal of a booking in a closed month."""
    return MonthClosed(
        place=f"{month:%Y-%m}",
        reason=Text("Buku bulan itu sudah ditutup.", "The books of that month are closed."),
        remedy=Text("Bukukan koreksinya di bulan yang masih terbuka.", "Book the correction in an open month."),
    )  # fmt: skip


def as_date(value: object) -> dt.date | None:
    """A date from the driver: SQLite gives computed dates as text."""
    if value is None or isinstance(value, dt.date):
        return value
    assert isinstance(value, str), value
    return dt.date.fromisoformat(value)
