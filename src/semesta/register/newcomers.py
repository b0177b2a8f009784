"""A person as the desk writes one down, checked before anything is written: a wrong number cannot get in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from semesta.faults import InputRefused, Text
from semesta.identity import Doubt, parse_card, parse_kk, parse_nik
from semesta.regions import Region, Regions, parse_code
from semesta.register.formulas import value_of
from semesta.register.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be registered, numbers as text. `village`: 18.71.01.1004. `card`: issued where none is given.

    Without a NIK: a newborn within the law's months, or a foreigner with a passport. `married` and `own_income`
    matter to a worker's child only, and are not kept.
    """

    name: str
    sex: Literal["L", "P"]
    birth_date: dt.date
    relation: Relation
    nik: str | None = None
    kk: str | None = None
    village: str | None = None
    address: str | None = None
    rt: str | None = None
    rw: str | None = None
    phone: str | None = None
    email: str | None = None
    facility: str | None = None
    card: str | None = None
    passport: str | None = None
    student: bool = False
    married: bool = False
    own_income: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The same with its numbers as numbers."""

    person: NewPerson
    nik: int | None
    kk: int | None
    village: int | None
    card: int | None


def checked_people(people: Sequence[NewPerson], on: dt.date) -> tuple[Checked, ...]:
    """Every person checked as one registered on that day. InputRefused where a number or a date is wrong."""
    found = tuple(_checked(person, on) for person in people)
    for kind, numbers in (
        ("NIK", [it.nik for it in found if it.nik is not None]),
        ("nomor kartu", [it.card for it in found if it.card is not None]),
    ):
        if len(set(numbers)) < len(numbers):
            raise refused_input(
                kind,
                Text("Dua orang ditulis dengan nomor yang sama.", "Two people are written with the same number."),
                Text("Periksa nomornya pada KTP atau KK.", "Check the number on the identity or family card."),
            )  # fmt: skip
    return found


def check_heads(people: Sequence[NewPerson]) -> None:
    """One head (PISA 1) a family, a husband is a man, a wife a woman. InputRefused otherwise."""
    heads = sum(person.relation == Relation.MEMBER for person in people)
    if heads != 1:
        raise refused_input(
            "relation",
            Text(f"Keluarga ini punya {heads} peserta utama (PISA 1).", f"This family has {heads} main members (PISA 1)."),
            Text("Tulis tepat satu orang sebagai peserta utama.", "Write exactly one person as the main member."),
        )  # fmt: skip


def refused_input(place: str, reason: Text, remedy: Text) -> InputRefused:
    """A value that cannot be used; the place is the column's name, never a number that names a person."""
    return InputRefused(place=place, reason=reason, remedy=remedy)


_OTHER_SEX = {Relation.HUSBAND: "P", Relation.WIFE: "L"}


def _checked(person: NewPerson, on: dt.date) -> Checked:
    name = person.name.strip()
    if not name or len(name) > 200:
        raise refused_input("name", Text("Nama kosong atau terlalu panjang.", "The name is empty or too long."), Text("Tulis nama seperti di KTP.", "Write the name as on the identity card."))  # fmt: skip
    if person.sex not in ("L", "P"):
        raise refused_input("sex", Text("Jenis kelamin bukan L atau P.", "The sex is not L or P."), Text("Tulis L atau P.", "Write L or P."))  # fmt: skip
    if person.sex == _OTHER_SEX.get(person.relation):
        raise refused_input("relation", Text("Suami tertulis perempuan, atau istri tertulis laki-laki.", "A husband is written as a woman, or a wife as a man."), Text("Perbaiki hubungan (PISA) atau jenis kelamin.", "Correct the relation (PISA) or the sex."))  # fmt: skip
    if person.birth_date > on:
        raise refused_input("birth_date", Text(f"Tanggal lahir {person.birth_date} sesudah tanggal mulai {on}.", f"The birth date {person.birth_date} is after the start, {on}."), Text("Perbaiki salah satunya.", "Correct one of them."))  # fmt: skip
    nik = _number("nik", parse_nik(person.nik)) if person.nik is not None else None
    if nik is None and not person.passport:
        _newborn_or_refused(person, on)
    return Checked(
        person,
        nik,
        kk_number(person.kk) if person.kk is not None else None,
        village_key(person.village) if person.village is not None else None,
        _number("card", parse_card(person.card)) if person.card is not None else None,
    )


def village_key(code: str) -> int:
    """The number of a village's code; InputRefused for an unknown one, or one of a district or regency."""
    regions = Regions.load()
    found = regions.by_code(code) or parse_code(code, regions)
    if not isinstance(found, Region):
        raise refused_input("village", found.reason, found.remedy)
    if found.level != "village":
        raise refused_input("village", Text(f"{found.code} bukan kode desa atau kelurahan.", f"{found.code} is not the code of a village."), Text("Tulis kode sepuluh angka: 18.71.01.1004.", "Write the code of ten digits: 18.71.01.1004."))  # fmt: skip
    return found.key


def kk_number(text: str) -> int:
    """The number of a family card; InputRefused for a wrong one."""
    return _number("kk", parse_kk(text))


def _number(place: str, found: object) -> int:
    if isinstance(found, Doubt):
        raise refused_input(place, found.reason, found.remedy)
    return int(str(found))


def _newborn_or_refused(person: NewPerson, on: dt.date) -> None:
    nik_by = value_of("newborn", "nik_by", on, birth_date=person.birth_date, parent_bucket="PBPU")
    if not isinstance(nik_by, dt.date) or on > nik_by:
        raise refused_input("nik", Text("NIK kosong; hanya bayi baru lahir atau orang asing berpaspor boleh tanpa NIK.", "No NIK; only a newborn or a foreigner with a passport may be without one."), Text("Isi NIK dari KTP atau KK, atau nomor paspor.", "Fill in the NIK from the identity or family card, or the passport number."))  # fmt: skip
