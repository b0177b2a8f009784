"""A family as the desk writes it down in a YAML file; every value is read as text, so that no number loses a digit.

segment: PEKERJA MANDIRI
hospital_class: 3
payer: PT Contoh          # PUSAT, a region's code, or an employer; none for a family that pays for itself
start: 2024-07-01
priority: false           # the local government has UHC Prioritas
people_on_card: 2
people:
  - {name: BUDI, sex: L, birth_date: 1984-03-02, relation: 1, nik: 1871010203849001, village: 18.71.01.1004}
  - {name: SITI, sex: P, birth_date: 1986-08-17, relation: 3, nik: 1871015708869002}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from semesta.faults import InputRefused, Text, refusal_of_machine
from semesta.register.newcomers import NewPerson
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation
from semesta.rules import segment_of

#: A mapping or list of a file, or a text.
Written = str | list["Written"] | dict[str, "Written"]


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """What the file says. `payer` as written, '' where there is none; terms are None where they are not written."""

    people: tuple[NewPerson, ...]
    start: dt.date
    segment: int | None
    hospital_class: int | None
    payer: str
    priority: bool
    people_on_card: int | None


def read_family(path: Path) -> FamilyFile:
    """Read a family; InputRefused, with the field, where something is missing, unknown or of another kind."""
    written = _document(path)
    _only(written, _FIELDS, path.name)
    people = written.get("people")
    if not isinstance(people, list) or not people:
        raise _wrong(f"{path.name}: people", "Daftar orang tidak ada.", "There is no list of people.")
    return FamilyFile(
        people=tuple(_person(it, f"{path.name}: people[{n}]") for n, it in enumerate(people, start=1)),
        start=_date(written, "start", path.name),
        segment=segment_number(_text(written, "segment")) if "segment" in written else None,
        hospital_class=_number(written, "hospital_class", path.name) if "hospital_class" in written else None,
        payer=_text(written, "payer"),
        priority=_flag(written, "priority", path.name),
        people_on_card=_number(written, "people_on_card", path.name) if "people_on_card" in written else None,
    )


def segment_number(text: str) -> int:
    """The number of a segment by one of its names; InputRefused for an unknown one."""
    found = segment_of(text)
    if found is None:
        raise InputRefused(
            place=text,
            reason=Text("Segmen ini tidak dikenal.", "This segment is not known."),
            remedy=Text("Tulis salah satu dari 28 segmen, misalnya PEKERJA MANDIRI.", "Write one of the 28 segments, for example PEKERJA MANDIRI."),
        )  # fmt: skip
    return SEGMENT_NUMBERS[found.name]


_FIELDS = ("segment", "hospital_class", "payer", "start", "priority", "people_on_card", "people")
_OF_PERSON = tuple(field.name for field in fields(NewPerson))
_TEXTS = (
    "nik", "kk", "village", "address", "rt", "rw", "phone", "email", "facility", "card", "passport",
)  # fmt: skip


def _person(written: Written, place: str) -> NewPerson:
    if not isinstance(written, dict):
        raise _wrong(place, "Ini bukan data seorang.", "These are not the data of a person.")
    _only(written, _OF_PERSON, place)
    sex = _text(written, "sex").upper()
    if sex not in ("L", "P"):
        raise _wrong(f"{place}: sex", "Jenis kelamin bukan L atau P.", "The sex is not L or P.")
    relation = _number(written, "relation", place)
    if relation not in list(Relation):
        raise _wrong(f"{place}: relation", "Hubungan (PISA) bukan 1 sampai 5.", "The relation (PISA) is not 1 to 5.")  # fmt: skip
    texts = {name: _text(written, name) or None for name in _TEXTS}
    return NewPerson(
        name=_text(written, "name"),
        sex="L" if sex == "L" else "P",
        birth_date=_date(written, "birth_date", place),
        relation=Relation(relation),
        student=_flag(written, "student", place),
        married=_flag(written, "married", place),
        own_income=_flag(written, "own_income", place),
        **texts,
    )


def _document(path: Path) -> dict[str, Written]:
    try:
        # The base loader makes text of every value: 0721 stays a telephone number, a NIK keeps its digits.
        found = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506  makes text only
    except OSError as error:
        raise InputRefused(
            place=str(path),
            reason=refusal_of_machine(error),
            remedy=Text("Periksa nama berkasnya.", "Check the file's name."),
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _wrong(str(path), "Berkas ini bukan YAML.", "This file is no YAML.") from error
    if not isinstance(found, dict):
        raise _wrong(path.name, "Berkas ini tidak berisi satu keluarga.", "This file does not hold a family.")
    return found


def _only(written: Mapping[str, Written], known: tuple[str, ...], place: str) -> None:
    unknown = sorted(written.keys() - set(known))
    if unknown:
        raise InputRefused(
            place=f"{place}: {unknown[0]}",
            reason=Text("Kolom ini tidak dikenal.", "This field is not known."),
            remedy=Text(f"Yang ada: {', '.join(known)}.", f"There are: {', '.join(known)}."),
        )


def _text(written: Mapping[str, Written], name: str) -> str:
    found = written.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def _number(written: Mapping[str, Written], name: str, place: str) -> int:
    text = _text(written, name)
    if not (text.isascii() and text.isdigit()):
        raise _wrong(f"{place}: {name}", "Ini bukan bilangan bulat.", "This is no whole number.")
    return int(text)


def _date(written: Mapping[str, Written], name: str, place: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(written, name))
    except ValueError as error:
        raise InputRefused(
            place=f"{place}: {name}",
            reason=Text("Ini bukan tanggal.", "This is no date."),
            remedy=Text("Tulis tahun-bulan-hari, misalnya 2024-07-01.", "Write year-month-day, for example 2024-07-01."),
        ) from error  # fmt: skip


def _flag(written: Mapping[str, Written], name: str, place: str) -> bool:
    text = _text(written, name).lower()
    if text not in _FLAGS:
        raise _wrong(f"{place}: {name}", "Ini bukan ya atau tidak.", "This is no yes or no.")
    return _FLAGS[text]


_FLAGS = {"": False, "false": False, "no": False, "tidak": False, "true": True, "yes": True, "ya": True}


def _wrong(place: str, reason: str, english: str) -> InputRefused:
    remedy = Text("Contohnya ada di docs/register.md.", "docs/register.md has an example.")
    return InputRefused(place=place, reason=Text(reason, english), remedy=remedy)
