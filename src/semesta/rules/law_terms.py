"""Parameters of law in formulas: what is in force on a day, and what many months add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from semesta.rules.date_terms import month_number
from semesta.rules.parameters import DatedValue, Parameter
from semesta.rules.terms import Constant, Expression, OneOf, Row, Trace, Value, day, number


@dataclass(frozen=True, slots=True)
class InForce(Expression):
    """A parameter's number on a day; unknown where no law is known. One constant where the day is one."""

    parameter: Parameter
    on: Expression

    def text(self) -> str:
        on = self.on.text()
        cases = " ".join(f"WHEN {_within(on, v)} THEN {_number_of(v)}" for v in self.parameter.values)
        return f"(CASE {cases} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        on = day(self.on, row, trace)
        found = None if on is None else self.parameter.on(on)
        if trace is not None:
            trace.met(self.parameter, found)
        return None if found is None else _number_of(found)

    def parts(self) -> tuple[Expression, ...]:
        return (self.on,)

    def of(self, *parts: Expression) -> Expression:
        return InForce(self.parameter, *parts)


@dataclass(frozen=True, slots=True)
class AmongInForce(Expression):
    """Whether a word is one of a parameter's words on a day; unknown where no law is known."""

    it: Expression
    parameter: Parameter
    on: Expression

    def text(self) -> str:
        on = self.on.text()
        cases = " ".join(
            f"WHEN {_within(on, v)} THEN {OneOf(self.it, _words_of(v)).text()}" for v in self.parameter.values
        )
        return f"(CASE {cases} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        it, words = self.it.value(row, trace), self._words_on(row, trace)
        return None if it is None or words is None else it in words

    def _words_on(self, row: Row, trace: Trace | None) -> tuple[str, ...] | None:
        on = day(self.on, row, trace)
        found = None if on is None else self.parameter.on(on)
        if trace is not None:
            trace.met(self.parameter, found)
        return None if found is None else _words_of(found)

    def parts(self) -> tuple[Expression, ...]:
        return self.it, self.on

    def of(self, *parts: Expression) -> Expression:
        it, on = parts
        return AmongInForce(it, self.parameter, on)

    def reduced(self) -> Expression:
        if not isinstance(self.on, Constant):
            return self
        words = self._words_on({}, None)
        return Constant(None) if words is None else OneOf(self.it, words)


@dataclass(frozen=True, slots=True)
class PlaceInForce(Expression):
    """The place of a word among a parameter's words on a day, from 1; unknown where it is not among them."""

    it: Expression
    parameter: Parameter
    on: Expression

    def text(self) -> str:
        it, on = self.it.text(), self.on.text()
        cases = [
            f"WHEN {_within(on, v)} AND {it} = {Constant(word).text()} THEN {place}"
            for v in self.parameter.values
            for place, word in enumerate(_words_of(v), start=1)
        ]
        return f"(CASE {' '.join(cases)} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        it, on = self.it.value(row, trace), day(self.on, row, trace)
        found = None if on is None else self.parameter.on(on)
        if trace is not None:
            trace.met(self.parameter, found)
        words = () if found is None else _words_of(found)
        return words.index(it) + 1 if isinstance(it, str) and it in words else None

    def parts(self) -> tuple[Expression, ...]:
        return self.it, self.on

    def of(self, *parts: Expression) -> Expression:
        it, on = parts
        return PlaceInForce(it, self.parameter, on)


@dataclass(frozen=True, slots=True)
class SumOverMonths(Expression):
    """A parameter's number of each month from `first` up to, not including, `until`, added up.

    The value of a month is that of its first day. 0 where there is no month; unknown where a month's value
    is. The sum up to a month is a straight line within each period: the difference of two such sums,
    without a row for every month.
    """

    parameter: Parameter
    first: Expression
    until: Expression

    def text(self) -> str:
        first, until = self.first.text(), self.until.text()
        known = " OR ".join(f"({first} >= {low} AND {until} <= {high})" for low, high in self._known())
        total = f"{self._upto_sql(until)} - {self._upto_sql(first)}"
        return f"(CASE WHEN {until} <= {first} THEN 0 WHEN {known} THEN {total} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        first, until = number(self.first, row, trace), number(self.until, row, trace)
        if first is None or until is None:
            return None
        if until <= first:
            return 0
        if trace is not None:
            for found in self.parameter.values:
                low, high = _months(found)
                if first < high and low < until:
                    trace.met(self.parameter, found)
        if not any(low <= first and until <= high for low, high in self._known()):
            if trace is not None:
                trace.met(self.parameter, None)
            return None
        return self._upto(until) - self._upto(first)

    def _known(self) -> Iterator[tuple[int, int]]:
        """Stretches of months, each with a value: first month, and the first one after."""
        low, high = _months(self.parameter.values[0])
        for found in self.parameter.values[1:]:
            begins, ends = _months(found)
            if begins > high:
                yield low, high
                low = begins
            high = ends
        yield low, high

    def _upto(self, month: int) -> int:
        total = 0
        for found in self.parameter.values:
            low, high = _months(found)
            total += max(0, min(month, high) - low) * _number_of(found)
        return total

    def _upto_sql(self, month: str) -> str:
        cases: list[str] = []
        before = 0
        for found, following in pairwise((*self.parameter.values, None)):
            assert found is not None
            low, high = _months(found)
            line = f"{before} + {_number_of(found)} * ({month} - {low})"
            if following is None:
                return f"(CASE {' '.join(cases)} ELSE {line} END)" if cases else f"({line})"
            cases.append(f"WHEN {month} <= {high} THEN {line}")
            before += _number_of(found) * (high - low)
        raise AssertionError("a parameter has values")

    def parts(self) -> tuple[Expression, ...]:
        return self.first, self.until

    def of(self, *parts: Expression) -> Expression:
        first, until = parts
        return SumOverMonths(self.parameter, first, until)


_NEVER = 12 * 10_000


def _within(on: str, found: DatedValue) -> str:
    since, until = found.period.since, found.period.until
    bounds = [f"{on} >= DATE '{since}'"] if since else []
    bounds += [f"{on} < DATE '{until}'"] if until else []
    return " AND ".join(bounds) or f"{on} IS NOT NULL"


def _number_of(found: DatedValue) -> int:
    assert isinstance(found.value, int), "a list of words is no number"
    return found.value


def _words_of(found: DatedValue) -> tuple[str, ...]:
    assert isinstance(found.value, tuple), "a number is no list of words"
    return found.value


def _months(found: DatedValue) -> tuple[int, int]:
    """The first month whose first day is in the period, and the first one after it."""
    since, until = found.period.since, found.period.until
    low = month_number(since) + (since.day > 1) if since else 0
    return low, month_number(until) + (until.day > 1) if until else _NEVER
