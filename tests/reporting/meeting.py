"""A small city whose bill was audited, and the workbooks made of it, read back as an officer's Excel would."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from semesta.engine import Engine
from semesta.manifest import Manifest
from semesta.reporting.mutation import MutationOrder, MutationsWritten, write_mutations
from semesta.reporting.reconciliation import write_reconciliation
from semesta.reporting.reconciliation_meeting import BillSide, Reconciliation, rates_used
from semesta.rules.law import Law
from semesta.tables import REGIONS
from tests.findings.desk import Desk, audited

JULY = dt.date(2024, 7, 1)
REGION_ROWS = (
    ("18", "province", "LAMPUNG", ""),
    ("18.71", "regency", "KOTA BANDAR LAMPUNG", "18"),
    ("18.01", "regency", "KABUPATEN LAMPUNG SELATAN", "18"),
    ("18.71.01", "district", "KEDATON", "18.71"),
    ("18.71.01.1001", "village", "SURABAYA", "18.71.01"),
)
PEOPLE = """
nik  | name        | kk               | vital | decile | work
9001 | BUDI        | 1871010101109001 | DEAD  | 3      | -
9002 | SITI AMINAH | 1871010101109002 | -     | 3      | -
9003 | ADI         | 1871010101109003 | DEAD  | 3      | -
9004 | IDA         | -                | -     | 3      | -
9005 | EKO         | 1871010101109005 | -     | 5      | -
9006 | UMI         | 1871010101109006 | -     | 5      | -
-    | TANPA       | 1871010101109007 | -     | 5      | -
9008 | JOKO        | 1871010101109008 | -     | 5      | -
9010 | WATI        | 1871010101109010 | -     | 9      | -
"""
CARDS = """
nik  | name       | link  | segment | payer | class | gone
9001 | BUDI       | 1     | PEMDA   | 18.71 | 3     | -
9002 | SITI A     | 2     | PEMDA   | 18.71 | 3     | -
9099 | ADI        | ~3    | PEMDA   | 18.71 | 3     | -
9004 | IDA        | 4     | PEMDA   | 18.71 | 2     | -
9088 | TAK DIKENAL| -     | PEMDA   | 18.71 | 3     | -
9004 | IDA        | 4 dup | PPU_BU  | -     | 3     | -
9010 | WATI       | 9     | PBI     | -     | 3     | -
"""


def city(people: str = PEOPLE, cards: str = CARDS, *, bill: str | None = None, **totals: int) -> Desk:
    """The audited city, with its regions."""
    desk = audited(people, cards, bill=bill, **totals)  # type: ignore[arg-type]
    desk.engine.run(REGIONS.ddl())
    for row in REGION_ROWS:
        desk.engine.run("INSERT INTO regions VALUES (?, ?, ?, ?)", list(row))
    return desk


def meeting(**changes: object) -> Reconciliation:
    usual: dict[str, object] = {
        "payer_code": "18.71",
        "payer_name": "Kota Bandar Lampung",
        "month": JULY,
        "bill": BillSide(12, 453_600, "tagihan.csv"),
        "expected": BillSide(10, 378_000, "data peserta x tarif"),
        "rates": rates_used(Law.current(), JULY),
        "made_by": "Dinas Kesehatan",
        "made_at": dt.datetime(2024, 7, 20, 9, 0, tzinfo=dt.UTC),
    }
    return Reconciliation(**{**usual, **changes})  # type: ignore[arg-type]


def reconciled(
    path: Path, engine: Engine, manifest: Manifest, **changes: object
) -> tuple[int, dict[str, Worksheet]]:
    count = write_reconciliation(path, engine, manifest=manifest, meeting=meeting(**changes))
    book = openpyxl.load_workbook(path)
    return count, {sheet.title: sheet for sheet in book.worksheets}


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """Rows below the first full header as heading -> value."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if sum(cell is not None for cell in row) > 2)
    names = [str(name) for name in rows[head]]
    return [dict(zip(names, row, strict=True)) for row in rows[head + 1 :] if any(c is not None for c in row)]


def order(**changes: object) -> MutationOrder:
    usual: dict[str, object] = {"month": JULY, "start": dt.date(2024, 8, 1), "proposer": "Dinas Kesehatan"}
    return MutationOrder(**{**usual, **changes})  # type: ignore[arg-type]


def mutated(
    path: Path, engine: Engine, manifest: Manifest, *, template: Path | None = None, **changes: object
) -> tuple[MutationsWritten, dict[str, Worksheet]]:
    done = write_mutations(path, engine, manifest=manifest, order=order(**changes), template=template)
    book = openpyxl.load_workbook(path)
    return done, {sheet.title: sheet for sheet in book.worksheets}
