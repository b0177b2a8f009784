"""Numbers, shares and dates as Indonesians write them (8.911.770; 98,46%; 1 Juli 2024), and as the English do."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from semesta.faults import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

#: Stands where there is no figure. Never 0: nobody counted nothing.
NO_FIGURE = "–"
_MINUS = "−"


def number(value: int | None, language: Language = "id") -> str:
    """8.911.770 (id) or 8,911,770 (en)."""
    if value is None:
        return NO_FIGURE
    return _localise(f"{abs(value):,}", language, negative=value < 0)


def signed(value: int, language: Language = "id") -> str:
    """A change: +12.000, −340, or 0."""
    return f"+{number(value, language)}" if value > 0 else number(value, language)


def share(numerator: int, denominator: int, language: Language = "id", *, digits: int = 2) -> str:
    """98,46% from the two counts, rounded half up in decimal, so that 98.455 never depends on floats.

    What is there and would round to nothing is <0,1%, so that no row of people reads 0,0%.
    """
    if denominator == 0:
        return NO_FIGURE
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    least = Decimal(1).scaleb(-digits)
    if 0 < exact < least / 2:
        return "<" + percent(least, language, digits=digits)
    return percent(exact, language, digits=digits)


def percent(value: Decimal | float, language: Language = "id", *, digits: int = 2) -> str:
    """A number of percent as text."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return _localise(f"{abs(rounded):,.{digits}f}", language, negative=rounded < 0) + "%"


def points(value: Fraction, language: Language = "id", *, digits: int = 2) -> str:
    """A difference of shares: +0,75 poin (id) or +0.75 points (en)."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = percent(exact, language, digits=digits).removesuffix("%")
    sign = "+" if value > 0 and text.strip("0.,") else ""
    return f"{sign}{text} {'poin' if language == 'id' else 'points'}"


def date(value: dt.date | None, language: Language = "id") -> str:
    """1 Juli 2024 (id) or 1 July 2024 (en)."""
    if value is None:
        return NO_FIGURE
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def month(value: dt.date | None, language: Language = "id") -> str:
    """Juli 2024 (id) or July 2024 (en)."""
    return NO_FIGURE if value is None else f"{MONTHS[language][value.month - 1]} {value.year}"


def moment(value: dt.datetime, language: Language = "id") -> str:
    """Date and time of day, in the zone the value carries, named."""
    zone = value.tzname() or ""
    separator = "." if language == "id" else ":"
    return f"{date(value.date(), language)} {value:%H}{separator}{value:%M} {zone}".rstrip()


def size(value_bytes: int, language: Language = "id") -> str:
    """A file's size: 3,2 kB, 860 MB."""
    amount, units = float(value_bytes), ("B", "kB", "MB", "GB", "TB")
    for unit in units:
        if amount < 1000 or unit == units[-1]:
            break
        amount /= 1000
    digits = 0 if unit == "B" or amount >= 100 else 1
    return _localise(f"{amount:,.{digits}f}", language) + f" {unit}"


def seconds(value: float, language: Language = "id") -> str:
    """Time spent: 0,4 dtk or 2 mnt 5 dtk (id); 0.4 s or 2 min 5 s (en)."""
    minute, second = ("mnt", "dtk") if language == "id" else ("min", "s")
    if value < 60:
        return _localise(f"{value:.1f}", language) + f" {second}"
    return f"{int(value // 60)} {minute} {int(value % 60)} {second}"


def _localise(text: str, language: Language, *, negative: bool = False) -> str:
    if language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return _MINUS + text if negative and text.strip("0.,") else text
