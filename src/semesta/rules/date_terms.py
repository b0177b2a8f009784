"""Dates in formulas: months as numbers, the days that rules count, and periods of months and days."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from semesta.rules.terms import Constant, Expression, Row, Trace, Value, day, lift, number


def month_number(date: dt.date) -> int:
    """Year x 12 + month - 1, so that months can be counted: 2024-07-01 is 24294."""
    return date.year * 12 + date.month - 1


def first_day_of(month: int) -> dt.date:
    """The first day of a month number."""
    return dt.date(month // 12, month % 12 + 1, 1)


def months_after(date: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    first = first_day_of(month_number(date) + months)
    return first.replace(day=min(date.day, calendar.monthrange(first.year, first.month)[1]))


@dataclass(frozen=True, slots=True)
class MonthOf(Expression):
    """The month number of a date."""

    date: Expression

    def text(self) -> str:
        date = self.date.text()
        return f"(year({date}) * 12 + month({date}) - 1)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = day(self.date, row, trace)
        return None if found is None else month_number(found)

    def parts(self) -> tuple[Expression, ...]:
        return (self.date,)

    def of(self, *parts: Expression) -> Expression:
        return MonthOf(*parts)


@dataclass(frozen=True, slots=True)
class FirstDayOf(Expression):
    """The first day of a month number."""

    month: Expression

    def text(self) -> str:
        month = self.month.text()
        return f"make_date({month} // 12, {month} % 12 + 1, 1)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = number(self.month, row, trace)
        return None if found is None else first_day_of(found)

    def parts(self) -> tuple[Expression, ...]:
        return (self.month,)

    def of(self, *parts: Expression) -> Expression:
        return FirstDayOf(*parts)


@dataclass(frozen=True, slots=True)
class DayOf(Expression):
    """The day of the month of a date, 1 to 31."""

    date: Expression

    def text(self) -> str:
        return f"day({self.date.text()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = day(self.date, row, trace)
        return None if found is None else found.day

    def parts(self) -> tuple[Expression, ...]:
        return (self.date,)

    def of(self, *parts: Expression) -> Expression:
        return DayOf(*parts)


@dataclass(frozen=True, slots=True)
class Later(Expression):
    """A date so many days, or months, later; the last day of a month that has no such day."""

    date: Expression
    days: Expression
    months: Expression

    def text(self) -> str:
        moved = self.date.text()
        if self.months != Constant(0):
            moved = f"({moved} + to_months({self.months.text()}::INTEGER))::DATE"
        return moved if self.days == Constant(0) else f"({moved} + {self.days.text()}::INTEGER)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = day(self.date, row, trace)
        days, months = number(self.days, row, trace), number(self.months, row, trace)
        if found is None or days is None or months is None:
            return None
        return months_after(found, months) + dt.timedelta(days=days)

    def parts(self) -> tuple[Expression, ...]:
        return self.date, self.days, self.months

    def of(self, *parts: Expression) -> Expression:
        return Later(*parts)

    def reduced(self) -> Expression:
        return self.unknown_with_any()


def later(
    date: Expression | dt.date, *, days: Expression | int = 0, months: Expression | int = 0
) -> Expression:
    """A date so many months and then days later."""
    return Later(lift(date), lift(days), lift(months))
