"""One case explained: what came out of a formula, and for each result the parameters and articles it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from semesta.rules.expressions import Row, Trace, Value
from semesta.rules.formula import Formula, Quantity
from semesta.rules.law import DatedValue, Law, Parameter


@dataclass(frozen=True, slots=True)
class Ground:
    """A parameter that a result rests on, and its value in force; None where no law is known for that day."""

    parameter: Parameter
    found: DatedValue | None

    @property
    def verified(self) -> bool:
        """Whether the text of the law or a source that reports it stands behind the value."""
        return self.found is not None and self.found.verified != "to_be_verified"


@dataclass(frozen=True, slots=True)
class Result:
    """One output, with the positions of its grounds in the explanation."""

    quantity: Quantity
    value: Value
    grounds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a formula gives for one case on a day. `inputs` holds every input, None where it was not given."""

    formula: Formula
    on: dt.date
    inputs: Mapping[str, Value]
    results: tuple[Result, ...]
    grounds: tuple[Ground, ...]

    @property
    def unsure(self) -> tuple[Ground, ...]:
        """Grounds that must be verified before the results are cited."""
        return tuple(ground for ground in self.grounds if not ground.verified)

    def to_json(self) -> dict[str, object]:
        """Plain values: dates as ISO text, results by name, grounds with article, link and how verified."""
        return {
            "formula": self.formula.name,
            "on": self.on.isoformat(),
            "inputs": {name: _plain(value) for name, value in self.inputs.items()},
            "results": {
                r.quantity.name: {
                    "value": _plain(r.value),
                    "kind": r.quantity.kind,
                    "grounds": [self.grounds[at].parameter.name for at in r.grounds],
                }
                for r in self.results
            },
            "grounds": [_ground_json(ground) for ground in self.grounds],
            "to_be_verified": [ground.parameter.name for ground in self.unsure],
        }


def explain(law: Law, formula: Formula, on: dt.date, row: Row) -> Explanation:
    """Evaluate each output on its own, so that its grounds are known. InputRefused for a wrong row."""
    inputs = formula.checked(row)
    positions: dict[str, int] = {}
    grounds: list[Ground] = []
    results = []
    expressions = formula.build(law, on)
    for quantity in formula.outputs:
        trace = Trace()
        value = expressions[quantity.name].value(inputs, trace)
        for key, (parameter, found) in trace.used.items():
            if key not in positions:
                positions[key] = len(grounds)
                grounds.append(Ground(parameter, found))
        results.append(Result(quantity, value, tuple(positions[key] for key in trace.used)))
    return Explanation(formula, on, inputs, tuple(results), tuple(grounds))


def _ground_json(ground: Ground) -> dict[str, object]:
    found, parameter = ground.found, ground.parameter
    known: dict[str, object] = {"parameter": parameter.name, "unit": parameter.unit, "value": None}
    if found is None:
        return known
    value = list(found.value) if isinstance(found.value, tuple) else found.value
    since, until = found.period.since, found.period.until
    return known | {
        "value": value,
        "from": since and since.isoformat(),
        "until": until and until.isoformat(),
        "regulation": found.regulation.id,
        "article": found.article,
        "link": found.regulation.link,
        "verified": found.verified,
        "source": found.source,
    }


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
