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
        drop_temporary("arrears_party")
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
    """`arrears_party (party_kind, party_id, owed, later)`: who owed at the month's end; `later`: something moved since."""
    after = months_later(month, 1).isoformat()
    counted = (
        f"(p.for_month IS NULL AND e.dated < '{after}') OR (p.for_month < '{after}' AND e.month < '{after}')"
    )
    make_temporary(
        "arrears_party",
        f"SELECT p.party_kind, p.party_id, sum(CASE WHEN {counted} THEN p.amount_rupiah ELSE 0 END) AS owed, "
        f"max(CASE WHEN {counted} OR p.amount_rupiah > 0 THEN 0 ELSE 1 END) AS later "
        f"FROM posting p JOIN entry e ON e.id = p.entry_id WHERE p.account = {int(Account.RECEIVABLE)} "
        f"GROUP BY p.party_kind, p.party_id HAVING sum(CASE WHEN {counted} THEN p.amount_rupiah ELSE 0 END) > 0",
        index="party_id",
    )


def _owing() -> dict[str, Owing]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_kind, count(*), sum(owed) FROM arrears_party GROUP BY party_kind ORDER BY party_kind"
        )
        return {Party(kind).name: Owing(int(parties), int(owed)) for kind, parties, owed in cursor.fetchall()}


def _follow(month: dt.date, during: Recording) -> dict[str, int]:
    """Suspend nearly everyone in one go; whose story goes on after the month's end is settled step by step."""
    day = months_later(month, 1)
    active = f"x.status = {int(Status.AKTIF)} AND x.since < '{day.isoformat()}'"
    segments = ", ".join(str(number) for number in self_paying_segments(month))
    _left_to_settle(day, segments)  # before: whoever is suspended now stands so since that day
    suspended = apply_status(
        during=during,
        people=(
            f"SELECT x.id FROM arrears_party a JOIN person x ON x.family_id = a.party_id WHERE a.later = 0 AND "
            f"a.party_kind = {int(Party.FAMILY)} AND {active} AND x.segment IN ({segments}) "
            f"UNION ALL SELECT x.id FROM person x WHERE {active} AND x.segment NOT IN ({segments}) AND x.payer_id IN "
            f"(SELECT party_id FROM arrears_party WHERE party_kind = {int(Party.EMPLOYER)} AND later = 0)"
        ),
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


def _left_to_settle(day: dt.date, segments: str) -> None:
    """`paid_party`: debtors with something after the month's end, and the suspended who owe nothing any more."""
    family, employer = int(Party.FAMILY), int(Party.EMPLOYER)
    asleep = f"({int(Status.NONAKTIF_TUNGGAKAN)}, {int(Status.BELUM_AKTIF)})"
    make_temporary(
        "paid_party",
        f"SELECT party_kind, party_id FROM arrears_party WHERE later = 1 AND party_kind IN ({family}, {employer}) "
        f"UNION SELECT a.party_kind, a.party_id FROM arrears_party a JOIN person x ON x.family_id = a.party_id "
        f"WHERE a.party_kind = {family} AND x.since >= '{day.isoformat()}' "
        f"UNION SELECT {family}, x.family_id FROM person x WHERE x.status IN {asleep} "
        f"AND x.segment IN ({segments}) AND NOT EXISTS (SELECT 1 FROM arrears_party a WHERE a.party_id = x.family_id "
        f"AND a.party_kind = {family}) "
        f"UNION SELECT DISTINCT {employer}, x.payer_id FROM person x JOIN payer y ON y.id = x.payer_id "
        f"WHERE x.status = {int(Status.NONAKTIF_TUNGGAKAN)} AND y.kind = {employer} AND NOT EXISTS (SELECT 1 "
        f"FROM arrears_party a WHERE a.party_id = x.payer_id AND a.party_kind = {employer})",
    )


def _refused(month: dt.date, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=f"{month:%Y-%m}", reason=reason, remedy=remedy)
