"""Where output goes: results to stdout, progress, notes and faults to stderr."""

from __future__ import annotations

import sys

from rich.console import Console

_WIDTH_WITHOUT_TERMINAL = 140


def output() -> Console:
    """For results. Made at each use, so that a redirected stdout is respected."""
    return Console(file=sys.stdout, width=_width(sys.stdout.isatty()), highlight=False, soft_wrap=False)


def errors() -> Console:
    """For everything that is not the result."""
    return Console(file=sys.stderr, width=_width(sys.stderr.isatty()), highlight=False)


def note(text: str) -> None:
    """A remark beside the result."""
    errors().print(text, style="dim", markup=False)


def _width(terminal: bool) -> int | None:
    return None if terminal else _WIDTH_WITHOUT_TERMINAL
