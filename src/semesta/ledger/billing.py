"""The bill run of a month: what every member's payers owe, in one transaction; done again it changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.database.temporary import drop_temporary, make_temporary
from semesta.faults import InputRefused, Text
from semesta.ledger.adjusting import Adjusted, adjust_late, seen
from semesta.ledger.ceiling import TakenBack, take_back_beyond_ceiling
from semesta.ledger.due import DueMonth, drop_due, make_due
from semesta.ledger.entering import enter_lines, last_id
from semesta.ledger.late import find_late
from semesta.ledger.line_rows import insert_lines
from semesta.ledger.lines import based_lines, billed_before, flat_lines
from semesta.ledger.months import as_date, months_later, must_be_open
from semesta.ledger.outcomes import count_outcomes, take_census
from semesta.ledger.payers import ensure_payers
from semesta.ledger.vocabulary import EntryKind, LineKind
from semesta.register.recording import Decision, record


@dataclass(frozen=True, slots=True)
class BillRunDone:
    """A month's bill run. `already`: it was done before, and nothing was changed now.

    `outcomes`: registered people by what became of them; the sum is everybody. `lines`, `entries` and
    `rupiah` (by kind of party) are of this run; all 0 when it was done before.
    """

    month: dt.date
    already: bool
    outcomes: Mapping[str, int]
    lines: int = 0
    entries: int = 0
    rupiah: Mapping[str, int] | None = None
    adjusted: Adjusted | None = None
    taken_back: TakenBack | None = None


def run_bills(*, month: dt.date, by: Decision) -> BillRunDone:
    """Bill a month (its first day) to families, employers, regions and the centre, by the facts known now.

    Facts that came late for months billed before are adjusted, and what lies beyond the ceiling of arrears is
    taken back, in the same month's books. All of it or nothing. InputRefused for a month that is closed or not the next one.
    """
    assert month.day == 1, f"{month} is no month"
    with writing():
        done = bill_run_of(month)
        if done is not None:
            return done
        must_be_open(month)
        _must_be_next(month)
        return _run(DueMonth.of(month), by)


def bill_run_of(month: dt.date) -> BillRunDone | None:
    """The bill run of a month if it was done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcomes FROM bill_run WHERE month = %s", [month])
        row = cursor.fetchone()
    if row is None:
        return None
    return BillRunDone(month, True, json.loads(row[0]) if isinstance(row[0], str) else row[0])


def last_billed() -> dt.date | None:
    """The last month that was billed; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM bill_run")
        return as_date(cursor.fetchone()[0])


def _run(month: DueMonth, by: Decision) -> BillRunDone:
    known, before = seen(), last_id("bill_line")
    late = known is not None and find_late(known) > 0
    during = record("bill", by)
    centre = ensure_payers(during)
    census = take_census(month)
    make_due([month], {group.combination for group in census})
    make_temporary("billed_before", billed_before(month))
    flat = insert_lines(flat_lines(month), LineKind.BILLED, month.month, during, everybody=True)
    based = insert_lines(based_lines(month), LineKind.BILLED, month.month, during)
    entered = enter_lines(
        after=before,
        kind=EntryKind.BILL,
        month=month.month,
        centre=centre,
        during=during,
        for_month=month.month,
    )
    outcomes = count_outcomes(month, census, after=before, based=based > 0)
    drop_due()
    drop_temporary("billed_before")
    insert_rows(
        "bill_run",
        ("month", "change_id", "known", "outcomes"),
        [(month.month, during.change, during.change, json.dumps(outcomes))],
    )
    adjusted = None
    if late:
        adjusted = adjust_late(
            month=month.month, billed=month.month, before=before, during=record("adjust", by)
        )
    taken = take_back_beyond_ceiling(month=month.month, centre=centre, by=by)
    rupiah = {party.name: amount for party, amount in entered.rupiah.items()}
    return BillRunDone(month.month, False, outcomes, flat + based, entered.entries, rupiah, adjusted, taken)


def _must_be_next(month: dt.date) -> None:
    """Months are billed in order, none left out."""
    last = last_billed()
    if last is None or month == months_later(last, 1):
        return
    following = months_later(last, 1)
    raise InputRefused(
        place=f"{month:%Y-%m}",
        reason=Text(
            f"Bulan ditagih berurutan; yang terakhir {last:%Y-%m}.",
            f"Months are billed in order; the last one was {last:%Y-%m}.",
        ),
        remedy=Text(
            f"Tagih {following:%Y-%m}; fakta yang terlambat masuk sebagai koreksi di bulan yang terbuka.",
            f"Bill {following:%Y-%m}; facts that came late become adjustments in the open month.",
        ),
    )
