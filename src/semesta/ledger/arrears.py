"""The arrears run: whoever had not paid a month by its end is suspended from the first day after it.

Perpres 64/2020 art. 42(1). Families who pay for themselves and employers; regions and the centre are told of,
never suspended. Looked at is the day of payment, whenever it was reported: who had paid is not suspended, and
whoever has since paid everything is active again from that day. A newcomer whose first payment did not come in
its window is cancelled, with the bill.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from semesta.database import insert_rows, writing
from semesta.database.temporary import drop_temporary, make_temporary
from semesta.faults import InputRefused, Text
from semesta.ledger.expiring import cancel_expired
from semesta.ledger.months import as_date, months_later
from semesta.ledger.parties import self_paying_segments
from semesta.ledger.settling import settle
from semesta.ledger.vocabulary import Account, Party
from semesta.register.recording import Decision, Recording, record
from semesta.register.status_changes import apply_status
from semesta.register.vocabulary import Status, Transition


@dataclass(frozen=True, slots=True)
class Owing:
    """Parties of one kind that owe something of the month or an earlier one, unpaid by its end."""

    parties: int
    rupiah: int


@dataclass(frozen=True, slots=True)
class ArrearsRun:
    """What the run of a month found and did. `change` is None where nothing was left to do."""

    month: dt.date
    change: int | None
    owing: Mapping[str, Owing]  # name of Party -> who owes
    people: Mapping[str, int] = field(default_factory=dict)  # suspended, reactivated, activated, cancelled


def run_arrears(month: dt.date, *, by: Decision) -> ArrearsRun:
    """Run the arrears of a month (its first day) that is over. Once done, again changes nothing.

    InputRefused while the month lasts, where its bills were not run, and where a later month was run already.
    """
    assert month.day == 1, f"{month} is no month"
    with writing():
        again = _may_run(month, by)
        kept = transaction.savepoint()
        during = record("arrears", by)
        _debtors(month)
        people = _follow(month, during)
        owing = _owing()
        drop_temporary("arrears_party", "arrears_person", "asleep")
        if again and not any(people.values()):
            transaction.savepoint_rollback(kept)
            return ArrearsRun(month, None, owing, people)
        transaction.savepoint_commit(kept)
        if not again:
            row = (month, during.change, json.dumps(people))
            insert_rows("arrears_run", ("month", "change_id", "outcomes"), [row])
    return ArrearsRun(month, during.change, owing, people)


def _may_run(month: dt.date, by: Decision) -> bool:
    """Whether it was run before; InputRefused where it may not be run."""
    today = (by.at or dt.datetime.now(dt.UTC)).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM arrears_run")
        last = as_date(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM bill_run WHERE month = %s", [month])
        [billed] = cursor.fetchone()
    if today < months_later(month, 1):
        raise _refused(month, Text("Bulan itu belum berakhir.", "That month is not over."), Text("Jalankan sesudah akhir bulan.", "Run it after the month's end."))  # fmt: skip
    if not billed:
        raise _refused(month, Text("Tagihan bulan itu belum dijalankan.", "The bills of that month were not run."), Text("Jalankan `semesta ledger bill` dulu.", "Run `semesta ledger bill` first."))  # fmt: skip
    if last is not None and month < last:
        raise _refused(month, Text(f"Tunggakan {last:%Y-%m} sudah dijalankan.", f"The arrears of {last:%Y-%m} were run already."), Text("Bulan yang lebih lama tidak dijalankan lagi; pembayaran yang terlambat dilaporkan diperhitungkan dengan sendirinya.", "An earlier month is not run again; payments that were reported late are taken into account by themselves."))  # fmt: skip
    return month == last


def _debtors(month: dt.date) -> None:
    """`arrears_party (party_kind, party_id, owed, later)`: who owed at the month's end; `later`: something moved since.

    And whoever owed nothing then, where a bill was corrected from the month on, or came after its payment: `owed`
    is 0 or less. All other payments were settled when they were posted.
    """
    first, after = month.isoformat(), months_later(month, 1).isoformat()
    counted = (
        f"(p.for_month IS NULL AND e.dated < '{after}') OR (p.for_month < '{after}' AND e.month < '{after}')"
    )
    here, following = _bill_changes(month)
    moved = (
        f"p.amount_rupiah < 0 AND ((p.for_month IS NOT NULL AND e.month >= '{first}') OR (p.for_month IS NULL "
        f"AND ((e.dated >= '{first}' AND e.dated < '{after}' AND e.change_id < {here}) "
        f"OR (e.dated >= '{after}' AND e.change_id < {following}))))"
    )
    make_temporary(
        "arrears_party",
        "SELECT party_kind, party_id, owed, later FROM (SELECT p.party_kind, p.party_id, "
        f"sum(CASE WHEN {counted} THEN p.amount_rupiah ELSE 0 END) AS owed, "
        f"max(CASE WHEN {counted} OR p.amount_rupiah > 0 THEN 0 ELSE 1 END) AS later, "
        f"max(CASE WHEN {moved} THEN 1 ELSE 0 END) AS moved "
        f"FROM posting p JOIN entry e ON e.id = p.entry_id WHERE p.account = {int(Account.RECEIVABLE)} "
        "GROUP BY p.party_kind, p.party_id) found WHERE owed > 0 OR moved = 1",
    )


def _bill_changes(month: dt.date) -> tuple[int, int]:
    """The changes of the bill runs of the month and of the next one; 0 where it was not run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(CASE WHEN month = %s THEN change_id END), 0), "
            "coalesce(max(CASE WHEN month = %s THEN change_id END), 0) FROM bill_run",
            [month, months_later(month, 1)],
        )
        here, following = cursor.fetchone()
    return int(here), int(following)


def _owing() -> dict[str, Owing]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_kind, count(*), sum(owed) FROM arrears_party WHERE owed > 0 GROUP BY party_kind ORDER BY party_kind"
        )
        return {Party(kind).name: Owing(int(parties), int(owed)) for kind, parties, owed in cursor.fetchall()}


def _follow(month: dt.date, during: Recording) -> dict[str, int]:
    """Suspend nearly everyone in one go; whose story goes on after the month's end is settled step by step."""
    day = months_later(month, 1)
    active = f"x.status = {int(Status.AKTIF)} AND x.since < '{day.isoformat()}'"
    segments = ", ".join(str(number) for number in self_paying_segments(month))
    _people(segments)
    _left_to_settle(day)  # before: whoever is suspended now stands so since that day
    people = f"SELECT x.id FROM arrears_person x WHERE x.owed > 0 AND x.later = 0 AND {active}"
    if employers := _employers_owing():
        people += (
            f" UNION ALL SELECT x.id FROM person x WHERE {active} AND x.segment NOT IN ({segments}) "
            f"AND x.payer_id IN ({employers})"
        )
    suspended = apply_status(
        during=during,
        people=people,
        transition=Transition.SUSPENDED,
        status=Status.NONAKTIF_TUNGGAKAN,
        since=day,
    )
    followed = settle(during=during, on=month, running=month)
    cancelled = cancel_expired(during=during, day=day, segments=segments)
    return {
        "suspended": suspended + followed.suspended,
        "reactivated": followed.reactivated,
        "activated": followed.activated,
        "cancelled": cancelled,
    }


def _people(segments: str) -> None:
    """`arrears_person`: the people of the families of `arrears_party` who pay for themselves. And
    `asleep (person_id, status, segment, payer_id)`: who waits for a first payment, or for an employer's. One look at all.
    """
    make_temporary(
        "arrears_person",
        "SELECT x.id, x.status, x.since, a.party_id, a.owed, a.later FROM arrears_party a JOIN person x "
        f"ON x.family_id = a.party_id WHERE a.party_kind = {int(Party.FAMILY)} AND x.segment IN ({segments})",
    )
    make_temporary(
        "asleep",
        "SELECT x.id AS person_id, x.status, x.segment, x.payer_id FROM person x "
        f"WHERE x.status = {int(Status.BELUM_AKTIF)} OR (x.status = {int(Status.NONAKTIF_TUNGGAKAN)} AND x.payer_id IS NOT NULL)",
    )


def _employers_owing() -> str:
    """A SELECT of the employers who owe and have paid nothing since; '' where there is none."""
    where = f"party_kind = {int(Party.EMPLOYER)} AND owed > 0 AND later = 0"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM arrears_party WHERE {where} LIMIT 1")
        return f"SELECT party_id FROM arrears_party WHERE {where}" if cursor.fetchone() else ""


def _left_to_settle(day: dt.date) -> None:
    """`paid_party`: debtors whose story goes on after the month's end, and the suspended who owe nothing any more."""
    family, employer = int(Party.FAMILY), int(Party.EMPLOYER)
    asleep = f"({int(Status.NONAKTIF_TUNGGAKAN)}, {int(Status.BELUM_AKTIF)})"
    make_temporary(
        "paid_party",
        f"SELECT party_kind, party_id FROM arrears_party WHERE owed > 0 AND later = 1 AND party_kind IN ({family}, {employer}) "
        f"UNION SELECT {family}, x.party_id FROM arrears_person x "
        f"WHERE (x.owed > 0 AND x.since >= '{day.isoformat()}') OR (x.owed <= 0 AND x.status IN {asleep}) "
        f"UNION SELECT a.party_kind, a.party_id FROM arrears_party a WHERE a.party_kind = {employer} AND a.owed <= 0 "
        f"AND EXISTS (SELECT 1 FROM asleep x WHERE x.payer_id = a.party_id)",
    )


def _refused(month: dt.date, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=f"{month:%Y-%m}", reason=reason, remedy=remedy)
