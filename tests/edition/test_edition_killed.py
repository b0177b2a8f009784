"""A kill at any moment, a full disk, builders side by side: a whole edition or none, and a clean next build."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from semesta.edition.aside import PREFIX, building_place, remove_dead_leftovers
from semesta.faults import MachineFailed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")

NAME = "2024-07-01"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tests.edition.killing saw: one process for all of it, because starting one is slow."""
    folder = tmp_path_factory.mktemp("killing")
    done = subprocess.run(
        [sys.executable, "-m", "tests.edition.killing", str(folder)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_step_was_tried(seen: dict[str, Any]) -> None:
    assert seen["steps"] == ["read", "link", "classify", "cube", "write", "seal", "laws", "tidy", "move"]


def test_a_kill_in_any_step_leaves_no_edition_and_the_next_build_removes_the_rest(
    seen: dict[str, Any],
) -> None:
    for step, found in zip(seen["steps"], seen["killed_in_step"], strict=True):
        assert found == {"code": -9, "editions": {}, "leftovers": 1}, step


def test_a_kill_at_any_moment_leaves_only_whole_editions(seen: dict[str, Any]) -> None:
    for found in seen["killed_after_ms"]:
        assert all(found.values())
    assert seen["next"] == {"code": 0, "sound": True, "leftovers": []}


def test_a_full_disk_is_said_and_leaves_nothing(seen: dict[str, Any]) -> None:
    assert seen["disk_full_in_step"] == [{"code": MachineFailed.exit_code, "left": []}] * 3


def test_builders_side_by_side_do_not_harm_each_other(seen: dict[str, Any]) -> None:
    assert seen["together"] == {"codes": [0, 0], "editions": {NAME: True, f"{NAME}-2": True}, "left": []}


def test_leftovers_of_the_living_and_of_other_hosts_are_left_alone(tmp_path: Path) -> None:
    with building_place(tmp_path, "a") as mine:
        other = tmp_path / f"{PREFIX}b-1"
        other.mkdir()
        (other / "lock.json").write_text('{"pid": 1, "started": 0, "host": "komputer-lain"}')
        dead = tmp_path / f"{PREFIX}c-1"
        dead.mkdir()
        (dead / "lock.json").write_text(
            (mine / "lock.json").read_text().replace('"started": ', '"started": 1')
        )
        assert remove_dead_leftovers(tmp_path) == [dead.name]
        assert mine.exists()
        assert other.exists()
    assert not mine.exists()


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("not a folder")
    with pytest.raises(MachineFailed, match="disk refused"), building_place(tmp_path / "berkas", "x"):
        pass
