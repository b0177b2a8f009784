"""NIKs and family card numbers whose digits cannot be: found in arrays, at a third of the engine's cost.

While loading, a number of 16 digits is taken as it is. Here its region and date are looked at; what
fails is read again by `values.read_cell`, which has the last word.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from semesta.engine import Engine, identifier
from semesta.identity.nik import FEMALE_DAY_OFFSET, HIGHEST_REGENCY, PROVINCES

#: Rows looked at together: arrays of this size stay small.
_ROWS = 1 << 20
_PROVINCE = np.zeros(100, dtype=np.bool_)
_PROVINCE[[int(code) for code in PROVINCES]] = True
_LAST_DAY = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int32)

Numbers = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]


def collect_wrong_numbers(
    engine: Engine, table: str, column: str, first: int, last: int, *, into: str
) -> None:
    """Add numbers that cannot be to `into` (rid, text), and empty their cells.

    The digits of a refused NIK are kept in `nik_written`.
    """
    name = identifier(table)
    found = [np.empty(0, dtype=np.int64)]
    for start in range(first, last, _ROWS):
        rows = engine.arrays(
            f"SELECT rowid AS rid, {column} AS number FROM {name} "
            f"WHERE rowid >= {start} AND rowid < {min(start + _ROWS, last)} AND {column} IS NOT NULL"
        )
        found.append(rows["rid"][wrong_numbers(rows["number"], women=column == "nik")])
    wrong = np.concatenate(found)
    if not len(wrong):
        return
    engine.take_columns("wrong_rows", {"rid": wrong})
    engine.run(
        f"INSERT INTO {identifier(into)} SELECT rowid AS rid, CAST({column} AS VARCHAR) AS text "
        f"FROM {name} WHERE rowid IN (SELECT rid FROM wrong_rows)"
    )
    kept = ", nik_written = CAST(nik AS VARCHAR)" if column == "nik" else ""
    engine.run(f"UPDATE {name} SET {column} = NULL{kept} WHERE rowid IN (SELECT rid FROM wrong_rows)")
    engine.drop("wrong_rows")


def wrong_numbers(numbers: Numbers, *, women: bool) -> npt.NDArray[np.bool_]:
    """Which 16-digit numbers hold no possible region or day, or are sixteen ones (jkn.md 5.1).

    `women` says that 40 may be added to the day, as in a NIK and not in a family card number.
    """
    region = (numbers // 10**10).astype(np.int32)
    date = (numbers // 10**4 - region.astype(np.int64) * 10**6).astype(np.int32)
    day, month, year = _split(date)
    province, regency, district = _split(region)
    if women:
        day = np.where(day > FEMALE_DAY_OFFSET, day - FEMALE_DAY_OFFSET, day)
    right = _PROVINCE[province] & (regency >= 1) & (regency <= HIGHEST_REGENCY) & (district != 0)
    right &= (month >= 1) & (month <= 12) & (day >= 1)
    right &= day <= _LAST_DAY[np.minimum(month, 12)]
    right &= (day != 29) | (month != 2) | (year % 4 == 0)
    # Of numbers that repeat one digit, only sixteen ones have a region and a day.
    wrong: npt.NDArray[np.bool_] = ~right | (numbers == 1_111_111_111_111_111)
    return wrong


def _split(six: Small) -> tuple[Small, Small, Small]:
    """Three pairs of digits."""
    first = six // 10_000
    rest = six - first * 10_000
    second = rest // 100
    return first, second, rest - second * 100
