"""What payments make of memberships: suspended, active again, active for the first time; for many parties at once.

A function of facts alone: in whatever order payments are reported, everybody has the same status on every day.
The room `ledger` says in tables of the transaction who is concerned, and what each party had paid when:

    paid_person (party_kind, party_id, person_id)   who may be under that party: a family, or an employer
    paid_event (party_kind, party_id, day, status)  AKTIF: all was paid from that day. NONAKTIF_TUNGGAKAN: the month
                                                    before that day was not. At most one a party and day
    paid_full (party_kind, party_id, since, until)  all was paid from since up to, not including, until

Rows that an arrears run or a first payment made are made anew. All others are anchors, which stay: enrolled,
moved, active again, corrected, ended. Events change the status after an anchor up to the next one, and only
AKTIF, NONAKTIF_TUNGGAKAN, and BELUM_AKTIF until the first payment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, is_postgresql
from semesta.database.temporary import drop_temporary, make_temporary, make_temporary_empty
from semesta.register.recording import Recording
from semesta.register.vocabulary import PayerKind, Status, Transition
from semesta.rules import FORMULAS, Law

EMPLOYER = int(PayerKind.EMPLOYER)
#: `ledger.vocabulary.Party.FAMILY`; the ledger lies above this room.
FAMILY = 4
_ACTIVE, _ARREARS = int(Status.AKTIF), int(Status.NONAKTIF_TUNGGAKAN)
#: Condition on a stretch: a first payment is awaited.
_WAITS = (
    f"party_kind = {FAMILY} AND status = {int(Status.BELUM_AKTIF)} "
    f"AND transition IN ({int(Transition.ENROLLED)}, {int(Transition.MOVED)})"
)
_TABLES = ("follow_row", "follow_group", "follow_window", "follow_want")


@dataclass(frozen=True, slots=True)
class Followed:
    """People whose present status changed, by what it is now."""

    activated: int = 0
    reactivated: int = 0
    suspended: int = 0


def follow_payments(
    *, during: Recording, self_paying: Sequence[int], suspension_days: Sequence[dt.date]
) -> Followed:
    """Bring memberships in line with what was paid.

    `self_paying`: numbers of the segments whose families owe for themselves. `suspension_days`: the first days
    after the months of which the arrears were run.
    """
    _rows(self_paying, suspension_days)
    _groups()
    _windows()
    _wanted()
    followed = _write(during)
    drop_temporary(*_TABLES)
    return followed


def _rows(self_paying: Sequence[int], suspension_days: Sequence[dt.date]) -> None:
    """Memberships known now under their party. `anchors`: how many anchors of the spell came up to it."""
    segments = ", ".join(str(int(number)) for number in self_paying)
    days = ", ".join(f"'{day.isoformat()}'" for day in suspension_days)
    suspended = (
        f"m.transition = {int(Transition.SUSPENDED)} AND m.valid_from IN ({days})" if days else "1 = 0"
    )
    follows = f"({suspended} OR p.party_kind = {FAMILY} AND m.transition = {int(Transition.ACTIVATED)})"
    make_temporary(
        "follow_row",
        "SELECT r.*, sum(anchor) OVER (PARTITION BY person_id, spell ORDER BY valid_from) AS anchors FROM ("
        "SELECT p.party_kind, p.party_id, m.id, m.person_id, m.spell, m.valid_from, m.valid_to, m.status, m.transition, "
        f"CASE WHEN {follows} AND row_number() OVER (PARTITION BY m.person_id, m.spell ORDER BY m.valid_from) > 1 "
        "THEN 0 ELSE 1 END AS anchor FROM paid_person p JOIN membership m ON m.person_id = p.person_id "
        "WHERE m.superseded_by_id IS NULL AND ("
        f"(p.party_kind = {FAMILY} AND m.family_id = p.party_id AND m.segment IN ({segments})) "
        f"OR (p.party_kind = {EMPLOYER} AND m.payer_id = p.party_id AND m.segment NOT IN ({segments})))) r",
        index="person_id",
    )


def _groups() -> None:
    """An anchor and what follows from it: one stretch whose statuses payments decide."""
    make_temporary(
        "follow_group",
        "SELECT party_kind, party_id, person_id, spell, anchors, min(valid_from) AS since, "
        "CASE WHEN count(*) = count(valid_to) THEN max(valid_to) END AS until, "
        "max(CASE WHEN anchor = 1 THEN id END) AS row_id, max(CASE WHEN anchor = 1 THEN status END) AS status, "
        "max(CASE WHEN anchor = 1 THEN transition END) AS transition, "
        f"min(CASE WHEN anchor = 0 AND transition = {int(Transition.ACTIVATED)} THEN valid_from END) AS activated_on "
        "FROM follow_row GROUP BY party_kind, party_id, person_id, spell, anchors",
        index="person_id",
    )


def _windows() -> None:
    """When the first payment of those who wait may come, by the law of the day on which they registered."""
    make_temporary_empty("follow_window", "registered date, earliest date, latest date")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT since FROM follow_group WHERE {_WAITS}")
        days = [_date(row[0]) for row in cursor.fetchall()]
    insert_rows(
        "follow_window", ("registered", "earliest", "latest"), [(day, *first_window(day)) for day in days]
    )


def first_window(registered: dt.date) -> tuple[dt.date, dt.date]:
    """Earliest and latest day of the first payment (formula `first_payment`)."""
    found = FORMULAS["first_payment"].calculate(Law.current(), registered, {"registered_on": registered})
    earliest, latest = found["earliest"], found["latest"]
    assert isinstance(earliest, dt.date) and isinstance(latest, dt.date)
    return earliest, latest


def _wanted() -> None:
    """The pieces that should stand in each stretch: one begins where the status changes, and ends at the next.

    `begun`, `again`: the day of the first payment, and whether cover has begun anew, by the piece's first day.
    """
    stretch = "PARTITION BY person_id, spell, anchors ORDER BY day"
    points = (
        "SELECT g.*, g.since AS day, g.status AS then_status, g.transition AS then_transition, CAST(NULL AS date) AS begun "
        "FROM follow_group g "
        f"UNION ALL SELECT g.*, a.day, {_ACTIVE}, {int(Transition.ACTIVATED)}, a.day "
        f"FROM follow_group g JOIN ({_ACTIVATION}) a USING (person_id, spell, anchors) "
        "UNION ALL SELECT g.*, e.day, e.status, CASE e.status "
        f"WHEN {_ACTIVE} THEN {int(Transition.REACTIVATED)} ELSE {int(Transition.SUSPENDED)} END, a.day "
        f"FROM follow_group g LEFT JOIN ({_ACTIVATION}) a USING (person_id, spell, anchors) "
        "JOIN paid_event e ON e.party_kind = g.party_kind AND e.party_id = g.party_id "
        "AND e.day > coalesce(a.day, g.since) AND (g.until IS NULL OR e.day < g.until) "
        f"WHERE g.status IN ({_ACTIVE}, {_ARREARS}) OR a.day IS NOT NULL"
    )
    changes = f"SELECT p.*, lag(then_status) OVER ({stretch}) AS before FROM ({points}) p"
    make_temporary(
        "follow_want",
        "SELECT c.person_id, c.spell, c.row_id, c.then_status AS status, c.then_transition AS transition, c.begun, "
        f"max(CASE WHEN c.then_transition = {int(Transition.REACTIVATED)} THEN 1 ELSE 0 END) OVER ({stretch}) AS again, "
        f"c.day AS valid_from, coalesce(lead(c.day) OVER ({stretch}), c.until) AS valid_to "
        f"FROM ({changes}) c WHERE before IS NULL OR before <> then_status",
        index="person_id",
    )


#: The day of the first payment of each stretch that has one: all was paid in the window, or before it and still
#: when it opened. What stands as activated already stays, unless an earlier payment was reported late.
_ACTIVATION = (
    "SELECT person_id, spell, anchors, min(day) AS day FROM ("
    "SELECT g.person_id, g.spell, g.anchors, CASE WHEN f.since > w.earliest THEN f.since ELSE w.earliest END AS day, "
    "g.until, w.latest FROM follow_group g JOIN follow_window w ON w.registered = g.since "
    "JOIN paid_full f ON f.party_kind = g.party_kind AND f.party_id = g.party_id "
    f"AND (f.until IS NULL OR f.until > w.earliest) WHERE {_WAITS.replace('party_kind', 'g.party_kind')} "
    f"UNION ALL SELECT person_id, spell, anchors, activated_on, until, NULL FROM follow_group "
    f"WHERE status = {int(Status.BELUM_AKTIF)} AND activated_on IS NOT NULL) found "
    "WHERE (latest IS NULL OR day <= latest) AND (until IS NULL OR day < until) GROUP BY person_id, spell, anchors"
)


def _write(during: Recording) -> Followed:
    """Supersede what should not stand, insert what should, bring the present up to date."""
    same = "IS NOT DISTINCT FROM" if is_postgresql() else "IS"
    match = (
        f"w.person_id = r.person_id AND w.valid_from = r.valid_from AND w.valid_to {same} r.valid_to "
        "AND w.status = r.status"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE membership SET superseded_by_id = %s WHERE id IN (SELECT r.id FROM follow_row r WHERE NOT EXISTS "
            f"(SELECT 1 FROM follow_want w WHERE {match}))",
            [during.change],
        )
        if not cursor.rowcount:
            return Followed()
        cursor.execute(
            "INSERT INTO membership (valid_from, valid_to, change_id, person_id, spell, family_id, relation, segment, "
            "hospital_class, payer_id, status, transition, start_date, end_date, status_raw, payer_written) "
            "SELECT w.valid_from, w.valid_to, %s, m.person_id, m.spell, m.family_id, m.relation, m.segment, "
            "m.hospital_class, m.payer_id, w.status, w.transition, coalesce(w.begun, m.start_date), "
            "CASE WHEN w.again = 0 THEN m.end_date END, CASE WHEN w.valid_from = m.valid_from THEN m.status_raw END, "
            "m.payer_written "
            "FROM follow_want w JOIN membership m ON m.id = w.row_id "
            f"WHERE NOT EXISTS (SELECT 1 FROM follow_row r WHERE {match})",
            [during.change],
        )
        cursor.execute(
            "SELECT w.status, x.status, count(*) FROM follow_want w JOIN person x ON x.id = w.person_id AND "
            "x.spell = w.spell WHERE w.valid_to IS NULL AND x.status <> w.status GROUP BY 1, 2"
        )
        counts = {(int(now), int(before)): int(people) for now, before, people in cursor.fetchall()}
        cursor.execute(
            "UPDATE person SET status = w.status, since = w.valid_from FROM follow_want w WHERE w.person_id = person.id "
            "AND w.spell = person.spell AND w.valid_to IS NULL "
            "AND (person.status <> w.status OR person.since <> w.valid_from)"
        )
    return Followed(
        activated=counts.get((_ACTIVE, int(Status.BELUM_AKTIF)), 0),
        reactivated=counts.get((_ACTIVE, _ARREARS), 0),
        suspended=counts.get((_ARREARS, _ACTIVE), 0),
    )


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
