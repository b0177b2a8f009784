"""The terms of a formula: inputs, constants, arithmetic, comparison, logic and choice, in SQL and in Python alike.

Whole numbers, dates, words, truth and unknown (None, NULL) only; unknown spreads as in SQL. Division is
floor division of numbers that are not negative. Nothing is rounded but by what the formula says. SQL counts
in 64 bits and fails on more, Python does not end there.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from semesta.rules.parameters import DatedValue, Parameter

Value = int | str | bool | dt.date | None
Row = Mapping[str, Value]
Arithmetic = Literal["+", "-", "*", "//", "%"]
Relation = Literal["=", "<", "<="]


@dataclass(slots=True)
class Trace:
    """What one evaluation rested on: the parameters it met, with what was in force, in that order."""

    used: dict[str, tuple[Parameter, DatedValue | None]] = field(default_factory=dict)

    def met(self, parameter: Parameter, found: DatedValue | None) -> None:
        since = found.period.since if found else "unknown"
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

    def __mod__(self, other: Expression | int) -> Expression:
        return Calculated("%", self, lift(other))

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


def choose(*cases: tuple[Expression, Expression | Value], otherwise: Expression | Value = None) -> Expression:
    """The first answer whose condition is true."""
    return Choose(tuple((when, lift(then)) for when, then in cases), lift(otherwise))


def least(*items: Expression | int) -> Expression:
    """The least number; unknown where any is unknown."""
    return Extreme(True, tuple(lift(item) for item in items))


def greatest(*items: Expression | int) -> Expression:
    """The greatest number; unknown where any is unknown."""
    return Extreme(False, tuple(lift(item) for item in items))


def given_or(it: Expression, otherwise: Value) -> Expression:
    """An optional input, or what holds where it is unknown."""
    return choose((it.known(), it), otherwise=otherwise)


def number(it: Expression, row: Row, trace: Trace | None) -> int | None:
    """The value of an expression that is a whole number or unknown."""
    found = it.value(row, trace)
    assert found is None or type(found) is int, f"{found!r} is no number"
    return found


def day(it: Expression, row: Row, trace: Trace | None) -> dt.date | None:
    """The value of an expression that is a date or unknown."""
    found = it.value(row, trace)
    assert found is None or isinstance(found, dt.date), f"{found!r} is no date"
    return found


# --- the kinds of term ----------------------------------------------------------------------------


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
        # 64 bits whatever the columns are: 32 overflow at two billion rupiah. Casting 64 to 64 is free.
        return f"({self.left.sql()}::BIGINT {self.sign} {self.right.sql()}::BIGINT)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left, right = number(self.left, row, trace), number(self.right, row, trace)
        if left is None or right is None:
            return None
        if self.sign == "+":
            return left + right
        if self.sign == "-":
            return left - right
        if self.sign == "*":
            return left * right
        assert left >= 0 and right > 0, "division is for amounts and shares, which are not negative"
        return left // right if self.sign == "//" else left % right


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
        if not self.words:  # unknown stays unknown, all else is in no list
            return f"(CASE WHEN {self.it.sql()} IS NOT NULL THEN false END)"
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
        found = [number(item, row, trace) for item in self.items]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        return min(known) if self.least else max(known)
