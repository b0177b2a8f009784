"""Tests of the register run on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import BOTH, fresh


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of each kind; its address."""
    with fresh(request.param) as url:
        yield url


@pytest.fixture(scope="module", params=BOTH)
def shared_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """One database of each kind for all tests of a file, each of which brings its own people; its address."""
    with fresh(request.param) as url:
        yield url
