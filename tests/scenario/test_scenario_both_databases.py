"""The same three months on SQLite and on PostgreSQL: the same story, figure by figure, and the same next edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.edition import Edition
from semesta.reporting.catalogue import Speaker, catalogue
from semesta.scenario.province import Province, make_province
from semesta.scenario.story import Happening
from semesta.scenario.three_months import play
from tests.databases import BOTH, fresh

#: About 9,000 residents: the smallest province in which every part of the story finds its people.
SCALE = 0.001


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    return make_province(tmp_path_factory.mktemp("province"), scale=SCALE, seed=1)


def _tables(edition: Path) -> dict[str, str]:
    """Table -> hash, of an edition. It has two kinds of hash, and both are of the content."""
    return {table.name: table.sha256 for table in Edition.open(edition).manifest.tables}


def test_both_databases_tell_the_same_story(province: Province, tmp_path: Path) -> None:
    told: dict[str, list[Happening]] = {}
    made: dict[str, dict[str, str]] = {}
    for kind in BOTH:
        with fresh(kind):
            told[kind] = play(province, tmp_path / kind).happened
            made[kind] = _tables(tmp_path / kind / "editions" / "2024-10-01")
    assert told["sqlite"] == told["postgresql"]
    assert made["sqlite"] == made["postgresql"]
    assert all(it.laws > 20 for it in told["sqlite"]), "laws are checked after each step"
    for happening in told["sqlite"]:
        for language in ("id", "en"):
            assert Speaker(language)(f"scenario.{happening.key}", **happening.figures), happening.key
    assert {it.key for it in told["sqlite"]} == {
        key.removeprefix("scenario.") for key in catalogue() if key.startswith("scenario.")
    }, "every step has its sentence, and no sentence is left over"
