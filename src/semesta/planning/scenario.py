"""What somebody asks "what if" about, read strictly from YAML: prices, thresholds, population, subsidies.

title: {id: ..., en: ...}
date: 2026-02-01            # whose law and thresholds count; without it the edition's date
standard: UHC_PRIORITAS_2025
changes:                    # in this order
  - subsidy_cut: {bucket: PBI_JK, persons: 100000, by: decile}
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from semesta.faults import InputRefused, Text
from semesta.planning.card_groups import LOCAL, PBI
from semesta.planning.fields import Fields, read_fields, unknown_name
from semesta.rules.law import Law
from semesta.rules.thresholds import THRESHOLDS, Measure

By = Literal["proportional", "decile"]
Then = Literal["inactive", "unregistered"]
_KINDS = ("prices", "thresholds", "population", "subsidy_cut")


@dataclass(frozen=True, slots=True)
class Prices:
    """Another law: a reform laid over it."""

    title: Text
    law: Law


@dataclass(frozen=True, slots=True)
class Bar:
    """Another share that must be reached."""

    measure: Measure
    share_basis_points: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Other shares that must be reached."""

    title: Text
    bars: tuple[Bar, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Population:
    """Another denominator: residents by region code, with where and when they were counted."""

    title: Text
    source: str
    semester: str
    date: dt.date
    residents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class National:
    """A number removed in the whole country, of which the region bears its part of `out_of`."""

    removed: int
    out_of: int
    counting: Literal["members", "recipients"]
    source: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The local government pays for those removed: the poorest first, as far as decile, budget and quota go."""

    up_to_decile: int
    budget_rupiah_month: int | None
    persons: int | None


@dataclass(frozen=True, slots=True)
class SubsidyCut:
    """Cards that lose their payer in one month. One of `persons`, `share_basis_points`, `national` is given."""

    title: Text
    bucket: str
    region: str  # '' for all
    persons: int | None
    share_basis_points: int | None
    national: National | None
    by: By
    then: Then
    take_over: TakeOver | None


Change = Prices | Thresholds | Population | SubsidyCut


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes in an order, the date whose law counts (None: the edition's), and the standard held against."""

    title: Text
    date: dt.date | None
    standard: str
    changes: tuple[Change, ...]


def read_scenario(path: Path, law: Law | None = None) -> Scenario:
    """The scenario of a file; InputRefused, with place and remedy, where it is wrong. Files it names lie beside it."""
    fields = read_fields(path).only(("title", "date", "standard", "changes"))
    changes = tuple(_change(entry, path.parent, law or Law.current()) for entry in fields.each("changes"))
    if not changes:
        raise InputRefused(
            place=fields.place,
            reason=Text("Skenario ini tidak mengubah apa pun.", "This scenario changes nothing."),
            remedy=Text(
                f"Tulis daftar `changes`: {', '.join(_KINDS)}.",
                f"Write a list `changes`: {', '.join(_KINDS)}.",
            ),
        )
    standards = list(dict.fromkeys(threshold.standard for threshold in THRESHOLDS))
    return Scenario(
        title=fields.text("title") if fields.has("title") else Text(path.stem, path.stem),
        date=_day(fields, "date") if fields.has("date") else None,
        standard=fields.word("standard", standards) if fields.has("standard") else "",
        changes=changes,
    )


def _change(entry: Fields, folder: Path, law: Law) -> Change:
    named = [name for name in entry.raw if name != "title"]
    for name in named:
        if name not in _KINDS:
            raise unknown_name(f"{entry.place}.{name}", name, _KINDS)
    if len(named) != 1:
        raise InputRefused(
            place=entry.place,
            reason=Text(
                "Satu butir `changes` memuat tepat satu perubahan.",
                "One item of `changes` holds exactly one change.",
            ),
            remedy=Text(f"Tulis satu dari: {', '.join(_KINDS)}.", f"Write one of: {', '.join(_KINDS)}."),
        )
    title = entry.text("title") if entry.has("title") else None
    inside = entry.inside(named[0])
    if named[0] == "prices":
        return _prices(inside, folder, law, title)
    if named[0] == "thresholds":
        return _thresholds(inside, title)
    if named[0] == "population":
        return _population(inside, title)
    return _cut(inside, title)


def _prices(fields: Fields, folder: Path, law: Law, title: Text | None) -> Prices:
    fields.only(("reform",))
    name = _plain(fields, "reform")
    reformed = law.with_reform(folder / name)
    return Prices(title or reformed.reform or Text(name, name), reformed)


def _thresholds(fields: Fields, title: Text | None) -> Thresholds:
    fields.only((*get_args(Measure), "source"))
    bars = tuple(Bar(measure, fields.share(measure)) for measure in get_args(Measure) if fields.has(measure))
    if not bars:
        raise unknown_name(fields.place, "-", get_args(Measure))
    return Thresholds(title or Text("Ambang lain", "Other thresholds"), bars, _plain(fields, "source"))


def _population(fields: Fields, title: Text | None) -> Population:
    fields.only(("source", "semester", "date", "residents"))
    table = fields.inside("residents")
    residents = tuple((code, table.number(code, low=1)) for code in table.raw)
    if not residents:
        fields.number("residents")  # refuses: it is missing
    semester = _plain(fields, "semester")
    called = Text(f"Penduduk {semester}", f"Residents of {semester}")
    return Population(title or called, _plain(fields, "source"), semester, _day(fields, "date"), residents)


def _cut(fields: Fields, title: Text | None) -> SubsidyCut:
    known = ("bucket", "region", "persons", "share", "national", "by", "then", "take_over")
    fields.only(known)
    amounts = [name for name in ("persons", "share", "national") if fields.has(name)]
    if len(amounts) != 1:
        raise InputRefused(
            place=fields.place,
            reason=Text(
                "Tulis tepat satu dari persons, share, national.",
                "Write exactly one of persons, share, national.",
            ),
            remedy=Text(
                "Misalnya `persons: 100000`, atau `share: 10%`.",
                "For example `persons: 100000`, or `share: 10%`.",
            ),
        )
    bucket = fields.word("bucket", (PBI, LOCAL))
    by: By = "decile" if fields.has("by") and fields.word("by", get_args(By)) == "decile" else "proportional"
    after = fields.word("then", get_args(Then)) if fields.has("then") else "inactive"
    return SubsidyCut(
        title=title or Text(f"Pengurangan {bucket}", f"Cut of {bucket}"),
        bucket=bucket,
        region=_plain(fields, "region") if fields.has("region") else "",
        persons=fields.number("persons") if fields.has("persons") else None,
        share_basis_points=fields.share("share") if fields.has("share") else None,
        national=_national(fields.inside("national")) if fields.has("national") else None,
        by=by,
        then="unregistered" if after == "unregistered" else "inactive",
        take_over=_take_over(fields.inside("take_over")) if fields.has("take_over") else None,
    )


def _national(fields: Fields) -> National:
    fields.only(("removed", "out_of", "counting", "source"))
    counting = fields.word("counting", ("members", "recipients"))
    found = National(
        removed=fields.number("removed"),
        out_of=fields.number("out_of", low=1),
        counting="members" if counting == "members" else "recipients",
        source=_plain(fields, "source"),
    )
    if found.removed > found.out_of:
        raise InputRefused(
            place=f"{fields.place}.removed",
            reason=Text("Lebih banyak daripada yang ada.", "More than there are."),
            remedy=Text(f"Paling banyak {found.out_of}.", f"At most {found.out_of}."),
        )
    return found


def _take_over(fields: Fields) -> TakeOver:
    fields.only(("up_to_decile", "budget_rupiah_month", "persons"))
    return TakeOver(
        up_to_decile=fields.number("up_to_decile", low=1, high=10),
        budget_rupiah_month=fields.number("budget_rupiah_month")
        if fields.has("budget_rupiah_month")
        else None,
        persons=fields.number("persons") if fields.has("persons") else None,
    )


def _plain(fields: Fields, name: str) -> str:
    """A word or number as text."""
    found = fields.raw.get(name)
    if isinstance(found, str | int | float) and not isinstance(found, bool) and str(found):
        return str(found)
    return fields.text(name).id


def _day(fields: Fields, name: str) -> dt.date:
    found = fields.raw.get(name)
    try:
        return found if type(found) is dt.date else dt.date.fromisoformat(str(found))
    except ValueError as error:
        raise InputRefused(
            place=f"{fields.place}.{name}",
            reason=Text(f"{found!r} bukan tanggal.", f"{found!r} is no date."),
            remedy=Text(
                "Tulis tahun-bulan-hari, misalnya 2026-02-01.",
                "Write year-month-day, for example 2026-02-01.",
            ),
        ) from error
