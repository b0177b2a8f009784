"""A bank's file of payments to payments to be posted; rows that are none are kept aside with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from semesta.faults import InputRefused, Text
from semesta.ledger.bank_files import BankStatement, read_bank_statement
from semesta.ledger.bank_lines import BankLine
from semesta.ledger.payments import MOST_ACCOUNT_CHARACTERS, MOST_REFERENCE_CHARACTERS, BankPayment


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no payment: where it stands, what was written, why, what to do."""

    row: int
    written: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """What was read. Rows with content = payments + rejected + `closing` (balances and totals under the rows)."""

    name: str
    sha256: str
    headers: tuple[tuple[str, str], ...]  # (our field, its header)
    payments: tuple[BankPayment, ...]
    rejected: tuple[Rejected, ...]
    closing: int


def read_payment_file(path: Path, *, bank: str, today: dt.date) -> PaymentFile:
    """Read a CSV, XLSX or MT940 file of a bank (headings as in `bank_cells.HEADINGS`).

    InputRefused for a file that is none, or that names no accounts. A payment after `today` is rejected.
    """
    found = read_bank_statement(path, today=today)
    _names_accounts(path, found)
    payments: list[BankPayment] = []
    rejected = [Rejected(it.row, it.written, it.reason, it.remedy) for it in found.unread]
    for line in found.lines:
        wrong = next(_wrong(line, today), None)
        if wrong is not None:
            rejected.append(Rejected(line.row, _written(line), *wrong))
            continue
        place = f"{path.name}:{line.row}"
        payments.append(
            BankPayment(bank, line.reference, line.account, line.amount_rupiah, line.dated, place)
        )
    rejected.sort(key=lambda it: it.row)
    return PaymentFile(
        path.name, found.sha256, found.headers, tuple(payments), tuple(rejected), found.closing
    )


def _names_accounts(path: Path, found: BankStatement) -> None:
    """Without a column for it every payment would be parked: that is the file's fault, not the payers'."""
    fields = dict(found.headers)
    if found.form == "mt940" or {"account", "text"} & fields.keys():
        return
    read = ", ".join(f"{header!r}" for header in fields.values())
    raise InputRefused(
        place=str(path),
        reason=Text(f"Kolom nomor VA tidak ditemukan; kolom yang dikenali: {read}.", f"No column of virtual accounts was found; columns understood: {read}."),
        remedy=Text("Beri judul 'nomor VA' pada kolom itu, lalu ulangi; tidak ada yang dibukukan.", "Head that column 'nomor VA' and repeat; nothing was posted."),
    )  # fmt: skip


def _wrong(line: BankLine, today: dt.date) -> Iterator[tuple[Text, Text]]:
    if line.amount_rupiah < 0:
        yield Text("Uang keluar, bukan pembayaran.", "Money out, no payment."), Text("Pengembalian dibukukan dengan `semesta ledger refund paid`.", "A refund is posted with `semesta ledger refund paid`.")  # fmt: skip
    if line.amount_rupiah == 0:
        yield Text("Jumlahnya kosong atau nol.", "The amount is missing or nothing."), Text("Isi jumlahnya, atau buang barisnya.", "Write the amount, or leave the row out.")  # fmt: skip
    if not line.reference:
        yield Text("Nomor rujukannya kosong.", "The reference is missing."), Text("Tanpa rujukan bank, pembayaran yang sama bisa terbukukan dua kali: minta bank mengisinya.", "Without the bank's reference one payment could be posted twice: have the bank write it.")  # fmt: skip
    if len(line.reference) > MOST_REFERENCE_CHARACTERS or len(line.account) > MOST_ACCOUNT_CHARACTERS:
        yield Text("Nomor rujukan atau nomor akunnya terlalu panjang.", "The reference or the account is too long."), Text("Periksa apakah kolomnya benar.", "Look whether the columns are right.")  # fmt: skip
    if line.dated > today:
        yield Text(f"Tanggal bayar {line.dated} belum tiba.", f"The day of payment, {line.dated}, has not come."), Text("Periksa tanggalnya.", "Check the date.")  # fmt: skip


def _written(line: BankLine) -> str:
    return f"{line.dated} | {line.reference} | {line.account} | {line.amount_rupiah}"
