"""What a build is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.sources import SourceRequest


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
    memory_mb: int = DEFAULT_MEMORY_MB
    threads: int | None = None
    accept_caps: frozenset[str] = frozenset()

    @property
    def sources(self) -> SourceRequest:
        return SourceRequest(
            residents=self.residents,
            members=self.members,
            rosters=self.rosters,
            as_of=self.as_of,
            maps=self.maps,
        )
