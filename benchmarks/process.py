"""One measured process: wall time, CPU time and peak memory as the operating system counted them."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LAST_LINES = 12


class Failed(Exception):
    """A measured process ended with an error; carries its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its children used."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_mb: int

    def as_dict(self) -> dict[str, float]:
        return dataclasses.asdict(self)


def python(*arguments: str | Path) -> list[str]:
    """A command for the Python that runs this; everything measured starts as a fresh process of it."""
    return [sys.executable, *map(str, arguments)]


def measure(command: Sequence[str], log: Path, *, threads: int) -> tuple[Cost, str]:
    """Run to the end and return the cost and what was printed. Needs wait4: Linux or macOS.

    This process must stay small: on Linux a child's peak begins with the memory of its parent, so nothing
    heavy (pandas, DuckDB) is imported here. Raises Failed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": str(threads), "COLUMNS": "120"}
    with log.open("wb") as out, log.with_suffix(".err").open("wb") as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=ROOT, env=environment
        )
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except KeyboardInterrupt:
            child.terminate()
            raise
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    printed = log.read_text(encoding="utf-8", errors="replace")
    if child.returncode != 0:
        words = printed + log.with_suffix(".err").read_text(encoding="utf-8", errors="replace")
        tail = "\n".join(words.strip().splitlines()[-LAST_LINES:])
        raise Failed(f"{' '.join(command)}\nended with {child.returncode}:\n{tail}")
    kilobytes = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return Cost(wall, usage.ru_utime + usage.ru_stime, kilobytes // 1024), printed


def answer(printed: str) -> Any:  # noqa: ANN401
    """The JSON document on the last line of what a process printed."""
    return json.loads(printed.strip().splitlines()[-1])
