"""Why a person is on no bill of a month: every registered person has one reason, so that nobody is forgotten."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from semesta.database import is_postgresql
from semesta.database.temporary import drop_temporary, make_temporary_empty
from semesta.ledger.due import KEY, DueMonth, combination_of
from semesta.ledger.rates import OWING, Combination, amounts
from semesta.ledger.vocabulary import LineKind
from semesta.register.buckets import BUCKET_OF, WORKERS
from semesta.register.vocabulary import STATUS_NAMES, Relation, Status
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


@dataclass(frozen=True, slots=True)
class _Group:
    """People alike: combination, whether the payer lacks, whether they stand so only since the month began.

    `ending`: memberships that end after the month began; whoever has one is counted by the open one.
    """

    combination: Combination
    no_payer: bool
    newly: bool
    ending: bool
    people: int


Census = tuple[_Group, ...]


def take_census(month: DueMonth) -> Census:
    """Everybody registered, by what decides a bill, in one pass over the memberships that touch the month."""
    newly = f"CASE WHEN m.valid_from > '{month.month}' THEN 1 ELSE 0 END"
    ending = "CASE WHEN m.valid_to IS NULL THEN 0 ELSE 1 END"
    groups = _tally(
        f"SELECT (({KEY} * 2 + {_NO_PAYER}) * 2 + {newly}) * 2 + {ending} AS packed FROM membership m "
        f"WHERE m.superseded_by_id IS NULL AND (m.valid_to IS NULL OR m.valid_to > '{month.month}')"
    )
    return tuple(
        _Group(
            combination_of(number // 8),
            bool(number // 4 % 2),
            bool(number // 2 % 2),
            bool(number % 2),
            people,
        )
        for number, people in groups
    )


def count_outcomes(month: DueMonth, census: Census, *, after: int, based: bool) -> dict[str, int]:
    """Registered people by outcome; the sum is everybody in the census. After the lines are written.

    `after`: the last line before the run; `based`: whether anybody was billed by a wage. Needs the temporary tables
    of `make_due`. Outcomes that are no `Outcome` are statuses that owe nothing.
    """
    registered = [group for group in census if not group.ending]
    found: Counter[str] = Counter()
    for group in registered:
        it = amounts(month.month, group.combination)
        owes = group.combination.status in OWING
        if group.newly or group.combination.status == Status.BELUM_AKTIF or (it.by_base and based):
            found[Outcome.BILLED] += group.people  # less those whom the lines lack, below
        elif owes and it.known and not it.nothing and not it.by_base:
            found[Outcome.BILLED] += group.people  # who stood so all month: what is due was billed
        else:
            found[_reason(month.month, group.combination, group.no_payer, False)] += group.people
    if any(g.newly or g.combination.status == Status.BELUM_AKTIF for g in registered) or based:
        _take_off_unbilled(found, month, based)
    without = _without_region(after)
    found[Outcome.BILLED_WITHOUT_REGION] += without
    found[Outcome.BILLED] -= without
    assert found.total() == sum(group.people for group in registered) and min(found.values(), default=0) >= 0
    return {str(name): count for name, count in sorted(found.items()) if count}


_NO_PAYER = "CASE WHEN m.payer_id IS NULL THEN 1 ELSE 0 END"


def _take_off_unbilled(found: Counter[str], month: DueMonth, based: bool) -> None:
    """Of those for whom only the lines can tell: who has none, and why."""
    first, later = f"'{month.month}'", f"CASE WHEN m.valid_from >= '{month.following}' THEN 1 ELSE 0 END"
    join = f"LEFT JOIN due d ON d.id = {month.base} + {KEY}" if based else ""
    by_base = "OR d.by_base = 1" if based else ""
    groups = _tally(
        f"SELECT ({KEY} * 2 + {_NO_PAYER}) * 2 + {later} AS packed FROM membership m {join} "
        "WHERE m.superseded_by_id IS NULL AND m.valid_to IS NULL "
        f"AND (m.valid_from > {first} OR m.status = {Status.BELUM_AKTIF:d} {by_base}) "
        f"AND NOT EXISTS (SELECT 1 FROM bill_line l WHERE l.kind = {LineKind.BILLED:d} "
        f"AND l.person_id = m.person_id AND l.for_month = {first})"
    )
    for number, people in groups:
        found[Outcome.BILLED] -= people
        found[_reason(month.month, combination_of(number // 4), bool(number // 2 % 2), bool(number % 2))] += (
            people
        )


def _tally(select: str) -> list[tuple[int, int]]:
    """How often each number of a SELECT of few numbers in millions of rows comes."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(f"SELECT packed, count(*) FROM ({select}) AS t GROUP BY packed")
            return [(int(packed), int(count)) for packed, count in cursor.fetchall()]
        # SQLite sorts all rows for a GROUP BY; adding up in a table of a few rows takes a third of that.
        make_temporary_empty("tally", "packed integer PRIMARY KEY, people integer NOT NULL")
        cursor.execute(
            f"INSERT INTO tally SELECT packed, 1 FROM ({select}) AS t WHERE true "
            "ON CONFLICT (packed) DO UPDATE SET people = people + 1"
        )
        cursor.execute("SELECT packed, people FROM tally")
        groups = [(int(packed), int(count)) for packed, count in cursor.fetchall()]
    drop_temporary("tally")
    return groups


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
