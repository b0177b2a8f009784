"""Digits as they come out of spreadsheets: what may be cleaned away, and damage that cannot be undone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

#: Characters that people and programs put around or between digits; they carry nothing.
#: White space of every kind, zero-width marks, apostrophes, quotes, the =" " guard, dots, dashes, slashes, underscores.
NOISE = re.compile("[\\s\u200b-\u200f\u2060\ufeff'`´‘’ʼ\"“”=.,/_‐-―−-]+")

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[Ee]\s*\+?\s*\d{1,2}")
#: A number that a program wrote with decimals; seven digits before them, so that 18.71.0 stays what it is.
_DECIMALS_OF_NOTHING = re.compile(r"(\d{7,})[.,]0{1,2}")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1"})

Damage = Literal["empty", "scientific", "letters", "not_digits"]

#: The rule of `column_lost_last_digit`.
_CHANCE_OF_ZERO = 0.1
_STANDARD_ERRORS = 5.0
_FEWEST_CELLS = 8


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a cell, or why there are none.

    `numeric_cell` is true where the text shows that the cell was a number once (a trailing .0).
    `lookalike` holds the digits that letters were probably meant for, where `damage` is "letters".
    """

    digits: str
    damage: Damage | None = None
    numeric_cell: bool = False
    lookalike: str = ""


def read_digits(text: str) -> Digits:
    """Strip what carries nothing and say what is left; never raises."""
    bare = text.strip()
    if _SCIENTIFIC.fullmatch(bare.strip("'\"= ")):
        return Digits("", "scientific")
    number = _DECIMALS_OF_NOTHING.fullmatch(bare)
    cleaned = number[1] if number else NOISE.sub("", bare)
    if not cleaned:
        return Digits("", "empty")
    if cleaned.isascii() and cleaned.isdigit():
        return Digits(cleaned, numeric_cell=number is not None)
    swapped = cleaned.translate(_LOOKALIKES)
    if swapped.isascii() and swapped.isdigit() and any(c.isdigit() for c in cleaned):
        return Digits("", "letters", lookalike=swapped)
    return Digits("", "not_digits")


def column_lost_last_digit(zero_ended: int, total: int) -> bool:
    """Whether a column of 16-digit numbers was stored as numbers by a spreadsheet.

    A spreadsheet keeps 15 significant digits and writes 0 for the sixteenth. Serial numbers end in 0
    one time in ten, so of `total` cells `zero_ended` should be about a tenth. The column is called
    damaged when their number lies more than five standard errors of a binomial with p = 0.1 above
    that. By chance this happens to fewer than one sound column in 6,000 (the worst size, ten cells)
    and to fewer than one in 200,000 from a hundred cells on. Below eight cells nothing is said.
    """
    assert 0 <= zero_ended <= total
    if total < _FEWEST_CELLS:
        return False
    expected = total * _CHANCE_OF_ZERO
    error = math.sqrt(total * _CHANCE_OF_ZERO * (1 - _CHANCE_OF_ZERO))
    return zero_ended > expected + _STANDARD_ERRORS * error
