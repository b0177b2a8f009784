"""The numbers of a person whose two records become one: every number stays, one of a kind is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from semesta.register.facts import IDENTIFIER, Fact
from semesta.register.timeline import Version
from semesta.register.two_records import laid_over
from semesta.register.vocabulary import IdentifierKind

Numbers = Sequence[Version[Fact]]
#: Of these a person holds one at a time.
HELD_ONCE = (IdentifierKind.NIK, IdentifierKind.CARD, IdentifierKind.PASSPORT)


def all_numbers(
    kept: Numbers, merged: Numbers, prefer: Mapping[int, Literal["kept", "merged"]], day: dt.date
) -> tuple[Version[Fact], ...]:
    """Every number of both on its days; where both hold one of a kind, the one that loses ends on that day.

    A number that one holds and the other contests is theirs without contest: both are the same person.
    """
    found: list[Version[Fact]] = []
    for number in sorted({it.fact[:2] for it in (*kept, *merged)}, key=str):
        one, other = ([it for it in all_of if it.fact[:2] == number] for all_of in (kept, merged))
        if any(held(it) for it in (*one, *other)):
            one, other = map(_uncontested, (one, other))
        found += laid_over(one, other, lambda fact, _: fact)
    for kind in HELD_ONCE:
        wins, loses = _held(kept, kind), _held(merged, kind)
        if prefer[int(kind)] == "merged":
            wins, loses = loses, wins
        if wins and loses and wins != loses:
            found = [
                _ended(it, day) if it.fact[:2] == (int(kind), loses) and held(it) else it for it in found
            ]
    return tuple(found)


def held(version: Version[Fact]) -> bool:
    """Whether it is held without end and without contest."""
    return version.until is None and not IDENTIFIER.value(version.fact, "contested")


def _held(numbers: Numbers, kind: int) -> str | None:
    return next((str(it.fact[1]) for it in numbers if it.fact[0] == int(kind) and held(it)), None)


def _uncontested(numbers: Numbers) -> list[Version[Fact]]:
    return [replace(it, fact=IDENTIFIER.changed(it.fact, contested=False)) for it in numbers]


def _ended(version: Version[Fact], day: dt.date) -> Version[Fact]:
    """It was held a day at least: a number that was written down is never lost."""
    return Version(version.since, max(day, version.since + dt.timedelta(days=1)), version.fact)
