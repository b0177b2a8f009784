"""The workbook for the meeting in which a local government and the insurer go through a bill."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One dated rate that stands behind the rupiah, with the article it comes from and how that was verified."""

    title: str  # e.g. "Iuran yang dibayar Pemda"
    amount_rupiah: int  # per person and month
    regulation: str  # title of the regulation
    article: str
    valid_from: dt.date
    verified: str  # read, reported, to_be_verified


@dataclass(frozen=True, slots=True)
class BillSide:
    """One side of the comparison: how many people and how much money, and what says so."""

    people: int | None
    rupiah: int | None
    source: str  # file names, or what it was computed from, in words


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What stands on the first sheet: who meets about which month, and the two sides."""

    payer_code: str  # 18.71; '' for every payer of the edition
    payer_name: str
    month: dt.date  # first day of the billed month
    bill: (
        BillSide | None
    )  # None where no bill was given: the bill that the membership file implies is looked at
    expected: BillSide
    rates: tuple[RateUsed, ...]
    made_by: str
    made_at: dt.datetime
    full_nik_reason: str = ""  # empty: NIK and card masked


def write_reconciliation(
    path: Path,
    engine: Engine,
    *,
    manifest: Manifest,
    meeting: Reconciliation,
    language: Language = "id",
    rows_per_sheet: int = 1_048_576,
) -> int:
    """Write the workbook and return how many findings stand in it by name.

    The engine has the edition's tables as views and a table or view `findings` (tables.FINDINGS).
    Memory stays at one batch of findings. MachineFailed when the file cannot be written.
    """
    raise NotImplementedError
