"""The workbook for the meeting in which a local government and the insurer go through a bill."""

from __future__ import annotations

from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.reconciliation_by_name import write_by_name
from semesta.reporting.reconciliation_facts import CARDS, gather_facts, take_cards
from semesta.reporting.reconciliation_meeting import Reconciliation
from semesta.reporting.reconciliation_page import write_page
from semesta.reporting.reconciliation_refused import write_refused
from semesta.reporting.reconciliation_sheets import (
    write_differences,
    write_rates,
    write_regions,
)
from semesta.reporting.sheets import EXCEL_ROWS, Book
from semesta.tables import CERTAINTIES


def write_reconciliation(
    path: Path,
    engine: Engine,
    *,
    manifest: Manifest,
    meeting: Reconciliation,
    language: Language = "id",
    rows_per_sheet: int = EXCEL_ROWS,
) -> int:
    """Write the workbook and return how many findings stand in it by name.

    The engine has the edition's tables as views and a table or view `findings` (tables.FINDINGS); where a
    bill was read, `bill` and `bill_rejects` too. Sheets: a page for the table, one by name for each
    certainty, by region, differences of people and money, rates, refused rows of the bill. What is not certain is asked there, never
    said. Memory stays at one batch of findings. MachineFailed when the file cannot be written.
    """
    say = Speaker(language)
    facts = gather_facts(engine)
    take_cards(engine)
    written = 0
    with Book(path, page_text=say("recon.page"), rows_per_sheet=rows_per_sheet) as book:
        write_page(book, say, manifest, meeting, facts)
        for certainty in CERTAINTIES:
            written += write_by_name(book, say, engine, meeting, facts, certainty)
        write_regions(book, say, engine)
        write_differences(book, say, engine, meeting, facts)
        write_rates(book, say, meeting)
        write_refused(book, say, engine, meeting, facts)
    engine.drop(CARDS)
    return written
