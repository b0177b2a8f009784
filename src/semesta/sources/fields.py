"""The fields that each kind of file can have, how their cells are read, and which must be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from semesta.sources.model import Kind
from semesta.tables import (
    STAGED_BILL,
    STAGED_DEATHS,
    STAGED_MEMBERS,
    STAGED_RESIDENTS,
    STAGED_ROSTERS,
    Table,
)

#: How the cells of a field are read. `text` is taken as it stands, all others are checked.
Reading = Literal[
    "nik", "kk", "card", "name", "sex", "birth", "cover_date", "shdk", "pisa", "village",
    "text", "unit", "units", "decile", "class", "vital", "segment", "status", "death", "month", "amount",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how it is read and the columns of the staged table it fills."""

    name: str
    reading: Reading
    fills: tuple[str, ...]


#: Parts of a place: names or code parts of the levels, used where a file has no full village code.
PLACE_NAMES = ("province_name", "regency_name", "district_name", "village_name")
PLACE_CODES = ("province_code", "regency_code", "district_code", "village_part")

TABLES: dict[Kind, Table] = {
    "residents": STAGED_RESIDENTS,
    "members": STAGED_MEMBERS,
    "roster": STAGED_ROSTERS,
    "bill": STAGED_BILL,
    "deaths": STAGED_DEATHS,
}
#: What an edition is built from; the other kinds are read beside one.
EDITION_KINDS: tuple[Kind, ...] = ("residents", "members", "roster")


def _f(name: str, reading: Reading, *fills: str) -> Field:
    return Field(name, reading, fills or (name,))


_PLACE = (
    _f("village", "village"),
    *(Field(name, "text", ()) for name in (*PLACE_NAMES, *PLACE_CODES)),
)
_PERSON = (_f("nik", "nik"), _f("kk", "kk"), _f("name", "name"), _f("sex", "sex"), _f("birth_date", "birth"))

FIELDS: dict[Kind, dict[str, Field]] = {
    "residents": {
        f.name: f
        for f in (
            *_PERSON,
            _f("relation", "shdk"),
            *_PLACE,
            _f("address", "text"),
            _f("rt", "unit"),
            _f("rw", "unit"),
            _f("rt_rw", "units", "rt", "rw"),
            _f("occupation", "text"),
            _f("decile", "decile"),
            _f("vital_status", "vital"),
        )
    },
    "members": {
        f.name: f
        for f in (
            _f("card", "card"),
            *_PERSON,
            _f("relation", "pisa"),
            *_PLACE,
            _f("address", "text"),
            _f("segment", "segment", "segment", "bucket"),
            _f("hospital_class", "class"),
            _f("status", "status"),
            _f("status_raw", "text"),
            _f("start_date", "cover_date"),
            _f("end_date", "cover_date"),
            _f("payer_region", "text"),
            _f("facility", "text"),
        )
    },
    "roster": {
        f.name: f
        for f in (
            _f("nik", "nik"),
            _f("name", "name"),
            _f("birth_date", "birth"),
            _f("employer", "text"),
        )
    },
    "bill": {
        f.name: f
        for f in (
            _f("card", "card"),
            _f("nik", "nik"),
            _f("name", "name"),
            _f("birth_date", "birth"),
            _f("payer_region", "text"),
            _f("month", "month"),
            _f("amount_rupiah", "amount"),
        )
    },
    "deaths": {
        f.name: f
        for f in (
            _f("nik", "nik"),
            _f("name", "name"),
            _f("birth_date", "birth"),
            _f("death_date", "death"),
        )
    },
}

#: Each inner tuple: at least one of these must be found in the file or given as a constant.
REQUIRED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "residents": (("nik",), ("name",)),
    "members": (("card", "nik"), ("status",)),
    "roster": (("nik", "name"),),
    "bill": (("card", "nik"),),
    "deaths": (("nik", "name"),),
}

#: What stands in a column that may not be NULL when the file says nothing.
DEFAULTS: dict[str, str] = {"vital_status": "ALIVE", "bucket": "UNKNOWN", "status": "TIDAK_DIKETAHUI"}

#: Fields that a staged table has and that are shown as missing when no column was found for them.
SHOWN_AS_MISSING: dict[Kind, tuple[str, ...]] = {
    "residents": ("kk", "sex", "birth_date", "relation", "village", "address", "decile"),
    "members": (
        "card",
        "nik",
        "kk",
        "name",
        "sex",
        "birth_date",
        "relation",
        "village",
        "segment",
        "end_date",
    ),
    "roster": ("nik", "name", "birth_date", "employer"),
    "bill": ("card", "nik", "name", "birth_date", "payer_region", "month", "amount_rupiah"),
    "deaths": ("nik", "name", "birth_date", "death_date"),
}
