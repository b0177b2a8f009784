"""What a formula of law is: named inputs, named outputs, and an expression for each output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from semesta.faults import InputRefused, Text
from semesta.rules.expressions import (
    AmongInForce,
    Expression,
    InForce,
    Input,
    PlaceInForce,
    Row,
    SumOverMonths,
    Trace,
    Value,
    lift,
)
from semesta.rules.law import Law

#: What a quantity is: rupiah are whole, `word` is one of a vocabulary, `flag` is true or false.
Kind = Literal[
    "rupiah", "persons", "months", "days", "years", "number", "basis_points", "date", "flag", "word"
]
#: What stands for an input where it is no column of that name: another column, a constant, a formula.
Given = Mapping[str, "Expression | Value"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An input or an output of a formula. An optional input may be unknown (None, NULL)."""

    name: str
    kind: Kind
    title: Text
    optional: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a formula is built from: the law, the day, and an expression for each input."""

    law: Law
    on: Expression
    inputs: Mapping[str, Expression]

    def __getitem__(self, name: str) -> Expression:
        return self.inputs[name]

    def number(self, parameter: str, on: Expression | None = None) -> Expression:
        """A parameter's number on the day, or on another one."""
        return InForce(self.law[parameter], self.on if on is None else on)

    def months(self, parameter: str, first: Expression, until: Expression) -> Expression:
        """A parameter's number of each month from `first` up to, not including, `until`, added up."""
        return SumOverMonths(self.law[parameter], first, until)

    def place(self, it: Expression, parameter: str) -> Expression:
        """The place of a word among the words that the law names on the day, from 1."""
        return PlaceInForce(it, self.law[parameter], self.on)

    def among(self, it: Expression, parameter: str, on: Expression | None = None) -> Expression:
        """Whether a word is one of the words that the law names on the day, or on another one."""
        return AmongInForce(it, self.law[parameter], self.on if on is None else on)


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule of law that answers the same for one person and for a column of nine million."""

    name: str
    title: Text
    inputs: tuple[Quantity, ...]
    outputs: tuple[Quantity, ...]
    builder: Callable[[Setting], Mapping[str, Expression]]
    note: Text | None = None  # what it takes for granted where the sources are silent

    def build(self, law: Law, on: dt.date | Expression, given: Given | None = None) -> dict[str, Expression]:
        """An expression for each output. An input is the column of its name unless `given` says otherwise."""
        replaced = dict(given or {})
        unknown = replaced.keys() - {quantity.name for quantity in self.inputs}
        assert not unknown, f"{self.name} has no input {sorted(unknown)}"
        inputs = {
            q.name: lift(replaced[q.name]) if q.name in replaced else Input(q.name) for q in self.inputs
        }
        found = dict(self.builder(Setting(law, lift(on), inputs)))
        assert list(found) == [q.name for q in self.outputs], f"{self.name} gives {list(found)}"
        return found

    def columns(self, law: Law, on: dt.date | Expression, given: Given | None = None) -> str:
        """The outputs as the columns of a SELECT: `... AS total, ... AS member`."""
        return ", ".join(f"{it.sql()} AS {name}" for name, it in self.build(law, on, given).items())

    def calculate(self, law: Law, on: dt.date, row: Row, trace: Trace | None = None) -> dict[str, Value]:
        """The outputs for one row of inputs; optional ones may be left out. InputRefused for a wrong row."""
        full = self.checked(row)
        return {name: it.value(full, trace) for name, it in self.build(law, on).items()}

    def checked(self, row: Row) -> dict[str, Value]:
        """Every input by name, None where an optional one is not given. InputRefused where one is wrong."""
        unknown = row.keys() - {q.name for q in self.inputs}
        if unknown:
            raise self._wrong(
                Text(f"Rumus ini tidak punya masukan {', '.join(sorted(unknown))}.", f"This formula has no input {', '.join(sorted(unknown))}."),
                Text(f"Masukannya: {self._names()}.", f"Its inputs: {self._names()}."),
            )  # fmt: skip
        return {q.name: self._fitting(q, row.get(q.name)) for q in self.inputs}

    def _fitting(self, quantity: Quantity, value: Value) -> Value:
        if value is None:
            if quantity.optional:
                return None
            raise self._wrong(
                Text(f"Masukan `{quantity.name}` belum diisi: {quantity.title.id}.", f"The input `{quantity.name}` is missing: {quantity.title.en}."),
                Text(f"Masukannya: {self._names()}.", f"Its inputs: {self._names()}."),
            )  # fmt: skip
        if type(value) is not _TYPES[quantity.kind] or (type(value) is int and value < 0):
            raise self._wrong(
                Text(f"`{quantity.name}: {value}` tidak cocok dengan jenisnya, {quantity.kind}.", f"`{quantity.name}: {value}` does not fit its kind, {quantity.kind}."),
                _HOW_TO_WRITE,
            )  # fmt: skip
        if quantity.words and value not in quantity.words:
            words = ", ".join(quantity.words)
            raise self._wrong(
                Text(
                    f"`{quantity.name}: {value}` tidak dikenal.", f"`{quantity.name}: {value}` is not known."
                ),
                Text(f"Pilih: {words}.", f"Choose: {words}."),
            )
        return value

    def _names(self) -> str:
        return ", ".join(q.name + ("?" if q.optional else "") for q in self.inputs)

    def _wrong(self, reason: Text, remedy: Text) -> InputRefused:
        return InputRefused(place=self.name, reason=reason, remedy=remedy)


_TYPES: Mapping[Kind, type] = {
    "rupiah": int, "persons": int, "months": int, "days": int, "years": int, "number": int, "basis_points": int,
    "date": dt.date, "flag": bool, "word": str,
}  # fmt: skip
_HOW_TO_WRITE = Text(
    "Tulis bilangan bulat tanpa titik, tanggal 2026-03-01, atau true/false.",
    "Write a whole number without separators, a date 2026-03-01, or true/false.",
)
