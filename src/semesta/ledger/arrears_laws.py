"""The laws that tie statuses to arrears, each judged by what was known when the status was decided.

Regions and the centre are never suspended. Who is suspended and why: `settling`.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from semesta.database.laws import Law
from semesta.faults import Text
from semesta.ledger.months import as_date, months_later
from semesta.ledger.parties import self_paying_segments
from semesta.ledger.vocabulary import Account, Party
from semesta.register.vocabulary import Status, Transition

_SUSPENDED = Law(
    "suspended_owe",
    Text(
        "siapa ditangguhkan karena tunggakan, pihaknya berutang pada hari sebelumnya",
        "whoever is suspended for arrears belonged to a party that owed on the day before",
    ),
    f"""
    SELECT 'person ' || CAST(s.person_id AS text), coalesce(sum(q.amount_rupiah), 0), 1 FROM (
      SELECT m.person_id, m.valid_from, m.change_id, coalesce(y.kind, {Party.FAMILY}) AS party_kind,
             CASE WHEN y.id IS NULL THEN m.family_id ELSE y.id END AS party_id
        FROM membership m LEFT JOIN payer y ON y.id = m.payer_id
        WHERE m.superseded_by_id IS NULL AND m.transition = {Transition.SUSPENDED}
          AND m.status = {Status.NONAKTIF_TUNGGAKAN}) AS s
    LEFT JOIN (SELECT q.party_kind, q.party_id, q.amount_rupiah, e.change_id,
                      CASE WHEN q.for_month IS NULL THEN e.dated WHEN q.for_month > e.month THEN q.for_month ELSE e.month END AS day
                 FROM posting q JOIN entry e ON e.id = q.entry_id WHERE q.account = {Account.RECEIVABLE}) AS q
      ON q.party_kind = s.party_kind AND q.party_id = s.party_id AND q.day < s.valid_from AND q.change_id <= s.change_id
    GROUP BY s.person_id, s.valid_from HAVING coalesce(sum(q.amount_rupiah), 0) <= 0""",
)


def arrears_laws() -> tuple[Law, ...]:
    """The laws as of the last arrears run; where none was run, only that nobody is suspended without cause."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, change_id FROM arrears_run ORDER BY month DESC LIMIT 1")
        last = cursor.fetchone()
    month = as_date(last[0]) if last else None
    return (_SUSPENDED, _active_have_paid(month, int(last[1]))) if last and month else (_SUSPENDED,)


def _active_have_paid(month: dt.date, run: int) -> Law:
    """A party that owed at the month's end, and has never since stood at nothing owed, has nobody active.

    Bills that the run could not know count for nothing, payments always: a late bill is the next run's matter.
    """
    after = months_later(month, 1)
    segments = ", ".join(map(str, self_paying_segments(month)))
    return Law(
        "active_have_paid",
        Text(
            "yang menunggak pada bulan terakhir yang diperiksa tidak aktif",
            "who was in arrears in the last month that was run is not active",
        ),
        f"""
    WITH o AS MATERIALIZED (
      SELECT party_kind, party_id, min(owed) AS owed FROM (
        SELECT party_kind, party_id, day, sum(amount) OVER (PARTITION BY party_kind, party_id ORDER BY day) AS owed,
               lead(day) OVER (PARTITION BY party_kind, party_id ORDER BY day) AS until FROM (
          SELECT q.party_kind, q.party_id, sum(q.amount_rupiah) AS amount,
                 CASE WHEN q.for_month IS NULL THEN e.dated WHEN q.for_month > e.month THEN q.for_month ELSE e.month END AS day
            FROM posting q JOIN entry e ON e.id = q.entry_id
            WHERE q.account = {Account.RECEIVABLE} AND q.party_kind IN ({Party.FAMILY}, {Party.EMPLOYER})
              AND (q.for_month IS NULL OR e.change_id < {run} OR q.amount_rupiah < 0)
            GROUP BY 1, 2, 4) AS moves) AS steps
      WHERE until IS NULL OR until >= '{after}'
      GROUP BY party_kind, party_id HAVING min(owed) > 0 AND min(day) < '{after}'),
    a AS (
      SELECT x.id, o.owed FROM o JOIN person x ON x.family_id = o.party_id
        WHERE o.party_kind = {Party.FAMILY} AND x.payer_id IS NULL AND x.segment IN ({segments})
          AND x.status = {Status.AKTIF} AND x.since < '{after}'
      UNION ALL SELECT x.id, o.owed FROM o JOIN person x ON x.payer_id = o.party_id
        WHERE o.party_kind = {Party.EMPLOYER} AND x.status = {Status.AKTIF} AND x.since < '{after}')
    SELECT 'person ' || CAST(a.id AS text), a.owed, 0 FROM a
      JOIN membership m ON m.person_id = a.id AND m.superseded_by_id IS NULL AND m.valid_to IS NULL AND m.change_id < {run}""",
    )
