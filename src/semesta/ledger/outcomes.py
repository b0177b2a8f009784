"""Why a person is on no bill of a month: every registered person has one reason, so that nobody is forgotten."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from enum import StrEnum

from django.db import connection

from semesta.database import is_postgresql
from semesta.database.temporary import drop_temporary, make_temporary_empty
from semesta.ledger.due import KEY, DueMonth, combination_of
from semesta.ledger.rates import Combination, amounts
from semesta.register.buckets import BUCKET_OF, WORKERS
from semesta.register.vocabulary import STATUS_NAMES, Relation, Status, Transition
from semesta.tables import UNKNOWN_BUCKET


class Outcome(StrEnum):
    """What became of a registered person in a bill run; statuses that owe nothing have their own names."""

    BILLED = "BILLED"
    BILLED_WITHOUT_REGION = "BILLED_WITHOUT_REGION"  # village not known: the region's part is missing
    COVERED_BY_WORKER = "COVERED_BY_WORKER"  # family of a wage earner, pensioner or veteran
    NOTHING_DUE = "NOTHING_DUE"  # in force, and the law asks nothing
    NOT_IN_THE_MONTH = "NOT_IN_THE_MONTH"  # owes by the present standing, but not yet in that month
    PAYER_UNKNOWN = "PAYER_UNKNOWN"
    WAGE_UNKNOWN = "WAGE_UNKNOWN"  # or pension, or base salary
    SEGMENT_UNKNOWN = "SEGMENT_UNKNOWN"
    CLASS_UNKNOWN = "CLASS_UNKNOWN"
    RELATION_UNKNOWN = "RELATION_UNKNOWN"
    LAW_UNKNOWN = "LAW_UNKNOWN"  # no law of that month is known to us


def count_outcomes(month: DueMonth, *, after: int) -> dict[str, int]:
    """Registered people by outcome; the sum is everybody with an open membership. After the lines are written.

    `after`: the last line before the run. Needs the temporary tables of `make_due`. Outcomes that are no `Outcome` are statuses that owe nothing.
    """
    first, following = f"'{month.month}'", f"'{month.following}'"
    first_bill = (
        f"m.status <> {Status.BELUM_AKTIF:d} OR (m.transition IN ({Transition.ENROLLED:d}, {Transition.MOVED:d}) "
        f"AND m.valid_from >= '{month.first_from}' AND m.valid_from < '{month.first_until}')"
    )
    # Who stood so all month needs no look at the lines: what is due was billed.
    billed = (
        f"CASE WHEN m.valid_from <= {first} AND coalesce(d.by_base, 0) = 0 "
        f"THEN d.id IS NOT NULL AND ({first_bill}) "
        "ELSE EXISTS (SELECT 1 FROM bill_line l WHERE l.kind = 1 AND l.person_id = m.person_id "
        f"AND l.for_month = {first}) END"
    )
    # one number says all: the combination, whether the payer lacks, whether membership begins after the month
    packed = (
        f"({KEY} * 2 + CASE WHEN m.payer_id IS NULL THEN 1 ELSE 0 END) * 2 "
        f"+ CASE WHEN m.valid_from >= {following} THEN 1 ELSE 0 END"
    )
    people, groups = _tally(
        f"SELECT {packed} AS packed FROM membership m LEFT JOIN due d ON d.id = {month.base} + {KEY} "
        f"WHERE m.superseded_by_id IS NULL AND m.valid_to IS NULL AND NOT ({billed})"
    )
    found: Counter[str] = Counter()
    for number, count in groups:
        rest, later = divmod(number, 2)
        key, no_payer = divmod(rest, 2)
        found[_reason(month.month, combination_of(key), bool(no_payer), bool(later))] += count
    found[Outcome.BILLED_WITHOUT_REGION] = _without_region(after)
    found[Outcome.BILLED] = people - found.total()
    assert found.total() == people and all(count >= 0 for count in found.values())
    return {str(name): count for name, count in sorted(found.items()) if count}


def _tally(select: str) -> tuple[int, list[tuple[int, int]]]:
    """Registered people, and how often each number of a SELECT of few numbers in millions of rows comes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM membership WHERE superseded_by_id IS NULL AND valid_to IS NULL")
        people = int(cursor.fetchone()[0])
        if is_postgresql():
            cursor.execute(f"SELECT packed, count(*) FROM ({select}) AS t GROUP BY packed")
            return people, [(int(packed), int(count)) for packed, count in cursor.fetchall()]
        # SQLite sorts all rows for a GROUP BY; adding up in a table of a few rows takes a third of that.
        make_temporary_empty("tally", "packed integer PRIMARY KEY, people integer NOT NULL")
        cursor.execute(
            f"INSERT INTO tally SELECT packed, 1 FROM ({select}) AS t WHERE true "
            "ON CONFLICT (packed) DO UPDATE SET people = people + 1"
        )
        cursor.execute("SELECT packed, people FROM tally")
        groups = [(int(packed), int(count)) for packed, count in cursor.fetchall()]
    drop_temporary("tally")
    return people, groups


def _reason(month: dt.date, it: Combination, no_payer: bool, later: bool) -> str:
    """Why someone of this combination is on no bill."""
    if it.status not in (Status.AKTIF, Status.NONAKTIF_TUNGGAKAN):
        return STATUS_NAMES[it.status]
    found = amounts(month, it)
    if later:
        return Outcome.NOT_IN_THE_MONTH
    if found.by_base:
        return Outcome.PAYER_UNKNOWN if no_payer else Outcome.WAGE_UNKNOWN
    if found.nothing:
        family = it.relation and it.relation != Relation.MEMBER
        return Outcome.COVERED_BY_WORKER if family else Outcome.NOTHING_DUE
    if found.known:
        return Outcome.NOT_IN_THE_MONTH
    return _unknown(it)


def _unknown(it: Combination) -> str:
    bucket = BUCKET_OF[it.segment]
    if bucket == UNKNOWN_BUCKET or (bucket == "BP" and it.segment < 0):
        return Outcome.SEGMENT_UNKNOWN
    if not it.relation and (bucket in WORKERS or bucket == "BP"):
        return Outcome.RELATION_UNKNOWN
    if not it.hospital_class and bucket in ("PBPU", "BP"):
        return Outcome.CLASS_UNKNOWN
    return Outcome.LAW_UNKNOWN


def _without_region(after: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM bill_line l WHERE l.id > %s AND l.region_id IS NULL "
            "AND l.rate_id IN (SELECT rate_id FROM due WHERE local = 1)",
            [after],
        )
        return int(cursor.fetchone()[0])
