"""Two small provinces, made once: the usual noise at both moments, the harsh noise at one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from semesta.engine import Engine
from semesta.synthetic import HARSH, LAMPUNG_MOMENTS, make
from tests.synthetic.synthetic_province import SCALE, SEED, Province, hold


@pytest.fixture(scope="session")
def lampung(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    out: Path = tmp_path_factory.mktemp("lampung")
    with Engine(threads=2) as engine:
        yield hold(engine, make(engine, out, moments=LAMPUNG_MOMENTS, seed=SEED, scale=SCALE))


@pytest.fixture(scope="session")
def harsh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    out: Path = tmp_path_factory.mktemp("harsh")
    with Engine(threads=2) as engine:
        yield hold(
            engine, make(engine, out, moments=LAMPUNG_MOMENTS[1:], seed=SEED, scale=SCALE, noise=HARSH)
        )
