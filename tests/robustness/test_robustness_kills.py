"""A kill in the middle of work leaves the old state or the new one, and the work done again comes to the same.

Here a few kills at statements drawn by a fixed seed; `python -m benchmarks.kills` does hundreds at random moments.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.robustness.conftest import Trial

TIMES = 2


@pytest.fixture(scope="module")
def killed(kind: str, trial: Trial) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = trial("killing", kind, "--times", str(TIMES), "--statements")
    return found


def test_a_kill_leaves_the_old_state_or_the_new_one(killed: list[dict[str, Any]]) -> None:
    assert [work["broken"] for work in killed] == [[]] * len(killed)
    assert all(work["old"] + work["new"] == TIMES for work in killed)


def test_the_work_done_again_comes_to_what_undisturbed_work_comes_to(killed: list[dict[str, Any]]) -> None:
    assert [work["unequal_after"] for work in killed] == [[]] * len(killed)
