"""Temporary tables of a run: what is due by the law of each month, ready to be joined to millions of memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.ledger.months import month_number, months_later
from semesta.ledger.payers import make_regencies
from semesta.ledger.rates import Combination, ensure_rates
from semesta.register.vocabulary import Status, Transition
from semesta.rules import Law

#: Segment, class, status and relation of a membership `m` as one number; a month's numbers begin at `base`.
KEY = (
    "((((m.segment + 8) * 4 + coalesce(m.hospital_class, 0)) * 16 + m.status) * 8 + coalesce(m.relation, 0))"
)
KEYS_IN_MONTH = 32_768


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month's first day and the next one's; who registered in `[first_from, first_until)` has the first bill then."""

    month: dt.date
    following: dt.date
    first_from: dt.date
    first_until: dt.date

    @classmethod
    def of(cls, month: dt.date) -> DueMonth:
        """The first bill falls in the month in which the window of the first payment opens."""
        following = months_later(month, 1)
        wait = dt.timedelta(days=Law.current().number("first_payment.earliest_days", month))
        return cls(month, following, month - wait, following - wait)

    @property
    def base(self) -> int:
        """The number at which the month's keys begin."""
        return month_number(self.month) * KEYS_IN_MONTH


def key_of(it: Combination) -> int:
    """`KEY` for one combination."""
    return (((it.segment + 8) * 4 + it.hospital_class) * 16 + it.status) * 8 + it.relation


def combination_of(key: int) -> Combination:
    """The combination that a key stands for."""
    rest, relation = divmod(key, 8)
    rest, status = divmod(rest, 16)
    segment, hospital_class = divmod(rest, 4)
    return Combination(segment - 8, hospital_class, status, relation)


def make_due(months: Sequence[DueMonth], combinations: Iterable[Combination]) -> None:
    """Rates of these months for these combinations, then the temporary tables `due`, `due_month`, `regency`.

    `due` has a row for each month and combination for which something is due. Inside the caller's transaction.
    """
    ensure_rates([it.month for it in months], combinations)
    make_regencies()
    with connection.cursor() as cursor:
        for statement in (*_DROP, *_MAKE):
            cursor.execute(statement)
        for it in months:
            cursor.execute(_FILL.format(base=it.base), [it.month])
        cursor.execute("ANALYZE due")
    rows = [(it.month, it.following, it.first_from, it.first_until, it.base) for it in months]
    insert_rows("due_month", ("month", "following", "first_from", "first_until", "base"), rows)


def drop_due() -> None:
    """Without the temporary tables of `make_due`."""
    with connection.cursor() as cursor:
        for statement in (*_DROP, "DROP TABLE IF EXISTS regency"):
            cursor.execute(statement)


def owing(first: str, following: str, first_from: str, first_until: str) -> str:
    """SQL condition on a membership `m`: it is known and decides what its person owes in a month.

    That is the one of the earliest day of the month with a status that owes. Arguments are SQL for the
    month's dates: literals or columns of `due_month`.
    """
    return (
        f"m.superseded_by_id IS NULL AND m.valid_from < {following} "
        f"AND (m.valid_to IS NULL OR m.valid_to > {first}) "
        f"AND (m.status <> {Status.BELUM_AKTIF:d} OR (m.valid_to IS NULL "
        f"AND m.transition IN ({Transition.ENROLLED:d}, {Transition.MOVED:d}) "
        f"AND m.valid_from >= {first_from} AND m.valid_from < {first_until})) "
        f"AND NOT (m.valid_from > {first} AND EXISTS (SELECT 1 FROM membership e "
        "WHERE e.person_id = m.person_id AND e.superseded_by_id IS NULL AND e.valid_from < m.valid_from "
        f"AND e.status IN ({Status.AKTIF:d}, {Status.NONAKTIF_TUNGGAKAN:d}) "
        f"AND (e.valid_to IS NULL OR e.valid_to > {first})))"
    )


_DROP = ("DROP TABLE IF EXISTS due", "DROP TABLE IF EXISTS due_month")
_MAKE = (
    "CREATE TEMPORARY TABLE due (id integer PRIMARY KEY, rate_id bigint NOT NULL, month date NOT NULL, "
    "by_base integer NOT NULL, local integer NOT NULL, extra integer NOT NULL, member bigint, employer bigint, "
    "centre bigint, local_contribution bigint, local_assistance bigint, employer_bp bigint, worker_bp bigint, "
    "centre_bp bigint, wage_cap bigint)",
    "CREATE TEMPORARY TABLE due_month (month date PRIMARY KEY, following date NOT NULL, first_from date NOT NULL, "
    "first_until date NOT NULL, base integer NOT NULL)",
)
#: `by_base`: shares of a base; `local`: a region owes a part; `extra`: a worker's additional family member.
_FILL = (
    "INSERT INTO due SELECT {base} + (((segment + 8) * 4 + hospital_class) * 16 + status) * 8 + relation, id, month, "
    "CASE WHEN worker_bp IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN local_contribution + local_assistance > 0 THEN 1 ELSE 0 END, "
    "CASE WHEN worker_bp IS NOT NULL AND relation = 5 THEN 1 ELSE 0 END, member, employer, centre, "
    "local_contribution, local_assistance, employer_bp, worker_bp, centre_bp, wage_cap FROM rate "
    "WHERE month = %s AND (worker_bp IS NOT NULL "
    "OR member + employer + centre + local_contribution + local_assistance > 0)"
)
