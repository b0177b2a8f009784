"""One entry of a file of statements into a statement; whatever is not understood is refused with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from semesta.faults import InputRefused, Text
from semesta.reporting.published.printed import NotAFigure, Printed, exactly, read_printed
from semesta.reporting.published.statements import FIGURES, QUANTITIES, Pair, Parts, Statement, When

Entry = Mapping[str, object]
FORM = Text("Lihat bentuknya di docs/figures.md.", "See docs/figures.md for the form.")

#: Other spellings of the keys, as headings of a sheet may have them.
_ALIASES = {
    "angka": "figure", "ukuran": "figure", "tertulis": "printed", "tercetak": "printed", "dicetak": "printed", "nilai": "printed",
    "tanggal": "date", "wilayah": "region", "sumber": "source", "dasar": "population", "catatan": "note",
    "toleransi": "tolerance", "pembilang": "numerator", "penyebut": "denominator", "penduduk": "residents",
    "peserta": "members", "aktif": "active", "belum terdaftar": "not_registered", "bagian": "share",
    "jumlah dari": "sum", "selisih": "difference", "hasil kali": "product", "kunci": "id",
}  # fmt: skip
_COUNTS = ("numerator", "denominator", *QUANTITIES)
_LISTS = {"sum": "+", "difference": "-", "product": "x"}
_KEYS = ("id", "figure", "region", "date", "printed", "source", "population", "note", "tolerance", "share",
         "before", "after", *_COUNTS, *_LISTS)  # fmt: skip
_NEEDED = ("figure", "region", "date", "printed", "source")


#: The figures as an office names them.
_FIGURE_ALIASES = {
    "cakupan": "coverage", "keaktifan": "activity", "keaktifan atas penduduk": "activity_on_population",
    "keaktifan atas peserta": "activity_on_members", "bagian": "share", "penduduk": "residents",
    "peserta": "members", "peserta aktif": "active", "belum terdaftar": "not_registered", "jumlah": "count",
    "perubahan": "change",
}  # fmt: skip


def statement_of(entry: Entry, file: str, at: int) -> Statement:
    """The statement of the entry that stands at `at` (from 1). InputRefused names the key that is wrong."""
    found = {
        _ALIASES.get(str(key).strip().lower(), str(key).strip().lower()): value
        for key, value in entry.items()
    }
    key = str(found.get("id") or at)
    place = f"{file}, {key}"
    for name in found:
        if name not in _KEYS:
            raise refused(f"{place}: {name}", "Kunci ini tidak dikenal.", "This key is not known.",
                           Text(f"Yang dikenal: {', '.join(_KEYS)}.", f"Known are: {', '.join(_KEYS)}."))  # fmt: skip
    for name in _NEEDED:
        if found.get(name) in (None, ""):
            raise refused(f"{place}: {name}", "Ini harus diisi.", "This must be given.", FORM)
    named = str(found["figure"]).strip().lower()
    figure = _FIGURE_ALIASES.get(named, named)
    if figure not in FIGURES:
        raise refused(f"{place}: figure {figure}", "Ukuran ini tidak dikenal.", "This figure is not known.",
                       Text(f"Yang dikenal: {', '.join(FIGURES)}.", f"Known are: {', '.join(FIGURES)}."))  # fmt: skip
    return Statement(
        key=key,
        figure=figure,
        printed=_printed(found["printed"], f"{place}: printed", tolerance=str(found.get("tolerance") or "")),
        region=str(found["region"]).strip(),
        when=_when(found["date"], f"{place}: date"),
        source=str(found["source"]),
        population=str(found.get("population") or ""),
        parts=_parts(found, place),
        note=str(found.get("note") or ""),
    )


def _parts(found: Entry, place: str) -> Parts:
    counts = {
        name: _printed(found[name], f"{place}: {name}") for name in _COUNTS if found.get(name) is not None
    }
    for name, part in counts.items():
        if part.value == 0 or part.unit not in ("whole", "rupiah"):
            raise refused(f"{place}: {name}", "Ini harus hitungan di atas 0.", "This must be a count above 0.",
                           Text("Tulis jumlah orang, misalnya 9051459.", "Write a number of people, as 9051459."))  # fmt: skip
    lists = {name: _listed(found.get(name), f"{place}: {name}", mark) for name, mark in _LISTS.items()}
    for name, minimum in (("difference", 2), ("product", 2)):
        if 0 < len(lists[name]) < minimum:
            raise refused(
                f"{place}: {name}", "Di sini perlu dua bilangan.", "Two numbers are needed here.", FORM
            )
    return Parts(
        counts=counts,
        share=None if found.get("share") is None else _printed(found["share"], f"{place}: share"),
        sum=lists["sum"],
        difference=tuple(part for _, part in lists["difference"]),
        product=tuple(part for _, part in lists["product"]),
        before=_pair(found.get("before"), f"{place}: before"),
        after=_pair(found.get("after"), f"{place}: after"),
    )


def _listed(value: object, place: str, mark: str) -> tuple[tuple[str, Printed], ...]:
    """[1, 2], {PBI: 1, PPU: 2}, or in a cell of a sheet 1 + 2."""
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return tuple((str(name), _printed(part, f"{place}: {name}")) for name, part in value.items())
    items = value if isinstance(value, list) else str(value).split(mark)
    return tuple(("", _printed(item, place)) for item in items)


def _pair(value: object, place: str) -> Pair | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not {"numerator", "denominator"} <= value.keys():
        raise refused(place, "Di sini perlu numerator dan denominator.",
                       "Numerator and denominator are needed here.", FORM)  # fmt: skip
    return Pair(_printed(value["numerator"], place), _printed(value["denominator"], place))


def _printed(value: object, place: str, *, tolerance: str = "") -> Printed:
    if isinstance(value, float):
        # 95.80 comes out of YAML as 95.8: how it was rounded would be lost.
        raise refused(place, "Bilangan desimal tanpa tanda kutip kehilangan nol di belakangnya.",
                       "A decimal number without quotes loses its last zeros.",
                       Text('Tulis dalam tanda kutip, persis seperti dicetak: "95,80%".',
                            'Write it in quotes, exactly as printed: "95.80%".'))  # fmt: skip
    if isinstance(value, int) and not isinstance(value, bool) and not tolerance:
        return exactly(value)
    try:
        return read_printed(str(value), tolerance)
    except NotAFigure as error:
        raise InputRefused(
            place=f"{place} {value!r}",
            reason=error.reason,
            remedy=Text(
                'Tulis misalnya "98,46%", "8.911.770", "sekitar 400 ribu" atau "0,75 poin".',
                'Write for example "98.46%", "8,911,770", "about 400 thousand" or "0.75 points".',
            ),
        ) from error


def _when(value: object, place: str) -> When:
    if isinstance(value, dt.datetime | dt.date):
        return When.parse(value.strftime("%Y-%m-%d"))
    try:
        return When.parse(str(value))
    except ValueError as error:
        raise refused(f"{place} {value}", "Ini bukan tanggal.", "This is no date.",
                       Text("Tulis 2024-07-01, atau 2025-10 untuk sebulan.",
                            "Write 2024-07-01, or 2025-10 for a month."))  from error  # fmt: skip


def refused(place: str, indonesian: str, english: str, remedy: Text) -> InputRefused:
    """A refusal of an entry or of the whole file."""
    return InputRefused(place=place, reason=Text(indonesian, english), remedy=remedy)
