"""What NIK and family card number share: sixteen digits, a district of issue in front, a serial at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from semesta.identity.digits import Digits
from semesta.identity.doubt import Doubt

SIXTEEN: Final = 16


@dataclass(frozen=True, slots=True, order=True)
class SixteenDigits:
    """A number whose form is right; numbers of two kinds are never equal."""

    number: str

    def __str__(self) -> str:
        return self.number

    @property
    def region(self) -> str:
        """District of (first) issue as six digits, a code of any vintage; never a residence."""
        return self.number[:6]

    @property
    def serial(self) -> str:
        return self.number[12:]


def require(fault: Doubt | None) -> None:
    """ValueError where there is a fault: a wrong number cannot be built."""
    if fault is not None:
        raise ValueError(f"{fault.code}: {fault.reason.en}")


def may_have_lost_last_digit(read: Digits, *, numeric_cell: bool) -> bool:
    """Whether a spreadsheet held a number, which keeps 15 digits and makes the sixteenth 0."""
    return len(read.digits) == SIXTEEN and read.digits.endswith("0") and (numeric_cell or read.numeric_cell)
