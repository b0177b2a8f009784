"""What the insurer writes about a card, mapped to our own status vocabulary (jkn.md 1.4).

Only AKTIF is active. A text that nobody knows is None here; whoever stages it writes TIDAK_DIKETAHUI,
which counts as inactive, and keeps the raw text beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from semesta.rules import documents
from semesta.rules.folding import fold
from semesta.tables import STATUSES

#: How a column of short codes is to be read: VClaim's statusPeserta, yes/no flags, or words.
CodeSystem = Literal["words", "vclaim", "flag"]

#: Status of a card of which nothing is known: neither active nor with a reason.
UNKNOWN_STATUS = "TIDAK_DIKETAHUI"


def status_of(text: str, system: CodeSystem = "words") -> str | None:
    """Our status for a text as written, or for a code of `system`; None if nobody knows.

    Words come first in every system; then the codes; then the keyword rules, none of which leads to AKTIF.
    """
    folded = fold(text)
    found = _WORDS.get(folded) or _CODES[system].get(folded)
    return found or _by_keywords(folded)


def status_rows(system: CodeSystem = "words") -> list[tuple[str, str]]:
    """(folded text, status) for a mapping join, without the keyword rules, which `status_of` knows."""
    return sorted({**_CODES[system], **_WORDS}.items())


def code_system(values: Iterable[str]) -> CodeSystem | None:
    """How to read the codes among the DISTINCT values of a column; None if they allow two readings.

    0 is active in VClaim and inactive as a flag, so a column whose codes are nothing but 0 is not read.
    """
    codes = {fold(value) for value in values} - {""}
    codes -= {code for code in codes if code in _WORDS or _by_keywords(code)}
    if not codes:
        return "words"
    fitting: list[CodeSystem] = [s for s in ("vclaim", "flag") if codes <= _CODES[s].keys()]
    if len(fitting) == 1:
        return fitting[0]
    return None if fitting else "words"


def _by_keywords(folded: str) -> str | None:
    text = f" {folded}"
    for wanted, status in _KEYWORDS:
        if all(f" {words}" in text for words in wanted):
            return status
    return None


def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in documents.entries(_DOCUMENT, "statuses"):
        status = _known(documents.text(entry, "status"))
        for item in documents.entries(entry, "texts"):
            folded = fold(documents.text(item, "text"))
            assert found.get(folded, status) == status, f"{folded} has two statuses"
            found[folded] = status
    return found


def _codes(key: str) -> dict[str, str]:
    """Codes, and codes with their text as a cell sometimes holds both: '9 - Non Aktif Karna Premi'."""
    found: dict[str, str] = {}
    for entry in documents.entries(_DOCUMENT, key):
        code, status = documents.text(entry, "code"), _known(documents.text(entry, "status"))
        found[fold(code)] = status
        if "keterangan" in entry:
            found[fold(f"{code} {documents.text(entry, 'keterangan')}")] = status
    return found


def _keywords() -> list[tuple[tuple[str, ...], str]]:
    rules = [
        (documents.texts(entry, "words"), _known(documents.text(entry, "status")))
        for entry in documents.entries(_DOCUMENT, "keywords")
    ]
    assert all(status != "AKTIF" for _, status in rules)
    return rules


def _known(status: str) -> str:
    assert status in STATUSES, status
    return status


_DOCUMENT = documents.read("statuses.yaml")
_WORDS = _words()
_CODES: dict[CodeSystem, dict[str, str]] = {
    "words": {},
    "vclaim": _codes("vclaim_codes"),
    "flag": _codes("flags"),
}
_KEYWORDS = _keywords()
