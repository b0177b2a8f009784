"""An audit's evidence codes in words: `register=DEAD link=nik` becomes a sentence that can be read out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker, catalogue

#: Keys whose value is the code of a region, shown by its name.
_PLACES = ("lives", "pays", "card_address")
_TOKEN = re.compile(r"([a-z_]+)(?:=(\S*))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def evidence_words(evidence: str, say: Speaker, places: Mapping[str, str]) -> str:
    """The codes of one finding as words, divided by semicolons; a code that is not known stands as it is.

    `places` gives names of regions by code.
    """
    words = [_word(token, say, places) for token in evidence.split()]
    return "; ".join(word for word in words if word)


def _word(token: str, say: Speaker, places: Mapping[str, str]) -> str:
    found = _TOKEN.fullmatch(token)
    if not found:
        return token
    key, value = found[1], found[2] or ""
    for name in (f"evidence.{key}.{value}", f"evidence.{key}"):
        if name in catalogue():
            return say(name, value=_shown(key, value, say, places))
    return token


def _shown(key: str, value: str, say: Speaker, places: Mapping[str, str]) -> str:
    if key in _PLACES:
        return places.get(value, value)
    if key == "status":
        return say.code("status", value)
    if _DAY.fullmatch(value):
        return formats.date(dt.date.fromisoformat(value), say.language)
    if value.isdigit() and key not in ("first_row", "class", "age"):
        return formats.number(int(value), say.language)
    if key != "p":
        return value
    shown = ">0.9999" if value == "1.0000" else value  # a model's probability is never a certainty
    return shown.replace(".", ",") if say.language == "id" else shown
