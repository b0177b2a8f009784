"""Finds a place by names at several levels at once, as they stand in the columns of one row."""

from __future__ import annotations

import functools

from semesta.regions.finding import SUGGESTIONS, Ambiguous, Finder, Found, Match, NoMatch, default_finder
from semesta.regions.region import LEVELS, Level
from semesta.regions.scopes import HOWS, How

_RANK: dict[How, int] = {how: rank for rank, how in enumerate((*HOWS, "near"))}


def resolve(
    province: str | None = None,
    regency: str | None = None,
    district: str | None = None,
    village: str | None = None,
    *,
    within: str = "",
) -> Found:
    """The place that the lowest name given stands for; call it once per DISTINCT combination.

    None and blank mean that nothing is said about a level. `within`, a dotted code such as the province of
    the whole file, stands in for the levels above the first name given. A name with several bearers is
    decided by the names below it: BANDUNG with district CICENDO is the city. `how` of a match is the most
    that had to be forgiven on the way. With no name at all the answer is a NoMatch.
    """
    return _resolver().resolve((province or "", regency or "", district or "", village or ""), within)


@functools.cache
def _resolver() -> Resolver:
    return Resolver(default_finder())


class Resolver:
    """Walks down the levels and keeps every place that is still possible."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._step = functools.cache(self._take_step)

    def resolve(self, names: tuple[str, str, str, str], within: str = "") -> Found:
        """As the function `resolve`; `names` from province to village, '' where nothing is said."""
        said = [(level, name) for level, name in zip(LEVELS, names, strict=True) if name.strip()]
        if not said:
            return NoMatch("", "village", "", ())
        start = ".".join(within.split(".")[: LEVELS.index(said[0][0])]) if within else ""
        answer: Found = self._finder.find(said[0][1], start, said[0][0])
        for level, name in said[1:]:
            if isinstance(answer, NoMatch):
                return answer
            answer = self._step(answer, level, name)
        return answer

    def _take_step(self, places: Match | Ambiguous, level: Level, name: str) -> Found:
        """One level down from every place that is still possible; the least forgiving answers hold."""
        above = (places.region,) if isinstance(places, Match) else places.candidates
        answers = [self._finder.find(name, region.code, level) for region in above]
        hits = [answer for answer in answers if not isinstance(answer, NoMatch)]
        if not hits:
            return _merged([answer for answer in answers if isinstance(answer, NoMatch)])
        least = min(_RANK[hit.how] for hit in hits)
        regions = tuple(
            region
            for hit in hits
            if _RANK[hit.how] == least
            for region in ((hit.region,) if isinstance(hit, Match) else hit.candidates)
        )
        how = max(places.how, (*HOWS, "near")[least], key=_RANK.__getitem__)
        if len(regions) == 1:
            return Match(regions[0], how)
        return Ambiguous(name, level, regions, how)


def _merged(answers: list[NoMatch]) -> NoMatch:
    """One refusal for several possible parents."""
    suggestions = dict.fromkeys(region for answer in answers for region in answer.suggestions)
    within = " / ".join(answer.within for answer in answers[:SUGGESTIONS])
    return NoMatch(answers[0].name, answers[0].level, within, tuple(suggestions)[:SUGGESTIONS])
