"""Months as offices write them, read to their first day or doubted: `2024-07`, `07/2024`, `JULI 2024`, `Jul-24`, a date."""

from __future__ import annotations

import datetime as dt
import re

from semesta.faults import Text
from semesta.identity import Doubt, parse_date
from semesta.identity.dates import MONTHS, DateOrder

#: JKN began in this year, so no bill is older (and a two-digit number from here on is no month).
FIRST_YEAR = 2014
#: An earlier number is no year that anybody would write: 122024 is December 2024, not the year 1220.
_OLDEST_WRITTEN = 1900

_BLANKS = re.compile("[\\s\u200b\ufeff'`’\"]+")
_LABEL = re.compile(r"^(?:(?:TAGIHAN|PERIODE|BULAN|BLN|PELAYANAN|IURAN)\b[ .:]*)+", re.IGNORECASE)
#: Without a sign between them both have all their digits: five digits are a spreadsheet's count of days.
_YEAR_MONTH = re.compile(r"(\d{4})(?:\s?[-/. ]\s?(\d{1,2})|(\d{2}))")
_MONTH_YEAR = re.compile(r"(?:(\d{1,2})\s?[-/. ]\s?|(\d{2}))(\d{4})")
_WORD_YEAR = re.compile(r"([A-Za-z]+)[-/. ,]*(\d{4}|\d{2})")
_YEAR_WORD = re.compile(r"(\d{4})[-/. ,]*([A-Za-z]+)")
_TWO_PAIRS = re.compile(r"(\d{1,2})[-/.](\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}|[A-Za-z]+\.?")

_WRITE = Text("Tulis bulan dan tahun, misalnya 2024-07 atau JULI 2024.", "Write month and year, for example 2024-07 or JULI 2024.")  # fmt: skip
MONTH_DOUBTS: dict[str, Doubt] = {
    doubt.code: doubt
    for doubt in (
        Doubt("month_unknown", Text("Ini tidak terbaca sebagai bulan.", "This cannot be read as a month."), _WRITE),
        Doubt("month_without_year", Text("Bulan ini ditulis tanpa tahun.", "This month is written without its year."), _WRITE),
        Doubt("month_unclear", Text("Dari dua angka ini tidak jelas mana bulan dan mana tahun.", "Of these two numbers it is not clear which is the month and which the year."), _WRITE),
        Doubt("month_too_early", Text(f"Bulan ini sebelum JKN dimulai ({FIRST_YEAR}).", f"This month lies before JKN began ({FIRST_YEAR})."), _WRITE),
        Doubt("month_future", Text("Bulan ini lebih dari setahun sesudah tanggal data.", "This month lies more than a year after the date of the data."), _WRITE),
    )
}  # fmt: skip


def parse_month(text: str, *, today: dt.date, order: DateOrder = "dmy") -> dt.date | Doubt:
    """The first day of the month that is written; `today` is the date of the data."""
    written = _LABEL.sub("", _BLANKS.sub(" ", text).strip()).strip(" .,")
    found = _from_pair(written)
    if found is None:
        if _NO_YEAR.fullmatch(written):
            known = written.isdigit() or written.rstrip(".").lower() in MONTHS
            return MONTH_DOUBTS["month_without_year" if known else "month_unknown"]
        found = _from_date(written, today, order)
    if isinstance(found, Doubt):
        return found
    if found.year < FIRST_YEAR:
        return MONTH_DOUBTS["month_too_early"]
    return MONTH_DOUBTS["month_future"] if found > _year_after(today) else found


#: In a line of text: JULI 2024 without a day before it (a day is when something was signed or printed), and numbers
#: only behind a word that makes them a month (07/2024 is the number of a letter as well).
_NAMED = re.compile(r"(?<![\w.,/-])(\d{1,2}[ .-]*)?([A-Za-z]{3,})[-/. ,]*(20\d\d)(?!\d)")
_LABELLED = re.compile(
    r"\b(?:TAGIHAN|PERIODE|BULAN|BLN|PELAYANAN|IURAN)\b[ .:]*(?:(\d{1,2})\s?[-/. ]\s?(20\d\d)|(20\d\d)\s?[-/. ]\s?(\d{1,2}))(?![\d/.-])",
    re.IGNORECASE,
)


def months_named(line: str) -> frozenset[dt.date]:
    """The months that a title names, as `TAGIHAN BULAN JULI 2024` or `PERIODE: 07/2024`; whole dates are none."""
    text = _BLANKS.sub(" ", line)
    words = {
        (int(year), MONTHS[word.lower()])
        for day, word, year in _NAMED.findall(text)
        if not day and word.lower() in MONTHS
    }
    numbers = {(int(a or d), int(m or b)) for m, a, d, b in _LABELLED.findall(text)}
    return frozenset(dt.date(year, month, 1) for year, month in words | numbers if 1 <= month <= 12)


def _year_after(day: dt.date) -> dt.date:
    return dt.date(day.year + 1, day.month, 1)


def _from_pair(written: str) -> dt.date | Doubt | None:
    """A month and a year beside each other; None where it is written in another way."""
    if found := _YEAR_MONTH.fullmatch(written):
        year, month = int(found[1]), int(found[2] or found[3])
        if 1 <= month <= 12 and year >= _OLDEST_WRITTEN:
            return dt.date(year, month, 1)
    if found := _MONTH_YEAR.fullmatch(written):
        month, year = int(found[1] or found[2]), int(found[3])
        if 1 <= month <= 12 and year >= _OLDEST_WRITTEN:
            return dt.date(year, month, 1)
    for pattern, word, year_at in ((_WORD_YEAR, 1, 2), (_YEAR_WORD, 2, 1)):
        if (found := pattern.fullmatch(written)) and found[word].lower() in MONTHS:
            year = int(found[year_at])
            return dt.date(year if year >= 100 else 2000 + year, MONTHS[found[word].lower()], 1)
    if found := _TWO_PAIRS.fullmatch(written):
        month, year = int(found[1]), int(found[2])
        clear = 1 <= month <= 12 and 2000 + year >= FIRST_YEAR
        return dt.date(2000 + year, month, 1) if clear else MONTH_DOUBTS["month_unclear"]
    return None


def _from_date(written: str, today: dt.date, order: DateOrder) -> dt.date | Doubt:
    """A whole date, of which the month counts; a spreadsheet makes one of `Jul-24`."""
    if re.fullmatch(r"\d{4}", written):
        return MONTH_DOUBTS["month_unknown"]
    found = parse_date(written, today=today, order=order, allow_future=True)
    return MONTH_DOUBTS["month_unknown"] if isinstance(found, Doubt) else found.replace(day=1)
