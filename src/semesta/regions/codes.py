"""Region codes as people write them, and the recognition of BPS codes, which mean other places.

Kemendagri and BPS (the statistics office) number the same country differently: Kemendagri 18.01 is Lampung
Selatan, BPS 1801 is Lampung Barat (jkn.md 5.2). What tells them apart:

* length: a Kemendagri district has 6 digits, a BPS district 7 (its last part has three);
* the village: Kemendagri `PP KK CC DDDD` with D beginning 1, 2 or 3; BPS `PP KK CCC DDD`. A seventh digit
  other than 1 to 3 therefore cannot be Kemendagri's;
* dots: 18.71.01.1004 groups as 2-2-2-4, a dotted BPS code as 2-2-3-3.

Four digits look the same in both, and a few BPS villages fall on a Kemendagri number (district 011 and
village 004 on 01.1004). One code alone can therefore pass wrongly; a column cannot: see `columns.diagnose_codes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from semesta.faults import Text
from semesta.regions import sentences
from semesta.regions.gazetteer import Regions
from semesta.regions.region import DIGITS, LEVELS, Level, Region, code_of

DoubtCode = Literal["code_empty", "code_damaged", "code_malformed", "code_bps", "code_unknown"]

_GROUPS: tuple[tuple[int, ...], ...] = ((2,), (2, 2), (2, 2, 2), (2, 2, 2, 4))
_BPS_GROUPS: tuple[tuple[int, ...], ...] = ((2, 2, 3), (2, 2, 3, 3))
_SEPARATORS = re.compile(r"[\s.\-/_]+")
_FLOAT_TAIL = re.compile(r"^(\d{4,10})\.0$")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)

_AS_TEXT = sentences.WRITE_AS_TEXT.said()


@dataclass(frozen=True, slots=True)
class CodeDoubt:
    """Why a text is no region code that we know, and what to do."""

    code: DoubtCode
    reason: Text
    remedy: Text


def parse_code(text: str, regions: Regions | None = None) -> Region | CodeDoubt:
    """The region of a code written with or without dots, blanks, hyphens, a leading apostrophe or '.0'."""
    gazetteer = regions or Regions.load()
    cleaned = _FLOAT_TAIL.sub(r"\1", text.replace("\N{NO-BREAK SPACE}", " ").strip().lstrip("'").strip())
    if not cleaned:
        return CodeDoubt("code_empty", sentences.CODE_EMPTY.said(), _AS_TEXT)
    groups = tuple(part for part in _SEPARATORS.split(cleaned) if part)
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()):
        return _not_digits(text, cleaned)
    lengths = tuple(len(group) for group in groups)
    if lengths in _BPS_GROUPS or (len(groups) == 1 and _only_bps(digits)):
        return _bps(text)
    if len(groups) > 1 and lengths not in _GROUPS:
        return _grouped_wrongly(text, digits, gazetteer)
    level = _level_of(digits)
    if level is None or digits[0] == "0":
        return _malformed(text)
    found = gazetteer.by_code(code_of(int(digits), level))
    return found if found is not None else _unknown(text, code_of(int(digits), level), gazetteer)


def _only_bps(digits: str) -> bool:
    """Seven digits (a BPS district), or ten whose seventh cannot begin a Kemendagri village."""
    if digits[0] == "0":
        return False
    return len(digits) == 7 or (len(digits) == 10 and digits[6] not in "123")


def _level_of(digits: str) -> Level | None:
    return next((level for level in LEVELS if DIGITS[level] == len(digits)), None)


def _not_digits(text: str, cleaned: str) -> CodeDoubt:
    if _SCIENTIFIC.match(cleaned):
        return CodeDoubt("code_damaged", sentences.CODE_ROUNDED.said(text=repr(text)), _AS_TEXT)
    return _malformed(text)


def _malformed(text: str) -> CodeDoubt:
    return CodeDoubt("code_malformed", sentences.CODE_MALFORMED.said(text=repr(text)), _AS_TEXT)


def _bps(text: str) -> CodeDoubt:
    remedy = sentences.USE_KEMENDAGRI.said()
    return CodeDoubt("code_bps", sentences.CODE_BPS.said(text=repr(text)), remedy)


def _grouped_wrongly(text: str, digits: str, gazetteer: Regions) -> CodeDoubt | Region:
    """Dots in unusual places: fine when all ten digits are there, doubtful when a zero may have gone."""
    if len(digits) == DIGITS["village"] and not _only_bps(digits):
        return parse_code(digits, gazetteer)
    return CodeDoubt("code_damaged", sentences.CODE_INCOMPLETE.said(text=repr(text)), _AS_TEXT)


def _unknown(text: str, code: str, gazetteer: Regions) -> CodeDoubt:
    above = code
    while above and above not in gazetteer:
        above = above.rpartition(".")[0]
    place = f" ({gazetteer.path_name(above)})" if above else ""
    reason = sentences.CODE_UNKNOWN.said(text=repr(text), place=place)
    return CodeDoubt("code_unknown", reason, sentences.CHECK_CODE.said())
