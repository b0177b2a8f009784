"""Dates as people and spreadsheets write them, read by stated rules and doubted where these do not decide.

The rules:

* day before month, as in Indonesia, unless the caller says that the column is month first;
* a year of two digits means the latest such year that is not in the future (a birth date never is);
  with `allow_future` (start and end of cover) the year within 20 years ahead, else the latest past one;
* numbers of four or five digits are Excel's count of days (1900 system, its 29-02-1900 included).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

from semesta.identity.date_doubts import DATE_DOUBTS
from semesta.identity.doubt import Doubt

DateOrder = Literal["dmy", "mdy"]

#: Nobody on a list is older than this; a date further back is a slip.
OLDEST_YEARS: Final = 125
#: How far ahead a two-digit year may lie where the future is allowed.
YEARS_AHEAD: Final = 20

MONTHS: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january jnr i",
            "februari feb pebruari peb february febr ii",
            "maret mar mrt march iii",
            "april apr apl iv",
            "mei may v",
            "juni jun june vi",
            "juli jul july vii",
            "agustus agu agt ags agst agus aug august viii",
            "september sep sept spt ix",
            "oktober okt october oct x",
            "november nov nop nopember xi",
            "desember des december dec xii",
        ),
        start=1,
    )
    for word in words.split()
}

_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff'`’\"=]+")
_TIME = re.compile(
    r"[T ]\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?|\.\d{2}\.\d{2})\s*(?:[AaPp][Mm])?"
    r"\s*(?:Z|UTC|WI[BT]|WITA|[+-]\d{2}:?\d{2})?$"
)
_PLACE_BEFORE = re.compile(r"^[^\d,]*,\s*(?=\d)")
_NUMBER = re.compile(r"(\d+)(?:[.,]\d+)?")
_THREE_NUMBERS = re.compile(r"(\d{1,4})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{1,4})")
_DAY_WORD_YEAR = re.compile(r"(\d{1,2})[-/. ,]*([A-Za-z]+)[-/. ,]*(\d{4}|\d{2})")
_WORD_DAY_YEAR = re.compile(r"([A-Za-z]+)[. ]*(\d{1,2})[, ]+(\d{4})")
_YEAR_WORD_DAY = re.compile(r"(\d{4})[-/. ]*([A-Za-z]+)[-/. ]*(\d{1,2})")
_FILLER = re.compile(r"(?=.*0)[0\W]+|99\W?99\W?9999|9999\W?99\W?99")

_EXCEL_DAY_ZERO: Final = date(1899, 12, 31)
_EXCEL_FAKE_LEAP_DAY: Final = 60
_EXCEL_DAY_ZERO_AFTER: Final = date(1899, 12, 30)
_EXCEL_LAST: Final = 2_958_465  # 31-12-9999


def parse_date(
    text: str, *, today: date, order: DateOrder = "dmy", allow_future: bool = False
) -> date | Doubt:
    """Read one written date; `today` decides the century of two-digit years and what is the future.

    Give the as-of date of the files as `today`, so that a list read next year is read the same.
    """
    written = _tidy(text)
    if not written:
        return DATE_DOUBTS["date_empty"]
    if _FILLER.fullmatch(written):
        return DATE_DOUBTS["date_placeholder"]
    parts = _parts(written, order)
    if isinstance(parts, date):
        return _plausible(parts, today, allow_future)
    if isinstance(parts, Doubt):
        return parts
    return _from_parts(*parts, today=today, allow_future=allow_future)


def excel_date(serial: int) -> date | Doubt:
    """The date of Excel's day count (1 is 01-01-1900); day 60 is a 29-02-1900 that never was."""
    if not 1 <= serial <= _EXCEL_LAST:
        return DATE_DOUBTS["date_not_understood"]
    if serial == _EXCEL_FAKE_LEAP_DAY:
        return DATE_DOUBTS["date_excel_fake"]
    start = _EXCEL_DAY_ZERO if serial < _EXCEL_FAKE_LEAP_DAY else _EXCEL_DAY_ZERO_AFTER
    return start + timedelta(days=serial)


# --- from text to day, month, year ----------------------------------------------------------------

#: Day, month, year, and whether the year was written with two digits.
_Parts = tuple[int, int, int, bool]


def _tidy(text: str) -> str:
    written = _BLANKS.sub(" ", text).strip()
    return _PLACE_BEFORE.sub("", _TIME.sub("", written)).strip(" .,;")


def _parts(written: str, order: DateOrder) -> _Parts | date | Doubt:
    number = _NUMBER.fullmatch(written)
    if number:
        return _from_digits(number[1], order)
    three = _THREE_NUMBERS.fullmatch(written)
    if three:
        return _from_three(three[1], three[2], three[3], order)
    for pattern, places in (
        (_DAY_WORD_YEAR, (1, 2, 3)),
        (_WORD_DAY_YEAR, (2, 1, 3)),
        (_YEAR_WORD_DAY, (3, 2, 1)),
    ):
        found = pattern.fullmatch(written)
        if found:
            day, word, year = (found[place] for place in places)
            month = MONTHS.get(word.lower())
            if month is None:
                return DATE_DOUBTS["date_month_unknown"]
            return int(day), month, int(year), len(year) == 2
    return DATE_DOUBTS["date_not_understood"]


def _from_three(first: str, second: str, third: str, order: DateOrder) -> _Parts | Doubt:
    if len(first) == 4 and len(third) <= 2:
        return int(third), int(second), int(first), False
    if len(first) > 2 or len(third) not in (2, 4):
        return DATE_DOUBTS["date_not_understood"]
    day, month = (first, second) if order == "dmy" else (second, first)
    if int(month) > 12 and 1 <= int(day) <= 12:
        return DATE_DOUBTS["date_month_first" if order == "dmy" else "date_day_first"]
    return int(day), int(month), int(third), len(third) == 2


def _from_digits(digits: str, order: DateOrder) -> _Parts | date | Doubt:
    """Digits without separators: yyyymmdd, ddmmyyyy (its leading zero may be lost), or Excel's count."""
    if len(digits) == 8 and digits[:2] in ("18", "19", "20", "21") and digits[4:6] <= "12":
        return int(digits[6:]), int(digits[4:6]), int(digits[:4]), False
    if len(digits) in (7, 8):
        padded = digits.zfill(8)
        return _from_three(padded[:2], padded[2:4], padded[4:], order)
    if len(digits) == 4 and "1850" <= digits <= "2100":
        return DATE_DOUBTS["date_year_only"]
    if len(digits) in (4, 5) or digits == str(_EXCEL_FAKE_LEAP_DAY):
        return excel_date(int(digits))
    return DATE_DOUBTS["date_not_understood"]


# --- from day, month, year to a date ----------------------------------------------------------------


def _from_parts(
    day: int, month: int, year: int, short: bool, *, today: date, allow_future: bool
) -> date | Doubt:
    if (day, month, year) == (29, 2, 1900) and not short:
        return DATE_DOUBTS["date_excel_fake"]
    if 0 in (day, month):
        return DATE_DOUBTS["date_placeholder"]
    if not short:
        found = _date_or_none(year, month, day)
        return _plausible(found, today, allow_future) if found else DATE_DOUBTS["date_impossible"]
    horizon = today.year + YEARS_AHEAD if allow_future else today.year
    latest_century = horizon // 100 * 100
    for century in (latest_century, latest_century - 100):
        found = _date_or_none(century + year, month, day)
        if found and (found <= today or (allow_future and found.year <= horizon)):
            return _plausible(found, today, allow_future)
    return DATE_DOUBTS["date_impossible"]


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plausible(found: date, today: date, allow_future: bool) -> date | Doubt:
    if found == date(1900, 1, 1) or found.year == 9999:
        return DATE_DOUBTS["date_placeholder"]
    if found > today and not allow_future:
        return DATE_DOUBTS["date_future"]
    return DATE_DOUBTS["date_too_old"] if found.year < today.year - OLDEST_YEARS else found
