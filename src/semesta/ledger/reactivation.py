"""What a family must pay to be active again: every month owed up to the ceiling, and the current one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.faults import NotFound, Text
from semesta.ledger.allocation import allocation_of
from semesta.ledger.months import month_of, months_later
from semesta.ledger.parties import self_paying_segments
from semesta.ledger.rates import Combination, amounts
from semesta.ledger.vocabulary import Party
from semesta.register.buckets import BUCKET_OF
from semesta.register.formulas import article_in_force, article_of
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES, Status, Transition
from semesta.rules import Law


@dataclass(frozen=True, slots=True)
class MonthDue:
    """A month and what of it is still to be paid, in rupiah; by which article. `billed`: it was billed already."""

    month: dt.date
    amount_rupiah: int
    article: str
    billed: bool


@dataclass(frozen=True, slots=True)
class ToReactivate:
    """What must be paid on a day. `arrears_rupiah` of the months before, `current_rupiah` of the day's own month.

    `beyond_rupiah`: owed for months older than the ceiling, which the law does not let bill; not in the total.
    `complete` is False where we do not know all months: the family was taken over from an extract in arrears.
    """

    family: int
    on: dt.date
    persons: int
    months: tuple[MonthDue, ...]
    beyond_rupiah: int
    article: str
    complete: bool

    @property
    def arrears(self) -> tuple[MonthDue, ...]:
        return tuple(month for month in self.months if month.month < month_of(self.on))

    @property
    def arrears_rupiah(self) -> int:
        return sum(month.amount_rupiah for month in self.arrears)

    @property
    def current_rupiah(self) -> int:
        return self.total_rupiah - self.arrears_rupiah

    @property
    def total_rupiah(self) -> int:
        return sum(month.amount_rupiah for month in self.months)


@dataclass(frozen=True, slots=True)
class Payer:
    """What decides a self-paying person's contribution, and how many such people a family has."""

    segment: int
    hospital_class: int
    relation: int
    persons: int

    def share(self, month: dt.date) -> int:
        """Rupiah of all of them for a month, without assistance: that is for active members. 0 where not known."""
        found = amounts(
            month,
            Combination(self.segment, self.hospital_class, int(Status.NONAKTIF_TUNGGAKAN), self.relation),
        )
        return self.persons * (found.member or 0)

    def article(self, month: dt.date) -> str:
        return article_of(
            "contribution", "member", month, bucket=BUCKET_OF[self.segment], segment=SEGMENT_NAMES.get(self.segment),
            hospital_class=self.hospital_class or None, status=STATUS_NAMES[Status.NONAKTIF_TUNGGAKAN],
            relation=self.relation or None,
        )  # fmt: skip


def to_reactivate(family: int, on: dt.date) -> ToReactivate:
    """What the family must pay on a day to be active that day (formula `arrears`), by what is paid until then.

    Months that are not billed yet are reckoned by the law of each. NotFound where the family has nobody who
    pays for themselves.
    """
    payers = payers_of(family, on)
    if not payers:
        raise NotFound(
            place=str(family),
            reason=Text("Tidak ada peserta mandiri dalam keluarga itu.", "Nobody in that family pays for themselves."),
            remedy=Text("Periksa nomor keluarganya; kartu yang dibayar pihak lain tidak menunggak.", "Check the family's number; cards that others pay have no arrears."),
        )  # fmt: skip
    now = month_of(on)
    ceiling = Law.current().number("arrears.ceiling_months", on)
    first = months_later(now, -ceiling)
    found = allocation_of((Party.FAMILY, family), on=on)
    due = [MonthDue(it.month, it.unpaid_rupiah, _article(payers, it.month), True) for it in found.unpaid]
    due += _not_billed(payers, max((it.month for it in found.months), default=None), now, found.credit_rupiah)
    return ToReactivate(
        family=family,
        on=on,
        persons=sum(payer.persons for payer in payers),
        months=tuple(it for it in due if it.month >= first),
        beyond_rupiah=sum(it.amount_rupiah for it in due if it.month < first),
        article=article_in_force("arrears.ceiling_months", on),
        complete=not _taken_over_in_arrears(family),
    )


def payers_of(family: int, on: dt.date) -> list[Payer]:
    """The people of a family who pay for themselves, by what decides their contribution. Of now."""
    segments = ", ".join(str(number) for number in self_paying_segments(on))
    alive = f"({int(Status.AKTIF)}, {int(Status.NONAKTIF_TUNGGAKAN)}, {int(Status.BELUM_AKTIF)})"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT segment, coalesce(hospital_class, 0), coalesce(relation, 0), count(*) FROM person "
            f"WHERE family_id = %s AND segment IN ({segments}) AND status IN {alive} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            [family],
        )
        return [Payer(*(int(value) for value in row)) for row in cursor.fetchall()]


def _not_billed(payers: list[Payer], last: dt.date | None, now: dt.date, credit: int) -> list[MonthDue]:
    """Months after the last one billed, up to the current one; credit pays the oldest of them first."""
    month = now if last is None else months_later(last, 1)
    due = []
    while month <= now:
        share = sum(payer.share(month) for payer in payers)
        rest = max(0, share - credit)
        credit -= share - rest
        if rest:
            due.append(MonthDue(month, rest, _article(payers, month), False))
        month = months_later(month, 1)
    return due


def _article(payers: list[Payer], month: dt.date) -> str:
    return "; ".join(dict.fromkeys(payer.article(month) for payer in payers))


def _taken_over_in_arrears(family: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM person x JOIN membership m ON m.person_id = x.id WHERE x.family_id = %s "
            "AND m.superseded_by_id IS NULL AND m.transition = %s AND m.status = %s LIMIT 1",
            [family, int(Transition.ADOPTED), int(Status.NONAKTIF_TUNGGAKAN)],
        )
        return cursor.fetchone() is not None
