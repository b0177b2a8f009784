"""Reads documents of the law; a wrong one is refused with its place and a remedy."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import get_args

import yaml

from semesta.faults import InputRefused, Text
from semesta.rules.documents import LOADER
from semesta.rules.parameters import DatedValue, LawValue, Parameter, Period, Regulation, Unit, Verified

Document = Mapping[str, object]


def document(name: str, text: str) -> Document:
    """One document as a mapping; InputRefused, with the line, where it is no YAML."""
    try:
        found = yaml.load(text, Loader=LOADER)  # noqa: S506  (a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{min(mark.line + 1, len(text.splitlines()))}" if mark else name
        raise refused(
            place,
            Text("Ini bukan YAML yang benar.", "This is no valid YAML."),
            Text("Periksa tanda kutip, titik dua dan lekukan baris itu.", "Check quotes, colons and indentation there."),
        ) from error  # fmt: skip
    if not isinstance(found, dict):
        raise refused(name, Text("Berkas ini kosong.", "This file is empty."), SEE_FORM)
    return found


def regulations(found: Document, name: str) -> dict[str, Regulation]:
    """The regulations of a document by id."""
    by_id: dict[str, Regulation] = {}
    for entry in _list(found, "regulations", name):
        place = f"{name}: {entry.get('id', '?')}"
        _known_keys(entry, {"id", "title", "link"}, place)
        key = _word(entry, "id", place)
        if key in by_id:
            raise refused(
                place, Text("Peraturan ini tertulis dua kali.", "This regulation stands twice."), SEE_FORM
            )
        by_id[key] = Regulation(key, bilingual(entry.get("title"), place), str(entry.get("link") or ""))
    return by_id


def parameters(
    found: Document,
    name: str,
    cited: Mapping[str, Regulation],
    known: Mapping[str, Parameter] | None = None,
) -> Iterator[Parameter]:
    """The parameters of a topic. Of a reform, where `known` gives the law's: title and unit are the law's."""
    for entry in _list(found, "parameters", name):
        key = _word(entry, "name", f"{name}: {entry.get('name', '?')}")
        place = f"{name}: {key}"
        _known_keys(entry, {"name", "title", "unit", "values"}, place)
        old = None if known is None else _of_the_law(key, known, place)
        unit = old.unit if old and "unit" not in entry else _unit(entry, place)
        if old and unit != old.unit:
            raise refused(
                place,
                Text(f"Satuannya dalam hukum {old.unit}, bukan {unit}.", f"Its unit in the law is {old.unit}, not {unit}."),
                Text("Hapus `unit`; sebuah reform memakai satuan hukum.", "Leave `unit` out; a reform takes the law's."),
            )  # fmt: skip
        values = tuple(_value(v, unit, place, cited) for v in _list(entry, "values", place))
        yield Parameter(
            name=key,
            title=old.title if old else bilingual(entry.get("title"), place),
            unit=unit,
            topic=old.topic if old else name.removesuffix(".yaml"),
            values=_in_order(values, place),
        )


def bilingual(entry: object, place: str) -> Text:
    """A title or note in both languages."""
    if isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("en"), str):
        return Text(entry["id"], entry["en"])
    raise refused(
        place,
        Text("Judul atau catatan harus ada dalam `id` dan `en`.", "A title or note needs `id` and `en`."),
        SEE_FORM,
    )


def refused(place: str, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=place, reason=reason, remedy=remedy)


SEE_FORM = Text("Bentuknya diterangkan di docs/law.md.", "Its form is explained in docs/law.md.")


# --- a value --------------------------------------------------------------------------------------


def _value(entry: Document, unit: Unit, place: str, cited: Mapping[str, Regulation]) -> DatedValue:
    where = f"{place} ({entry.get('from') or '...'})"
    _known_keys(entry, _VALUE_KEYS, where)
    note = entry.get("note")
    return DatedValue(
        period=_period(entry, where),
        value=_number_or_words(entry.get("value"), unit, where),
        regulation=_regulation(entry, where, cited),
        article=str(entry.get("article") or ""),
        verified=_verified(entry, where),
        source=_word(entry, "source", where),
        note=bilingual(note, where) if note else None,
    )


_VALUE_KEYS = {"from", "until", "value", "regulation", "article", "verified", "source", "note"}


def _period(entry: Document, place: str) -> Period:
    since, until = _day(entry, "from", place), _day(entry, "until", place)
    if since and until and since >= until:
        raise refused(
            place,
            Text("Masa berlakunya berakhir sebelum mulai.", "Its period ends before it begins."),
            Text("`until` adalah hari pertama sesudah masa berlaku.", "`until` is the first day after the period."),
        )  # fmt: skip
    return Period(since, until)


def _regulation(entry: Document, place: str, cited: Mapping[str, Regulation]) -> Regulation:
    key = entry.get("regulation")
    if isinstance(key, str) and key in cited:
        return cited[key]
    said = repr(key) if key else "-"
    raise refused(
        place,
        Text(f"Nilai ini tanpa rujukan peraturan ({said}).", f"This value has no known regulation ({said})."),
        Text("Tulis `regulation:` dengan id dari daftar `regulations`.", "Write `regulation:` with an id of the list `regulations`."),
    )  # fmt: skip


def _verified(entry: Document, place: str) -> Verified:
    for known in get_args(Verified):
        if entry.get("verified") == known:
            return known  # type: ignore[no-any-return]
    said, words = entry.get("verified"), ", ".join(get_args(Verified))
    raise refused(
        place,
        Text(f"`verified: {said}` tidak dikenal.", f"`verified: {said}` is not known."),
        Text(f"Pilih: {words}.", f"Choose: {words}."),
    )


def _unit(entry: Document, place: str) -> Unit:
    for known in get_args(Unit):
        if entry.get("unit") == known:
            return known  # type: ignore[no-any-return]
    words = ", ".join(get_args(Unit))
    raise refused(
        place,
        Text(f"Satuan {entry.get('unit')!r} tidak dikenal.", f"The unit {entry.get('unit')!r} is not known."),
        Text(f"Pilih: {words}.", f"Choose: {words}."),
    )


def _number_or_words(value: object, unit: Unit, place: str) -> LawValue:
    if unit == "words":
        if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
            return tuple(value)
    elif type(value) is int and _fits(value, unit):
        return value
    raise refused(
        place,
        Text(f"Nilai {value!r} tidak cocok dengan satuan {unit}.", f"The value {value!r} does not fit the unit {unit}."),
        Text("Tulis bilangan bulat tanpa titik, atau daftar kata untuk `words`.", "Write a whole number without separators, or a list for `words`."),
    )  # fmt: skip


def _fits(value: int, unit: Unit) -> bool:
    least, most = _LIMITS.get(unit, (0, None))
    return least <= value and (most is None or value <= most)


_LIMITS: Mapping[Unit, tuple[int, int]] = {
    "basis_points": (0, 10_000),
    "day_of_month": (1, 28),
    "decile": (1, 10),
    "hospital_class": (1, 3),
}


def _in_order(values: tuple[DatedValue, ...], place: str) -> tuple[DatedValue, ...]:
    if not values:
        raise refused(place, Text("Parameter ini tanpa nilai.", "This parameter has no values."), SEE_FORM)
    ordered = sorted(values, key=lambda v: v.period.since or dt.date.min)
    for one, other in itertools.pairwise(ordered):
        if one.period.overlaps(other.period):
            raise refused(
                place,
                Text(f"Dua masa berlaku bertumpang tindih: {one.period} dan {other.period}.", f"Two periods overlap: {one.period} and {other.period}."),
                Text("Akhiri nilai lama pada hari nilai baru mulai.", "End the old value on the day the new one begins."),
            )  # fmt: skip
    return tuple(ordered)


def _of_the_law(key: str, known: Mapping[str, Parameter], place: str) -> Parameter:
    if key in known:
        return known[key]
    raise refused(
        place,
        Text("Hukum tidak mengenal parameter ini.", "The law has no such parameter."),
        Text("Lihat nama-namanya dengan 'semesta rules list'.", "See the names with 'semesta rules list'."),
    )


# --- entries --------------------------------------------------------------------------------------


def _list(holder: Document, key: str, place: str) -> list[Document]:
    found = holder.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise refused(place, Text(f"`{key}` harus berupa daftar.", f"`{key}` must be a list."), SEE_FORM)
    return found


def _word(entry: Document, key: str, place: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found:
        raise refused(place, Text(f"`{key}` belum diisi.", f"`{key}` is missing."), SEE_FORM)
    return found


def _known_keys(entry: Document, known: set[str], place: str) -> None:
    """A misspelt `until` would silently mean for ever."""
    for key in entry.keys() - known:
        words = ", ".join(sorted(known))
        raise refused(
            place,
            Text(f"`{key}` tidak dikenal di sini.", f"`{key}` is not known here."),
            Text(f"Yang dikenal: {words}.", f"Known are: {words}."),
        )


def _day(entry: Document, key: str, place: str) -> dt.date | None:
    found = entry.get(key)
    if found is None:
        return None
    try:
        return found if type(found) is dt.date else dt.date.fromisoformat(str(found))
    except ValueError as error:
        raise refused(
            place,
            Text(f"`{key}: {found}` bukan tanggal.", f"`{key}: {found}` is no date."),
            Text('Tulis "2026-03-01".', 'Write "2026-03-01".'),
        ) from error
