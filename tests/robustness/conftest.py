"""Trials that need processes of their own run on both databases, each in one process that forks the others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import BOTH

Trial = Callable[..., Any]


@pytest.fixture(scope="module", params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    if sys.platform == "win32":
        pytest.skip("forks")
    return str(request.param)


@pytest.fixture(scope="module")
def trial() -> Trial:
    """Run a module of this folder as a program, and read what it prints."""

    def run(module: str, *arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", f"tests.robustness.{module}", *arguments],
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
