"""Facts that came late: the difference between what should be billed and what was, in the open month.

A month that was billed, and one that is closed, is never changed. What a party owes too much or too little by the
facts known now becomes ADJUSTED lines and one ADJUSTMENT entry a party.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.database.temporary import drop_temporary, make_temporary
from semesta.ledger.due import DueMonth, drop_due, make_due
from semesta.ledger.entering import enter_lines, last_id
from semesta.ledger.late import find_late
from semesta.ledger.line_rows import insert_lines
from semesta.ledger.lines import based_lines_of, flat_lines_of
from semesta.ledger.months import as_date, months_later, open_month
from semesta.ledger.payers import ensure_payers
from semesta.ledger.rates import RATED, Combination
from semesta.ledger.vocabulary import EntryKind, LineKind
from semesta.register.recording import Decision, Recording, record
from semesta.rules import Law

#: First bills are made before their month is billed, at most so many months ahead of the last bill run.
_MONTHS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What late facts changed: people looked at, lines and entries written, rupiah by kind of party (may be < 0)."""

    month: dt.date
    people: int = 0
    lines: int = 0
    entries: int = 0
    rupiah: dict[str, int] | None = None


def adjust(*, on: dt.date, by: Decision) -> Adjusted:
    """Adjust for facts recorded since the last time, in the open month of a day. Without such facts nothing changes."""
    with writing():
        month = open_month(on)
        known, last = seen(), _last_run()
        if known is None or last is None or not find_late(known):
            return Adjusted(month)
        return adjust_late(month=month, billed=last, before=None, during=record("adjust", by))


def seen() -> int | None:
    """The change up to which facts are in the bills; None before the first bill run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(known) FROM adjust_run), (SELECT min(known) FROM bill_run))"
        )
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def adjust_late(*, month: dt.date, billed: dt.date, before: int | None, during: Recording) -> Adjusted:
    """Adjust for the people of the temporary table `late`, in the books of `month`. Inside the caller's transaction.

    All months up to `billed` are compared; of later ones those with a first bill. `before`: a line's
    number; then only first bills up to it, and `billed` is compared like a later month, for it was billed just now.
    """
    lines_before = last_id("bill_line")
    centre = ensure_payers(during)
    months = _months(billed)
    if months:
        make_due([DueMonth.of(it) for it in months], _combinations())
        people = _late_months(billed if before is None else months_later(billed, -1), before)
        _differences(month)
        lines = insert_lines("SELECT * FROM difference", LineKind.ADJUSTED, month, during)
    else:
        people = lines = 0
    entered = enter_lines(
        after=lines_before, kind=EntryKind.ADJUSTMENT, month=month, centre=centre, during=during
    )
    drop_due()
    drop_temporary("found", "late", "late_month", "difference")
    insert_rows(
        "adjust_run", ("month", "change_id", "known", "lines"), [(month, during.change, during.change, lines)]
    )
    rupiah = {party.name: amount for party, amount in entered.rupiah.items()}
    return Adjusted(month, people, lines, entered.entries, rupiah)


def _last_run() -> dt.date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM bill_run")
        return as_date(cursor.fetchone()[0])


def _months(billed: dt.date) -> list[dt.date]:
    """The billed months that late facts can touch, and those ahead that can have a first bill."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(since) FROM late")
        since = as_date(cursor.fetchone()[0])
        if since is None:
            return []
        cursor.execute("SELECT month FROM bill_run WHERE month <= %s ORDER BY month", [billed])
        run = [as_date(row[0]) for row in cursor.fetchall()]
    ahead = [months_later(billed, number) for number in range(1, _MONTHS_AHEAD + 1)]
    return [it for it in [*run, *ahead] if it is not None and months_later(it, 1) > since]


def _combinations() -> list[Combination]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT segment, coalesce(hospital_class, 0), status, coalesce(relation, 0) "
            "FROM late c JOIN membership m ON m.person_id = c.person_id WHERE m.superseded_by_id IS NULL "
            f"AND m.status IN ({', '.join(str(int(it)) for it in RATED)})"
        )
        return [Combination(*row) for row in cursor.fetchall()]


def _late_months(through: dt.date, before: int | None) -> int:
    """Temporary table `late_month (person_id, month)`: what is compared; the number of people."""
    upto = "" if before is None else f"AND l.id <= {before}"
    make_temporary(
        "late_month",
        "SELECT c.person_id, mo.month FROM late c JOIN due_month mo ON mo.following > c.since "
        f"WHERE mo.month <= '{through}' OR EXISTS (SELECT 1 FROM bill_line l WHERE l.kind = {LineKind.BILLED:d} "
        f"AND l.person_id = c.person_id AND l.for_month = mo.month {upto})",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT person_id) FROM late_month")
        return int(cursor.fetchone()[0])


def _differences(month: dt.date) -> None:
    """Temporary table `difference`: a row for each person, month and party that owes more or less than was billed.

    A line is one party's: the family's or payer's, the region's, or the centre's. Self-payers are not charged
    anew for months beyond the ceiling of arrears, which the law does not let bill.
    """
    cutoff = months_later(month, -Law.current().number("arrears.ceiling_months", month))
    should = f"{flat_lines_of('late_month')} UNION ALL {based_lines_of('late_month')}"
    was = " UNION ALL ".join(
        "SELECT l.person_id, l.for_month, l.family_id, l.payer_id, l.region_id, l.rate_id, l.wage, -l.member, "
        "-l.employer, -l.centre, -l.local_contribution, -l.local_assistance, 0 AS now FROM late_month c "
        f"JOIN bill_line l ON l.person_id = c.person_id AND l.for_month = c.month AND l.kind = {kind:d}"
        for kind in LineKind
    )
    make_temporary(
        "difference",
        "WITH side (person_id, for_month, family_id, payer_id, region_id, rate_id, wage, member, employer, centre, "
        f"local_contribution, local_assistance, now) AS (SELECT s.*, 1 FROM ({should}) AS s UNION ALL {was}) "
        "SELECT person_id, for_month, "
        f"{_latest('family_id')} AS family_id, payer, region, {_latest('rate_id')} AS rate_id, "
        f"CASE WHEN payer IS NOT NULL THEN {_latest('wage')} END AS wage, "
        "sum(member) AS member, sum(employer) AS employer, sum(centre) AS centre, "
        "sum(local_contribution) AS local_contribution, sum(local_assistance) AS local_assistance FROM ("
        "SELECT person_id, for_month, family_id, rate_id, wage, now, part, "
        "CASE part WHEN 1 THEN payer_id END AS payer, CASE WHEN part = 1 AND payer_id IS NULL THEN family_id END AS family, "
        "CASE part WHEN 2 THEN region_id END AS region, CASE part WHEN 1 THEN member ELSE 0 END AS member, "
        "CASE part WHEN 1 THEN employer ELSE 0 END AS employer, CASE part WHEN 3 THEN centre ELSE 0 END AS centre, "
        "CASE part WHEN 2 THEN local_contribution ELSE 0 END AS local_contribution, "
        "CASE part WHEN 2 THEN local_assistance ELSE 0 END AS local_assistance "
        "FROM side CROSS JOIN (SELECT 1 AS part UNION ALL SELECT 2 UNION ALL SELECT 3) AS parts) AS shares "
        "GROUP BY person_id, for_month, part, payer, family, region "
        "HAVING (sum(member) <> 0 OR sum(employer) <> 0 OR sum(centre) <> 0 OR sum(local_contribution) <> 0 "
        "OR sum(local_assistance) <> 0) "
        f"AND NOT (payer IS NULL AND sum(member) > 0 AND for_month < '{cutoff}')",
    )


def _latest(column: str) -> str:
    """What is said now, else what was said."""
    return f"coalesce(max(CASE WHEN now = 1 THEN {column} END), max({column}))"
