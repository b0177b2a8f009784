"""What may be shown of a person: the NIK masked unless somebody gives a reason, text without tricks."""

from __future__ import annotations

import datetime as dt

#: A spreadsheet takes a cell that begins so for a formula when it is typed, pasted or read from CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

_NIK_SHOWN_DIGITS = 8
_CARD_SHOWN_DIGITS = 4


def masked_nik(nik: str | None) -> str:
    """18710112********: region and day stay, who exactly it is does not. Works for a KK too."""
    if not nik:
        return ""
    return nik[:_NIK_SHOWN_DIGITS] + "*" * max(0, len(nik) - _NIK_SHOWN_DIGITS)


def card_end(card: str | None) -> str:
    """The last digits of a card, enough to tell two cards of one family apart."""
    return f"…{card[-_CARD_SHOWN_DIGITS:]}" if card else ""


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.startswith(_FORMULA_STARTS)


def printable(text: str | None) -> str:
    """The text without control characters, which could repaint a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text or "")


def age_years(birth_date: dt.date | None, on: dt.date) -> int | None:
    """Completed years of age; None where the birth date is unknown or lies after the date."""
    if birth_date is None or birth_date > on:
        return None
    before_birthday = (on.month, on.day) < (birth_date.month, birth_date.day)
    return on.year - birth_date.year - before_birthday
