"""A line of a bank statement, as every form of file is read to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BankLine:
    """What the bank says happened: money in is positive, money out negative."""

    row: int  # line of the file, row of the sheet, from 1
    dated: dt.date
    reference: str  # '' where the bank wrote none
    account: str  # the virtual account; '' where none was found
    amount_rupiah: int
    text: str = ""
