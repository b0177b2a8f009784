"""The sheet of a reconciliation with what could not be read of the bill: it is in no check, and nothing of it is lost."""

from __future__ import annotations

import re

from semesta.engine import Engine
from semesta.reporting.catalogue import Speaker
from semesta.reporting.reconciliation_facts import Facts
from semesta.reporting.reconciliation_meeting import Reconciliation
from semesta.reporting.rejects import reject_columns, reject_rows
from semesta.reporting.sheets import Book, Value

#: A number long enough to be somebody's, however it is written: all but its first digits are hidden.
_LONG_NUMBER = re.compile(r"(\d(?:[ .-]?\d){7})(?:[ .-]?\d){4,}")


def write_refused(book: Book, say: Speaker, engine: Engine, meeting: Reconciliation, facts: Facts) -> int:
    """Each refused row and cell of the bill; no sheet where there is none. Returns how many."""
    if not facts.has_bill_rejects or not engine.count("bill_rejects"):
        return 0
    masked = not meeting.full_nik_reason
    rows = reject_rows(engine, dict(enumerate(meeting.lists)), say, table="bill_rejects")
    shown = (tuple(map(_masked, row)) if masked else row for row in rows)
    above = [("", say("recon.sheet.refused")), ("", say("recon.refused.above"))]
    name = say("recon.sheet.refused")
    return book.add(name, above=above, columns=reject_columns(say), rows=shown, tall=True)


def _masked(value: Value) -> Value:
    return _LONG_NUMBER.sub(r"\1********", value) if isinstance(value, str) else value
