"""The law as dated parameters: each value with its unit, period, regulation and how it was verified.

One YAML document a topic in `rules/data/law/`. A reform is a document of the same form laid over it:
its values replace, from their first day to their last, what the law says, and nothing outside.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

import yaml

from semesta.faults import InputRefused, Text, refusal_of_machine

#: How a value came to us: read in the text of the law, reported by a source, or neither.
Verified = Literal["read", "reported", "to_be_verified"]
Unit = Literal[
    "rupiah_per_person_month", "rupiah_per_month", "rupiah", "basis_points", "months", "days", "years",
    "persons", "day_of_month", "decile", "hospital_class", "words",
]  # fmt: skip
#: A number in the parameter's unit; for the unit `words`, words of a vocabulary in an order that matters.
LawValue = int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """A text of law; `link` is empty where no page of it was found."""

    id: str
    title: Text
    link: str


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: `since` is the first day, `until` the first day after. None: no bound is known."""

    since: dt.date | None
    until: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Period) -> bool:
        return (self.since or dt.date.min) < (other.until or dt.date.max) and (other.since or dt.date.min) < (
            self.until or dt.date.max
        )


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a parameter is during a period, and on whose word."""

    period: Period
    value: LawValue
    regulation: Regulation
    article: str  # 'Ps. 34'; '' where it is not known
    verified: Verified
    source: str  # where we have it from
    note: Text | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One quantity of the law through time; its values do not overlap and stand in order of time."""

    name: str
    title: Text
    unit: Unit
    topic: str
    values: tuple[DatedValue, ...]

    def on(self, day: dt.date) -> DatedValue | None:
        """What is in force on a day; None where no law is known to us."""
        return next((value for value in self.values if value.period.holds(day)), None)

    def number(self, day: dt.date) -> int:
        """The number in force on a day, in the parameter's unit. NotKnown is an InputRefused with the dates."""
        found = self.on(day)
        if found is None:
            raise _not_in_force(self, day)
        assert isinstance(found.value, int), f"{self.name} is no number"
        return found.value

    def words(self, day: dt.date) -> tuple[str, ...]:
        """The words in force on a day; none where no law is known."""
        found = self.on(day)
        if found is None:
            return ()
        assert isinstance(found.value, tuple), f"{self.name} is a number"
        return found.value


@dataclass(frozen=True)
class Law:
    """All parameters by name, and the regulations that they cite. A reform makes another one."""

    parameters: Mapping[str, Parameter]
    regulations: Mapping[str, Regulation]
    reform: Text | None = None

    @classmethod
    def current(cls) -> Law:
        """The law that the program ships."""
        return _shipped()

    def __getitem__(self, name: str) -> Parameter:
        assert name in self.parameters, f"the law has no parameter {name}"
        return self.parameters[name]

    def number(self, name: str, day: dt.date) -> int:
        return self[name].number(day)

    def with_reform(self, path: Path) -> Law:
        """The law with a reform laid over it; InputRefused, with place and remedy, where the file is wrong."""
        return _overlaid(self, path)


def read_law(folder: resources.abc.Traversable | Path) -> Law:
    """The law in a folder: `regulations.yaml` and one document for each topic."""
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    named = {f.name: _document(f.name, f.read_text(encoding="utf-8")) for f in files}
    regulations = _regulations(named.pop("regulations.yaml", {}), "regulations.yaml")
    parameters: dict[str, Parameter] = {}
    for name, document in named.items():
        for parameter in _parameters(document, name, regulations):
            if parameter.name in parameters:
                raise _wrong(
                    f"{name}: {parameter.name}",
                    Text(
                        "Parameter ini sudah ada di berkas lain.",
                        "This parameter stands in another file too.",
                    ),
                    Text("Gabungkan masa berlakunya di satu tempat.", "Keep its periods in one place."),
                )
            parameters[parameter.name] = parameter
    return Law(parameters, regulations)


@functools.cache
def _shipped() -> Law:
    return read_law(resources.files("semesta.rules").joinpath("data").joinpath("law"))


# --- a reform -----------------------------------------------------------------------------------


def _overlaid(law: Law, path: Path) -> Law:
    try:
        document = _document(path.name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = (
            refusal_of_machine(error)
            if isinstance(error, OSError)
            else Text("Bukan teks UTF-8.", "No UTF-8 text.")
        )
        raise _wrong(
            str(path), why, Text("Periksa nama dan isi berkasnya.", "Check the file's name and content.")
        ) from error
    regulations = {**law.regulations, **_regulations(document, path.name)}
    parameters = dict(law.parameters)
    changes = tuple(_parameters(document, path.name, regulations, known=law.parameters))
    if not changes:
        raise _wrong(
            path.name,
            Text("Berkas ini tidak mengubah parameter apa pun.", "This file changes no parameter."),
            Text("Tulis daftar `parameters`.", "Write a list `parameters`."),
        )
    for change in changes:
        old = parameters[change.name]
        kept = [rest for value in old.values for rest in _outside(value, change.values)]
        values = sorted((*kept, *change.values), key=lambda v: v.period.since or dt.date.min)
        parameters[change.name] = replace(old, values=tuple(values))
    title = document.get("title")
    return Law(parameters, regulations, _text(title, path.name) if title else Text(path.stem, path.stem))


def _outside(value: DatedValue, over: Sequence[DatedValue]) -> Iterator[DatedValue]:
    """What is left of a value's period outside the periods laid over it."""
    pieces = [value.period]
    for other in over:
        pieces = [rest for piece in pieces for rest in _without(piece, other.period)]
    yield from (replace(value, period=piece) for piece in pieces)


def _without(piece: Period, hole: Period) -> Iterator[Period]:
    if not piece.overlaps(hole):
        yield piece
        return
    if hole.since is not None and (piece.since is None or piece.since < hole.since):
        yield Period(piece.since, hole.since)
    if hole.until is not None and (piece.until is None or hole.until < piece.until):
        yield Period(hole.until, piece.until)


# --- reading documents --------------------------------------------------------------------------


def _document(name: str, text: str) -> dict[str, object]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        raise _wrong(
            place,
            Text("Ini bukan YAML yang benar.", "This is no valid YAML."),
            Text(
                "Periksa tanda kutip, titik dua dan lekukan baris itu.",
                "Check quotes, colons and indentation there.",
            ),
        ) from error
    if not isinstance(found, dict):
        raise _wrong(name, Text("Berkas ini kosong.", "This file is empty."), _SEE_FORM)
    return found


def _regulations(document: Mapping[str, object], name: str) -> dict[str, Regulation]:
    found: dict[str, Regulation] = {}
    for entry in _list(document, "regulations", name):
        place = f"{name}: {entry.get('id', '?')}"
        key = _word(entry, "id", place)
        found[key] = Regulation(key, _text(entry.get("title"), place), str(entry.get("link") or ""))
    return found


def _parameters(
    document: Mapping[str, object],
    name: str,
    regulations: Mapping[str, Regulation],
    known: Mapping[str, Parameter] | None = None,
) -> Iterator[Parameter]:
    for entry in _list(document, "parameters", name):
        key = _word(entry, "name", f"{name}: {entry.get('name', '?')}")
        place = f"{name}: {key}"
        old = known.get(key) if known is not None else None
        if known is not None and old is None:
            raise _wrong(
                place,
                Text("Hukum tidak mengenal parameter ini.", "The law has no such parameter."),
                Text(
                    "Lihat nama-namanya dengan 'semesta rules list'.",
                    "See the names with 'semesta rules list'.",
                ),
            )
        unit = old.unit if old else _unit(entry, place)
        values = tuple(_value(v, unit, place, regulations) for v in _list(entry, "values", place))
        yield Parameter(
            name=key,
            title=old.title if old else _text(entry.get("title"), place),
            unit=unit,
            topic=old.topic if old else name.removesuffix(".yaml"),
            values=_in_order(values, place),
        )


def _value(
    entry: Mapping[str, object], unit: Unit, place: str, regulations: Mapping[str, Regulation]
) -> DatedValue:
    period = Period(_day(entry, "from", place), _day(entry, "until", place))
    where = f"{place} ({period.since or '...'})"
    if period.since and period.until and period.since >= period.until:
        raise _wrong(
            where,
            Text("Masa berlakunya berakhir sebelum mulai.", "Its period ends before it begins."),
            Text(
                "`until` adalah hari pertama sesudah masa berlaku.",
                "`until` is the first day after the period.",
            ),
        )
    key = entry.get("regulation")
    if not isinstance(key, str) or key not in regulations:
        said = repr(key) if key else "-"
        raise _wrong(
            where,
            Text(
                f"Nilai ini tanpa rujukan peraturan ({said}).",
                f"This value has no known regulation ({said}).",
            ),
            Text(
                "Tulis `regulation:` dengan id dari daftar `regulations`.",
                "Write `regulation:` with an id of the list `regulations`.",
            ),
        )
    verified = entry.get("verified")
    if verified not in get_args(Verified):
        raise _wrong(
            where,
            Text(f"`verified: {verified}` tidak dikenal.", f"`verified: {verified}` is not known."),
            Text(f"Pilih: {', '.join(get_args(Verified))}.", f"Choose: {', '.join(get_args(Verified))}."),
        )
    note = entry.get("note")
    return DatedValue(
        period=period,
        value=_number_or_words(entry.get("value"), unit, where),
        regulation=regulations[key],
        article=str(entry.get("article") or ""),
        verified=verified,
        source=_word(entry, "source", where),
        note=_text(note, where) if note else None,
    )


def _number_or_words(value: object, unit: Unit, place: str) -> LawValue:
    if unit == "words":
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
    elif isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise _wrong(
        place,
        Text(
            f"Nilai {value!r} tidak cocok dengan satuan {unit}.",
            f"The value {value!r} does not fit the unit {unit}.",
        ),
        Text(
            "Tulis bilangan bulat tanpa titik, atau daftar kata untuk `words`.",
            "Write a whole number without separators, or a list for `words`.",
        ),
    )


def _in_order(values: tuple[DatedValue, ...], place: str) -> tuple[DatedValue, ...]:
    if not values:
        raise _wrong(place, Text("Parameter ini tanpa nilai.", "This parameter has no values."), _SEE_FORM)
    ordered = sorted(values, key=lambda v: v.period.since or dt.date.min)
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.period.overlaps(other.period):
            raise _wrong(
                place,
                Text(
                    f"Dua masa berlaku bertumpang tindih: {_said(one.period)} dan {_said(other.period)}.",
                    f"Two periods overlap: {_said(one.period)} and {_said(other.period)}.",
                ),
                Text(
                    "Akhiri nilai lama pada hari nilai baru mulai.",
                    "End the old value on the day the new one begins.",
                ),
            )
    return tuple(ordered)


def _unit(entry: Mapping[str, object], place: str) -> Unit:
    unit = entry.get("unit")
    for known in get_args(Unit):
        if unit == known:
            return known  # type: ignore[no-any-return]
    raise _wrong(
        place,
        Text(f"Satuan {unit!r} tidak dikenal.", f"The unit {unit!r} is not known."),
        Text(f"Pilih: {', '.join(get_args(Unit))}.", f"Choose: {', '.join(get_args(Unit))}."),
    )


def _list(holder: Mapping[str, object], key: str, place: str) -> list[Mapping[str, object]]:
    found = holder.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _wrong(place, Text(f"`{key}` harus berupa daftar.", f"`{key}` must be a list."), _SEE_FORM)
    return found


def _word(entry: Mapping[str, object], key: str, place: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found:
        raise _wrong(place, Text(f"`{key}` belum diisi.", f"`{key}` is missing."), _SEE_FORM)
    return found


def _text(entry: object, place: str) -> Text:
    if isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("en"), str):
        return Text(entry["id"], entry["en"])
    raise _wrong(
        place,
        Text("Judul atau catatan harus ada dalam `id` dan `en`.", "A title or note needs `id` and `en`."),
        _SEE_FORM,
    )


def _day(entry: Mapping[str, object], key: str, place: str) -> dt.date | None:
    found = entry.get(key)
    if found is None:
        return None
    try:
        return found if type(found) is dt.date else dt.date.fromisoformat(str(found))
    except ValueError as error:
        raise _wrong(
            place,
            Text(f"`{key}: {found}` bukan tanggal.", f"`{key}: {found}` is no date."),
            Text('Tulis "2026-03-01".', 'Write "2026-03-01".'),
        ) from error


def _said(period: Period) -> str:
    return f"{period.since or '...'} - {period.until or '...'}"


_SEE_FORM = Text("Bentuknya diterangkan di docs/law.md.", "Its form is explained in docs/law.md.")


def _wrong(place: str, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=place, reason=reason, remedy=remedy)


def _not_in_force(parameter: Parameter, day: dt.date) -> InputRefused:
    since = parameter.values[0].period.since
    return _wrong(
        parameter.name,
        Text(
            f"Tidak ada nilai yang berlaku pada {day}; yang pertama mulai {since}.",
            f"No value is in force on {day}; the first begins on {since}.",
        ),
        Text("Pilih tanggal lain, atau tambahkan nilainya.", "Choose another date, or add the value."),
    )
