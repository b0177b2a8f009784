"""Steps of a long command as they happen: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from semesta.cli.console import errors
from semesta.cli.language import current, say
from semesta.reporting import formats
from semesta.reporting.catalogue import catalogue

#: Steps that are done for several dates end with the date.
_DATED = re.compile(r"(.+) (\d{4}-\d{2}-\d{2})")
#: Too short to be worth a line.
_QUIET = frozenset({"tidy", "move"})


class Steps:
    """Tell with `began(name)` that a step begins; the one before is then done.

    A step with a dot in its name (link.nik) is a detail of the step before the dot. Inside `group`,
    all steps are details of the group: the demo has a line for an edition, not twelve.
    """

    def __init__(self) -> None:
        self._console = errors()
        self._live = self._console.is_terminal
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=18),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[detail]}"),
            console=self._console,
        )
        self._task: TaskID | None = None
        self._line = ""  # of the step or group under way; empty between them
        self._step = ""
        self._grouped = False
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
        step, _, detail = name.partition(".")
        if not self._grouped and step not in _QUIET and step != self._step:
            self._begin(step_text(step))
        if self._grouped or detail:
            self._tell_detail(step_text(name))
        self._step = step

    @contextmanager
    def group(self, text: str) -> Iterator[None]:
        """One line for all steps within."""
        self._begin(text)
        self._grouped = True
        yield
        self._grouped = False
        self._finish()

    def _begin(self, text: str) -> None:
        self._finish()
        self._line, self._start = text, time.perf_counter()
        if self._live:
            self._task = self._progress.add_task(text, total=None, detail="")

    def _tell_detail(self, text: str) -> None:
        if self._task is not None:
            self._progress.update(self._task, detail=text)

    def _finish(self) -> None:
        if not self._line:
            return
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1, detail="")
        else:
            took = formats.seconds(time.perf_counter() - self._start, current())
            self._console.print(f"✓ {self._line} ({took})", markup=False)
        self._line, self._task = "", None


def step_text(name: str) -> str:
    """What a step does, in words, with the date it speaks of; its name where the catalogue has none."""
    parts = _DATED.fullmatch(name)
    what, date = (parts[1], parts[2]) if parts else (name, "")
    key = "step." + re.sub(r"[^a-z_]+", "_", what)
    text = say(key) if key in catalogue() else what
    return f"{text}, {formats.date(dt.date.fromisoformat(date), current())}" if date else text
