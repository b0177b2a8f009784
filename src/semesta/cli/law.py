"""What the commands on the law share: which day is asked, and the name that was probably meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import note
from semesta.cli.language import current, say
from semesta.faults import NotFound, Text
from semesta.reporting import formats
from semesta.rules.documents import TEXTS_UNTIL

#: The first day of the month of the newest text: the last day on which all that is shown was known.
NEWEST = dt.date.fromisoformat(f"{TEXTS_UNTIL}-01")
_SUGGESTED = 4

On = Annotated[str, typer.Option("--on", metavar="DATE", help="cli.rules.on", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="cli.rules.json")]


def asked_day(written: str) -> dt.date:
    """The day as written, else the newest known; a day after it is answered, but not without a warning."""
    day = options.parse_date(written) if written else NEWEST
    warn_beyond(day)
    return day


def warn_beyond(day: dt.date) -> None:
    """Say on stderr where a day lies after the newest text of law that is known."""
    if (day.year, day.month) > (NEWEST.year, NEWEST.month):
        month = formats.date(NEWEST, current()).partition(" ")[2]
        note(say("cli.rules.beyond", month=month))


def require_known(name: str, known: Iterable[str], *, what: Text, remedy: Text) -> str:
    """The name, if it is known; else NotFound with the names that are nearest."""
    names = list(known)
    if name in names:
        return name
    near = nearest(name, names)
    meant = Text(
        f"Mungkin maksudnya: {', '.join(near)}. ", f"Perhaps one of these is meant: {', '.join(near)}. "
    )
    raise NotFound(
        place=name,
        reason=what,
        remedy=Text(f"{meant.id if near else ''}{remedy.id}", f"{meant.en if near else ''}{remedy.en}"),
    )


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Names that hold what was written, then names that are spelled nearly like it."""
    known = list(names)
    holding = [known_name for known_name in known if name.lower() in known_name.lower()] if name else []
    alike = get_close_matches(name, known, n=_SUGGESTED, cutoff=0.5)
    return list(dict.fromkeys([*holding, *alike]))[:_SUGGESTED]
