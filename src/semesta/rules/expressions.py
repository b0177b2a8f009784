"""Formulas of law, written once: the same expression is SQL over nine million rows and a value for one person.

Whole numbers, dates, words, truth and unknown (None, NULL) only; unknown spreads as in SQL. Division is
floor division of numbers that are not negative. Nothing is rounded but by what the formula says.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from semesta.rules.law import DatedValue, Parameter

Value = int | str | bool | dt.date | None
Row = Mapping[str, Value]
Arithmetic = Literal["+", "-", "*", "//"]
Relation = Literal["=", "<", "<="]


@dataclass(slots=True)
class Trace:
    """What one evaluation rested on: the parameters it met, with what was in force, in that order."""

    used: dict[str, tuple[Parameter, DatedValue | None]] = field(default_factory=dict)

    def met(self, parameter: Parameter, found: DatedValue | None) -> None:
        since = found.period.since if found else None
        self.used.setdefault(f"{parameter.name} {since}", (parameter, found))


class Expression(ABC):
    """A formula. `sql` is a DuckDB expression; `value` evaluates one row of named inputs."""

    @abstractmethod
    def sql(self) -> str: ...

    @abstractmethod
    def value(self, row: Row, trace: Trace | None = None) -> Value: ...

    def __add__(self, other: Expression | int) -> Expression:
        return Calculated("+", self, lift(other))

    def __sub__(self, other: Expression | int) -> Expression:
        return Calculated("-", self, lift(other))

    def __mul__(self, other: Expression | int) -> Expression:
        return Calculated("*", self, lift(other))

    def __floordiv__(self, other: Expression | int) -> Expression:
        return Calculated("//", self, lift(other))

    def __lt__(self, other: Expression | int | dt.date) -> Expression:
        return Compared("<", self, lift(other))

    def __le__(self, other: Expression | int | dt.date) -> Expression:
        return Compared("<=", self, lift(other))

    def __gt__(self, other: Expression | int | dt.date) -> Expression:
        return Compared("<", lift(other), self)

    def __ge__(self, other: Expression | int | dt.date) -> Expression:
        return Compared("<=", lift(other), self)

    def __and__(self, other: Expression) -> Expression:
        return Both(self, other)

    def __or__(self, other: Expression) -> Expression:
        return Either(self, other)

    def __invert__(self) -> Expression:
        return Not(self)

    def is_(self, other: Expression | int | str | bool | dt.date) -> Expression:
        """Equality; unknown where a side is unknown."""
        return Compared("=", self, lift(other))

    def one_of(self, *words: str) -> Expression:
        return OneOf(self, words)

    def known(self) -> Expression:
        """True or false, never unknown."""
        return Known(self)


def lift(value: Expression | Value) -> Expression:
    """A plain value as an expression."""
    return value if isinstance(value, Expression) else Constant(value)


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    it: Value

    def sql(self) -> str:
        if self.it is None:
            return "NULL"
        if isinstance(self.it, bool):
            return str(self.it).lower()
        if isinstance(self.it, int):
            return str(self.it)
        if isinstance(self.it, dt.date):
            return f"DATE '{self.it.isoformat()}'"
        return "'" + self.it.replace("'", "''") + "'"

    def value(self, row: Row, trace: Trace | None = None) -> Value:  # noqa: ARG002
        return self.it


@dataclass(frozen=True, slots=True)
class Input(Expression):
    """A column of the table, or a fact about the person. `column` is the SQL where it differs from the name."""

    name: str
    column: str = ""

    def sql(self) -> str:
        return self.column or self.name

    def value(self, row: Row, trace: Trace | None = None) -> Value:  # noqa: ARG002
        return row[self.name]


@dataclass(frozen=True, slots=True)
class Calculated(Expression):
    sign: Arithmetic
    left: Expression
    right: Expression

    def sql(self) -> str:
        return f"({self.left.sql()} {self.sign} {self.right.sql()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left, right = _number(self.left, row, trace), _number(self.right, row, trace)
        if left is None or right is None:
            return None
        if self.sign == "+":
            return left + right
        if self.sign == "-":
            return left - right
        if self.sign == "*":
            return left * right
        assert left >= 0 and right > 0, "floor division is for amounts and shares, which are not negative"
        return left // right


@dataclass(frozen=True, slots=True)
class Compared(Expression):
    relation: Relation
    left: Expression
    right: Expression

    def sql(self) -> str:
        return f"({self.left.sql()} {self.relation} {self.right.sql()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left, right = self.left.value(row, trace), self.right.value(row, trace)
        if left is None or right is None:
            return None
        assert type(left) is type(right), f"{left!r} and {right!r} cannot be compared"
        if self.relation == "=":
            return left == right
        return left < right if self.relation == "<" else left <= right  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Both(Expression):
    left: Expression
    right: Expression

    def sql(self) -> str:
        return f"({self.left.sql()} AND {self.right.sql()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left = self.left.value(row, trace)
        if left is False:
            return False
        right = self.right.value(row, trace)
        return False if right is False else None if left is None or right is None else True


@dataclass(frozen=True, slots=True)
class Either(Expression):
    left: Expression
    right: Expression

    def sql(self) -> str:
        return f"({self.left.sql()} OR {self.right.sql()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left = self.left.value(row, trace)
        if left is True:
            return True
        right = self.right.value(row, trace)
        return True if right is True else None if left is None or right is None else False


@dataclass(frozen=True, slots=True)
class Not(Expression):
    it: Expression

    def sql(self) -> str:
        return f"(NOT {self.it.sql()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = self.it.value(row, trace)
        return None if found is None else not found


@dataclass(frozen=True, slots=True)
class OneOf(Expression):
    it: Expression
    words: tuple[str, ...]

    def sql(self) -> str:
        if not self.words:
            return f"({self.it.sql()} IS NULL AND NULL)"  # unknown stays unknown, all else is in no list
        return f"({self.it.sql()} IN ({', '.join(Constant(word).sql() for word in self.words)}))"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = self.it.value(row, trace)
        return None if found is None else found in self.words


@dataclass(frozen=True, slots=True)
class Known(Expression):
    it: Expression

    def sql(self) -> str:
        return f"({self.it.sql()} IS NOT NULL)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        return self.it.value(row, trace) is not None


@dataclass(frozen=True, slots=True)
class Choose(Expression):
    """The first answer whose condition is true; unknown conditions count as not true. Else `otherwise`."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression = field(default_factory=lambda: Constant(None))

    def sql(self) -> str:
        if not self.cases:
            return self.otherwise.sql()
        whens = " ".join(f"WHEN {when.sql()} THEN {then.sql()}" for when, then in self.cases)
        return f"(CASE {whens} ELSE {self.otherwise.sql()} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        for when, then in self.cases:
            if when.value(row, trace) is True:
                return then.value(row, trace)
        return self.otherwise.value(row, trace)


@dataclass(frozen=True, slots=True)
class Extreme(Expression):
    """The least or greatest; unknown where any is unknown (SQL's own functions would ignore it)."""

    least: bool
    items: tuple[Expression, ...]

    def sql(self) -> str:
        unknown = " OR ".join(
            f"{item.sql()} IS NULL" for item in self.items if not isinstance(item, Constant)
        )
        found = f"{'least' if self.least else 'greatest'}({', '.join(item.sql() for item in self.items)})"
        return f"(CASE WHEN {unknown} THEN NULL ELSE {found} END)" if unknown else found

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = [_number(item, row, trace) for item in self.items]
        numbers = [number for number in found if number is not None]
        if len(numbers) < len(found):
            return None
        return min(numbers) if self.least else max(numbers)


@dataclass(frozen=True, slots=True)
class InForce(Expression):
    """A parameter's number on a day; unknown where no law is known. One constant where the day is one."""

    parameter: Parameter
    on: Expression

    def sql(self) -> str:
        if isinstance(self.on, Constant):
            return Constant(_value_of(self._found(self.on.it))).sql()
        day = self.on.sql()
        cases = " ".join(
            f"WHEN {_within(day, v)} THEN {Constant(_value_of(v)).sql()}" for v in self.parameter.values
        )
        return f"(CASE {cases} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = self._found(self.on.value(row, trace))
        if trace is not None:
            trace.met(self.parameter, found)
        return _value_of(found)

    def _found(self, day: Value) -> DatedValue | None:
        assert day is None or isinstance(day, dt.date), f"{day!r} is no date"
        return None if day is None else self.parameter.on(day)


@dataclass(frozen=True, slots=True)
class AmongInForce(Expression):
    """Whether a word is one of a parameter's words on a day; false where no law is known."""

    it: Expression
    parameter: Parameter
    on: Expression

    def sql(self) -> str:
        if isinstance(self.on, Constant):
            return OneOf(self.it, self._words(self.on.it)).sql()
        day, cases = self.on.sql(), []
        for found in self.parameter.values:
            cases.append(f"WHEN {_within(day, found)} THEN {OneOf(self.it, _words_of(found)).sql()}")
        return f"(CASE WHEN {self.it.sql()} IS NULL THEN NULL {' '.join(cases)} ELSE false END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        it, day = self.it.value(row, trace), self.on.value(row, trace)
        assert day is None or isinstance(day, dt.date), f"{day!r} is no date"
        if trace is not None:
            trace.met(self.parameter, None if day is None else self.parameter.on(day))
        return None if it is None else it in self._words(day)

    def _words(self, day: Value) -> tuple[str, ...]:
        assert day is None or isinstance(day, dt.date), f"{day!r} is no date"
        return () if day is None else self.parameter.words(day)


@dataclass(frozen=True, slots=True)
class MonthOf(Expression):
    """The month of a date as one number (year x 12 + month - 1), so that months can be counted."""

    day: Expression

    def sql(self) -> str:
        day = self.day.sql()
        return f"(year({day}) * 12 + month({day}) - 1)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        day = self.day.value(row, trace)
        assert day is None or isinstance(day, dt.date), f"{day!r} is no date"
        return None if day is None else month_number(day)


@dataclass(frozen=True, slots=True)
class SumOverMonths(Expression):
    """A parameter's number of each month from `first` up to, not including, `until`, added up.

    The value of a month is that of its first day. Months before any known value count nothing, so keep
    `first` inside the law that is known. The sum up to a month is a straight line within each period:
    the difference of two such sums, without a row for every month.
    """

    parameter: Parameter
    first: Expression
    until: Expression

    def sql(self) -> str:
        return f"({self._upto_sql(self.until.sql())} - {self._upto_sql(self.first.sql())})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        first, until = _number(self.first, row, trace), _number(self.until, row, trace)
        if first is None or until is None:
            return None
        if trace is not None:
            for found in self.parameter.values:
                low, high = _months(found)
                if first < high and low < until:
                    trace.met(self.parameter, found)
        return self._upto(until) - self._upto(first)

    def _upto(self, month: int) -> int:
        total = 0
        for found in self.parameter.values:
            low, high = _months(found)
            total += max(0, min(month, high) - low) * _amount(found)
        return total

    def _upto_sql(self, month: str) -> str:
        cases, before = [], 0
        for found in self.parameter.values:
            low, high = _months(found)
            amount = _amount(found)
            cases.append(f"WHEN {month} <= {low} THEN {before}")
            if high < _NEVER:
                cases.append(f"WHEN {month} <= {high} THEN {before} + {amount} * ({month} - {low})")
                before += amount * (high - low)
            else:
                cases.append(f"WHEN {month} IS NOT NULL THEN {before} + {amount} * ({month} - {low})")
        cases.append(f"WHEN {month} IS NOT NULL THEN {before}")
        return f"(CASE {' '.join(cases)} END)"


_NEVER = 12 * 10_000


def month_number(day: dt.date) -> int:
    """2024-07-01 is 2024 x 12 + 6."""
    return day.year * 12 + day.month - 1


def first_day_of(month: int) -> dt.date:
    """The first day of a month number."""
    return dt.date(month // 12, month % 12 + 1, 1)


def least(*items: Expression | int) -> Expression:
    return Extreme(True, tuple(lift(item) for item in items))


def greatest(*items: Expression | int) -> Expression:
    return Extreme(False, tuple(lift(item) for item in items))


def choose(*cases: tuple[Expression, Expression | Value], otherwise: Expression | Value = None) -> Expression:
    """The first answer whose condition is true."""
    return Choose(tuple((when, lift(then)) for when, then in cases), lift(otherwise))


def _number(it: Expression, row: Row, trace: Trace | None) -> int | None:
    found = it.value(row, trace)
    assert found is None or (isinstance(found, int) and not isinstance(found, bool)), (
        f"{found!r} is no number"
    )
    return found


def _within(day: str, found: DatedValue) -> str:
    since, until = found.period.since, found.period.until
    bounds = [f"{day} >= DATE '{since}'"] if since else []
    bounds += [f"{day} < DATE '{until}'"] if until else []
    return " AND ".join(bounds) or f"{day} IS NOT NULL"


def _value_of(found: DatedValue | None) -> int | None:
    if found is None:
        return None
    assert isinstance(found.value, int), "a list of words is no number"
    return found.value


def _words_of(found: DatedValue) -> tuple[str, ...]:
    assert isinstance(found.value, tuple), "a number is no list of words"
    return found.value


def _amount(found: DatedValue) -> int:
    amount = _value_of(found)
    assert amount is not None
    return amount


def _months(found: DatedValue) -> tuple[int, int]:
    """The first month whose first day is in the period, and the first one after it."""
    since, until = found.period.since, found.period.until
    return _month_from(since) if since else 0, _month_from(until) if until else _NEVER


def _month_from(day: dt.date) -> int:
    """The first month that begins on or after a day."""
    return month_number(day) + (day.day > 1)
