"""`semesta rules check`: whether documents of law, or a reform, can be read, and what they lack."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.language import current, say
from semesta.faults import NotFound, Text
from semesta.reporting.law_tables import with_gaps
from semesta.reporting.law_values import period_text
from semesta.rules.law import Law, Period, read_law


def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="cli.rules.check.path", show_default=False)
    ] = None,
    _lang: options.Lang = None,
) -> None:
    """Read them; the first error ends the command, gaps and missing links are told."""
    if path is None:
        _tell(Law.current(), say("cli.rules.check.shipped"))
    elif path.is_dir():
        _tell(read_law(path), str(path))
    elif path.is_file():
        _tell_reform(path)
    else:
        raise NotFound(
            place=str(path),
            reason=Text("Folder atau berkas ini tidak ada.", "There is no such folder or file."),
            remedy=Text(
                "Beri folder dokumen hukum atau berkas reformasi.",
                "Give a folder of law documents or a reform file.",
            ),
        )


def _tell(law: Law, place: str) -> None:
    values = [value for parameter in law.parameters.values() for value in parameter.values]
    counts = {"parameters": len(law.parameters), "values": len(values), "regulations": len(law.regulations)}
    _say("cli.rules.check.done", style="bold green", place=place, **counts)
    sure = Counter(value.verified for value in values)
    _say(
        "cli.rules.check.sure",
        read=sure["read"], reported=sure["reported"], tbv=sure["to_be_verified"],
    )  # fmt: skip
    for name, parameter in law.parameters.items():
        for gap in with_gaps(parameter.values):
            if isinstance(gap, Period):
                period = period_text(gap, current())
                _say("cli.rules.check.gap", style="yellow", parameter=name, period=period)
    unlinked = [law_id for law_id, regulation in law.regulations.items() if not regulation.link]
    if unlinked:
        _say("cli.rules.check.unlinked", style="dim", list=", ".join(unlinked))


def _tell_reform(path: Path) -> None:
    law = Law.current()
    reformed = law.with_reform(path)
    changed = sum(reformed.parameters[name] != parameter for name, parameter in law.parameters.items())
    _say("cli.rules.check.reform", style="bold green", place=str(path), parameters=changed)


def _say(key: str, style: str = "", **values: object) -> None:
    output().print(say(key, **values), style=style or None, markup=False, soft_wrap=True)
