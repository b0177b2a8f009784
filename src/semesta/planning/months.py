"""Months as their first days: counting, adding, and the months of a plan."""

from __future__ import annotations

import datetime as dt


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def add_months(month: dt.date, months: int) -> dt.date:
    count = month.year * 12 + month.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def months_between(first: dt.date, last: dt.date) -> int:
    """How many months `last` lies after `first`; negative where before."""
    return (last.year - first.year) * 12 + last.month - first.month


def months_from(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Every month from the first to the last, both included."""
    return tuple(add_months(first, n) for n in range(months_between(first, last) + 1))
