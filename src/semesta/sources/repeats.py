"""Rows that repeat a person of the same table exactly; the first stays, the others are refused."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.sources.model import Understanding
from semesta.sources.rows import Lines


def refuse_repeats(
    engine: Engine, understood: Understanding, number: int, first: int, last: int, lines: Lines
) -> None:
    """Not there yet."""
