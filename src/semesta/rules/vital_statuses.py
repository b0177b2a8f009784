"""What a population register says about a person's life, mapped to our vocabulary (jkn.md 5.3)."""

from __future__ import annotations

from semesta.rules import documents
from semesta.rules.folding import fold
from semesta.tables import VITAL_STATUSES


def vital_status_of(text: str) -> str | None:
    """One of tables.VITAL_STATUSES for a word or an OpenSID code; None if unknown. Empty means ALIVE."""
    folded = fold(text)
    return _BY_TEXT.get(folded) if folded else "ALIVE"


def vital_status_rows() -> list[tuple[str, str]]:
    """(folded text, vital status) for a mapping join; OpenSID's codes are among the texts."""
    return sorted(_BY_TEXT.items())


def _by_text() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in documents.entries(documents.read("vital_statuses.yaml"), "vital_statuses"):
        status = documents.text(entry, "status")
        assert status in VITAL_STATUSES, status
        texts = (documents.text(entry, "name"), *documents.texts(entry, "synonyms"))
        for text in (*texts, str(documents.number(entry, "code")), status):
            assert fold(text) not in found, f"{text} stands twice"
            found[fold(text)] = status
    return found


_BY_TEXT = _by_text()
