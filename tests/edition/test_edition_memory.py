"""How much memory a build may hold: enough for a province, more for more, never the whole machine."""

from __future__ import annotations

from pathlib import Path

from semesta.edition.request import memory_for
from semesta.engine.duck import DEFAULT_MEMORY_MB

GB = 2**30


def file_of(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)  # sparse: takes no room on the disk
    return path


def test_a_province_keeps_to_the_memory_of_a_laptop(tmp_path: Path) -> None:
    files = (
        file_of(tmp_path, "dkb.csv", int(1.56 * GB)),
        file_of(tmp_path, "masterfile.csv", int(1.67 * GB)),
    )
    assert memory_for(files, machine_mb=24_000) == DEFAULT_MEMORY_MB


def test_more_people_get_more_memory_up_to_a_part_of_the_machine(tmp_path: Path) -> None:
    three = file_of(tmp_path, "dkb.csv", 9 * GB)
    assert 13_000 < memory_for([three], machine_mb=64_000) < 14_000
    assert memory_for([three], machine_mb=20_000) == 12_000
    assert memory_for([three], machine_mb=8_000) == DEFAULT_MEMORY_MB


def test_folders_are_added_up_and_workbooks_hold_more_than_they_weigh(tmp_path: Path) -> None:
    file_of(tmp_path, "a.csv", 6 * GB)
    packed = file_of(tmp_path, "b.xlsx", GB)
    alone = [memory_for([path], machine_mb=10**6) for path in (tmp_path / "a.csv", packed)]
    assert abs(memory_for([tmp_path], machine_mb=10**6) - sum(alone)) <= 1
    assert alone[0] == alone[1]  # a workbook holds about six times what it weighs
