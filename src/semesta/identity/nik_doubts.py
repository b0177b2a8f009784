"""What can be wrong with a NIK, and what to do about it."""

from __future__ import annotations

from typing import Final

from semesta.faults import Text
from semesta.identity.digits import Damage
from semesta.identity.doubt import Doubt, catalogue

_FROM_SOURCE = Text(
    "Ambil NIK dari KTP, KK, atau berkas asal dengan kolom berformat teks.",
    "Take the NIK from the identity card, the family card, or the original file with the column as text.",
)

DAMAGE: Final[dict[Damage, Doubt]] = {
    "empty": Doubt(
        "nik_empty",
        Text("NIK kosong.", "The NIK is empty."),
        Text(
            "Isi NIK dari KTP atau KK; bayi yang belum punya NIK tetap dicari lewat nama, tanggal lahir, dan KK.",
            "Fill it in from the identity card or family card; a newborn without one is still sought by name, birth date and family card.",
        ),
    ),
    "scientific": Doubt(
        "nik_scientific",
        Text(
            "NIK diubah Excel menjadi notasi ilmiah (seperti 3,27E+15), angka aslinya hilang.",
            "Excel turned the NIK into scientific notation (like 3.27E+15); the digits are lost.",
        ),
        Text(
            "Minta berkas asal, atau buka ulang CSV di Excel dengan kolom NIK sebagai Teks, lalu simpan lagi.",
            "Ask for the original file, or open the CSV in Excel again with the NIK column as Text and save it.",
        ),
    ),
    "letters": Doubt(
        "nik_letters",
        Text(
            "NIK memuat huruf yang mirip angka (O untuk 0, l atau I untuk 1).",
            "The NIK holds letters that look like digits (O for 0, l or I for 1).",
        ),
        Text(
            "Ketik ulang hanya dengan angka, sesuai KTP.",
            "Type it again with digits only, as on the identity card.",
        ),
    ),
    "not_digits": Doubt(
        "nik_not_digits",
        Text("NIK memuat tanda selain angka.", "The NIK holds something other than digits."),
        _FROM_SOURCE,
    ),
}
FIFTEEN_DIGITS: Final = Doubt(
    "nik_15_digits",
    Text("NIK hanya 15 angka; satu angka hilang.", "The NIK has 15 digits only; one is lost."),
    _FROM_SOURCE,
)
LENGTH: Final = Doubt(
    "nik_length",
    Text("NIK tidak 16 angka.", "The NIK does not have 16 digits."),
    _FROM_SOURCE,
)
LAST_DIGIT_LOST: Final = Doubt(
    "nik_last_digit_lost",
    Text(
        "NIK tersimpan sebagai angka dan berakhir 0; Excel hanya menyimpan 15 angka, jadi angka ke-16 mungkin hilang.",
        "The NIK was stored as a number and ends in 0; Excel keeps 15 digits, so the sixteenth may be lost.",
    ),
    _FROM_SOURCE,
)
PLACEHOLDER: Final = Doubt(
    "nik_placeholder",
    Text(
        "NIK berisi satu angka yang diulang; ini pengisi, bukan NIK.",
        "The NIK is one digit repeated; that is a filler, not a number.",
    ),
    _FROM_SOURCE,
)
REGION: Final = Doubt(
    "nik_region",
    Text(
        "Enam angka pertama NIK tidak pernah menjadi kode wilayah.",
        "The first six digits of the NIK were never the code of a region.",
    ),
    _FROM_SOURCE,
)
MONTH: Final = Doubt(
    "nik_month",
    Text(
        "Angka ke-9 dan ke-10 NIK bukan bulan 01 sampai 12.",
        "Digits 9 and 10 of the NIK are no month from 01 to 12.",
    ),
    _FROM_SOURCE,
)
DAY: Final = Doubt(
    "nik_day",
    Text(
        "Angka ke-7 dan ke-8 NIK bukan tanggal yang ada di bulan itu (perempuan ditambah 40).",
        "Digits 7 and 8 of the NIK are no day of that month (women have 40 added).",
    ),
    _FROM_SOURCE,
)
SERIAL_ZERO: Final = Doubt(
    "nik_serial_zero",
    Text(
        "Nomor urut NIK 0000, yang tidak lazim diterbitkan.",
        "The serial of the NIK is 0000, which is not usually issued.",
    ),
    Text(
        "Cocokkan dengan KTP sebelum dipakai sebagai bukti.",
        "Compare with the identity card before it is used as proof.",
    ),
)

#: Every doubt about a NIK, by code.
NIK_DOUBTS = catalogue(
    [
        *DAMAGE.values(),
        FIFTEEN_DIGITS,
        LENGTH,
        LAST_DIGIT_LOST,
        PLACEHOLDER,
        REGION,
        MONTH,
        DAY,
        SERIAL_ZERO,
    ]
)
