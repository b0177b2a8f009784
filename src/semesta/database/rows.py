"""Rows for the database as queries of the engine, and what loads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the database, the columns that the query gives in this order, and the query, in ascending ids."""

    table: str
    columns: tuple[str, ...]
    query: str
    helper: bool = False  # no table of the database: a column `id`, there for the time of the transaction
    times: int = 1  # how often as many rows as in other tables are expected, to share the work

    @property
    def weight(self) -> int:
        """About how much work the rows are beside those of other tables."""
        return self.times * len(self.columns)


class Load(Protocol):
    """Rows that were made ready, to be loaded inside a transaction of the caller."""

    def helper(self, table: str) -> str:
        """The name under which SQL finds a helper's rows."""

    def all(self) -> dict[str, int]:
        """Load all rows but the helpers', in the order in which they were given; how many came into each table."""


def in_queues(rows: Sequence[Rows], queues: int = 2) -> tuple[tuple[Rows, ...], ...]:
    """The rows shared out for threads that work side by side; a table stays whole."""
    found: list[list[Rows]] = [[] for _ in range(queues)]
    for one in sorted(rows, key=lambda one: -one.weight):
        min(found, key=lambda queue: sum(other.weight for other in queue)).append(one)
    return tuple(tuple(queue) for queue in found if queue)
