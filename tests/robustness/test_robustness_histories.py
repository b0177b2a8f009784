"""Whatever happens to people and money, in and out of order, on both clocks: the books balance and the laws hold.

A few histories, the same each time; `python -m tests.robustness.histories` searches further.
"""

from __future__ import annotations

import pytest

from tests.robustness.histories import search

#: Database -> how many histories, of how many steps: PostgreSQL takes half a second to give an empty database.
SEARCHED = {"sqlite": (8, 40), "postgresql": (3, 40)}


@pytest.mark.parametrize("kind", SEARCHED)
def test_laws_hold_after_every_step_of_a_history(kind: str) -> None:
    examples, steps = SEARCHED[kind]
    search(kind, examples=examples, steps=steps, chance=20240102)
