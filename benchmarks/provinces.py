"""Invented provinces to measure on: made once per scale, seed and noise by `semesta synth`, then reused."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import Failed, measure, python

# Lampung on 1 July 2024 as published (fact sheet 4.2 and 6.2): what a scale of 1 means.
RESIDENTS, MEMBERS, ACTIVE, AS_OF = 9_051_459, 8_911_770, 6_141_415, "2024-07-01"


@dataclass(frozen=True, slots=True)
class Province:
    """Two CSV files as officers get them, and the truth about them."""

    name: str
    residents: Path
    members: Path
    truth: Path  # member_row, resident_row, fault, nik_broken, duplicate
    as_of: str = AS_OF


def cache_folder() -> Path:
    """A folder of the user's for large files that can be made again."""
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "semesta-bench"


def make(data: Path, *, scale: float, seed: int, noise: str, threads: int) -> Province:
    """The province of this scale, seed and noise; a half-made one of a killed run is made anew."""
    name = f"province-{scale:g}-seed{seed}-{noise}"
    folder = data / name
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        totals = ("--residents", RESIDENTS, "--members", MEMBERS, "--active", ACTIVE, "--as-of", AS_OF)
        chosen = ("--seed", seed, "--scale", f"{scale:g}", "--noise", noise, "--out", folder)
        command = python("-m", "benchmarks.alone", "synth", *map(str, (*totals, *chosen)))
        measure(command, data / "logs" / f"{name}.log", threads=threads)
        (folder / "done").touch()
    return Province(
        name, _one(folder, "dkb*.csv"), _one(folder, "masterfile*.csv"), _one(folder, "truth_[0-9]*.parquet")
    )


def rows(province: Province) -> tuple[int, int]:
    """Residents and members in the files: lines less the header."""
    return _lines(province.residents) - 1, _lines(province.members) - 1


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.rglob(pattern))
    if len(found) != 1:
        raise Failed(f"{folder}: expected one {pattern}, found {[path.name for path in found]}")
    return found[0]


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
