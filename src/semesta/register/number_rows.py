"""The numbers of one person as versions: given, withdrawn, settled, and brought together by a merge. Pure.

A person can have several numbers at once, so versions of one number tile nothing; those that follow each other and
say the same are always one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from semesta.register.facts import IDENTIFIER, Fact
from semesta.register.timeline import Version, joined, put
from semesta.register.two_records import laid_over
from semesta.register.vocabulary import IdentifierKind

Numbers = Sequence[Version[Fact]]
#: Of these a person holds one at a time.
HELD_ONCE = (IdentifierKind.NIK, IdentifierKind.CARD, IdentifierKind.PASSPORT)


def held(version: Version[Fact]) -> bool:
    """Whether it is held without end and without contest."""
    return version.until is None and not _contested(version)


def claimed(version: Version[Fact], kind: int, value: str) -> bool:
    """Whether it is this number, held or contested without end."""
    return _is(version, kind, value) and version.until is None


def given(mine: Numbers, kind: IdentifierKind, value: str, since: dt.date) -> tuple[Version[Fact], ...]:
    """This number from a day on; of a kind that is held once no other any more."""
    others = [it for it in mine if not _is(it, kind, value)]
    same = [it for it in mine if _is(it, kind, value)]
    if kind in HELD_ONCE:
        others = list(ended(others, kind, since))
    fact: Fact = (int(kind), value, False)
    new = put(same, Version(since, None, fact)).applied(same)
    return tidy((*others, *new))


def ended(mine: Numbers, kind: IdentifierKind, on: dt.date) -> tuple[Version[Fact], ...]:
    """From a day on no number of this kind is held; claims stay claims."""
    cut = [
        replace(it, until=on, row=None)
        if it.fact[0] == int(kind) and not _contested(it) and (it.until is None or it.until > on)
        else it
        for it in mine
        if it.fact[0] != int(kind) or _contested(it) or it.since < on
    ]
    return tuple(cut)


def settled(mine: Numbers, kind: IdentifierKind, value: str, *, wins: bool) -> tuple[Version[Fact], ...]:
    """A contested number is this person's without contest, or never was."""
    found = [it for it in mine if wins or not claimed(it, kind, value)]
    return tidy(_uncontested(it) if claimed(it, kind, value) else it for it in found)


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
            one, other = ([_uncontested(it) for it in all_of] for all_of in (one, other))
        found += laid_over(one, other, _claimed_by_both)
    found = list(tidy(found))
    for kind in HELD_ONCE:
        wins, loses = _held(kept, kind), _held(merged, kind)
        if prefer[int(kind)] == "merged":
            wins, loses = loses, wins
        if wins and loses and wins != loses:
            found = [_former(it, day) if _is(it, kind, loses) and held(it) else it for it in found]
    return tuple(found)


def tidy(numbers: Iterable[Version[Fact]]) -> tuple[Version[Fact], ...]:
    """Versions of one number that follow each other and say the same made one."""
    of: dict[Fact, list[Version[Fact]]] = {}
    for it in numbers:
        of.setdefault(it.fact[:2], []).append(it)
    return tuple(it for versions in of.values() for it in joined(versions))


def _held(numbers: Numbers, kind: int) -> str | None:
    return next((str(it.fact[1]) for it in numbers if it.fact[0] == int(kind) and held(it)), None)


def _is(version: Version[Fact], kind: int, value: str) -> bool:
    return version.fact[:2] == (int(kind), value)


def _contested(version: Version[Fact]) -> bool:
    return bool(IDENTIFIER.value(version.fact, "contested"))


def _uncontested(version: Version[Fact]) -> Version[Fact]:
    return replace(version, fact=IDENTIFIER.changed(version.fact, contested=False))


def _claimed_by_both(fact: Fact, other: Fact) -> Fact:
    return IDENTIFIER.changed(fact, contested=bool(fact[2] and other[2]))


def _former(version: Version[Fact], day: dt.date) -> Version[Fact]:
    """It was held a day at least: a number that was written down is never lost."""
    return replace(version, until=max(day, version.since + dt.timedelta(days=1)), row=None)
