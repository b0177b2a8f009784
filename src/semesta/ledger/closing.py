"""Closing a month's books: in order, after its bill run, and only when every law of the ledger holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.database.laws import LawChecked, require_laws
from semesta.faults import InputRefused, Text
from semesta.ledger.billing import bill_run_of
from semesta.ledger.checking import check
from semesta.ledger.months import as_date, last_closed, months_later
from semesta.register.recording import Decision, record


@dataclass(frozen=True, slots=True)
class Closed:
    """A month whose books are closed. `already`: they were before, and nothing was changed now."""

    month: dt.date
    already: bool
    laws: int = 0


def close_month(
    *, month: dt.date, by: Decision, on_law: Callable[[LawChecked], None] | None = None
) -> Closed:
    """Close the books of a month (its first day): from then on it takes no entry.

    InputRefused where an earlier month is open or the month is not billed; LawBroken, naming the law and the place,
    where the books contradict themselves.
    """
    assert month.day == 1, f"{month} is no month"
    with writing():
        closed = last_closed()
        if closed is not None and month <= closed:
            return Closed(month, True)
        _must_be_next(month, closed)
        _must_be_billed(month)
        checked = check(on_law)
        require_laws(checked, place=f"{month:%Y-%m}")
        during = record("close", by)
        insert_rows("month_closed", ("month", "change_id"), [(month, during.change)])
    return Closed(month, False, len(checked))


def _must_be_next(month: dt.date, closed: dt.date | None) -> None:
    following = months_later(closed, 1) if closed else _first_month()
    if following is None or month == following:
        return
    raise InputRefused(
        place=f"{month:%Y-%m}",
        reason=Text(
            f"Bulan ditutup berurutan; berikutnya {following:%Y-%m}.",
            f"Months are closed in order; the next one is {following:%Y-%m}.",
        ),
        remedy=Text(f"Tutup {following:%Y-%m} dahulu.", f"Close {following:%Y-%m} first."),
    )


def _first_month() -> dt.date | None:
    """Where the books begin: the first month that was billed or booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(month) FROM (SELECT min(month) AS month FROM bill_run UNION ALL "
            "SELECT min(month) FROM entry) AS months"
        )
        return as_date(cursor.fetchone()[0])


def _must_be_billed(month: dt.date) -> None:
    if bill_run_of(month) is None:
        raise InputRefused(
            place=f"{month:%Y-%m}",
            reason=Text("Bulan itu belum ditagih.", "That month is not billed yet."),
            remedy=Text(
                f"Jalankan: semesta ledger bill --month {month:%Y-%m}.",
                f"Run: semesta ledger bill --month {month:%Y-%m}.",
            ),
        )
