"""One administrative unit of Indonesia by Kemendagri code, and the arithmetic of its codes.

A code is `PP.KK.CC.DDDD` (province, regency, district, village); the village part begins with 1 for a
kelurahan, 2 for a desa, 3 for a desa adat (jkn.md 5.2). Its key is the same digits as one number, so
1871011004 for 18.71.01.1004: no province begins with 0, so the length of the number tells the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "regency", "district", "village"]
LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village")

#: Digits of the number at each level, and where the dots stand.
DIGITS: dict[Level, int] = {"province": 2, "regency": 4, "district": 6, "village": 10}
_LEVEL_OF_DIGITS: dict[int, Level] = {digits: level for level, digits in DIGITS.items()}
_CUTS = (2, 4, 6, 10)

#: The first of the numbers given to cities; regencies stand below it (jkn.md 5.2).
FIRST_CITY = 71

#: Provinces that no longer exist but whose codes stand in numbers issued then. Timor Timur left in
#: 1999 [mem-H]. Codes of today's provinces come from the gazetteer.
FORMER_PROVINCES: frozenset[int] = frozenset({54})


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency, district or village; `parent` is a code, '' for a province."""

    code: str
    level: Level
    name: str
    parent: str

    @property
    def key(self) -> int:
        """The code as a number: 1871011004."""
        return key_of(self.code)

    @property
    def kind(self) -> str:
        """What it is called on the spot: provinsi, kabupaten, kota, kecamatan, kelurahan, desa, desa adat."""
        if self.level == "regency":
            return "kota" if int(self.code[3:5]) >= FIRST_CITY else "kabupaten"
        if self.level == "village":
            return {"1": "kelurahan", "2": "desa", "3": "desa adat"}[self.code[9]]
        return "provinsi" if self.level == "province" else "kecamatan"


def key_of(code: str) -> int:
    """The number of a code with or without dots, which must be well formed (else ValueError)."""
    digits = code.replace(".", "")
    if len(digits) not in _LEVEL_OF_DIGITS or not (digits.isascii() and digits.isdigit()) or digits[0] == "0":
        raise ValueError(f"not a region code: {code!r}")
    return int(digits)


def code_of(key: int, level: Level | None = None) -> str:
    """The dotted code of a number; ValueError if it has the wrong count of digits (for that level)."""
    digits = str(key)
    found = _LEVEL_OF_DIGITS.get(len(digits))
    if found is None or (level is not None and level != found):
        raise ValueError(f"not the number of a {level or 'region'}: {key}")
    starts = (0, *_CUTS)
    return ".".join(digits[a:b] for a, b in zip(starts, _CUTS, strict=False) if a < len(digits))


def level_of(code: str) -> Level:
    """The level that a dotted code stands for."""
    return LEVELS[code.count(".")]


def parent_of(code: str) -> str:
    """The code one level up; '' for a province."""
    return code.rpartition(".")[0]
