"""The sentences of `rejects` in another language: an edition keeps them in Indonesian only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from semesta.faults import Language, Text
from semesta.identity import CARD_DOUBTS, DATE_DOUBTS, KK_DOUBTS, NIK_DOUBTS
from semesta.regions import read_sentence
from semesta.sources.rowfaults import CSV_FAULTS, CSV_OTHER, REPEATED, ROW_FAULTS
from semesta.sources.values import DOUBTS


@lru_cache(maxsize=4096)
def said_in(language: Language, sentence: str) -> str:
    """A reason or remedy as stored, in a language; as it stands where no sentence of ours is known in it."""
    if language == "id":
        return sentence
    text = _by_indonesian().get(sentence) or read_sentence(sentence)
    return text.say(language) if text else sentence


@cache
def _by_indonesian() -> dict[str, Text]:
    return {text.id: text for text in fixed_texts()}


def fixed_texts() -> Iterator[Text]:
    """Every reason and remedy that names nothing of the case."""
    for doubts in (NIK_DOUBTS, KK_DOUBTS, CARD_DOUBTS, DATE_DOUBTS, DOUBTS):
        for doubt in doubts.values():
            yield from (doubt.reason, doubt.remedy)
    for pair in ROW_FAULTS.values():
        yield from pair
    for _, reason, remedy in (*CSV_FAULTS.values(), CSV_OTHER, REPEATED):
        yield from (reason, remedy)
