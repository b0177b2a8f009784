"""KK number, the 16-digit number of a family card: region and date of issue, serial (jkn.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from semesta.faults import Text
from semesta.identity.digits import read_digits
from semesta.identity.doubt import Doubt, catalogue
from semesta.identity.nik import region_is_possible
from semesta.identity.sixteen import SIXTEEN, SixteenDigits, may_have_lost_last_digit, require

KK_DIGITS: Final = SIXTEEN


@dataclass(frozen=True, slots=True, order=True)
class Kk(SixteenDigits):
    """A family card number whose form is right; one that is wrong cannot be built.

    It changes whenever a new card is issued, so two numbers may mean one family.
    """

    def __post_init__(self) -> None:
        require(kk_fault(self.number))

    def issue_dates(self) -> tuple[date, ...]:
        """The dates of issue it can mean, older first."""
        day, month, year = _date_parts(self.number)
        return tuple(
            found for century in (1900, 2000) if (found := _date_or_none(century + year, month, day))
        )


def parse_kk(text: str, *, numeric_cell: bool = False) -> Kk | Doubt:
    """Read a family card number as people write it; `numeric_cell` as in `parse_nik`."""
    read = read_digits(text)
    if read.damage is not None:
        return _DAMAGE[read.damage]
    number = read.digits
    if may_have_lost_last_digit(read, numeric_cell=numeric_cell):
        return _LAST_DIGIT_LOST
    return kk_fault(number) or Kk(number)


def kk_fault(digits: str) -> Doubt | None:
    """What is wrong with the form of a number already cleaned; None if nothing is."""
    if not (digits.isascii() and digits.isdigit()):
        return _DAMAGE["not_digits"] if digits else _DAMAGE["empty"]
    if len(digits) != KK_DIGITS:
        return _FIFTEEN if len(digits) == KK_DIGITS - 1 else _LENGTH
    if digits == digits[0] * KK_DIGITS:
        return _PLACEHOLDER
    if not region_is_possible(digits[:6]):
        return _REGION
    day, month, year = _date_parts(digits)
    if not any(_date_or_none(century + year, month, day) for century in (1900, 2000)):
        return _DATE
    return None


def _date_parts(digits: str) -> tuple[int, int, int]:
    return int(digits[6:8]), int(digits[8:10]), int(digits[10:12])


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- what can be wrong ----------------------------------------------------------------------------

_FROM_SOURCE = Text(
    "Ambil nomor dari Kartu Keluarga, atau berkas asal dengan kolom berformat teks.",
    "Take the number from the family card, or the original file with the column as text.",
)

_DAMAGE: Final[dict[str, Doubt]] = {
    "empty": Doubt(
        "kk_empty",
        Text("Nomor KK kosong.", "The family card number is empty."),
        Text("Isi dari Kartu Keluarga bila ada.", "Fill it in from the family card if there is one."),
    ),
    "scientific": Doubt(
        "kk_scientific",
        Text(
            "Nomor KK diubah Excel menjadi notasi ilmiah (seperti 3,27E+15), angka aslinya hilang.",
            "Excel turned the family card number into scientific notation (like 3.27E+15); the digits are lost.",
        ),
        Text(
            "Minta berkas asal, atau buka ulang CSV di Excel dengan kolom KK sebagai Teks, lalu simpan lagi.",
            "Ask for the original file, or open the CSV in Excel again with the KK column as Text and save it.",
        ),
    ),
    "letters": Doubt(
        "kk_letters",
        Text(
            "Nomor KK memuat huruf yang mirip angka (O untuk 0, l atau I untuk 1).",
            "The family card number holds letters that look like digits (O for 0, l or I for 1).",
        ),
        Text("Ketik ulang hanya dengan angka.", "Type it again with digits only."),
    ),
    "not_digits": Doubt(
        "kk_not_digits",
        Text("Nomor KK memuat tanda selain angka.", "The family card number holds something but digits."),
        _FROM_SOURCE,
    ),
}
_FIFTEEN: Final = Doubt(
    "kk_15_digits",
    Text(
        "Nomor KK hanya 15 angka; satu angka hilang.",
        "The family card number has 15 digits only; one is lost.",
    ),
    _FROM_SOURCE,
)
_LENGTH: Final = Doubt(
    "kk_length",
    Text("Nomor KK tidak 16 angka.", "The family card number does not have 16 digits."),
    _FROM_SOURCE,
)
_LAST_DIGIT_LOST: Final = Doubt(
    "kk_last_digit_lost",
    Text(
        "Nomor KK tersimpan sebagai angka dan berakhir 0; Excel hanya menyimpan 15 angka, jadi angka ke-16 mungkin hilang.",
        "The family card number was stored as a number and ends in 0; Excel keeps 15 digits, so the sixteenth may be lost.",
    ),
    _FROM_SOURCE,
)
_PLACEHOLDER: Final = Doubt(
    "kk_placeholder",
    Text(
        "Nomor KK berisi satu angka yang diulang; ini pengisi.",
        "The family card number is one digit repeated; that is a filler.",
    ),
    _FROM_SOURCE,
)
_REGION: Final = Doubt(
    "kk_region",
    Text(
        "Enam angka pertama nomor KK tidak pernah menjadi kode wilayah.",
        "The first six digits of the family card number were never the code of a region.",
    ),
    _FROM_SOURCE,
)
_DATE: Final = Doubt(
    "kk_date",
    Text(
        "Angka ke-7 sampai ke-12 nomor KK bukan tanggal (HHBBTT).",
        "Digits 7 to 12 of the family card number are no date (DDMMYY).",
    ),
    Text(
        "Periksa apakah kolom ini berisi NIK (NIK perempuan punya tanggal di atas 40), lalu ambil nomor dari Kartu Keluarga.",
        "See whether this column holds NIKs (a woman's has a day above 40), then take the number from the family card.",
    ),
)

#: Every doubt about a family card number, by code.
KK_DOUBTS = catalogue([*_DAMAGE.values(), _FIFTEEN, _LENGTH, _LAST_DIGIT_LOST, _PLACEHOLDER, _REGION, _DATE])
