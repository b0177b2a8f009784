"""Names of places brought to comparable forms: prefixes, numerals, abbreviations, spacing.

A name becomes words (upper case ASCII, punctuation gone); from the words come three keys, each more
forgiving than the one before. Words are joined in a key, so that TANJUNG KARANG equals TANJUNGKARANG.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from semesta.regions.customs import NUMBER_WORDS, PREFIXES, SOUNDS, TRAILING_VARIANTS, VARIANTS, Words
from semesta.regions.region import Level

_MOST_PREFIXES = 2  # DESA KAMPUNG BARU

_MOST_EXPANSIONS = 8

_ROMAN = re.compile(r"X{0,3}(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_QUOTES = re.compile(
    "['\"`*\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_OTHER = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Form:
    """Words of a name after taking away 0, 1 or 2 prefixes, and the kind of place the last of them said."""

    words: Words
    kind: str


def plain(name: str) -> str:
    """Upper case with single blanks: what counts as written exactly alike."""
    return " ".join(name.upper().split())


def words_of(name: str) -> Words:
    """Upper-case ASCII words; apostrophes vanish (KU'U is KUU), other punctuation parts words."""
    upper = _QUOTES.sub("", name.upper())
    if not upper.isascii():
        upper = unicodedata.normalize("NFKD", upper).encode("ascii", "ignore").decode()
    return tuple(_OTHER.sub(" ", upper).split())


def forms_of(words: Words, level: Level) -> Iterator[Form]:
    """The words as they are, then without the first prefix, then without the second."""
    form = Form(words, "")
    yield form
    for _ in range(_MOST_PREFIXES):
        stripped = _without_prefix(form.words, level)
        if stripped is None:
            return
        form = stripped
        yield form


def joined(words: Words) -> str:
    """The key that forgives spacing and punctuation."""
    return "".join(words)


def numbered(words: Words) -> Words:
    """Roman numerals and number words as digits: KLAMBIR LIMA KEBUN and KLAMBIR V KEBUN become KLAMBIR 5 KEBUN."""
    out: list[str] = []
    for word in words:
        if word == "BELAS" and out and out[-1].isdigit():
            out[-1] = str(int(out[-1]) + 10)
        elif word == "PULUH" and out and out[-1].isdigit():
            out[-1] = str(int(out[-1]) * 10)
        else:
            out.append(_as_number(word))
    return tuple(out)


def expanded(words: Words) -> Iterator[Words]:
    """Every reading of the words with short forms written out; at most eight."""
    if VARIANTS.keys().isdisjoint(words) and TRAILING_VARIANTS.keys().isdisjoint(words):
        yield words
        return
    choices = [
        VARIANTS.get(word) or (TRAILING_VARIANTS.get(word) if place else None) or (word,)
        for place, word in enumerate(words)
    ]
    for choice in itertools.islice(itertools.product(*choices), _MOST_EXPANSIONS):
        yield tuple(" ".join(choice).split())


@functools.lru_cache(maxsize=1 << 16)
def sounded(text: str) -> str:
    """Second spellings of one sound brought together: Dutch-time letters, double letters, o for u, a dropped e.

    KELAMBIR and KLAMBIR, GEDONG and GEDUNG, REDJO and REJO, MULIO and MULYO, FAJAR and PAJAR are one each.
    Within one district these rules bring two different villages together in 3 cases in all Indonesia.
    """
    for pattern, replacement in SOUNDS:
        text = pattern.sub(replacement, text)
    return text


def spelled(words: Words) -> Words:
    """The first reading, short forms written out, numerals as digits, each word by its sound."""
    return tuple(sounded(word) for word in numbered(next(expanded(words))))


def letters_in(words: Words) -> str:
    """The words that are no numbers, joined."""
    return joined(tuple(word for word in words if not word.isdigit()))


def numbers_in(words: Words) -> Words:
    """The numbers among words, in order; names that differ in them are different places."""
    return tuple(word for word in words if word.isdigit())


def _as_number(word: str) -> str:
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    if word.isdigit():
        return str(int(word))
    return str(_roman(word)) if _ROMAN.fullmatch(word) else word


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def _without_prefix(words: Words, level: Level) -> Form | None:
    prefixes = PREFIXES[level]
    for length in (2, 1):
        kind = prefixes.get(words[:length])
        if kind is not None and len(words) > length:
            return Form(words[length:], kind)
    return None
