"""Family relation codes and the words for them: SHDK of the population register, PISA of the insurer."""

from __future__ import annotations

from typing import Literal

from semesta.rules import documents
from semesta.rules.folding import fold

RelationSystem = Literal["shdk", "pisa"]


def relation_of(text: str, system: RelationSystem) -> int | None:
    """The code that a word, or the code itself as text ('04', '4'), stands for; None if unknown."""
    return _CODES[system].get(fold(text))


def relation_rows(system: RelationSystem) -> list[tuple[str, int]]:
    """(folded text, code) for a mapping join; the codes themselves are among the texts, with and without zero."""
    return sorted(_CODES[system].items())


def relation_names(system: RelationSystem) -> dict[int, str]:
    """Code -> the name to show."""
    return {documents.number(e, "code"): documents.text(e, "name") for e in _entries(system)}


def _entries(system: RelationSystem) -> list[documents.Entry]:
    return list(documents.entries(_DOCUMENT, system))


def _codes(system: RelationSystem) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in _entries(system):
        code = documents.number(entry, "code")
        for text in (
            documents.text(entry, "name"),
            *documents.texts(entry, "synonyms"),
            str(code),
            f"{code:02}",
        ):
            assert found.get(fold(text), code) == code, f"{text} has two codes"
            found[fold(text)] = code
    return found


_DOCUMENT = documents.read("relations.yaml")
_CODES: dict[RelationSystem, dict[str, int]] = {"shdk": _codes("shdk"), "pisa": _codes("pisa")}
