"""Newcomers whose first payment did not come in its window: they are cancelled, and owe nothing (jkn.md 3)."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database import insert_rows
from semesta.database.temporary import drop_temporary, make_temporary, make_temporary_empty
from semesta.ledger.entering import enter_lines, last_id
from semesta.ledger.line_rows import insert_lines
from semesta.ledger.months import as_date, open_month
from semesta.ledger.payers import centre_payer
from semesta.ledger.vocabulary import EntryKind, LineKind
from semesta.register.following_payments import first_window
from semesta.register.recording import Recording
from semesta.register.status_changes import apply_status
from semesta.register.vocabulary import Status, Transition

_PARTS = ("member", "employer", "centre", "local_contribution", "local_assistance")


def cancel_expired(*, during: Recording, day: dt.date, segments: str) -> int:
    """Cancel those whose window ended before `day`, from the day after its last, with their bills; how many people.

    `asleep (person_id, status, segment, payer_id)`, a table of the transaction, has those who wait.
    """
    make_temporary(
        "waiting",
        "SELECT m.person_id, m.family_id, m.valid_from AS registered FROM asleep x JOIN membership m "
        f"ON m.person_id = x.person_id WHERE x.status = {Status.BELUM_AKTIF:d} AND x.segment IN ({segments}) "
        "AND m.superseded_by_id IS NULL AND m.valid_to IS NULL "
        f"AND m.transition IN ({Transition.ENROLLED:d}, {Transition.MOVED:d})",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT registered FROM waiting")
        days = [as_date(row[0]) for row in cursor.fetchall()]
    ends = [(one, first_window(one)[1] + dt.timedelta(days=1)) for one in days if one is not None]
    make_temporary_empty("waiting_end", "registered date, until date")
    insert_rows("waiting_end", ("registered", "until"), [end for end in ends if end[1] <= day])
    cancelled = apply_status(
        during=during,
        people="SELECT w.person_id, e.until FROM waiting w JOIN waiting_end e ON e.registered = w.registered",
        transition=Transition.CANCELLED,
        status=Status.BELUM_AKTIF,
        since=None,
    )
    if cancelled:
        _take_back(during, open_month(day))
    drop_temporary("waiting", "waiting_end")
    return cancelled


def _take_back(during: Recording, month: dt.date) -> None:
    """Their bills, whole: lines that correct and one entry a party, in the books of `month`."""
    parts = ", ".join(f"-sum(l.{part}) AS {part}" for part in _PARTS)
    before = last_id("bill_line")
    insert_lines(
        f"SELECT l.person_id, l.for_month, l.family_id, CAST(NULL AS bigint), l.region_id, max(l.rate_id), "
        f"CAST(NULL AS bigint), {parts} FROM waiting w JOIN waiting_end e ON e.registered = w.registered "
        "JOIN bill_line l ON l.family_id = w.family_id AND l.person_id = w.person_id WHERE l.payer_id IS NULL "
        "GROUP BY l.person_id, l.for_month, l.family_id, l.region_id "
        f"HAVING {' OR '.join(f'sum(l.{part}) <> 0' for part in _PARTS)}",
        LineKind.ADJUSTED,
        month,
        during,
    )
    enter_lines(
        after=before, kind=EntryKind.ADJUSTMENT, month=month, centre=centre_payer() or 0, during=during
    )
