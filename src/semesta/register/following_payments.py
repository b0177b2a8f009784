"""What payments make of memberships: suspended, active again, active for the first time; for many parties at once.

A function of facts alone: in whatever order payments are reported, everybody has the same status on every day.
The room `ledger` says in tables of the transaction who is concerned, and what each party had paid when:

    paid_person (party_kind, party_id, person_id)   who may be under that party: a family, or an employer
    paid_event (party_kind, party_id, day, status)  AKTIF: all was paid from that day. NONAKTIF_TUNGGAKAN: the month
                                                    before that day was not. At most one a party and day
    paid_full (party_kind, party_id, since, until)  all was paid from since up to, not including, until

Rows that an arrears run made are made anew. All others are anchors, which stay: enrolled, moved, active again,
corrected, ended. Events change the status after an anchor up to the next one, and only AKTIF,
NONAKTIF_TUNGGAKAN, and BELUM_AKTIF until the first payment.
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
_ACTIVE, _ARREARS, _WAITS = int(Status.AKTIF), int(Status.NONAKTIF_TUNGGAKAN), int(Status.BELUM_AKTIF)
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
    follows = f"m.transition = {int(Transition.SUSPENDED)} AND m.valid_from IN ({days})" if days else "1 = 0"
    make_temporary(
        "follow_row",
        "SELECT r.*, sum(anchor) OVER (PARTITION BY person_id, spell ORDER BY valid_from) AS anchors FROM ("
        "SELECT p.party_kind, p.party_id, m.id, m.person_id, m.spell, m.valid_from, m.valid_to, m.status, m.transition, "
        f"CASE WHEN {follows} AND row_number() OVER (PARTITION BY m.person_id, m.spell ORDER BY m.valid_from) > 1 "
        "THEN 0 ELSE 1 END AS anchor FROM paid_person p JOIN membership m ON m.person_id = p.person_id "
        "WHERE m.superseded_by_id IS NULL AND ("
        f"(p.party_kind = {FAMILY} AND m.family_id = p.party_id AND m.payer_id IS NULL AND m.segment IN ({segments})) "
        f"OR (p.party_kind = {EMPLOYER} AND m.payer_id = p.party_id))) r",
    )


def _groups() -> None:
    """An anchor and what follows from it: one stretch whose statuses payments decide."""
    make_temporary(
        "follow_group",
        "SELECT party_kind, party_id, person_id, spell, anchors, min(valid_from) AS since, "
        "CASE WHEN count(*) = count(valid_to) THEN max(valid_to) END AS until, "
        "max(CASE WHEN anchor = 1 THEN id END) AS row_id, max(CASE WHEN anchor = 1 THEN status END) AS status, "
        "max(CASE WHEN anchor = 1 THEN transition END) AS transition "
        "FROM follow_row GROUP BY party_kind, party_id, person_id, spell, anchors",
    )


def _windows() -> None:
    """When the first payment of those who wait may come, by the law of the day on which they registered."""
    make_temporary_empty("follow_window", "registered date, earliest date, latest date")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT since FROM follow_group WHERE status = {_WAITS} AND party_kind = {FAMILY}"
        )
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
    """The pieces that should stand in each stretch: one begins where the status changes, and ends at the next."""
    points = (
        "SELECT g.*, g.since AS day, g.status AS then_status, g.transition AS then_transition FROM follow_group g "
        f"UNION ALL SELECT g.*, a.day, {_ACTIVE}, {int(Transition.ACTIVATED)} FROM follow_group g {_activation()} "
        "UNION ALL SELECT g.*, e.day, e.status, CASE e.status "
        f"WHEN {_ACTIVE} THEN {int(Transition.REACTIVATED)} ELSE {int(Transition.SUSPENDED)} END "
        f"FROM follow_group g {_activation('LEFT')} JOIN paid_event e ON e.party_kind = g.party_kind AND "
        "e.party_id = g.party_id AND e.day > coalesce(a.day, g.since) AND (g.until IS NULL OR e.day < g.until) "
        f"WHERE g.status IN ({_ACTIVE}, {_ARREARS}) OR a.day IS NOT NULL"
    )
    changes = (
        "SELECT p.*, lag(then_status) OVER (PARTITION BY person_id, spell, anchors ORDER BY day) AS before "
        f"FROM ({points}) p"
    )
    make_temporary(
        "follow_want",
        "SELECT c.person_id, c.spell, c.row_id, c.since AS anchored, c.then_status AS status, "
        "c.then_transition AS transition, c.day AS valid_from, "
        "coalesce(lead(c.day) OVER (PARTITION BY person_id, spell, anchors ORDER BY day), c.until) AS valid_to "
        f"FROM ({changes}) c WHERE before IS NULL OR before <> then_status",
    )


def _activation(join: str = "") -> str:
    """Joins as `a` the day of the first payment: all was paid within the window, or before it and not less at its start."""
    later = "greatest" if is_postgresql() else "max"
    effective = f"{later}(f.since, w.earliest)"
    day = (
        f"SELECT g2.person_id, g2.spell, g2.anchors, min({effective}) AS day FROM follow_group g2 "
        "JOIN follow_window w ON w.registered = g2.since JOIN paid_full f ON f.party_kind = g2.party_kind "
        "AND f.party_id = g2.party_id AND (f.until IS NULL OR f.until > w.earliest) "
        f"WHERE g2.status = {_WAITS} AND g2.party_kind = {FAMILY} AND {effective} <= w.latest "
        f"AND (g2.until IS NULL OR {effective} < g2.until) GROUP BY g2.person_id, g2.spell, g2.anchors"
    )
    return (
        f"{join} JOIN ({day}) a ON a.person_id = g.person_id AND a.spell = g.spell AND a.anchors = g.anchors"
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
            "m.hospital_class, m.payer_id, w.status, w.transition, m.start_date, m.end_date, "
            "CASE WHEN w.valid_from = m.valid_from THEN m.status_raw END, m.payer_written "
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
        activated=counts.get((_ACTIVE, _WAITS), 0),
        reactivated=counts.get((_ACTIVE, _ARREARS), 0),
        suspended=counts.get((_ARREARS, _ACTIVE), 0),
    )


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
