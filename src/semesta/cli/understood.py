"""How files were understood, told at the terminal before they are read."""

from __future__ import annotations

from collections.abc import Iterable

from semesta.cli.console import errors
from semesta.cli.language import current
from semesta.sources import Understanding


def show_understanding(understood: Iterable[Understanding]) -> None:
    """The file and its form, then each column and what was made of it; remarks stand out."""
    console = errors()
    for each in understood:
        first, *rest = each.lines(current())
        console.print(first, style="bold", markup=False)
        for line in rest:
            style = "yellow" if line.lstrip().startswith("!") else "dim"
            console.print(f"  {line}", style=style, markup=False)
