"""What the tests of the commands share: a tiny demo and what a command said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from semesta.edition import Edition

#: About 900 residents a moment: every command has something to show, and the build takes a second or two.
TINY = "0.0001"


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """stdout with white space folded, because tables wrap."""
        return " ".join(self.out.split())


@dataclass(frozen=True)
class Demo:
    """Where the demo put things, and what it said."""

    folder: Path
    said: Said

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def old(self) -> Path:
        return self.editions / "2023-08-01"

    @property
    def new(self) -> Path:
        return self.editions / "2024-07-01"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def village(self) -> str:
        """The village with most people left out."""
        with Edition.open(self.new).engine() as engine:
            return str(
                engine.rows(
                    "SELECT village_code FROM residents WHERE coverage IN ('inactive', 'not_enrolled') "
                    "AND village_code <> '' GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1"
                )[0][0]
            )


#: Runs the program in the test's process: semesta("show", path).
Semesta = Callable[..., Said]
