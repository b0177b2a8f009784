"""Days in SQL that both databases run: first of a month, of the next one, so many days later."""

from __future__ import annotations

from semesta.database import is_postgresql


def month_of_sql(day: str) -> str:
    """The first day of the day's month."""
    return (
        f"CAST(date_trunc('month', {day}) AS date)" if is_postgresql() else f"date({day}, 'start of month')"
    )


def next_month_sql(day: str) -> str:
    """The first day of the month after the day's."""
    if is_postgresql():
        return f"CAST(date_trunc('month', {day}) + INTERVAL '1 month' AS date)"
    return f"date({day}, 'start of month', '+1 month')"


def later_sql(one: str, other: str) -> str:
    """The later of two days."""
    return f"greatest({one}, {other})" if is_postgresql() else f"max({one}, {other})"
