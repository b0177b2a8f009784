"""How one written cell is read: its value, or the doubt about it. The engine does the same for common forms.

`read_cell` is the one authority. What the engine takes on its fast path is either looked up in tables
made from here, or proven by a check that only accepts what these readers accept (tests compare both).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from semesta import rules
from semesta.faults import Text
from semesta.identity import Card, Doubt, Kk, Nik, parse_card, parse_date, parse_kk, parse_nik
from semesta.regions import CodeDoubt, Regions, parse_code
from semesta.sources.amounts import AMOUNT_DOUBTS, parse_amount
from semesta.sources.layouts import words_of
from semesta.sources.months import MONTH_DOUBTS, parse_month

Value = str | int | dt.date | None
StatusCodes = Literal["words", "vclaim", "flag"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a written cell means: one value per column it fills, or a doubt; `repaired` names a repair."""

    values: tuple[Value, ...]
    doubt: Doubt | None = None
    repaired: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known about a column beside its field: the date of the data and how it is written."""

    as_of: dt.date
    month_first: bool = False
    status_codes: StatusCodes = "words"
    texts: Mapping[str, str] = field(default_factory=dict)  # folded text -> text it stands for


def read_cell(reading: str, text: str, habits: Habits) -> Cell:
    """Read one cell that is not empty."""
    if habits.texts:
        text = habits.texts.get(rules.fold(text), text)
    return _READERS[reading](text, habits)


# --- numbers ----------------------------------------------------------------------------------------


def _nik(text: str, _: Habits) -> Cell:
    found = parse_nik(text)
    return Cell((int(found.number),)) if isinstance(found, Nik) else Cell((None,), found)


def _kk(text: str, _: Habits) -> Cell:
    found = parse_kk(text)
    return Cell((int(found.number),)) if isinstance(found, Kk) else Cell((None,), found)


def _card(text: str, _: Habits) -> Cell:
    found = parse_card(text)
    if not isinstance(found, Card):
        return Cell((None,), found)
    repaired = "card_zeros_restored" if found.restored else ""
    return Cell((int(found.number),), repaired="card_from_va" if found.from_virtual_account else repaired)


def _decile(text: str, _: Habits) -> Cell:
    found = re.fullmatch(r"(?:DESIL\s*)?0*(10|[1-9])(?:[.,]0+)?", text.strip(), re.IGNORECASE)
    return Cell((int(found[1]),)) if found else Cell((None,), DOUBTS["decile_unknown"])


# --- dates ------------------------------------------------------------------------------------------


def _birth(text: str, habits: Habits) -> Cell:
    found = parse_date(text, today=habits.as_of, order="mdy" if habits.month_first else "dmy")
    return Cell((None,), found) if isinstance(found, Doubt) else Cell((found,))


def last_death(as_of: dt.date) -> dt.date:
    """The last day that a list of deaths may hold: it is often newer than the files it is read beside."""
    return dt.date(as_of.year + 1, 12, 31)


def _death(text: str, habits: Habits) -> Cell:
    found = parse_date(text, today=last_death(habits.as_of), order="mdy" if habits.month_first else "dmy")
    return Cell((None,), found) if isinstance(found, Doubt) else Cell((found,))


def _month(text: str, habits: Habits) -> Cell:
    found = parse_month(text, today=habits.as_of, order="mdy" if habits.month_first else "dmy")
    return Cell((None,), found) if isinstance(found, Doubt) else Cell((found,))


def _amount(text: str, _: Habits) -> Cell:
    found = parse_amount(text)
    return Cell((None,), found) if isinstance(found, Doubt) else Cell((found,))


def _cover_date(text: str, habits: Habits) -> Cell:
    found = parse_date(
        text, today=habits.as_of, order="mdy" if habits.month_first else "dmy", allow_future=True
    )
    return Cell((None,), found) if isinstance(found, Doubt) else Cell((found,))


# --- words ------------------------------------------------------------------------------------------


def _sex(text: str, _: Habits) -> Cell:
    found = words_of("sex").get(rules.fold(text))
    return Cell((found,)) if found else Cell((None,), DOUBTS["sex_unknown"])


def _class(text: str, _: Habits) -> Cell:
    found = words_of("hospital_class").get(rules.fold(text))
    return Cell((int(found),)) if found else Cell((None,), DOUBTS["class_unknown"])


def _shdk(text: str, _: Habits) -> Cell:
    found = rules.relation_of(text, "shdk")
    return Cell((found,)) if found else Cell((None,), DOUBTS["relation_unknown"])


def _pisa(text: str, _: Habits) -> Cell:
    found = rules.relation_of(text, "pisa")
    return Cell((found,)) if found else Cell((None,), DOUBTS["relation_unknown"])


def _vital(text: str, _: Habits) -> Cell:
    found = rules.vital_status_of(text)
    return Cell((found,)) if found else Cell((None,), DOUBTS["vital_unknown"])


def _status(text: str, habits: Habits) -> Cell:
    found = rules.status_of(text, habits.status_codes)
    return Cell((found,)) if found else Cell((None,), DOUBTS["status_unknown"])


def _segment(text: str, _: Habits) -> Cell:
    segment = rules.segment_of(text)
    if segment:
        return Cell((segment.name, segment.bucket))
    bucket = rules.bucket_of(text)
    return Cell((None, bucket)) if bucket else Cell((None, None), DOUBTS["segment_unknown"])


# --- places -------------------------------------------------------------------------------


def _village(text: str, _: Habits) -> Cell:
    found = parse_code(text, Regions.load())
    if isinstance(found, CodeDoubt):
        return Cell((None,), Doubt(found.code, found.reason, found.remedy))
    if found.level != "village":
        return Cell((None,), DOUBTS["village_not_village"])
    return Cell((found.key,))


_READERS: dict[str, Callable[[str, Habits], Cell]] = {
    "nik": _nik, "kk": _kk, "card": _card, "sex": _sex, "birth": _birth,
    "cover_date": _cover_date, "shdk": _shdk, "pisa": _pisa, "village": _village, "decile": _decile, "class": _class, "vital": _vital,
    "segment": _segment, "status": _status, "death": _death, "month": _month, "amount": _amount,
}  # fmt: skip

_LOOK = Text("Periksa sel ini di berkas asal.", "Look at this cell in the original file.")
_MAP = Text(
    "Betulkan isinya, atau tambahkan padanannya di berkas --map (values).",
    "Correct it, or add what it stands for to the map (values).",
)

#: Doubts that this room adds to those of identity and regions.
DOUBTS: dict[str, Doubt] = {
    doubt.code: doubt
    for doubt in (
        *AMOUNT_DOUBTS.values(),
        *MONTH_DOUBTS.values(),
        Doubt("sex_unknown", Text("Jenis kelamin tidak dikenal.", "The sex is not recognised."), _MAP),
        Doubt("relation_unknown", Text("Hubungan keluarga tidak dikenal.", "The family relation is not recognised."), _MAP),
        Doubt("vital_unknown", Text("Status penduduk tidak dikenal; dihitung sebagai hidup.", "The status of the resident is not recognised; counted as alive."), _MAP),
        Doubt("status_unknown", Text("Status kepesertaan tidak dikenal; dihitung tidak aktif.", "The status of the card is not recognised; counted as inactive."), _MAP),
        Doubt("segment_unknown", Text("Segmen peserta tidak dikenal.", "The segment is not recognised."), _MAP),
        Doubt("class_unknown", Text("Kelas rawat tidak dikenal.", "The hospital class is not recognised."), _MAP),
        Doubt("decile_unknown", Text("Desil bukan angka 1 sampai 10.", "The decile is no number from 1 to 10."), _LOOK),
        Doubt("village_not_village", Text("Kode ini bukan kode desa atau kelurahan (10 angka).", "This is not the code of a village (10 digits)."), Text("Tulis kode desa lengkap, misalnya 18.71.01.1004.", "Write the full village code, for example 18.71.01.1004.")),
        Doubt("village_name_unknown", Text("Desa ini tidak ditemukan di kecamatannya.", "This village was not found in its district."), Text("Periksa ejaan desa, kecamatan, dan kabupaten, atau isi kode desa.", "Check the spelling of village, district and regency, or give the village code.")),
        Doubt("column_lost_last_digit", Text("Kolom ini pernah disimpan Excel sebagai angka: angka ke-16 menjadi 0.", "A spreadsheet stored this column as numbers: the sixteenth digit became 0."), Text("Minta berkas asal dengan kolom nomor berformat teks.", "Ask for the original file with the column of numbers as text.")),
    )
}  # fmt: skip
