"""`verify` finds every kind of damage, and only damage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from semesta.edition import Edition, verify
from semesta.engine import Engine
from tests.edition.stages import edition_of
from tests.edition.towns import town


@pytest.fixture
def edition(tmp_path: Path) -> Iterator[Edition]:
    made = edition_of(town(), tmp_path)
    for file in made.path.iterdir():
        file.chmod(0o644)  # to damage it
    yield made


def kinds(edition: Edition) -> list[tuple[str, str]]:
    return [(d.kind, d.place) for d in verify(Edition.open(edition.path)).differences]


def test_an_untouched_edition_is_sound(edition: Edition) -> None:
    found = verify(edition)
    assert found.sound
    assert (found.files, found.laws) == (9, 13)


def test_one_changed_byte_is_found(edition: Edition) -> None:
    file = edition.path / "cube.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert kinds(edition) == [("hash", "cube.parquet")]


def test_a_cut_file_and_a_stranger_are_found(edition: Edition) -> None:
    file = edition.path / "links.parquet"
    file.write_bytes(file.read_bytes()[:-7])
    (edition.path / "catatan.txt").write_text("x")
    assert kinds(edition) == [("size", "links.parquet"), ("extra", "catatan.txt")]


def test_a_lost_file_is_found_by_an_edition_that_is_open(edition: Edition) -> None:
    (edition.path / "rosters.parquet").unlink()
    assert [d.kind for d in verify(edition).differences] == ["missing"]


def test_a_cleverly_forged_table_still_breaks_a_law(edition: Edition) -> None:
    """Somebody makes an inactive resident active and repairs hash, size and counts in the manifest."""
    file = edition.path / "residents.parquet"
    forged = edition.path / "forged.parquet"
    with Engine() as engine:
        engine.write_parquet(
            f"SELECT * REPLACE (CASE coverage WHEN 'inactive' THEN 'active' ELSE coverage END AS coverage) "
            f"FROM '{file}'",
            forged,
        )
    forged.replace(file)
    manifest = json.loads((edition.path / "manifest.json").read_text())
    from semesta.edition.writing import sha256

    for table in manifest["tables"]:
        if table["name"] == "residents":
            table.update(size_bytes=file.stat().st_size, sha256=sha256(file))
    manifest["counts"].update(active=2, inactive=0)
    (edition.path / "manifest.json").write_text(json.dumps(manifest))
    assert ("law", "cube") in kinds(edition)
