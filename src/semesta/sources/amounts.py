"""Amounts of rupiah as offices write them, read to the rupiah or doubted: `Rp 37.800,00`, `37.800,-`, `37,800`."""

from __future__ import annotations

import re

from semesta.faults import Text
from semesta.identity import Doubt

#: No bill asks more than this of one person; a longer number is an identity number in the wrong column.
MOST_RUPIAH = 1_000_000_000

_BLANKS = re.compile("[\\s\u200b\ufeff'`’\"]+")
_CURRENCY = re.compile(r"^(?:RP\.?|IDR)|(?:IDR|RUPIAH)$")
_NO_CENTS = re.compile(r"[.,][-–=]{1,2}$")  # the dash that stands for no cents, as on a receipt
#: Groups of three digits by dots (Indonesia) or commas (an English machine), each with the other sign's cents.
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?|([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?")
_PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d+")

_LOOK = Text("Periksa sel ini di berkas asal.", "Look at this cell in the original file.")
AMOUNT_DOUBTS: dict[str, Doubt] = {
    doubt.code: doubt
    for doubt in (
        Doubt("amount_unknown", Text("Ini tidak terbaca sebagai jumlah rupiah.", "This cannot be read as an amount of rupiah."), Text("Tulis angka saja, misalnya 37800 atau 37.800.", "Write the number only, for example 37800 or 37.800.")),
        Doubt("amount_fraction", Text("Jumlah ini pecahan rupiah; iuran selalu rupiah bulat.", "This amount has a fraction of a rupiah; contributions are whole rupiah."), Text("Periksa pemisah ribuan: Excel berbahasa Inggris membaca 37.800 sebagai 37,8. Minta kolom jumlah berformat teks.", "Look at the thousands separator: an English Excel reads 37.800 as 37.8. Ask for the column of amounts as text.")),
        Doubt("amount_excel_damage", Text("Jumlah ini ditulis Excel dengan pangkat (E+), angkanya bisa terpotong.", "Excel wrote this amount with an exponent (E+); digits may be lost."), Text("Lebarkan kolomnya atau beri format angka, simpan ulang, lalu ulangi.", "Widen the column or give it a number format, save again and repeat.")),
        Doubt("amount_too_large", Text("Jumlah ini terlalu besar untuk satu orang.", "This amount is too large for one person."), _LOOK),
    )
}  # fmt: skip


def parse_amount(text: str, *, most: int = MOST_RUPIAH) -> int | Doubt:
    """Rupiah as a whole number; a minus or brackets around it make it a correction below zero.

    `most`: what a column of other than one person's amounts may hold.
    """
    written = _BLANKS.sub("", text).upper()
    bracketed = written.startswith("(") and written.endswith(")")
    written = written[1:-1] if bracketed else written
    below = bracketed or written.startswith(("-", "−")) or _CURRENCY.sub("", written).startswith(("-", "−"))
    bare = _NO_CENTS.sub("", _CURRENCY.sub("", written.lstrip("-−")).lstrip("-−"))
    if _EXPONENT.fullmatch(bare):
        return AMOUNT_DOUBTS["amount_excel_damage"]
    read = _whole_and_cents(bare)
    if read is None:
        return AMOUNT_DOUBTS["amount_unknown"]
    whole, cents = read
    if cents.strip("0"):
        return AMOUNT_DOUBTS["amount_fraction"]
    amount = int(whole)
    if amount > most:
        return AMOUNT_DOUBTS["amount_too_large"]
    return -amount if below else amount


def _whole_and_cents(bare: str) -> tuple[str, str] | None:
    """The digits before and after the decimal sign. Three digits after one sign are thousands: rupiah has no mills."""
    if found := _GROUPED.fullmatch(bare):
        whole, cents = (found[1], found[2]) if found[1] else (found[3], found[4])
        return re.sub(r"[.,]", "", whole), cents or ""
    if found := _PLAIN.fullmatch(bare):
        return found[1], found[2] or ""
    return None
