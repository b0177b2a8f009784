"""The places among which a name is looked for, indexed by keys that forgive more and more."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from semesta.regions.customs import PROVINCE_ALIASES, Words
from semesta.regions.names import (
    Form,
    expanded,
    forms_of,
    joined,
    letters_in,
    numbered,
    numbers_in,
    plain,
    sounded,
    spelled,
    words_of,
)
from semesta.regions.region import Level, Region

#: How much was forgiven: nothing; spacing, punctuation and prefixes; numerals; short forms; a misspelling.
How = Literal["exact", "folded", "roman", "variant", "near"]
#: The ways that look into an index, strictest first.
HOWS: tuple[How, ...] = ("exact", "folded", "roman", "variant")


@dataclass(frozen=True, slots=True)
class Spelling:
    """An official name for comparing letter by letter, once as it is and once without its prefix."""

    words: Words  # by their sound
    letters: str
    numbers: Words
    region: Region

    @classmethod
    def of(cls, words: Words, region: Region) -> Spelling:
        by_sound = spelled(words)
        return cls(by_sound, letters_in(by_sound), numbers_in(by_sound), region)


class Scope:
    """Regions of one level under one parent; each index is built when it is first needed."""

    def __init__(self, regions: tuple[Region, ...], level: Level) -> None:
        self.regions = regions
        self.level = level
        self._indexes: dict[How, KeyIndex] = {}

    def look(self, name: str, how: How) -> tuple[Region, ...]:
        """The regions of that name when this much is forgiven (not `near`), in the order of their codes."""
        if how == "exact":
            return self._plain.get(plain(name), ())
        words = words_of(name)
        readings = list(expanded(words)) if how == "variant" else [words]
        return self._by_key(_by_depth(readings, self.level), self._index(how))

    def _by_key(self, depths: list[list[Form]], index: KeyIndex) -> tuple[Region, ...]:
        """Full official names first, then what is left of them without their own prefixes."""
        for part in (index.full, index.core):
            for forms in depths:
                found = {
                    region
                    for form in forms
                    for key in index.keys(form.words)
                    for region in _of_kind(part.get(key, ()), form.kind, self.level)
                }
                if found:
                    return tuple(sorted(found, key=lambda region: region.code))
        return ()

    def _index(self, how: How) -> KeyIndex:
        if how not in self._indexes:
            self._indexes[how] = KeyIndex(self.regions, _KEYS[how])
        return self._indexes[how]

    @functools.cached_property
    def _plain(self) -> dict[str, tuple[Region, ...]]:
        found: dict[str, tuple[Region, ...]] = {}
        for region in self.regions:
            key = plain(region.name)
            found[key] = (*found.get(key, ()), region)
        return found

    @functools.cached_property
    def spellings(self) -> tuple[Spelling, ...]:
        """Every official name letter by letter, with and without its prefix."""
        return tuple(
            Spelling.of(form.words, region)
            for region in self.regions
            for form in forms_of(words_of(region.name), self.level)
        )


class KeyIndex:
    """Official names by one kind of key: `full` as they are, `core` without their prefixes, and aliases."""

    def __init__(self, regions: tuple[Region, ...], keys: Callable[[Words], Iterable[str]]) -> None:
        self.keys = keys
        self.full: dict[str, list[Region]] = {}
        self.core: dict[str, list[Region]] = {}
        for region in regions:
            first, *stripped = forms_of(words_of(region.name), region.level)
            self._add(self.full, first.words, region)
            for form in stripped:
                self._add(self.core, form.words, region)
            for alias in PROVINCE_ALIASES.get(region.code, ()):
                self._add(self.core, tuple(alias.split()), region)

    def _add(self, part: dict[str, list[Region]], words: Words, region: Region) -> None:
        for key in self.keys(words):
            part.setdefault(key, []).append(region)


_KEYS: dict[How, Callable[[Words], Iterable[str]]] = {
    "folded": lambda words: (joined(words),),
    "roman": lambda words: (joined(numbered(words)),),
    "variant": lambda words: {sounded(joined(numbered(reading))) for reading in expanded(words)},
}


def _by_depth(readings: list[Words], level: Level) -> list[list[Form]]:
    """Forms of all readings with no prefix taken away, then with one, then with two."""
    depths: list[list[Form]] = []
    for words in readings:
        for depth, form in enumerate(forms_of(words, level)):
            if depth == len(depths):
                depths.append([])
            depths[depth].append(form)
    return depths


def _of_kind(regions: Iterable[Region], kind: str, level: Level) -> list[Region]:
    """Kota and kabupaten are different places; for villages the prefix only decides between namesakes."""
    right = [region for region in regions if region.kind == kind]
    return right if kind and (right or level == "regency") else list(regions)
