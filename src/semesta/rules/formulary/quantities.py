"""Inputs that several formulas share."""

from __future__ import annotations

from dataclasses import replace

from semesta.faults import Text
from semesta.rules.formula import Kind, Quantity
from semesta.tables import BUCKETS, SEGMENTS, STATUSES


def quantity(
    name: str, kind: Kind, id_: str, en: str, *, optional: bool = False, words: tuple[str, ...] = ()
) -> Quantity:
    return Quantity(name, kind, Text(id_, en), optional, words)


def optional(it: Quantity) -> Quantity:
    """The same input where it may be unknown."""
    return replace(it, optional=True)


BUCKET = quantity("bucket", "word", "kelompok segmen", "bucket of the segment", words=BUCKETS)
SEGMENT = quantity("segment", "word", "segmen, salah satu dari 28 nama", "segment, one of the 28 names", words=SEGMENTS)  # fmt: skip
STATUS = quantity("status", "word", "status kepesertaan", "status of the card", words=STATUSES)
HOSPITAL_CLASS = quantity("hospital_class", "number", "kelas rawat 1 sampai 3", "hospital class 1 to 3")
RELATION = quantity(
    "relation", "number", "hubungan pada kartu (PISA), 1 = peserta", "relation on the card (PISA), 1 = member"
)
PERSONS = quantity(
    "persons", "persons", "jumlah jiwa sekeluarga; kosong: 1", "people of the family; empty: 1", optional=True
)
BIRTH_DATE = quantity("birth_date", "date", "tanggal lahir", "date of birth")
STUDENT = quantity(
    "student",
    "flag",
    "masih sekolah atau kuliah; kosong: tidak",
    "in formal education; empty: no",
    optional=True,
)
OLDEST_UNPAID = quantity(
    "oldest_unpaid",
    "date",
    "hari pertama bulan tertua yang belum dibayar",
    "first day of the oldest unpaid month",
)
