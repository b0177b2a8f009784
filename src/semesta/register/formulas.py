"""Formulas of law for one person at a time, built once: the day is an input like any other."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from semesta.rules import FORMULAS, Expression, Input, Law, Trace, Value


def value_of(formula: str, output: str, on: dt.date, **given: Value) -> Value:
    """One output of a formula on a day; inputs that are not given are unknown."""
    expressions, names = _built(formula)
    assert given.keys() <= names, f"{formula} has no input {given.keys() - names}"
    return expressions[output].value({**dict.fromkeys(names), **given, _DAY: on})


def article_of(formula: str, output: str, on: dt.date, **given: Value) -> str:
    """The articles that the output rests on, each once: 'Perpres 82/2018 Ps. 5 ayat 1'."""
    expressions, names = _built(formula)
    trace = Trace()
    expressions[output].value({**dict.fromkeys(names), **given, _DAY: on}, trace)
    cited = [article_in_force(parameter.name, on) for parameter, _ in trace.used.values()]
    return "; ".join(dict.fromkeys(text for text in cited if text))


@functools.lru_cache(maxsize=4096)
def article_in_force(parameter: str, on: dt.date) -> str:
    """The article of a parameter on a day, as a decision cites it; '' where no law is known.

    What was not verified against the text of the law says so.
    """
    found = Law.current()[parameter].on(on)
    if found is None:
        return ""
    title = found.regulation.title.id.partition(" tentang ")[0].partition(",")[0].partition(" (")[0]
    doubt = (
        " (perlu diverifikasi)" if found.verified == "to_be_verified" and "tbv" not in found.article else ""
    )
    return f"{title} {found.article}".strip() + doubt


_DAY = "day the formula is asked for"


@functools.cache
def _built(formula: str) -> tuple[Mapping[str, Expression], frozenset[str]]:
    found = FORMULAS[formula]
    return found.build(Law.current(), Input(_DAY)), frozenset(q.name for q in found.inputs)
