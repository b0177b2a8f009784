"""Rows of one table of the database, as a query of the engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the database, the columns that the query gives in this order, and the query, in ascending ids."""

    table: str
    columns: tuple[str, ...]
    query: str
