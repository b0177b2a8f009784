"""A rule of law or of the register says no: a result that names the rule, never an exception."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.faults import Text


@dataclass(frozen=True, slots=True)
class Refused:
    """Which rule refuses, why, what can be done, by which article; `person` where it is about one of several."""

    rule: str  # 'nik.known', 'family.dependant', 'transition.impossible' ...
    reason: Text
    remedy: Text
    article: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a service did: its change, the people whose facts it changed, and who was refused by a rule.

    The people asked for are either in `done`, or in `refused`, or nothing had to change for them. `change` is
    None where nothing was changed for anybody: then nothing was recorded either.
    """

    change: int | None
    done: tuple[int, ...]
    refused: tuple[Refused, ...] = ()


def masked(number: int | str | None) -> str:
    """A number of which only the first six and the last two digits show: enough to recognise, not to learn."""
    text = "" if number is None else str(number)
    return f"{text[:6]}{'*' * (len(text) - 8)}{text[-2:]}" if len(text) > 8 else "*" * len(text)
