"""Region codes as people write them, and the recognition of BPS codes, which mean other places.

Kemendagri and BPS (the statistics office) number the same country differently: Kemendagri 18.01 is Lampung
Selatan, BPS 1801 is Lampung Barat (jkn.md 5.2). What tells them apart:

* length: a Kemendagri district has 6 digits, a BPS district 7 (its last part has three);
* the village: Kemendagri `PP KK CC DDDD` with D beginning 1, 2 or 3; BPS `PP KK CCC DDD`. A seventh digit
  other than 1 to 3 therefore cannot be Kemendagri's;
* dots: 18.71.01.1004 groups as 2-2-2-4, a dotted BPS code as 2-2-3-3.

Four digits look the same in both, and a few BPS villages fall on a Kemendagri number (district 011 and
village 004 on 01.1004). One code alone can therefore pass wrongly; a column cannot: see `columns.diagnose_codes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from semesta.faults import Text
from semesta.regions.gazetteer import Regions
from semesta.regions.region import DIGITS, LEVELS, Level, Region, code_of

DoubtCode = Literal["code_empty", "code_damaged", "code_malformed", "code_bps", "code_unknown"]

_GROUPS: tuple[tuple[int, ...], ...] = ((2,), (2, 2), (2, 2, 2), (2, 2, 2, 4))
_BPS_GROUPS: tuple[tuple[int, ...], ...] = ((2, 2, 3), (2, 2, 3, 3))
_SEPARATORS = re.compile(r"[\s.\-/_]+")
_FLOAT_TAIL = re.compile(r"^(\d{4,10})\.0$")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)

BPS_REMEDY = Text(
    "Pakai kode wilayah Kemendagri (PP.KK.CC.DDDD, seperti di KTP dan DKB), atau pakai kolom nama kecamatan dan desa sebagai gantinya.",
    "Use Kemendagri region codes (PP.KK.CC.DDDD, as on ID cards and in the DKB), or use the columns with district and village names instead.",
)
WRITE_AS_TEXT = Text(
    "Simpan kolom kode sebagai teks dan tulis lengkap, misalnya 18.71.01.1004.",
    "Store the code column as text and write codes in full, for example 18.71.01.1004.",
)


@dataclass(frozen=True, slots=True)
class CodeDoubt:
    """Why a text is no region code that we know, and what to do."""

    code: DoubtCode
    reason: Text
    remedy: Text


def parse_code(text: str, regions: Regions | None = None) -> Region | CodeDoubt:
    """The region of a code written with or without dots, blanks, hyphens, a leading apostrophe or '.0'."""
    gazetteer = regions or Regions.load()
    cleaned = _FLOAT_TAIL.sub(r"\1", text.replace("\N{NO-BREAK SPACE}", " ").strip().lstrip("'").strip())
    if not cleaned:
        return _doubt("code_empty", "Kode wilayah kosong.", "The region code is empty.")
    groups = tuple(part for part in _SEPARATORS.split(cleaned) if part)
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()):
        return _not_digits(text, cleaned)
    lengths = tuple(len(group) for group in groups)
    if lengths in _BPS_GROUPS or (len(groups) == 1 and _only_bps(digits)):
        return _bps(text)
    if len(groups) > 1 and lengths not in _GROUPS:
        return _grouped_wrongly(text, digits, gazetteer)
    level = _level_of(digits)
    if level is None or digits[0] == "0":
        return _malformed(text)
    found = gazetteer.by_code(code_of(int(digits), level))
    return found if found is not None else _unknown(text, code_of(int(digits), level), gazetteer)


def _only_bps(digits: str) -> bool:
    """Seven digits (a BPS district), or ten whose seventh cannot begin a Kemendagri village."""
    if digits[0] == "0":
        return False
    return len(digits) == 7 or (len(digits) == 10 and digits[6] not in "123")


def _level_of(digits: str) -> Level | None:
    return next((level for level in LEVELS if DIGITS[level] == len(digits)), None)


def _doubt(code: DoubtCode, reason_id: str, reason_en: str, remedy: Text = WRITE_AS_TEXT) -> CodeDoubt:
    return CodeDoubt(code, Text(reason_id, reason_en), remedy)


def _not_digits(text: str, cleaned: str) -> CodeDoubt:
    if _SCIENTIFIC.match(cleaned):
        return _doubt(
            "code_damaged",
            f"Kode {text!r} sudah dirusak Excel menjadi angka pembulatan.",
            f"Excel has turned the code {text!r} into a rounded number.",
        )
    return _malformed(text)


def _malformed(text: str) -> CodeDoubt:
    return _doubt(
        "code_malformed",
        f"{text!r} bukan kode wilayah: harus 2, 4, 6 atau 10 angka.",
        f"{text!r} is not a region code: it must have 2, 4, 6 or 10 digits.",
    )


def _bps(text: str) -> CodeDoubt:
    return _doubt(
        "code_bps",
        f"{text!r} adalah kode BPS; kode BPS dan kode Kemendagri menunjuk tempat yang berbeda.",
        f"{text!r} is a BPS code; BPS and Kemendagri codes mean different places.",
        BPS_REMEDY,
    )


def _grouped_wrongly(text: str, digits: str, gazetteer: Regions) -> CodeDoubt | Region:
    """Dots in unusual places: fine when all ten digits are there, doubtful when a zero may have gone."""
    if len(digits) == DIGITS["village"] and not _only_bps(digits):
        return parse_code(digits, gazetteer)
    return _doubt(
        "code_damaged",
        f"Kode {text!r} tidak lengkap: mungkin angka nol hilang (18.1 bisa 18.01 atau 18.10).",
        f"The code {text!r} is incomplete: a zero may be lost (18.1 can be 18.01 or 18.10).",
    )


def _unknown(text: str, code: str, gazetteer: Regions) -> CodeDoubt:
    above = code
    while above and above not in gazetteer:
        above = above.rpartition(".")[0]
    place = f" ({gazetteer.path_name(above)})" if above else ""
    return _doubt(
        "code_unknown",
        f"Kode {text!r} tidak ada dalam daftar Kemendagri{place}.",
        f"The code {text!r} is not in Kemendagri's list{place}.",
        Text(
            "Periksa kodenya, atau isi nama kecamatan dan desa; kalau desanya baru, perbarui daftar wilayah.",
            "Check the code, or fill in district and village names; if the village is new, refresh the list of regions.",
        ),
    )
