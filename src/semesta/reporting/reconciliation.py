"""The workbook for the meeting in which a local government and the insurer go through a bill."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.reconciliation_by_name import write_by_name
from semesta.reporting.reconciliation_facts import CARDS, gather_facts, take_cards
from semesta.reporting.reconciliation_page import write_page
from semesta.reporting.reconciliation_refused import write_refused
from semesta.reporting.reconciliation_sheets import (
    write_differences,
    write_rates,
    write_regions,
)
from semesta.reporting.sheets import EXCEL_ROWS, Book
from semesta.rules.law import Law
from semesta.tables import CERTAINTIES


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One dated rate that stands behind the rupiah, with the article it comes from and how that was verified."""

    title: str  # e.g. "Iuran yang dibayar Pemda"
    amount_rupiah: int  # per person and month
    regulation: str  # title of the regulation
    article: str
    valid_from: dt.date | None  # None: not known
    verified: str  # read, reported, to_be_verified
    name: str = ""  # of the parameter


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
    lists: tuple[str, ...] = ()  # names of the files that were read beside the edition, the bill's first


def rates_used(law: Law, month: dt.date, language: Language = "id") -> tuple[RateUsed, ...]:
    """The rates of a month behind an audit's rupiah; a rate that no law of that month gives is left out."""
    found = ((law[name], law[name].on(month)) for name in _RATES)
    return tuple(
        RateUsed(
            title=parameter.title.say(language),
            amount_rupiah=parameter.number(month),
            regulation=value.regulation.title.say(language),
            article=value.article,
            valid_from=value.period.since,
            verified=value.verified,
            name=parameter.name,
        )
        for parameter, value in found
        if value is not None
    )


#: In the order in which a treasurer asks for them: own part first.
_RATES = (
    "pemda.contribution",
    "pemda.assistance_local",
    "pemda.assistance_centre",
    "pbpu.class_3.local",
    "pbpu.class_3.centre",
    "pbpu.class_3.member",
    "pbi.total",
)


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
