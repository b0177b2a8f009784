"""Lists that an audit reads beside an edition: the insurer's bill by name, and lists of deaths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from semesta.engine import Engine, identifier
from semesta.faults import InputRefused, Text
from semesta.sources.fields import TABLES
from semesta.sources.model import Kind, SourceRequest, SourcesRead, Understanding
from semesta.sources.months import months_named
from semesta.sources.reading import read
from semesta.sources.understanding import understand

#: Hears how each file was understood, before it is read.
OnUnderstood = Callable[[Understanding], None]


def read_bill(
    engine: Engine,
    paths: Sequence[Path],
    *,
    month: dt.date,
    as_of: dt.date,
    scratch: Path,
    maps: Path | None = None,
    on_understood: OnUnderstood | None = None,
) -> SourcesRead:
    """Make the tables `bill` (tables.STAGED_BILL) and `bill_rejects` (tables.REJECTS) in the engine.

    `month` is the first day of the month that was asked for: a file without a column of months is
    taken to be of that month; InputRefused where a row says another one, with the months found and how
    many rows each has. A row whose month is empty or unreadable keeps NULL there. Where no row of a file
    has a month, the titles above its header may not name another one. `as_of` is the edition's date, against which dates are judged. The engine may hold an edition's views: nothing else in it is
    touched. Several rows of one person are all kept: that is for the audit to find.
    """
    assert month.day == 1
    request = SourceRequest(residents=(), members=(), bills=tuple(paths), as_of=as_of, maps=maps)
    with Engine(scratch) as own:
        understood, files = _read(own, request, "bill", scratch, _warned(month, on_understood))
        for number, one in enumerate(understood):
            _require_title(own, one, number, month)
            if one.column("month") is None and "month" not in dict(one.constants):
                own.run(f'UPDATE bill SET "month" = DATE \'{month}\' WHERE "source" = {number}')
        _require_month(own, month, ", ".join(str(path) for path in paths))
        _hand_over(own, engine, "bill")
    return files


def read_deaths(
    engine: Engine,
    paths: Sequence[Path],
    *,
    as_of: dt.date,
    scratch: Path,
    maps: Path | None = None,
    on_understood: OnUnderstood | None = None,
) -> SourcesRead:
    """Make the tables `deaths` (tables.STAGED_DEATHS) and `deaths_rejects` (tables.REJECTS) in the engine.

    A person who stands in it twice with the same day is refused the second time.
    """
    request = SourceRequest(residents=(), members=(), deaths=tuple(paths), as_of=as_of, maps=maps)
    with Engine(scratch) as own:
        _, files = _read(own, request, "deaths", scratch, on_understood)
        _hand_over(own, engine, "deaths")
    return files


def _read(
    own: Engine, request: SourceRequest, kind: Kind, scratch: Path, on_understood: OnUnderstood | None
) -> tuple[tuple[Understanding, ...], SourcesRead]:
    understood = understand(request)
    for one in understood:
        if on_understood:
            on_understood(one)
    return understood, read(own, request, understood, scratch=scratch, kinds=(kind,))


def _hand_over(own: Engine, engine: Engine, kind: Kind) -> None:
    """Copy what was read in an engine of its own: reading makes tables whose names an edition's views have."""
    for table, name in ((TABLES[kind].name, kind), ("rejects", f"{kind}_rejects")):
        engine.take(name, own.arrow(f"FROM {identifier(table)} ORDER BY rowid"))


# --- the month ------------------------------------------------------------------------------------


def _title_months(one: Understanding, month: dt.date) -> list[dt.date]:
    """The months of a file's titles where they name only others than the one asked for."""
    named = {found for title in one.titles for found in months_named(title)}
    return [] if month in named else sorted(named)


def _warned(month: dt.date, on_understood: OnUnderstood | None) -> OnUnderstood | None:
    """Tells of a title that contradicts the month, before the file is read."""
    if on_understood is None:
        return None

    def tell(one: Understanding) -> None:
        others = ", ".join(f"{other:%Y-%m}" for other in _title_months(one, month))
        warning = Text(
            f"Judul di atas tabel menyebut {others}, bukan {month:%Y-%m} yang diperiksa.",
            f"The title above the table says {others}, not {month:%Y-%m}, which is checked.",
        )
        on_understood(replace(one, notes=(*one.notes, warning)) if others else one)

    return tell


def _require_title(own: Engine, one: Understanding, number: int, month: dt.date) -> None:
    """Where no row says the month, the title does: a bill of another month is not checked against this one's rates."""
    others = _title_months(one, month)
    said = "month" in dict(one.constants) or own.count("bill", f'"source" = {number} AND "month" IS NOT NULL')
    if not others or said:
        return
    listed = ", ".join(f"{other:%Y-%m}" for other in others)
    raise InputRefused(
        place=str(one.path),
        reason=Text(
            f"Tidak ada baris yang menyebut bulan, dan judul di atas tabel menyebut {listed}, bukan {month:%Y-%m}.",
            f"No row says a month, and the title above the table says {listed}, not {month:%Y-%m}.",
        ),
        remedy=Text(
            f"Beri --month {others[-1]:%Y-%m}, atau bila judulnya keliru: tulis 'constants: {{month: {month:%Y-%m}}}' dalam berkas --map.",
            f"Give --month {others[-1]:%Y-%m}, or if the title is wrong: write 'constants: {{month: {month:%Y-%m}}}' in a file for --map.",
        ),
    )


def _require_month(own: Engine, month: dt.date, place: str) -> None:
    """Every month that is written is the one asked for; nothing is left out or guessed."""
    found = own.rows('SELECT "month", count(*) FROM bill WHERE "month" IS NOT NULL GROUP BY 1 ORDER BY 1')
    others = [one for one, _ in found if one != month]
    if not others:
        return
    listed_id = ", ".join(f"{one:%Y-%m} ({rows} baris)" for one, rows in found)
    listed_en = ", ".join(f"{one:%Y-%m} ({rows} rows)" for one, rows in found)
    raise InputRefused(
        place=place,
        reason=Text(
            f"Tagihan ini memuat bulan lain daripada {month:%Y-%m} yang diminta: {listed_id}.",
            f"This bill has other months than {month:%Y-%m}, which was asked for: {listed_en}.",
        ),
        remedy=_one_month(others[0]) if len(found) == 1 else _ONE_FILE_A_MONTH,
    )


def _one_month(month: dt.date) -> Text:
    return Text(
        f"Bila memang tagihan bulan itu yang diperiksa, beri --month {month:%Y-%m}; bila bukan, beri berkas yang benar.",
        f"If that month's bill is to be checked, give --month {month:%Y-%m}; if not, give the right file.",
    )


_ONE_FILE_A_MONTH = Text(
    "Pisahkan berkasnya per bulan dan periksa satu bulan sekali jalan, dengan --month sesuai bulannya.",
    "Split the file by month and check one month at a time, with --month for that month.",
)
