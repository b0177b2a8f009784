"""Steps of a long command as they happen: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import datetime as dt
import re
import time
from types import TracebackType

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from semesta.cli.console import errors
from semesta.cli.language import current, say
from semesta.reporting import formats
from semesta.reporting.catalogue import catalogue

#: Steps that are done for several dates end with the date.
_DATED = re.compile(r"(.+) (\d{4}-\d{2}-\d{2})")


class Steps:
    """Tell with `began(name)` that a step begins; the one before is then done."""

    def __init__(self) -> None:
        self._console = errors()
        self._live = self._console.is_terminal
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._task: TaskID | None = None
        self._name = ""
        self._start = 0.0

    def __enter__(self) -> Steps:
        if self._live:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        if self._live:
            self._progress.stop()

    def began(self, name: str) -> None:
        """A step of that name begins now."""
        if self._name and name.startswith(f"{self._name}."):
            self._forget()  # its parts are told instead
        self._finish()
        self._name, self._start = name, time.perf_counter()
        if self._live:
            self._task = self._progress.add_task(step_text(name), total=None)

    def _forget(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
        self._name = ""

    def _finish(self) -> None:
        if not self._name:
            return
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1)
        elif not self._live:
            took = formats.seconds(time.perf_counter() - self._start, current())
            self._console.print(f"✓ {step_text(self._name)} ({took})", markup=False)
        self._name = ""


def step_text(name: str) -> str:
    """What a step does, in words, with the date it speaks of; its name where the catalogue has none."""
    parts = _DATED.fullmatch(name)
    what, date = (parts[1], parts[2]) if parts else (name, "")
    key = "step." + re.sub(r"[^a-z_]+", "_", what)
    text = say(key) if key in catalogue() else what
    return f"{text}, {formats.date(dt.date.fromisoformat(date), current())}" if date else text
