"""NIK, the 16-digit number of a person: region of first issue, date of birth, serial (jkn.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from semesta.identity.digits import read_digits
from semesta.identity.doubt import Doubt
from semesta.identity.nik_doubts import (
    DAMAGE,
    DAY,
    FIFTEEN_DIGITS,
    LAST_DIGIT_LOST,
    LENGTH,
    MONTH,
    PLACEHOLDER,
    REGION,
    SERIAL_ZERO,
)
from semesta.identity.sixteen import SIXTEEN, SixteenDigits, may_have_lost_last_digit, require

Sex = Literal["L", "P"]

NIK_DIGITS: Final = SIXTEEN
#: Women's day of birth is written with 40 added.
FEMALE_DAY_OFFSET: Final = 40
#: Provinces of every vintage of the Kemendagri list. 54 was Timor Timur: it is gone, its NIKs are not.
PROVINCES: Final = frozenset(
    [
        str(code)
        for first, last in ((11, 19), (31, 36), (51, 54), (61, 65), (71, 76), (91, 96))
        for code in range(first, last + 1)
    ]
    + ["21", "81", "82"]
)
#: Above this no list ever had a regency or city (regencies from 01, cities from 71).
HIGHEST_REGENCY: Final = 79

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CENTURIES = (1900, 2000)


@dataclass(frozen=True, slots=True, order=True)
class Nik(SixteenDigits):
    """A NIK whose form is right; one that is wrong cannot be built.

    The form proves nothing about the person: there is no check digit, the region is that of first
    issue and never a residence, and the date may differ from a birth date corrected later.
    """

    def __post_init__(self) -> None:
        require(nik_fault(self.number))

    @property
    def sex(self) -> Sex:
        return "P" if int(self.number[6:8]) > FEMALE_DAY_OFFSET else "L"

    @property
    def day(self) -> int:
        """Day of birth, 1 to 31, the 40 of women taken off."""
        written = int(self.number[6:8])
        return written - FEMALE_DAY_OFFSET if written > FEMALE_DAY_OFFSET else written

    @property
    def month(self) -> int:
        return int(self.number[8:10])

    @property
    def year_of_century(self) -> int:
        return int(self.number[10:12])

    def birth_dates(self) -> tuple[date, ...]:
        """The dates it can mean, older first: two centuries, or one for 29 February 00."""
        return tuple(
            date(century + self.year_of_century, self.month, self.day)
            for century in _CENTURIES
            if _day_exists(self.day, self.month, century + self.year_of_century)
        )

    def birth_date_by(self, today: date) -> date | None:
        """The latest date it can mean that is not after `today`; None if all are."""
        return max((found for found in self.birth_dates() if found <= today), default=None)

    def agrees_with(self, birth_date: date) -> bool:
        """Whether the date of birth is the one written in the number, in whichever century."""
        return birth_date in self.birth_dates()

    def doubts(self) -> tuple[Doubt, ...]:
        """What is odd about a number whose form is right; it may be used, and should be looked at."""
        return (SERIAL_ZERO,) if self.serial == "0000" else ()


def parse_nik(text: str, *, numeric_cell: bool = False) -> Nik | Doubt:
    """Read a NIK as people write it; spaces, dots, dashes, apostrophes and quotes are no matter.

    `numeric_cell` says that the spreadsheet held a number, not text: a sixteenth digit 0 is then
    damage as likely as not, and is doubted. For text, look at the column: `column_lost_last_digit`.
    """
    read = read_digits(text)
    if read.damage is not None:
        return DAMAGE[read.damage]
    number = read.digits
    if may_have_lost_last_digit(read, numeric_cell=numeric_cell):
        return LAST_DIGIT_LOST
    return nik_fault(number) or Nik(number)


def probable_nik(text: str) -> Nik | None:
    """The NIK that look-alike letters were meant for, to be offered to a person and never taken silently."""
    read = read_digits(text)
    if read.damage != "letters" or nik_fault(read.lookalike) is not None:
        return None
    return Nik(read.lookalike)


def nik_fault(digits: str) -> Doubt | None:
    """What is wrong with the form of a number already cleaned; None if nothing is."""
    wrong = _wrong_length(digits)
    if wrong is not None:
        return wrong
    if digits == digits[0] * NIK_DIGITS:
        return PLACEHOLDER
    if not region_is_possible(digits[:6]):
        return REGION
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    if day > FEMALE_DAY_OFFSET:
        day -= FEMALE_DAY_OFFSET
    if not 1 <= month <= 12:
        return MONTH
    if not any(_day_exists(day, month, century + year) for century in _CENTURIES):
        return DAY
    return None


def region_is_possible(prefix: str) -> bool:
    """Whether six digits can be a district of any vintage: old codes stay in old numbers."""
    return prefix[:2] in PROVINCES and 1 <= int(prefix[2:4]) <= HIGHEST_REGENCY and prefix[4:6] != "00"


def _wrong_length(digits: str) -> Doubt | None:
    if not (digits.isascii() and digits.isdigit()):
        return DAMAGE["not_digits"] if digits else DAMAGE["empty"]
    if len(digits) == NIK_DIGITS:
        return None
    return FIFTEEN_DIGITS if len(digits) == NIK_DIGITS - 1 else LENGTH


def _day_exists(day: int, month: int, year: int) -> bool:
    if not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return leap or (day, month) != (29, 2)


# --- agreement with the rest of the row -----------------------------------------------------------

#: same: the date is in the number; near: two of day, month, year are, or day and month changed places.
BirthAgreement = Literal["same", "near", "different", "unknown"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a NIK sits with the birth date and sex written beside it; unknown where nothing is written."""

    birth: BirthAgreement
    sex: Literal["same", "different", "unknown"]

    @property
    def full(self) -> bool:
        return self.birth == "same" and self.sex == "same"


def agreement(nik: Nik, birth_date: date | None, sex: Sex | None) -> Agreement:
    """Compare a NIK with a birth date and a sex (L or P), either of which may be missing."""
    return Agreement(
        birth=_birth_agreement(nik, birth_date),
        sex="unknown" if sex is None else "same" if sex == nik.sex else "different",
    )


def _birth_agreement(nik: Nik, birth_date: date | None) -> BirthAgreement:
    if birth_date is None:
        return "unknown"
    if nik.agrees_with(birth_date):
        return "same"
    year_agrees = birth_date.year % 100 == nik.year_of_century
    parts = (birth_date.day == nik.day) + (birth_date.month == nik.month) + year_agrees
    swapped = year_agrees and (birth_date.day, birth_date.month) == (nik.month, nik.day)
    return "near" if parts == 2 or swapped else "different"
