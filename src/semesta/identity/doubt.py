"""What is wrong with a written number, date or name, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from semesta.faults import Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a written value was not taken as it stands; the caller adds the place (file, row, column).

    The sentences are fixed per code and never repeat the value, so that a room that works on whole
    columns can find the codes in SQL and look the sentences up afterwards.
    """

    code: str
    reason: Text
    remedy: Text


def catalogue(doubts: Iterable[Doubt]) -> Mapping[str, Doubt]:
    """Doubts by their code; a code that stands twice is a broken program."""
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        assert doubt.code not in found, doubt.code
        found[doubt.code] = doubt
    return MappingProxyType(found)
