"""Facts as a person writes them at the prompt (`bucket=PBPU wage=4.200.479,19`), read by the kind of each input."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from semesta.faults import InputRefused, Text
from semesta.rules.expressions import Value
from semesta.rules.formula import Formula, Kind, Quantity
from semesta.rules.segments import segment_of

_TRUE, _FALSE = ("true", "ya", "yes", "1"), ("false", "tidak", "no", "0")
#: 4200479, 4.200.479 or 4,200,479: groups of three can only be thousands, because rupiah have two decimals.
_WHOLE = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_FRACTION = re.compile(r"(.+)[.,]\d{1,2}")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?%")

#: Hospital classes as people write them, and codes that end somewhere.
_ROMAN = {"I": "1", "II": "2", "III": "3"}
_BOUNDS: Mapping[str, tuple[int, int | None]] = {
    "hospital_class": (1, 3), "relation": (1, 5), "decile": (1, 10), "child_number": (1, None), "position": (1, None),
}  # fmt: skip


def facts_of(formula: Formula, written: Iterable[str]) -> dict[str, Value]:
    """`name=value` each. InputRefused, with the nearest names, for what the formula does not know."""
    inputs = {quantity.name: quantity for quantity in formula.inputs}
    found: dict[str, Value] = {}
    for fact in written:
        name, sign, value = (part.strip() for part in fact.partition("="))
        if not sign:
            raise _refused(
                fact,
                Text("Ini bukan nama=nilai.", "This is no name=value."),
                Text(f"Masukannya: {_names(formula)}.", f"The inputs: {_names(formula)}."),
            )
        if name not in inputs:
            raise _unknown(formula, name)
        if name in found:
            raise _refused(
                fact,
                Text("Masukan ini sudah diisi.", "This input was given before."),
                Text("Tulis sekali saja.", "Write it once."),
            )
        found[name] = _read(inputs[name], value)
    return _with_bucket(found, inputs)


def _with_bucket(found: dict[str, Value], inputs: Mapping[str, Quantity]) -> dict[str, Value]:
    """A segment says its reporting group; whoever wrote both must not contradict it."""
    segment = segment_of(str(found["segment"])) if found.get("segment") and "bucket" in inputs else None
    if segment is None:
        return found
    if found.get("bucket", segment.bucket) != segment.bucket:
        raise _refused(
            f"segment={segment.name} bucket={found['bucket']}",
            Text(
                f"Segmen ini termasuk kelompok {segment.bucket}.",
                f"This segment is of the group {segment.bucket}.",
            ),
            Text("Hapus salah satu.", "Leave one of them out."),
        )
    return {**found, "bucket": segment.bucket}


def _read(quantity: Quantity, written: str) -> Value:
    value = _READERS.get(quantity.kind, _number)(_ROMAN.get(written.upper(), written))
    low, high = _BOUNDS.get(quantity.name, (0, None))
    if type(value) is int and (value < low or (high is not None and value > high)):
        value = None
    if quantity.words and isinstance(value, str):
        value = next((word for word in quantity.words if word.upper() == value.upper()), None)
    if value is None:
        raise _refused(
            f"{quantity.name}={written}",
            Text(
                f"Nilai ini tidak cocok: {quantity.title.id}.",
                f"This value does not fit: {quantity.title.en}.",
            ),
            _how_to_write(quantity, written),
        )
    return value


def _number(written: str) -> int | None:
    return int(re.sub(r"[.,]", "", written)) if _WHOLE.fullmatch(written) else None


def _rupiah(written: str) -> int | None:
    """Fractions of a rupiah are dropped, as the insurer does (jkn.md 2.3)."""
    amount = written.removeprefix("Rp").strip()
    whole = _number(amount)
    if whole is not None:
        return whole
    cut = _FRACTION.fullmatch(amount)
    return _number(cut[1]) if cut else None


def _basis_points(written: str) -> int | None:
    percent = _PERCENT.fullmatch(written)
    if percent:
        return int(percent[1]) * 100 + int((percent[2] or "").ljust(2, "0"))
    return _number(written)


def _date(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _flag(written: str) -> bool | None:
    word = written.lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _word(written: str) -> str | None:
    return written or None


_READERS: Mapping[Kind, Callable[[str], Value]] = {
    "rupiah": _rupiah, "basis_points": _basis_points, "date": _date, "flag": _flag, "word": _word,
}  # fmt: skip


def _how_to_write(quantity: Quantity, written: str) -> Text:
    if quantity.words:
        near = get_close_matches(written.upper(), quantity.words, n=3, cutoff=0.4) or quantity.words
        return Text(f"Pilih: {', '.join(near)}.", f"Choose: {', '.join(near)}.")
    if quantity.kind == "date":
        return Text("Tulis tahun-bulan-hari: 2026-03-01.", "Write year-month-day: 2026-03-01.")
    if quantity.kind == "flag":
        return Text("Tulis ya atau tidak.", "Write yes or no.")
    if quantity.kind == "basis_points":
        return Text("Tulis 98% atau 9800.", "Write 98% or 9800.")
    low, high = _BOUNDS.get(quantity.name, (0, None))
    if high is not None:
        return Text(f"Tulis bilangan {low} sampai {high}.", f"Write a number from {low} to {high}.")
    return Text("Tulis bilangan bulat, misalnya 35000.", "Write a whole number, for example 35000.")


def _unknown(formula: Formula, name: str) -> InputRefused:
    near = get_close_matches(name, [quantity.name for quantity in formula.inputs], n=3, cutoff=0.4)
    meant = ", ".join(near)
    return _refused(
        name,
        Text(
            f"Rumus {formula.name} tidak punya masukan ini.", f"The formula {formula.name} has no such input."
        ),
        Text(
            f"{f'Mungkin maksudnya: {meant}. ' if near else ''}Masukannya: {_names(formula)}.",
            f"{f'Perhaps {meant} is meant. ' if near else ''}The inputs: {_names(formula)}.",
        ),
    )


def _names(formula: Formula) -> str:
    return ", ".join(quantity.name + ("?" if quantity.optional else "") for quantity in formula.inputs)


def _refused(place: str, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=place, reason=reason, remedy=remedy)
