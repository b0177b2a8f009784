"""MT940, the customer statement message of banks: its lines of movement (:61:) and their texts (:86:)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from semesta.faults import Text
from semesta.ledger.bank_cells import Wrong, account_in
from semesta.ledger.bank_lines import BankLine

_FIELD = re.compile(r"^:(\d\d[A-Z]?):", re.MULTILINE)
#: Value date, booking day, debit or credit (R: reversal of one), funds code, amount, kind, references.
_MOVEMENT = re.compile(
    r"(?P<date>\d{6})(?:\d{4})?(?P<sign>R?[CD])[A-Z]?(?P<whole>\d{1,15}),(?P<cents>\d{0,2})"
    r"[A-Z][A-Z0-9]{3}(?P<own>[^/\r\n]*(?:/[^/\r\n]+)*)(?://(?P<bank>[^\r\n]*))?"
)
_REMEDY = Text("Minta bank mengirim ulang berkasnya.", "Ask the bank to send the file again.")


def is_mt940(text: str) -> bool:
    """Whether it has a line of movement of MT940."""
    return bool(re.search(r"^:61:\d{6}", text, re.MULTILINE))


def mt940_lines(text: str) -> tuple[list[BankLine], list[tuple[int, str, Wrong]]]:
    """The movements, and those that cannot be read as (line of the file, as written, what is wrong)."""
    lines: list[BankLine] = []
    wrong: list[tuple[int, str, Wrong]] = []
    for number, movement, about in _movements(text):
        read = _line(number, movement, about)
        if isinstance(read, Wrong):
            wrong.append((number, movement[:200], read))
        else:
            lines.append(read)
    return lines, wrong


def _movements(text: str) -> Iterator[tuple[int, str, str]]:
    """(line of the file, the movement, the text after it)."""
    marks = list(_FIELD.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    fields = [
        (mark[1], text[mark.end() : end].strip(), mark.start()) for mark, end in zip(marks, ends, strict=True)
    ]
    for at, (tag, content, start) in enumerate(fields):
        if tag == "61":
            about = fields[at + 1][1] if at + 1 < len(fields) and fields[at + 1][0] == "86" else ""
            yield text.count("\n", 0, start) + 1, content, " ".join(about.split())


def _line(number: int, movement: str, about: str) -> BankLine | Wrong:
    found = _MOVEMENT.match(movement)
    if not found:
        return Wrong(Text("Baris mutasi ini tidak terbaca.", "This movement cannot be read."), _REMEDY)
    if found["cents"].strip("0"):
        return Wrong(
            Text("Jumlah ini pecahan rupiah.", "This amount has a fraction of a rupiah."),
            Text("Periksa pada rekening koran.", "Look at the account's statement."),
        )
    try:
        dated = dt.datetime.strptime(found["date"], "%y%m%d").date()
    except ValueError:
        return Wrong(Text("Tanggalnya tidak ada.", "There is no such day."), _REMEDY)
    sign = 1 if found["sign"] in ("C", "RD") else -1
    reference = (found["bank"] or found["own"] or "").strip()
    return BankLine(
        row=number,
        dated=dated,
        reference="" if reference == "NONREF" else reference,
        account=account_in(about) or account_in(movement),
        amount_rupiah=sign * int(found["whole"]),
        text=about,
    )
