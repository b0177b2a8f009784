"""Settings that people write in YAML, read strictly: an unknown field names the nearest known one, a value its form.

A value may be written plainly, or as `{value: 30%, assumption: "why"}`: then it is an assumption, and whoever shows
the result shows it as one.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from semesta.faults import InputRefused, Text, refusal_of_machine

_PERCENT = re.compile(r"^(\d{1,3})(?:[.,](\d{1,2}))?\s*%$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})(?:-01)?$")
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that nobody measured and no law says, with where it stands and why it was chosen."""

    place: str
    value: str
    why: Text


@dataclass(slots=True)
class Notes:
    """Assumptions met while settings are read, in the order of reading."""

    assumptions: list[Assumption] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of a settings file. `place` is how messages call it: 'plan.yaml: levers.take_over'."""

    raw: dict[str, object]
    place: str
    notes: Notes

    def only(self, known: Sequence[str]) -> Fields:
        """Itself; InputRefused where it holds a name that is not known."""
        for name in self.raw:
            if name not in known:
                raise unknown_name(f"{self.place}.{name}", name, known)
        return self

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def number(self, name: str, *, low: int = 0, high: int = 10**15) -> int:
        """A whole number between two bounds."""
        found = self._value(name)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self._wrong(name, found, "bilangan bulat tanpa titik", "a whole number without separators")
        if not low <= found <= high:
            raise self._wrong(
                name, found, f"bilangan dari {low} sampai {high}", f"a number from {low} to {high}"
            )
        return found

    def share(self, name: str) -> int:
        """A share in basis points, written as 80% or 99,5%."""
        found = self._value(name)
        match = _PERCENT.match(found.strip()) if isinstance(found, str) else None
        points = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else WHOLE + 1
        if points > WHOLE:
            raise self._wrong(
                name,
                found,
                "bagian dari 0% sampai 100%, misalnya 80%",
                "a share from 0% to 100%, for example 80%",
            )
        return points

    def flag(self, name: str) -> bool:
        found = self._value(name)
        if not isinstance(found, bool):
            raise self._wrong(name, found, "true atau false", "true or false")
        return found

    def month(self, name: str) -> dt.date:
        """A month, written as 2025-03, as its first day."""
        found = self._value(name)
        text = found.isoformat() if type(found) is dt.date else str(found)
        match = _MONTH.match(text)
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
            raise self._wrong(name, found, "bulan, misalnya 2025-03", "a month, for example 2025-03")
        return dt.date(int(match[1]), int(match[2]), 1)

    def word(self, name: str, known: Sequence[str]) -> str:
        """One of the known words."""
        found = self._value(name)
        if not isinstance(found, str) or found not in known:
            raise unknown_name(f"{self.place}.{name}", str(found), known)
        return found

    def words(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """A list of known words."""
        found = self._value(name)
        if not isinstance(found, list):
            raise self._wrong(name, found, "daftar, misalnya [a, b]", "a list, for example [a, b]")
        for item in found:
            if item not in known:
                raise unknown_name(f"{self.place}.{name}", str(item), known)
        return tuple(dict.fromkeys(str(item) for item in found))

    def text(self, name: str) -> Text:
        """A sentence: `{id: , en: }`, or plain text for both."""
        found = self.raw.get(name)
        if isinstance(found, str) and found:
            return Text(found, found)
        if isinstance(found, dict) and isinstance(found.get("id"), str) and isinstance(found.get("en"), str):
            return Text(found["id"], found["en"])
        raise self._wrong(name, found, "teks, atau {id: ..., en: ...}", "a text, or {id: ..., en: ...}")

    def inside(self, name: str) -> Fields:
        """A mapping within; empty where it is missing."""
        found = self.raw.get(name)
        if found is None:
            found = {}
        if not isinstance(found, dict):
            raise self._wrong(name, found, "kelompok isian", "a group of fields")
        return Fields({str(key): item for key, item in found.items()}, f"{self.place}.{name}", self.notes)

    def each(self, name: str) -> Iterator[Fields]:
        """The mappings of a list; none where it is missing."""
        found = self.raw.get(name)
        if found is None:
            found = []
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self._wrong(name, found, "daftar kelompok isian", "a list of groups of fields")
        for at, item in enumerate(found, 1):
            yield Fields(
                {str(key): value for key, value in item.items()}, f"{self.place}.{name}[{at}]", self.notes
            )

    def _value(self, name: str) -> object:
        """The value of a field, noted where it is written as an assumption."""
        found = self.raw.get(name)
        if isinstance(found, dict) and "value" in found:
            inside = Fields(found, f"{self.place}.{name}", self.notes).only(("value", "assumption", "source"))
            if inside.has("assumption"):
                self.notes.assumptions.append(
                    Assumption(f"{self.place}.{name}", str(found["value"]), inside.text("assumption"))
                )
            return found["value"]
        if found is None:
            raise InputRefused(
                place=f"{self.place}.{name}",
                reason=Text("Isian ini belum ada.", "This field is missing."),
                remedy=Text(
                    f"Tulis `{name}:`; lihat docs/planning.md.", f"Write `{name}:`; see docs/planning.md."
                ),
            )
        return found

    def _wrong(self, name: str, found: object, wanted: str, wanted_en: str) -> InputRefused:
        return InputRefused(
            place=f"{self.place}.{name}",
            reason=Text(f"{found!r} tidak bisa dipakai di sini.", f"{found!r} cannot be used here."),
            remedy=Text(f"Tulis {wanted}.", f"Write {wanted_en}."),
        )


def read_fields(path: Path, *, name: str | None = None) -> Fields:
    """The mapping in a YAML file; InputRefused where it cannot be read."""
    called = name or path.name
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(str(path), refusal_of_machine(error)) from error
    except UnicodeDecodeError as error:
        raise _unreadable(str(path), Text("Bukan teks UTF-8.", "No UTF-8 text.")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise _unreadable(place, Text("Ini bukan YAML yang benar.", "This is no valid YAML.")) from error
    if not isinstance(raw, dict):
        raise _unreadable(str(path), Text("Berkas ini kosong.", "This file is empty."))
    return Fields({str(key): item for key, item in raw.items()}, called, Notes())


def unknown_name(place: str, name: str, known: Sequence[str]) -> InputRefused:
    """A refusal that names the nearest known name, or all of them."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    listed = ", ".join(known)
    remedy = (
        Text(f"Mungkin maksudnya {near[0]}.", f"Perhaps {near[0]} is meant.")
        if near
        else Text(f"Yang dikenal: {listed}.", f"Known are: {listed}.")
    )
    return InputRefused(
        place=place, reason=Text(f"{name!r} tidak dikenal.", f"{name!r} is not known."), remedy=remedy
    )


def _unreadable(place: str, reason: Text) -> InputRefused:
    return InputRefused(
        place=place,
        reason=reason,
        remedy=Text("Periksa nama dan isi berkasnya; bentuknya ada di docs/planning.md dan docs/whatif.md.",
                    "Check the file's name and content; its form is in docs/planning.md and docs/whatif.md."),
    )  # fmt: skip
