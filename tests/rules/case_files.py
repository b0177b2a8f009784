"""The cases of law in cases/*.yaml, read for the tests: each names a formula or a parameter, facts, and what must come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from semesta.rules.expressions import Value

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """`formula` with inputs and expected outputs, or `parameter` with the expected value in force."""

    file: str
    name: str
    formula: str
    parameter: str
    day: dt.date
    inputs: Mapping[str, Value]
    expected: Mapping[str, Value]
    source: str

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in order of file. A case without name, day, expectation or source is a fault of the file."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in read_cases(path))


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of one file."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_case(path.stem, entry) for entry in document["cases"])


def _case(file: str, entry: Mapping[str, object]) -> Case:
    place = f"{file}: {entry.get('name')}"
    unknown = entry.keys() - {"name", "formula", "parameter", "day", "inputs", "expected", "source"}
    assert not unknown, f"{place}: {sorted(unknown)} is not part of a case"
    assert ("formula" in entry) != ("parameter" in entry), f"{place}: a formula or a parameter"
    expected, day = entry["expected"], entry["day"]
    assert isinstance(day, dt.date), f"{place}: day is no date"
    return Case(
        file=file,
        name=str(entry["name"]),
        formula=str(entry.get("formula", "")),
        parameter=str(entry.get("parameter", "")),
        day=day,
        inputs=cast("Mapping[str, Value]", entry.get("inputs") or {}),
        expected=cast("Mapping[str, Value]", expected if "formula" in entry else {"value": expected}),
        source=str(entry["source"]),
    )
