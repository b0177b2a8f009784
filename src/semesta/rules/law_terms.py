"""Parameters of law in formulas: what is in force on a day, and what many months add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

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
        cases = [f"WHEN {until} <= {first} THEN 0"]
        for stretch in _stretches(self.parameter):
            low, high = stretch[0].low, stretch[-1].high
            if not isinstance(self.until, Constant):
                cases.append(
                    f"WHEN {first} >= {low} AND {until} <= {high} THEN {_upto_text(stretch, until)} - {_upto_text(stretch, first)}"
                )
            elif low < (end := number(self.until, {}, None) or 0) <= high:
                reached = [line for line in stretch if line.low < end]
                cases.append(
                    f"WHEN {first} >= {low} THEN {_upto(stretch, end)} - {_upto_text(reached, first)}"
                )
        return f"(CASE {' '.join(cases)} END)"

    def value(self, row: Row, trace: Trace | None = None) -> Value:
        first, until = number(self.first, row, trace), number(self.until, row, trace)
        if first is None or until is None:
            return None
        if until <= first:
            return 0
        if trace is not None:
            for found in self.parameter.values:
                line = _line(found)
                if first < line.high and line.low < until:
                    trace.met(self.parameter, found)
        for stretch in _stretches(self.parameter):
            if stretch[0].low <= first and until <= stretch[-1].high:
                return _upto(stretch, until) - _upto(stretch, first)
        if trace is not None:
            trace.met(self.parameter, None)
        return None

    def parts(self) -> tuple[Expression, ...]:
        return self.first, self.until

    def of(self, *parts: Expression) -> Expression:
        first, until = parts
        return SumOverMonths(self.parameter, first, until)

    def reduced(self) -> Expression:
        return self.unknown_with_any()


class _Line(NamedTuple):
    """One value over months: the first month whose first day is in its period, the first one after, the amount."""

    low: int
    high: int
    amount: int


def _line(found: DatedValue) -> _Line:
    since, until = found.period.since, found.period.until
    low = month_number(since) + (since.day > 1) if since else 0
    return _Line(low, month_number(until) + (until.day > 1) if until else _NEVER, _number_of(found))


def _stretches(parameter: Parameter) -> list[list[_Line]]:
    """Values that follow each other without a month between them that has none."""
    found: list[list[_Line]] = []
    for line in map(_line, parameter.values):
        if found and found[-1][-1].high == line.low:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _upto(stretch: Sequence[_Line], month: int) -> int:
    """The sum of the stretch's months before a month that lies in it or is the first one after."""
    return sum(max(0, min(month, line.high) - line.low) * line.amount for line in stretch)


def _upto_text(stretch: Sequence[_Line], month: str) -> str:
    """The same: a line from the first month on, bent where the amount changes; the month stands once for each."""
    terms = [f"{stretch[0].amount} * ({month} - {stretch[0].low})"]
    for before, line in pairwise(stretch):
        if line.amount != before.amount:
            terms.append(f"{line.amount - before.amount} * greatest({month} - {line.low}, 0)")
    return f"({' + '.join(terms)})"


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
