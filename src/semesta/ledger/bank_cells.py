"""The columns of a bank statement by their headings, and its cells read to a day, an account, rupiah."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.faults import Text
from semesta.identity import Doubt, parse_date
from semesta.ledger.bank_lines import BankLine
from semesta.ledger.parties import account_as_kept
from semesta.rules import fold
from semesta.sources.amounts import parse_amount

Cell = str | float | int | bool | dt.date | dt.time | dt.timedelta | None
#: Field -> its column, from 0.
Columns = dict[str, int]

#: What banks write over their columns, folded (`rules.fold`); of two columns the first heading of the list wins.
HEADINGS: dict[str, tuple[str, ...]] = {
    "date": (
        "TANGGAL TRANSAKSI", "TGL TRANSAKSI", "TGL TRX", "TANGGAL BAYAR", "TGL BAYAR", "TANGGAL", "TGL", "DATE", "POSTING DATE",
        "TRANSACTION DATE", "TANGGAL EFEKTIF", "TANGGAL POSTING", "TANGGAL PEMBUKUAN", "VALUE DATE", "POST DATE", "WAKTU TRANSAKSI",
    ),
    "reference": (
        "NO REFERENSI", "NOMOR REFERENSI", "REFERENSI", "REFERENSI BANK", "NO REF", "NOMOR REF", "REF NO", "REF", "REFERENCE", "REFERENCE NO",
        "REFERENCE NUMBER", "NTB", "NO TRANSAKSI", "NOMOR TRANSAKSI", "ID TRANSAKSI", "TRANSACTION ID", "RRN", "NO JURNAL", "JOURNAL NO",
        "NO BUKTI", "SEQ", "KODE TRANSAKSI",
    ),
    "account": (
        "NOMOR VA", "NO VA", "VA", "VIRTUAL ACCOUNT", "NOMOR VIRTUAL ACCOUNT", "NO VIRTUAL ACCOUNT", "VA NUMBER", "NOMOR PEMBAYARAN", "KODE BAYAR",
        "NO PELANGGAN", "NOMOR PELANGGAN", "ID PELANGGAN", "CUSTOMER NUMBER", "BILL KEY", "REKENING TUJUAN", "NO REKENING TUJUAN", "NO REKENING",
        "NOMOR REKENING", "REKENING", "NOMOR AKUN", "NO AKUN", "AKUN", "ACCOUNT", "ACCOUNT NUMBER", "NO KONTRAK",
    ),
    "amount": (
        "JUMLAH", "JUMLAH RP", "NOMINAL", "NOMINAL RP", "JUMLAH BAYAR", "JUMLAH PEMBAYARAN", "NILAI", "NILAI TRANSAKSI", "AMOUNT", "AMOUNT IDR", "MUTASI",
        "TOTAL BAYAR", "RUPIAH",
    ),
    "credit": ("KREDIT", "KREDIT RP", "CREDIT", "MUTASI KREDIT", "MASUK", "PENERIMAAN", "CR"),
    "debit": ("DEBET", "DEBIT", "DEBET RP", "DEBIT RP", "MUTASI DEBET", "MUTASI DEBIT", "KELUAR", "PENGELUARAN", "DB"),
    "side": ("DB CR", "D K", "DK", "D C", "DEBET KREDIT", "DEBIT CREDIT", "TIPE", "JENIS", "JENIS MUTASI", "CR DB"),
    "text": ("KETERANGAN", "URAIAN", "BERITA", "DESKRIPSI", "DESCRIPTION", "REMARK", "REMARKS", "URAIAN TRANSAKSI", "NARASI"),
}  # fmt: skip

_CLOSING = re.compile(
    r"^(?:SALDO|SUB ?TOTAL|TOTAL|JUMLAH|MUTASI|ENDING|OPENING|CLOSING|BALANCE|DICETAK|HALAMAN)"
)
_VIRTUAL_ACCOUNT = re.compile(r"(?<!\d)88888\d{11}(?!\d)")
_SIDE_BEHIND = re.compile(r"\s*(CR|DB|K|D|C)\.?$", re.IGNORECASE)
_OUT = ("D", "DB", "DR", "DEBET", "DEBIT", "KELUAR")
_IN = ("K", "C", "CR", "KREDIT", "CREDIT", "MASUK")
#: A statement holds sums of whole regions; beyond this the cell is an account number in the wrong column.
MOST_RUPIAH = 10**14


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a row is no line of a statement, and what to do."""

    reason: Text
    remedy: Text


def columns_of(cells: Sequence[Cell]) -> Columns:
    """Which fields a row would name if it were the header."""
    folded = [fold(str(cell)) if isinstance(cell, str) else "" for cell in cells]
    found: Columns = {}
    for field, headings in HEADINGS.items():
        place = next((folded.index(heading) for heading in headings if heading in folded), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def is_closing_line(cells: Sequence[Cell], columns: Columns, today: dt.date) -> bool:
    """A balance or total among the lines: a word says so, and it has no day or moves nothing."""
    if not any(_CLOSING.match(fold(cell)) for cell in cells if isinstance(cell, str)):
        return False
    return _day(cells, columns, today) is None or _amount(cells, columns) == 0


def line_of(number: int, cells: Sequence[Cell], columns: Columns, today: dt.date) -> BankLine | Wrong:
    """One row as a line."""
    dated = _day(cells, columns, today)
    if dated is None:
        return Wrong(
            Text("Tanggalnya kosong atau tidak terbaca.", "The day is missing or cannot be read."),
            Text("Tulis hari-bulan-tahun, misalnya 05-03-2024.", "Write day-month-year, for example 05-03-2024."),
        )  # fmt: skip
    amount = _amount(cells, columns)
    if isinstance(amount, Doubt):
        return Wrong(amount.reason, amount.remedy)
    if not amount:
        return Wrong(
            Text("Baris ini tidak menggerakkan uang.", "This row moves no money."),
            Text("Periksa kolom jumlah di berkas asal.", "Look at the column of amounts in the original file."),
        )  # fmt: skip
    about = text_of(_at(cells, columns, "text"))
    return BankLine(
        row=number,
        dated=dated,
        reference=text_of(_at(cells, columns, "reference")),
        account=_account(cells, columns) or account_in(about),
        amount_rupiah=amount,
        text=about,
    )


def account_in(text: str) -> str:
    """A virtual account of the scheme within a text; '' where there is none (jkn.md 5.1: 88888 and 11 digits)."""
    found = _VIRTUAL_ACCOUNT.search(text)
    return found[0] if found else ""


def text_of(cell: Cell) -> str:
    """A cell as text; a spreadsheet's whole number without its decimal."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\u00a0", " ").strip().lstrip("'").split())


def _at(cells: Sequence[Cell], columns: Columns, field: str) -> Cell:
    place = columns.get(field)
    return cells[place] if place is not None and place < len(cells) else None


def _day(cells: Sequence[Cell], columns: Columns, today: dt.date) -> dt.date | None:
    cell = _at(cells, columns, "date")
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    read = parse_date(text_of(cell), today=today, allow_future=True)
    return None if isinstance(read, Doubt) else read


def _account(cells: Sequence[Cell], columns: Columns) -> str:
    return account_as_kept(text_of(_at(cells, columns, "account")))


def _amount(cells: Sequence[Cell], columns: Columns) -> int | Doubt:
    """Rupiah, money in above zero: from one column with its side, or from a column for each side."""
    side = fold(text_of(_at(cells, columns, "side")))
    amount = _rupiah(_at(cells, columns, "amount"))
    if "credit" in columns and ("amount" not in columns or "debit" in columns):
        amount, paid_out = (_rupiah(_at(cells, columns, field)) for field in ("credit", "debit"))
        if isinstance(paid_out, Doubt):
            return paid_out
        return amount if isinstance(amount, Doubt) else amount - abs(paid_out)
    if isinstance(amount, Doubt):
        return amount
    return -abs(amount) if side in _OUT else abs(amount) if side in _IN else amount


def _rupiah(cell: Cell) -> int | Doubt:
    """0 for an empty cell."""
    written = text_of(cell)
    if not written or written in ("-", "–"):
        return 0
    behind = _SIDE_BEHIND.search(written)
    amount = parse_amount(_SIDE_BEHIND.sub("", written), most=MOST_RUPIAH)
    if behind and not isinstance(amount, Doubt):
        return -abs(amount) if behind[1].upper() in _OUT else abs(amount)
    return amount
