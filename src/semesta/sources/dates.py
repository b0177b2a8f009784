"""How whole columns of dates are written, and the SQL that reads a style as `values.read_cell` does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from semesta.engine import Engine, identifier, literal
from semesta.identity.dates import OLDEST_YEARS
from semesta.sources.values import Habits, read_cell

_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
#: A four-digit number up to this may be a bare year, and shorter ones are no count of days.
_LAST_SERIAL_LIKE_A_YEAR = 2_100
_COVER_FROM = dt.date(1990, 1, 1)
_COVER_YEARS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Style:
    """One way of writing days: how a day looks, and SQL from a raw column to DATE or NULL."""

    write: Callable[[dt.date], str]
    sql: Callable[[str], str]


def _by_format(pattern: str, lengths: str) -> Callable[[str], str]:
    """`strptime` reads more than one style; the length keeps it to what the style can be."""
    return lambda raw: (
        f"CASE WHEN strlen({raw}) {lengths} THEN TRY_CAST(try_strptime({raw}, '{pattern}') AS DATE) END"
    )


def _cast(raw: str) -> str:
    return f"CASE WHEN strlen({raw}) = 10 THEN TRY_CAST({raw} AS DATE) END"


def _midnight(raw: str) -> str:
    return f"CASE WHEN strlen({raw}) = 19 AND ends_with({raw}, ' 00:00:00') THEN TRY_CAST(left({raw}, 10) AS DATE) END"


def _serial(raw: str) -> str:
    number = f"TRY_CAST({raw} AS INTEGER)"
    return (
        f"CASE WHEN strlen({raw}) BETWEEN 4 AND 5 AND {number} > {_LAST_SERIAL_LIKE_A_YEAR} "
        f"AND NOT contains({raw}, '.') AND NOT contains(lower({raw}), 'e') "
        f"THEN DATE '{_EXCEL_DAY_ZERO}' + {number} END"
    )


STYLES: dict[str, Style] = {
    "dd-mm-yyyy": Style(lambda d: f"{d.day:02}-{d.month:02}-{d.year:04}", _by_format("%d-%m-%Y", "= 10")),
    "dd/mm/yyyy": Style(lambda d: f"{d.day:02}/{d.month:02}/{d.year:04}", _by_format("%d/%m/%Y", "= 10")),
    "dd.mm.yyyy": Style(lambda d: f"{d.day:02}.{d.month:02}.{d.year:04}", _by_format("%d.%m.%Y", "= 10")),
    "yyyy-mm-dd": Style(lambda d: d.isoformat(), _cast),
    "yyyy/mm/dd": Style(lambda d: f"{d.year:04}/{d.month:02}/{d.day:02}", _cast),
    "yyyymmdd": Style(lambda d: f"{d.year:04}{d.month:02}{d.day:02}", _by_format("%Y%m%d", "= 8")),
    "ddmmyyyy": Style(lambda d: f"{d.day:02}{d.month:02}{d.year:04}", _by_format("%d%m%Y", "= 8")),
    "d-m-yyyy": Style(lambda d: f"{d.day}-{d.month}-{d.year:04}", _by_format("%d-%m-%Y", "BETWEEN 8 AND 10")),
    "d/m/yyyy": Style(lambda d: f"{d.day}/{d.month}/{d.year:04}", _by_format("%d/%m/%Y", "BETWEEN 8 AND 10")),
    "mm/dd/yyyy": Style(lambda d: f"{d.month:02}/{d.day:02}/{d.year:04}", _by_format("%m/%d/%Y", "= 10")),
    "m/d/yyyy": Style(lambda d: f"{d.month}/{d.day}/{d.year:04}", _by_format("%m/%d/%Y", "BETWEEN 8 AND 10")),
    "yyyy-mm-dd 00:00:00": Style(lambda d: f"{d.isoformat()} 00:00:00", _midnight),
    "serial": Style(lambda d: str((d - _EXCEL_DAY_ZERO).days), _serial),
}


def date_sql(style: str, raw: str) -> str:
    """SQL that reads a raw column in a style; check the result with `plausible_sql`."""
    return STYLES[style].sql(raw)


def cover_days(as_of: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day that cover is usually dated; other days are odd cells, read one by one."""
    return _COVER_FROM, dt.date(as_of.year + _COVER_YEARS_AHEAD, 12, 31)


def make_cover_days(engine: Engine, style: str, as_of: dt.date) -> None:
    """An enumeration of those days in a style, in order.

    Starts and ends of cover fall on few days, so that looking the text up costs two thirds of reading it.
    """
    kind = _cover_type(style)
    if engine.value(f"SELECT count(*) FROM duckdb_types() WHERE type_name = {literal(kind)}"):
        return
    first, last = cover_days(as_of)
    days = (dt.date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    texts = ", ".join(literal(STYLES[style].write(day)) for day in days)
    engine.run(f"CREATE TYPE {identifier(kind)} AS ENUM ({texts})")


def cover_day_sql(style: str, raw: str, as_of: dt.date) -> str:
    """SQL that looks a raw column up in the enumeration."""
    first, _ = cover_days(as_of)
    return f"(DATE '{first}' + enum_code(TRY_CAST({raw} AS {identifier(_cover_type(style))}))::INTEGER)"


def _cover_type(style: str) -> str:
    return f"cover_days_{list(STYLES).index(style)}"


def plausible_sql(day: str, as_of: dt.date) -> str:
    """Whether a day is a birth date that `read_cell` would take: not too old, not in the future, no filler."""
    first = f"{as_of.year - OLDEST_YEARS}-01-01"
    return f"{day} BETWEEN DATE '{first}' AND DATE '{as_of}' AND {day} <> DATE '1900-01-01'"


def style_of(texts: Iterable[str], reading: str, habits: Habits) -> str:
    """The style in which most of the texts are written; '' if none of ours fits a quarter of them."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        (value,) = read_cell(reading, text, habits).values
        if isinstance(value, dt.date):
            counts.update(name for name, style in STYLES.items() if style.write(value) == text)
    if not counts:
        return ""
    # 12-08-1980 is dd-mm-yyyy and d-m-yyyy alike: the first that explains the most wins.
    style = max(STYLES, key=lambda style: counts[style])
    return style if 4 * counts[style] >= total else ""
