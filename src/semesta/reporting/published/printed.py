"""A figure as it stands in print: which values it may stand for, by its digits and by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from semesta.faults import Text
from semesta.reporting.published.ranges import Range

Unit = Literal["percent", "points", "whole", "rupiah"]

#: Words beside a number, and what they mean. Anything else in a printed figure is refused, not ignored.
_ABOUT = ("sekitar", "kurang lebih", "kira-kira", "sekira", "about", "around", "approximately", "±", "~")
_ALMOST = ("hampir", "nyaris", "almost", "nearly")
_ABOVE = ("lebih dari", "lebih", "di atas", "more than", "over", "above", ">")
_BELOW = ("kurang dari", "di bawah", "less than", "under", "below", "<")
_UP = ("naik", "bertambah", "rose by", "rose", "up", "+")
_DOWN = ("turun", "berkurang", "fell by", "fell", "down", "-", "−")
_SCALES = {
    "ribu": 3, "rb": 3, "thousand": 3, "juta": 6, "jt": 6, "million": 6,
    "miliar": 9, "milyar": 9, "billion": 9, "bn": 9, "triliun": 12, "trillion": 12,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "poin persentase": "points", "poin persen": "points", "poin": "points",
    "percentage points": "points", "points": "points", "point": "points",
    "%": "percent", "persen": "percent", "percent": "percent",
    "rp": "rupiah", "rupiah": "rupiah",
    "orang": "whole", "jiwa": "whole", "peserta": "whole", "penduduk": "whole", "people": "whole", "members": "whole",
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed figure. `range` holds every exact value that would be printed like this."""

    text: str
    unit: Unit
    value: Fraction  # in per cent, points, people or rupiah
    digits: int  # decimals of a share
    range: Range
    about: bool  # whether words or a scale (400 thousand) say that it is not exact
    direction: int = 0  # +1 rose, -1 fell, 0 not said

    @property
    def exact(self) -> bool:
        return self.range.value is not None


class NotAFigure(ValueError):
    """A printed figure that cannot be read; says why in both languages."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


def read_printed(text: str, tolerance: str = "") -> Printed:
    """The figure in a text such as 98,46%, 8.911.770, 'sekitar 400 ribu', '0,75 poin'. NotAFigure otherwise.

    A share stands for what rounds to it half up. 'About' allows half a step of the last digit that is
    not 0 (about 400 thousand: 350 to 450 thousand), or the `tolerance` (5%, 0,5 poin, 20 ribu).
    """
    found = _NUMBER.search(text)
    if not found:
        raise NotAFigure(Text("Tidak ada angka di dalamnya.", "There is no number in it."))
    words = _Words(text[: found.start()] + " " + text[found.end() :])
    about, almost = words.take(_ABOUT), words.take(_ALMOST)  # first: "kurang lebih" is neither less nor more
    below, above = words.take(_BELOW), words.take(_ABOVE)
    direction = 1 if words.take(_UP) else -1 if words.take(_DOWN) else 0
    unit = next((_UNITS[name] for name in _UNITS if words.take((name,))), None)
    power = next((_SCALES[name] for name in _SCALES if words.take((name,))), 0)
    words.refuse_rest()
    digits, decimals = _digits(found[0].rstrip(".,"), decimal=unit in ("percent", "points") or power > 0)
    unit = unit or "whole"
    value = Fraction(int(digits), 10**decimals) * 10**power
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0
    known_decimals = decimals - (zeros if about or almost else 0)
    step = Fraction(10**power) / Fraction(10) ** known_decimals
    allowed = _tolerance(tolerance, value, unit)
    half = allowed if allowed is not None else step / 2
    if above or below or almost:
        within = _one_sided(value, 2 * half, above=above, almost=almost)
    elif step <= 1 and unit in ("whole", "rupiah") and not about and allowed is None:
        within = Range.exact(value)
    else:
        within = Range(value - half, value + half, holds_high=allowed is not None)
    inexact = bool(about or almost or above or below or power or allowed is not None)
    return Printed(text.strip(), unit, value, max(0, decimals), within, inexact, direction)


def exactly(value: int) -> Printed:
    """A whole number that is what it says."""
    return Printed(str(value), "whole", Fraction(value), 0, Range.exact(value), about=False)


class _Words:
    """The words around a number, taken away one by one."""

    def __init__(self, text: str) -> None:
        self.rest = " ".join(text.lower().split())

    def take(self, names: tuple[str, ...]) -> bool:
        for name in names:
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)" if name[0].isalpha() else re.escape(name)
            left, count = re.subn(pattern, " ", self.rest, count=1)
            if count:
                self.rest = " ".join(left.split())
                return True
        return False

    def refuse_rest(self) -> None:
        rest = self.rest.strip(" .()")
        if rest:
            raise NotAFigure(
                Text(f"Kata {rest!r} tidak dimengerti.", f"The words {rest!r} are not understood.")
            )


def _digits(number: str, *, decimal: bool) -> tuple[str, int]:
    """The digits without separators, and how many of them are decimals.

    Both 8.911.770 and 8,911,770 are whole; 98,46 and 98.46 have two decimals. One separator with three
    digits behind it parts thousands in a count (9.051), decimals in a share or before a scale (6,307 juta).
    """
    groups = re.split(r"[.,]", number)
    marks = re.findall(r"[.,]", number)
    digits = "".join(groups)
    if not marks:
        return digits, 0
    if len(marks) > 1 and len(set(marks[:-1])) > 1:
        raise NotAFigure(Text(f"{number} ditulis tidak lazim.", f"{number} is written in an unusual way."))
    last_is_decimal = marks[-1] not in marks[:-1] if len(marks) > 1 else decimal or len(groups[-1]) != 3
    thousands = groups[1:-1] if last_is_decimal else groups[1:]
    if any(len(group) != 3 for group in thousands) or not groups[-1]:
        raise NotAFigure(Text(f"{number} ditulis tidak lazim.", f"{number} is written in an unusual way."))
    return digits, len(groups[-1]) if last_is_decimal else 0


def _tolerance(text: str, value: Fraction, unit: Unit) -> Fraction | None:
    if not text:
        return None
    given = read_printed(text)
    relative = given.unit == "percent" and unit not in ("percent", "points")
    return value * given.value / 100 if relative else given.value


def _one_sided(value: Fraction, step: Fraction, *, above: bool, almost: bool) -> Range:
    if almost:
        return Range(value - step, value, holds_high=False)
    return Range(value, None) if above else Range(Fraction(0), value, holds_high=False)
