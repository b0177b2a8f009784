"""The language of one run of the program: --lang, else SEMESTA_LANG, else Indonesian."""

from __future__ import annotations

import os
from collections.abc import Sequence

from semesta.faults import Language
from semesta.reporting.catalogue import Speaker

_chosen: Language = "id"


def use(language: Language | None) -> None:
    """Speak this language from now on; None leaves it as it is."""
    global _chosen
    if language is not None:
        _chosen = language


def current() -> Language:
    return _chosen


def say(key: str, **values: object) -> str:
    """A text of the catalogue in the language of this run."""
    return Speaker(_chosen)(key, **values)


def choose_early(arguments: Sequence[str]) -> None:
    """Find the language before the command line is parsed, because --help is written while it is."""
    use(_known(os.environ.get("SEMESTA_LANG", "")) or "id")
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            use(_known(value or (arguments[at + 1] if at + 1 < len(arguments) else "")))


def _known(text: str) -> Language | None:
    return "en" if text == "en" else "id" if text == "id" else None
