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

    def sql(self) -> str:
        """As SQL. What depends on no column is worked out first: a law on a fixed day is plain numbers."""
        return self.simplified().text()

    @abstractmethod
    def value(self, row: Row, trace: Trace | None = None) -> Value:
        """For one row of inputs by name; a trace takes note of the law that was met on the way."""

    @abstractmethod
    def text(self) -> str:
        """As SQL, as it stands."""

    @abstractmethod
    def parts(self) -> tuple[Expression, ...]:
        """What it is made of."""

    @abstractmethod
    def of(self, *parts: Expression) -> Expression:
        """The same made of other parts."""

    def simplified(self) -> Expression:
        """An expression of the same value for every row."""
        parts = tuple(part.simplified() for part in self.parts())
        if not parts:
            return self
        simpler = self.of(*parts)
        fixed = all(isinstance(part, Constant) for part in parts)
        return Constant(simpler.value({})) if fixed else simpler.reduced()

    def reduced(self) -> Expression:
        """Without what cannot matter; its parts are simplified already."""
        return self

    def unknown_with_any(self) -> Expression:
        """Unknown where a part is, for terms in which the unknown spreads; else as it is."""
        return Constant(None) if Constant(None) in self.parts() else self

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

    def text(self) -> str:
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

    def parts(self) -> tuple[Expression, ...]:
        return ()

    def of(self, *parts: Expression) -> Expression:
        assert not parts
        return self


@dataclass(frozen=True, slots=True)
class Input(Expression):
    """A column of the table, or a fact about the person. `column` is the SQL where it differs from the name."""

    name: str
    column: str = ""

    def text(self) -> str:
        return self.column or self.name

    def value(self, row: Row, trace: Trace | None = None) -> Value:  # noqa: ARG002
        return row[self.name]

    def parts(self) -> tuple[Expression, ...]:
        return ()

    def of(self, *parts: Expression) -> Expression:
        assert not parts
        return self


@dataclass(frozen=True, slots=True)
class Calculated(Expression):
    sign: Arithmetic
    left: Expression
    right: Expression

    def text(self) -> str:
        # 64 bits whatever the columns are: 32 overflow at two billion rupiah. Casting 64 to 64 is free.
        left, right = (
            it.text() if isinstance(it, Constant) else f"{it.text()}::BIGINT" for it in self.parts()
        )
        return f"({left} {self.sign} {right})"

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

    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    def of(self, *parts: Expression) -> Expression:
        left, right = parts
        return Calculated(self.sign, left, right)

    def reduced(self) -> Expression:
        return self.unknown_with_any()


@dataclass(frozen=True, slots=True)
class Compared(Expression):
    relation: Relation
    left: Expression
    right: Expression

    def text(self) -> str:
        return f"({self.left.text()} {self.relation} {self.right.text()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left, right = self.left.value(row, trace), self.right.value(row, trace)
        if left is None or right is None:
            return None
        assert type(left) is type(right), f"{left!r} and {right!r} cannot be compared"
        if self.relation == "=":
            return left == right
        return left < right if self.relation == "<" else left <= right  # type: ignore[operator]

    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    def of(self, *parts: Expression) -> Expression:
        left, right = parts
        return Compared(self.relation, left, right)

    def reduced(self) -> Expression:
        return self.unknown_with_any()


@dataclass(frozen=True, slots=True)
class Both(Expression):
    left: Expression
    right: Expression

    def text(self) -> str:
        return f"({self.left.text()} AND {self.right.text()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left = self.left.value(row, trace)
        if left is False:
            return False
        right = self.right.value(row, trace)
        return False if right is False else None if left is None or right is None else True

    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    def of(self, *parts: Expression) -> Expression:
        left, right = parts
        return Both(left, right)

    def reduced(self) -> Expression:
        for one, other in ((self.left, self.right), (self.right, self.left)):
            if one == Constant(False):
                return one
            if one == Constant(True):
                return other
        return self


@dataclass(frozen=True, slots=True)
class Either(Expression):
    left: Expression
    right: Expression

    def text(self) -> str:
        return f"({self.left.text()} OR {self.right.text()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        left = self.left.value(row, trace)
        if left is True:
            return True
        right = self.right.value(row, trace)
        return True if right is True else None if left is None or right is None else False

    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    def of(self, *parts: Expression) -> Expression:
        left, right = parts
        return Either(left, right)

    def reduced(self) -> Expression:
        for one, other in ((self.left, self.right), (self.right, self.left)):
            if one == Constant(True):
                return one
            if one == Constant(False):
                return other
        return self


@dataclass(frozen=True, slots=True)
class Not(Expression):
    it: Expression

    def text(self) -> str:
        return f"(NOT {self.it.text()})"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = self.it.value(row, trace)
        return None if found is None else not found

    def parts(self) -> tuple[Expression, ...]:
        return (self.it,)

    def of(self, *parts: Expression) -> Expression:
        (it,) = parts
        return Not(it)


@dataclass(frozen=True, slots=True)
class OneOf(Expression):
    it: Expression
    words: tuple[str, ...]

    def text(self) -> str:
        if not self.words:  # unknown stays unknown, all else is in no list
            return f"(CASE WHEN {self.it.text()} IS NOT NULL THEN false END)"
        return f"({self.it.text()} IN ({', '.join(Constant(word).text() for word in self.words)}))"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = self.it.value(row, trace)
        return None if found is None else found in self.words

    def parts(self) -> tuple[Expression, ...]:
        return (self.it,)

    def of(self, *parts: Expression) -> Expression:
        (it,) = parts
        return OneOf(it, self.words)


@dataclass(frozen=True, slots=True)
class Known(Expression):
    it: Expression

    def text(self) -> str:
        return f"({self.it.text()} IS NOT NULL)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        return self.it.value(row, trace) is not None

    def parts(self) -> tuple[Expression, ...]:
        return (self.it,)

    def of(self, *parts: Expression) -> Expression:
        (it,) = parts
        return Known(it)


@dataclass(frozen=True, slots=True)
class Choose(Expression):
    """The first answer whose condition is true; unknown conditions count as not true. Else `otherwise`."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression = field(default_factory=lambda: Constant(None))

    def text(self) -> str:
        if not self.cases:
            return self.otherwise.text()
        whens = " ".join(f"WHEN {when.text()} THEN {then.text()}" for when, then in self.cases)
        return f"(CASE {whens} ELSE {self.otherwise.text()} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        for when, then in self.cases:
            if when.value(row, trace) is True:
                return then.value(row, trace)
        return self.otherwise.value(row, trace)

    def parts(self) -> tuple[Expression, ...]:
        return (*(part for case in self.cases for part in case), self.otherwise)

    def of(self, *parts: Expression) -> Expression:
        *cases, otherwise = parts
        return Choose(tuple(zip(cases[::2], cases[1::2], strict=True)), otherwise)

    def reduced(self) -> Expression:
        cases: list[tuple[Expression, Expression]] = []
        otherwise = self.otherwise
        for when, then in self.cases:
            if when == Constant(True):
                otherwise = then
                break
            if not isinstance(when, Constant):
                cases.append((when, then))
        while cases and cases[-1][1] == otherwise:
            cases.pop()
        return Choose(tuple(cases), otherwise) if cases else otherwise


@dataclass(frozen=True, slots=True)
class Extreme(Expression):
    """The least or greatest; unknown where any is unknown (SQL's own functions would ignore it)."""

    least: bool
    items: tuple[Expression, ...]

    def text(self) -> str:
        unknown = " OR ".join(
            f"{item.text()} IS NULL" for item in self.items if not isinstance(item, Constant)
        )
        found = f"{'least' if self.least else 'greatest'}({', '.join(item.text() for item in self.items)})"
        return f"(CASE WHEN {unknown} THEN NULL ELSE {found} END)" if unknown else found

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        found = [number(item, row, trace) for item in self.items]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        return min(known) if self.least else max(known)

    def parts(self) -> tuple[Expression, ...]:
        return self.items

    def of(self, *parts: Expression) -> Expression:
        return Extreme(self.least, parts)

    def reduced(self) -> Expression:
        return self.unknown_with_any()
