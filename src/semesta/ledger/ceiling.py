"""The ceiling of arrears: months of self-payers older than it are taken back, for the law does not let bill them.

Self-payers go on owing while they are suspended; of what they owe the law bills the latest months only (parameter
`arrears.ceiling_months`). Payments go to the oldest month first, so what they covered stays paid.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database.temporary import drop_temporary, make_temporary
from semesta.ledger.entering import enter_lines, last_id
from semesta.ledger.line_rows import insert_lines
from semesta.ledger.months import months_later
from semesta.ledger.vocabulary import Account, EntryKind, LineKind, Party
from semesta.register.recording import Decision, record
from semesta.register.vocabulary import Status
from semesta.rules import Law

PARAMETER = "arrears.ceiling_months"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a run took back: lines, families, rupiah (0 or less)."""

    lines: int = 0
    families: int = 0
    rupiah: int = 0


def take_back_beyond_ceiling(*, month: dt.date, centre: int, by: Decision) -> TakenBack:
    """Take back what suspended families owe for months beyond the ceiling, in the books of `month`.

    A family with a running instalment plan is left as it signed. Inside the caller's transaction.
    """
    cutoff = months_later(month, -Law.current().number(PARAMETER, month))
    if not _billed_before(cutoff):
        return TakenBack()
    make_temporary("beyond", _beyond(cutoff))
    make_temporary("taken_back", _taken_back(cutoff))
    before = last_id("bill_line")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM taken_back")
        found = int(cursor.fetchone()[0])
    if found:
        during = record("ceiling", cited(by, month))
        insert_lines("SELECT * FROM taken_back", LineKind.ADJUSTED, month, during)
        entered = enter_lines(
            after=before, kind=EntryKind.ADJUSTMENT, month=month, centre=centre, during=during
        )
        drop_temporary("beyond", "taken_back")
        return TakenBack(found, entered.entries, entered.rupiah.get(Party.FAMILY, 0))
    drop_temporary("beyond", "taken_back")
    return TakenBack()


def cited(by: Decision, month: dt.date) -> Decision:
    """The decision with the article that sets the ceiling."""
    found = Law.current()[PARAMETER].on(month)
    assert found is not None
    article = f"{found.regulation.id} {found.article}".strip()
    reason = f"Batas tagihan tunggakan {found.value} bulan"
    return Decision(by.actor, reason, article, by.document, by.at)


def _billed_before(cutoff: dt.date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM bill_run WHERE month < %s LIMIT 1", [cutoff])
        return cursor.fetchone() is not None


def _beyond(cutoff: dt.date) -> str:
    """Families with suspended people, and what of their old months no payment covered."""
    return (
        "SELECT p.party_id AS family_id, sum(p.amount_rupiah) AS unpaid FROM "
        f"(SELECT DISTINCT family_id FROM membership WHERE superseded_by_id IS NULL AND valid_to IS NULL "
        f"AND status = {Status.NONAKTIF_TUNGGAKAN:d} AND family_id NOT IN "
        "(SELECT family_id FROM instalment WHERE ended_id IS NULL)) AS f "
        f"JOIN posting p ON p.party_id = f.family_id AND p.party_kind = {Party.FAMILY:d} "
        f"WHERE p.account = {Account.RECEIVABLE:d} AND (p.for_month IS NULL OR p.for_month < '{cutoff}') "
        "GROUP BY p.party_id HAVING sum(p.amount_rupiah) > 0"
    )


def _taken_back(cutoff: dt.date) -> str:
    """From the newest of the old months backwards until what is unpaid is gone."""
    taken = "CASE WHEN owed < unpaid - later THEN owed ELSE unpaid - later END"
    return (
        "SELECT person_id, for_month, family_id, CAST(NULL AS bigint) AS payer_id, CAST(NULL AS bigint) AS region_id, "
        f"rate_id, CAST(NULL AS bigint) AS wage, -({taken}) AS member, 0 AS employer, 0 AS centre, "
        "0 AS local_contribution, 0 AS local_assistance FROM (SELECT l.*, b.unpaid, "
        "coalesce(sum(owed) OVER (PARTITION BY l.family_id ORDER BY for_month DESC, person_id "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS later FROM beyond b JOIN ("
        "SELECT l.person_id, l.for_month, l.family_id, max(l.rate_id) AS rate_id, sum(l.member) AS owed "
        "FROM beyond b JOIN bill_line l ON l.family_id = b.family_id "
        f"WHERE l.payer_id IS NULL AND l.for_month < '{cutoff}' GROUP BY 1, 2, 3 HAVING sum(l.member) > 0"
        ") AS l ON l.family_id = b.family_id) AS owing WHERE later < unpaid"
    )
