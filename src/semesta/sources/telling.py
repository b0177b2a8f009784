"""How an understanding is told to the person at the terminal."""

from __future__ import annotations

from semesta.faults import Language
from semesta.sources.model import Understanding


def lines_of(understood: Understanding, language: Language) -> list[str]:
    """The file, its form, and what was made of each column."""
    return [understood.name, *(f"  {c.header} -> {c.field}" for c in understood.columns)]
