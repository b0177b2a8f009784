"""What a build is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.sources import SourceRequest

#: Memory that staged rows and linkage take per byte of CSV; measured on a province (4.8 GB for 3.35 GB).
MEMORY_PER_BYTE = 1.45
#: What a byte of a workbook or Parquet file holds, about, in bytes of CSV.
PACKED = 6
MOST_OF_MACHINE = 0.6


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The files, the date they speak of, and where the edition goes.

    `into` is the folder of all editions; the new one becomes a folder in it, named after the as-of
    date unless `name` is given. `accept_caps` names the safety caps (see caps.CAPS) that a person has
    looked at and lets pass.
    """

    residents: tuple[Path, ...]
    members: tuple[Path, ...]
    as_of: dt.date
    into: Path
    rosters: tuple[tuple[str, Path], ...] = ()  # (group, file or folder)
    maps: Path | None = None
    population_basis: str = ""  # e.g. 'DKB semester II 2023'
    name: str | None = None
    memory_mb: int | None = None  # None: as the files need, see `memory_for`
    threads: int | None = None
    accept_caps: frozenset[str] = frozenset()

    @property
    def memory(self) -> int:
        """How many MB the engine may hold before data goes to the scratch folder."""
        return self.memory_mb or memory_for((*self.residents, *self.members))

    @property
    def sources(self) -> SourceRequest:
        return SourceRequest(
            residents=self.residents,
            members=self.members,
            rosters=self.rosters,
            as_of=self.as_of,
            maps=self.maps,
        )


def memory_for(paths: Iterable[Path], *, machine_mb: int | None = None) -> int:
    """MB for a build from these files: what a province needs, and more for more up to 60% of the machine.

    Three provinces with the memory of one put 14 GB into the scratch folder.
    """
    machine = machine_mb or psutil.virtual_memory().total // 2**20
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,))]
    need = sum(_size_as_text(file) for file in files if file.is_file()) / 2**20 * MEMORY_PER_BYTE
    return max(DEFAULT_MEMORY_MB, int(min(need, MOST_OF_MACHINE * machine)))


def _size_as_text(file: Path) -> int:
    return file.stat().st_size * (1 if file.suffix.lower() in (".csv", ".txt", ".tsv") else PACKED)
