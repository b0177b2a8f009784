"""What docs/ledger.md shows in Python does what it says."""

from __future__ import annotations

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from tests.examples import run_examples

pytestmark = pytest.mark.usefixtures("database")


def test_the_examples_of_the_page_run() -> None:
    assert "run" in run_examples("ledger.md")
