"""The shipped gazetteer, read once for all tests of the room."""

from __future__ import annotations

import pytest

from semesta.regions import Regions


@pytest.fixture(scope="session")
def indonesia() -> Regions:
    return Regions.load()
