"""Which month each payment settled: oldest month first, in the order of the days of payment; derived, never kept.

The months that a party owes and its payments are laid end to end, each a stretch of rupiah; where a payment's
stretch covers a month's, it settled that part. What reaches beyond the last month is credit. A refund takes
from the end. So the parts add up: settled = paid - refunded - credit, and no order of posting matters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import is_postgresql
from semesta.ledger.booking import PartyOf
from semesta.ledger.months import as_date, month_of
from semesta.ledger.vocabulary import Account, EntryKind


@dataclass(frozen=True, slots=True)
class Part:
    """What one payment settled of one month. `entry` is None for credit that a correction of bills left."""

    month: dt.date
    entry: int | None
    paid_on: dt.date
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class MonthOwed:
    """A month of contribution as it stands now: billed (corrections in it), settled, and by what."""

    month: dt.date
    billed_rupiah: int
    parts: tuple[Part, ...]

    @property
    def settled_rupiah(self) -> int:
        return sum(part.amount_rupiah for part in self.parts)

    @property
    def unpaid_rupiah(self) -> int:
        return self.billed_rupiah - self.settled_rupiah

    @property
    def settled_on(self) -> dt.date | None:
        """The day on which nothing of it was owed any more; None while something is."""
        return None if self.unpaid_rupiah or not self.parts else max(part.paid_on for part in self.parts)


@dataclass(frozen=True, slots=True)
class Allocation:
    """All months of a party in order, and what is left over: `credit` of payments beyond them."""

    party: PartyOf
    months: tuple[MonthOwed, ...]
    paid_rupiah: int  # less what was refunded; corrections of bills below nothing are in it
    credit_rupiah: int

    @property
    def unpaid(self) -> tuple[MonthOwed, ...]:
        return tuple(month for month in self.months if month.unpaid_rupiah)

    @property
    def unpaid_rupiah(self) -> int:
        return sum(month.unpaid_rupiah for month in self.months)


def allocation_of(party: PartyOf, *, on: dt.date | None = None) -> Allocation:
    """Months and payments of one party: of all times, or as they stood at the end of a day."""
    where = f"p.party_kind = {int(party[0])} AND p.party_id = {int(party[1])}"
    with connection.cursor() as cursor:
        cursor.execute(f"{_steps(where, on)} SELECT month, amount FROM due ORDER BY month")
        months = [(_day(month), int(amount)) for month, amount in cursor.fetchall()]
        cursor.execute(
            f"{_steps(where, on)} SELECT month, entry_id, paid_on, amount FROM part ORDER BY month, paid_on, entry_id"
        )
        parts = [
            Part(_day(month), entry, _day(paid_on), int(amount))
            for month, entry, paid_on, amount in cursor.fetchall()
        ]
        cursor.execute(f"{_steps(where, on)} SELECT coalesce(sum(net), 0) FROM total")
        [paid] = cursor.fetchone()
    owed = tuple(
        MonthOwed(month, amount, tuple(part for part in parts if part.month == month))
        for month, amount in months
    )
    settled = sum(month.settled_rupiah for month in owed)
    return Allocation(party, owed, int(paid), int(paid) - settled)


def parts_sql(parties: str = "1 = 1", on: dt.date | None = None) -> str:
    """A SELECT of `party_kind, party_id, month, entry_id, paid_on, amount` for all parties, or those of a condition on `p`.

    One row for each payment (its entry) and month of which it settled something.
    """
    return f"{_steps(parties, on)} SELECT party_kind, party_id, month, entry_id, paid_on, amount FROM part"


def months_sql(parties: str = "1 = 1", on: dt.date | None = None) -> str:
    """A SELECT of `party_kind, party_id, month, billed, settled, settled_on` for every month owed.

    `settled_on` is NULL while something of the month is owed.
    """
    return (
        f"{_steps(parties, on)} SELECT d.party_kind, d.party_id, d.month, d.amount AS billed, "
        "coalesce(sum(s.amount), 0) AS settled, CASE WHEN coalesce(sum(s.amount), 0) = d.amount THEN max(s.paid_on) END "
        "AS settled_on FROM due d LEFT JOIN part s ON s.party_kind = d.party_kind AND s.party_id = d.party_id "
        "AND s.month = d.month GROUP BY d.party_kind, d.party_id, d.month, d.amount"
    )


def _steps(where: str, on: dt.date | None) -> str:
    """WITH: due (months laid end to end), pay (payments so), total (what was paid in all), part (where they meet)."""
    least, greatest = ("least", "greatest") if is_postgresql() else ("min", "max")
    billed = paid = ""
    if on is not None:
        month = month_of(on).isoformat()
        billed = f" AND p.for_month <= '{month}' AND e.month <= '{month}'"
        paid = f" AND e.dated <= '{on.isoformat()}'"
    posted = f"FROM posting p JOIN entry e ON e.id = p.entry_id WHERE {where} AND p.account = {int(Account.RECEIVABLE)}"
    # A payment that was reversed settled nothing; neither does its reversal.
    stands = f"e.kind <> {int(EntryKind.REVERSAL)} AND NOT EXISTS (SELECT 1 FROM entry v WHERE v.reverses_id = e.id)"
    return f"""WITH month_net AS (
  SELECT p.party_kind, p.party_id, p.for_month AS month, sum(p.amount_rupiah) AS amount {posted}
  AND p.for_month IS NOT NULL{billed} GROUP BY p.party_kind, p.party_id, p.for_month),
due AS (
  SELECT m.*, sum(amount) OVER (PARTITION BY party_kind, party_id ORDER BY month) AS upto
  FROM month_net m WHERE amount > 0),
moved AS (
  SELECT p.party_kind, p.party_id, p.entry_id, e.dated AS paid_on, -sum(p.amount_rupiah) AS amount {posted}
  AND p.for_month IS NULL AND {stands}{paid} GROUP BY p.party_kind, p.party_id, p.entry_id, e.dated
  UNION ALL SELECT party_kind, party_id, NULL, month, -amount FROM month_net WHERE amount < 0),
total AS (SELECT party_kind, party_id, sum(amount) AS net FROM moved GROUP BY party_kind, party_id),
pay AS (
  SELECT m.*, sum(m.amount) OVER (PARTITION BY m.party_kind, m.party_id ORDER BY m.paid_on, coalesce(m.entry_id, 0)) AS upto,
  t.net FROM moved m JOIN total t ON t.party_kind = m.party_kind AND t.party_id = m.party_id WHERE m.amount > 0),
part AS (
  SELECT d.party_kind, d.party_id, d.month, y.entry_id, y.paid_on,
  {least}(d.upto, y.upto, y.net) - {greatest}(d.upto - d.amount, y.upto - y.amount) AS amount
  FROM due d JOIN pay y ON y.party_kind = d.party_kind AND y.party_id = d.party_id
  AND {least}(d.upto, y.upto, y.net) > {greatest}(d.upto - d.amount, y.upto - y.amount))"""


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found
