"""Random rows for formulas of law, and the same rows as a table of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.rules import Constant, Expression, Quantity, Value

DAYS = st.dates(dt.date(2013, 6, 1), dt.date(2031, 12, 31))
_NUMBERS = {"hospital_class": (1, 3), "relation": (1, 5), "decile": (1, 10)}
_MOST = {
    "rupiah": 10**11,
    "persons": 10**7,
    "months": 200,
    "days": 400,
    "years": 100,
    "number": 12,
    "basis_points": 10_000,
}
_TYPES = {int: "BIGINT", bool: "BOOLEAN", str: "VARCHAR", dt.date: "DATE"}


@cache
def engine() -> Engine:
    return Engine(threads=1, memory_mb=500)


def values(quantity: Quantity) -> st.SearchStrategy[Value]:
    """What an input may be; an optional one may be unknown."""
    found: st.SearchStrategy[Value]
    if quantity.words:
        found = st.sampled_from(quantity.words)
    elif quantity.kind == "date":
        found = DAYS
    elif quantity.kind == "flag":
        found = st.booleans()
    else:
        least, most = _NUMBERS.get(quantity.name, (0, _MOST[quantity.kind]))
        found = st.integers(least, most)
    return st.none() | found if quantity.optional else found


def row_of(quantities: Sequence[Quantity]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({q.name: values(q) for q in quantities})


def type_of(quantity: Quantity) -> type:
    return {"word": str, "date": dt.date, "flag": bool}.get(quantity.kind, int)


def answers(
    columns: Mapping[str, Expression], rows: Sequence[Mapping[str, Value]], types: Mapping[str, type]
) -> list[tuple[Value, ...]]:
    """What SQL says of each row for each expression, in order."""
    written = ", ".join(
        f"({', '.join(f'{Constant(row[name]).sql()}::{_TYPES[kind]}' for name, kind in types.items())})" for row in rows
    )  # fmt: skip
    names, wanted = ", ".join(types), ", ".join(it.sql() for it in columns.values())
    return engine().rows(f"SELECT {wanted} FROM (VALUES {written}) rows({names})")
