"""Finds a place by the name that officers write, within the right parent only.

From strict to forgiving: written exactly so; but for spacing, punctuation and prefixes; but for numerals;
but for customary short forms; and last a misspelling. A misspelling must be the only nearest one, keep the
numbers, and not be a word that stands in place names itself: SUKAJAYA is no misspelling of SUKARAYA. So a
name that some place in Indonesia bears is never taken for a misspelling of another.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from semesta.faults import Text
from semesta.regions import sentences
from semesta.regions.customs import Words
from semesta.regions.gazetteer import Regions
from semesta.regions.names import Form, forms_of, letters_in, numbers_in, spelled, words_of
from semesta.regions.region import LEVELS, Level, Region
from semesta.regions.scopes import HOWS, How, Scope, Spelling
from semesta.regions.spelling import allowed, distance

SUGGESTIONS = 3
_SUGGESTED_DISTANCE = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The one place meant, and how much had to be forgiven."""

    region: Region
    how: How


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No place of that name there; up to three that may be meant."""

    name: str
    level: Level
    within: str  # readable; '' for all of Indonesia
    suggestions: tuple[Region, ...]
    code: ClassVar[str] = "name_unknown"

    @property
    def reason(self) -> Text:
        if not self.name.strip():
            return sentences.NAME_EMPTY.said(level=self.level)
        within = self.within or "Indonesia"
        return sentences.NAME_UNKNOWN.said(level=self.level, name=repr(self.name), within=within)

    @property
    def remedy(self) -> Text:
        if not self.suggestions:
            return sentences.CHECK_NAME.said()
        return sentences.PERHAPS.said(listed=_listed(self.suggestions))


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places of that name there."""

    name: str
    level: Level
    candidates: tuple[Region, ...]  # in the order of their codes
    how: How  # how much had to be forgiven to find them
    code: ClassVar[str] = "name_ambiguous"

    @property
    def reason(self) -> Text:
        return sentences.NAME_AMBIGUOUS.said(
            level=self.level,
            count=len(self.candidates),
            name=repr(self.name),
            listed=_listed(self.candidates),
        )

    @property
    def remedy(self) -> Text:
        return sentences.BE_PRECISE.said()


Found = Match | NoMatch | Ambiguous


def find(name: str, within: str = "", level: Level | None = None) -> Found:
    """The place of that name inside `within` (a dotted code, '' for Indonesia).

    `level` defaults to the level just below `within`. Answers are kept: asking again costs nothing.
    """
    below: Level = level or LEVELS[within.count(".") + 1 if within else 0]
    return default_finder().find(name, within, below)


@functools.cache
def default_finder() -> Finder:
    """The finder for the gazetteer that is shipped with the program."""
    return Finder(Regions.load())


class Finder:
    """Looks names up in one gazetteer; builds the indexes of a parent when it is first asked about it."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.find = functools.cache(self._find)
        self._scope = functools.cache(self._new_scope)

    def _find(self, name: str, within: str, level: Level) -> Found:
        scope = self._scope(within, level)
        for how in HOWS:
            hits = scope.look(name, how)
            if len(hits) == 1:
                return Match(hits[0], how)
            if hits:
                return Ambiguous(name, level, hits, how)
        return self._misspelt(name, within, level)

    def _misspelt(self, name: str, within: str, level: Level) -> Match | NoMatch:
        """The only nearest spelling, if it is near enough; else what might be meant."""
        form = list(forms_of(words_of(name), level))[-1]
        near = _nearest(form, self._scope(within, level))
        good = [(steps, s.region) for steps, s in near if self._forgivable(form, steps, s)]
        if good and (len(good) == 1 or good[1][0] > good[0][0]):
            return Match(good[0][1], "near")
        suggestions = dict.fromkeys((*self._next_door(name, within, level), *(s.region for _, s in near)))
        return NoMatch(name, level, self._place(within), tuple(suggestions)[:SUGGESTIONS])

    def _forgivable(self, form: Form, steps: int, spelling: Spelling) -> bool:
        mine = spelled(form.words)
        if steps > allowed(len(letters_in(mine))) or spelling.numbers != numbers_in(mine):
            return False
        if form.kind and spelling.region.level == "regency" and spelling.region.kind != form.kind:
            return False
        return not self._another_name(mine, spelling.words)

    def _another_name(self, mine: Words, official: Words) -> bool:
        """Whether what differs is a word of place names in its own right, so that another place is meant."""
        if len(mine) != len(official):
            # A whole word more or less is no slip: LABUHAN RATU QII is not LABUHAN RATU.
            whole_word = set(mine) < set(official) or set(official) < set(mine)
            return whole_word or all(word in self._vocabulary for word in mine)
        return any(w in self._vocabulary for w, o in zip(mine, official, strict=True) if w != o)

    @functools.cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word that stands in a name of the gazetteer."""
        words = {word for region in self.regions for word in words_of(region.name)}
        return frozenset(by_sound for word in words for by_sound in spelled((word,)))

    def _next_door(self, name: str, within: str, level: Level) -> tuple[Region, ...]:
        """Villages of that name in other districts of the regency: a wrong district is a common slip."""
        if level != "village" or within.count(".") != 2:
            return ()
        regency = self._scope(within.rpartition(".")[0], level)
        return next(filter(None, (regency.look(name, how) for how in HOWS)), ())

    def _place(self, within: str) -> str:
        return self.regions.path_name(within) if within else ""

    def _new_scope(self, within: str, level: Level) -> Scope:
        return Scope(self.regions.under(within, level), level)


def _nearest(form: Form, scope: Scope) -> list[tuple[int, Spelling]]:
    """(distance, spelling) of the places that are spelled nearly so, one each, nearest first."""
    letters = letters_in(spelled(form.words))
    best: dict[Region, tuple[int, Spelling]] = {}
    for spelling in scope.spellings:
        steps = distance(letters, spelling.letters, _SUGGESTED_DISTANCE)
        known = best.get(spelling.region)
        if steps <= _SUGGESTED_DISTANCE and (known is None or steps < known[0]):
            best[spelling.region] = (steps, spelling)
    return sorted(best.values(), key=lambda pair: (pair[0], pair[1].region.code))


def _listed(regions: Iterable[Region]) -> str:
    return "; ".join(f"{region.name} ({region.code})" for region in regions)
