"""From postings to statuses: when each party had paid all, when a month stayed unpaid, and what follows for its people.

A party's position on a day is what its receivable stands at, of months up to the day's, booked in months up
to the day's, less what was paid by the day. It moves in steps; an arrears run looks at it on the last day of
its month, and whoever is suspended is active again from the first day on which nothing is owed.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database import insert_rows, is_postgresql
from semesta.database.temporary import drop_temporary, make_temporary, make_temporary_empty
from semesta.ledger.ahead import make_ahead
from semesta.ledger.booking import PartyOf
from semesta.ledger.day_sql import later_sql, month_of_sql, next_month_sql
from semesta.ledger.instalments import end_paid_plans
from semesta.ledger.months import as_date, months_later
from semesta.ledger.parties import self_paying_segments
from semesta.ledger.vocabulary import Account, Party
from semesta.register.following_payments import Followed, follow_payments
from semesta.register.recording import Recording
from semesta.register.vocabulary import Status, Transition

_TABLES = ("paid_party", "paid_person", "paid_step", "paid_event", "paid_full", "paid_ahead", "run_month")
_SUSPENDED_BY_RUN = f"({int(Party.EMPLOYER)}, {int(Party.FAMILY)})"


def settle(*, during: Recording, on: dt.date, running: dt.date | None = None) -> Followed:
    """Bring the memberships of the parties of `paid_party (party_kind, party_id)` in line with the books.

    Inside a transaction; the caller made the table (`make_temporary`). `on`: the day whose law says which
    segments pay for themselves. `running`: the month of the arrears run that is being made. The centre and
    regions are never suspended, so nothing follows for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM paid_party LIMIT 1")
        if cursor.fetchone() is None:
            return Followed()
    months = sorted({*_months_run(), *([running] if running else [])})
    make_temporary_empty("run_month", "month date")
    insert_rows("run_month", ("month",), [(month,) for month in months])
    _people()
    make_temporary("paid_step", step_sql("paid_party"), index="party_id, day")
    self_paying = self_paying_segments(on)
    make_ahead(", ".join(str(number) for number in self_paying))
    _events()
    _full()
    followed = follow_payments(
        during=during,
        self_paying=self_paying,
        suspension_days=[months_later(month, 1) for month in months],
    )
    families = f"SELECT party_id FROM paid_party WHERE party_kind = {int(Party.FAMILY)}"
    end_paid_plans(during=during, families=families)
    drop_temporary(*_TABLES)
    return followed


def settle_one(party: PartyOf, since: dt.date, *, during: Recording) -> Followed:
    """`settle` for one party for which something moved on a day."""
    day = f"CAST('{since.isoformat()}' AS date)" if is_postgresql() else f"'{since.isoformat()}'"
    concerned(f"SELECT {int(party[0])} AS party_kind, {int(party[1])} AS party_id, {day} AS first")
    return settle(during=during, on=since)


def concerned(parties: str) -> None:
    """Make `paid_party` of a SELECT of (party_kind, party_id, first): those whose people's status may change.

    A payment does nothing to who was active all the time since `first`: that is nearly everybody.
    """
    waiting = f"({int(Status.NONAKTIF_TUNGGAKAN)}, {int(Status.BELUM_AKTIF)})"
    closed = f"({int(Transition.CANCELLED)}, {int(Transition.VOIDED)})"
    make_temporary(
        "paid_party",
        f"SELECT t.party_kind, t.party_id FROM ({parties}) t WHERE t.party_kind = {int(Party.EMPLOYER)} "
        f"OR t.party_kind = {int(Party.FAMILY)} AND EXISTS (SELECT 1 FROM person x JOIN membership m "
        "ON m.person_id = x.id WHERE x.family_id = t.party_id AND m.superseded_by_id IS NULL "
        f"AND m.status IN {waiting} AND m.transition NOT IN {closed} AND (m.valid_to IS NULL OR m.valid_to > t.first))",
    )


def step_sql(parties: str) -> str:
    """A SELECT of each step of each party of a table `parties (party_kind, party_id)`.

    `day, until` (half-open, NULL: up to now), `owed` from that day on, `billed` in all by then,
    `billed_here`: billed on that very day. Bills count from their month or the month in which they were
    booked, whichever is later; payments and refunds from their own day.
    """
    month = later_sql("p.for_month", "e.month")
    return (
        "SELECT party_kind, party_id, day, lead(day) OVER one AS until, sum(amount) OVER one AS owed, "
        "sum(billed) OVER one AS billed, billed AS billed_here FROM ("
        f"SELECT p.party_kind, p.party_id, CASE WHEN p.for_month IS NULL THEN e.dated ELSE {month} END AS day, "
        "sum(p.amount_rupiah) AS amount, sum(CASE WHEN p.for_month IS NOT NULL THEN p.amount_rupiah ELSE 0 END) AS billed "
        f"FROM {parties} t JOIN posting p ON p.party_id = t.party_id AND p.party_kind = t.party_kind "
        f"JOIN entry e ON e.id = p.entry_id WHERE p.account = {int(Account.RECEIVABLE)} GROUP BY 1, 2, 3) steps "
        "WINDOW one AS (PARTITION BY party_kind, party_id ORDER BY day)"
    )


def _people() -> None:
    """The people of the families now and those billed with them before; the people of the employers now."""
    family, employer = int(Party.FAMILY), int(Party.EMPLOYER)
    make_temporary(
        "paid_person",
        f"SELECT t.party_kind, t.party_id, x.id AS person_id FROM paid_party t JOIN person x "
        f"ON x.family_id = t.party_id WHERE t.party_kind = {family} "
        f"UNION SELECT t.party_kind, t.party_id, b.person_id FROM paid_party t JOIN bill_line b "
        f"ON b.family_id = t.party_id WHERE t.party_kind = {family} "
        f"UNION SELECT {employer}, x.payer_id, x.id FROM person x WHERE x.payer_id IN "
        f"(SELECT party_id FROM paid_party WHERE party_kind = {employer})",
    )


def _events() -> None:
    """On which days all was paid, and after which months of an arrears run it was not. On one day, paid wins."""
    month = month_of_sql("s.day")
    billed = (
        f"EXISTS (SELECT 1 FROM bill_run b WHERE b.month = {month}) OR EXISTS (SELECT 1 FROM paid_step z "
        f"WHERE z.party_kind = s.party_kind AND z.party_id = s.party_id AND z.day = {month} AND z.billed_here > 0)"
    )
    after = next_month_sql("r.month")
    make_temporary(
        "paid_event",
        "SELECT party_kind, party_id, day, min(status) AS status FROM ("
        f"SELECT s.party_kind, s.party_id, s.day, {int(Status.AKTIF)} AS status FROM paid_step s "
        f"WHERE s.owed <= 0 AND s.billed > 0 AND ({billed} OR EXISTS (SELECT 1 FROM paid_ahead a "
        f"WHERE s.party_kind = {int(Party.FAMILY)} AND a.party_id = s.party_id AND a.month = {month} "
        "AND s.owed + a.rupiah <= 0)) "
        f"UNION ALL SELECT s.party_kind, s.party_id, {after}, {int(Status.NONAKTIF_TUNGGAKAN)} FROM paid_step s "
        f"JOIN run_month r ON s.day < {after} AND (s.until IS NULL OR s.until >= {after}) "
        f"WHERE s.owed > 0 AND s.party_kind IN {_SUSPENDED_BY_RUN}) found GROUP BY party_kind, party_id, day",
        index="party_id",
    )


def _full() -> None:
    make_temporary(
        "paid_full",
        "SELECT party_kind, party_id, day AS since, until FROM paid_step WHERE owed <= 0 AND billed > 0",
        index="party_id",
    )


def _months_run() -> list[dt.date]:
    """The months of which the arrears were run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM arrears_run ORDER BY month")
        months = [as_date(row[0]) for row in cursor.fetchall()]
    return [month for month in months if month is not None]
