"""A small register for tests of the ledger: people written as facts, whatever their history, and what was billed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection

from semesta.database import insert_rows
from semesta.register.recording import Decision, recording
from semesta.register.vocabulary import PayerKind, Relation, Status, Transition

BY = Decision("petugas uji", "coba")
BANDAR_LAMPUNG = 1871011004  # a village of 18.71
START = dt.date(2024, 1, 1)

PBI, PEMDA, PBPU, PNS_DAERAH, SWASTA, PENSIUN_PNS, VETERAN = 1, 2, 3, 6, 19, 20, 25


@dataclass(frozen=True)
class Member:
    """A person's only membership, as a fact."""

    segment: int = PBPU
    hospital_class: int | None = 3
    status: Status = Status.AKTIF
    relation: int | None = Relation.MEMBER
    family: int = 1
    payer: int | None = None
    village: int | None = BANDAR_LAMPUNG
    since: dt.date = START
    until: dt.date | None = None
    transition: Transition = Transition.ADOPTED


def families(count: int) -> list[int]:
    """So many families; their numbers."""
    with recording("test", BY) as during:
        return [
            int(n) for n in insert_rows("family", ("change_id",), [(during.change,)] * count, returning="id")
        ]


def payer(kind: PayerKind, code: str) -> int:
    """A payer's number; made where it is not there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM payer WHERE kind = %s AND code = %s", [int(kind), code])
        found = cursor.fetchone()
    if found:
        return int(found[0])
    with recording("test", BY) as during:
        rows = [(int(kind), code, code, "", during.change)]
        return int(
            insert_rows("payer", ("kind", "code", "name", "region", "change_id"), rows, returning="id")[0]
        )


def people(*members: Member) -> list[int]:
    """Write them, in one change; their numbers."""
    with recording("test", BY) as during:
        ids = insert_rows(
            "person",
            ("change_id", "village", "family_id", "relation", "spell", "segment", "hospital_class", "payer_id", "status", "since"),
            [
                (during.change, m.village, m.family, m.relation, 1, m.segment, m.hospital_class, m.payer, m.status, m.since)
                for m in members
            ],
            returning="id",
        )  # fmt: skip
        pairs = list(zip(ids, members, strict=True))
        insert_rows(
            "person_fact",
            ("person_id", "valid_from", "change_id", "name", "village"),
            [(id_, m.since, during.change, "SITI", m.village) for id_, m in pairs],
        )
        _memberships(pairs, during.change)
    return [int(id_) for id_ in ids]


def standing_from(person: int, day: dt.date, **changes: object) -> None:
    """From that day on the person's membership says otherwise: rectangles as the register's services write them."""
    with recording("test", BY) as during, connection.cursor() as cursor:
        cursor.execute(
            "SELECT segment, hospital_class, status, relation, family_id, payer_id, valid_from, valid_to, transition "
            "FROM membership WHERE person_id = %s AND superseded_by_id IS NULL AND (valid_to IS NULL OR valid_to > %s) "
            "ORDER BY valid_from",
            [person, day],
        )
        rows = [
            Member(
                segment, class_, Status(status), relation, family, owner, None, since, until, Transition(how)
            )
            for segment, class_, status, relation, family, owner, since, until, how in cursor.fetchall()
        ]
        cursor.execute(
            "UPDATE membership SET superseded_by_id = %s WHERE person_id = %s AND superseded_by_id IS NULL "
            "AND (valid_to IS NULL OR valid_to > %s)",
            [during.change, person, day],
        )
        old = rows[0]
        pieces = [replace(old, until=day)] if old.since < day else []
        new = replace(rows[-1], since=day, until=None, transition=Transition.CORRECTED, **changes)  # type: ignore[arg-type]
        _memberships([(person, m) for m in [*pieces, new]], during.change)
        cursor.execute(
            "UPDATE person SET status = %s, segment = %s, payer_id = %s, family_id = %s, since = %s WHERE id = %s",
            [new.status, new.segment, new.payer, new.family, new.since, person],
        )


def began_only_on(person: int, day: dt.date, member: Member) -> None:
    """The person's membership never held before that day: what was known of it is given up."""
    with recording("test", BY) as during, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE membership SET superseded_by_id = %s WHERE person_id = %s AND superseded_by_id IS NULL",
            [during.change, person],
        )
        _memberships([(person, replace(member, since=day))], during.change)


def _memberships(pairs: list[tuple[int, Member]], change: int) -> None:
    insert_rows(
        "membership",
        (
            "person_id", "valid_from", "valid_to", "change_id", "spell", "family_id", "relation", "segment",
            "hospital_class", "payer_id", "status", "transition",
        ),
        [
            (id_, m.since, m.until, change, 1, m.family, m.relation, m.segment, m.hospital_class, m.payer, m.status, m.transition)
            for id_, m in pairs
        ],
    )  # fmt: skip


def wage(person: int, payer_id: int, rupiah: int, month: dt.date = START) -> None:
    """What a payer says to pay a person from a month on."""
    with recording("test", BY) as during:
        insert_rows(
            "wage", ("person_id", "payer_id", "from_month", "wage_rupiah", "change_id"), [(person, payer_id, month, rupiah, during.change)]
        )  # fmt: skip


def asked(sql: str, *parameters: int | str | dt.date) -> list[tuple[object, ...]]:
    """Rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [tuple(row) for row in cursor.fetchall()]


def parts_of(person: int, month: dt.date) -> tuple[int, int, int, int]:
    """What is billed for a person and month, all lines together: member, employer, centre, local government."""
    [row] = asked(
        "SELECT coalesce(sum(member), 0), coalesce(sum(employer), 0), coalesce(sum(centre), 0), "
        "coalesce(sum(local_contribution + local_assistance), 0) FROM bill_line WHERE person_id = %s AND for_month = %s",
        person,
        month,
    )
    member, employer, centre, local = (int(str(part)) for part in row)
    return member, employer, centre, local


def books() -> dict[tuple[int, int, str], int]:
    """Receivable of each party and month of contribution, from the postings."""
    rows = asked(
        "SELECT party_kind, party_id, for_month, sum(amount_rupiah) FROM posting WHERE account = 1 "
        "AND for_month IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(amount_rupiah) <> 0"
    )
    return {
        (int(str(kind)), int(str(party)), str(month)): int(str(amount)) for kind, party, month, amount in rows
    }


def lines_by_party() -> dict[tuple[int, int, str], int]:
    """The same from the lines: what each party owes for each month."""
    rows = asked(
        "SELECT kind, party, for_month, sum(amount) FROM ("
        "SELECT 4 AS kind, family_id AS party, for_month, member AS amount FROM bill_line WHERE payer_id IS NULL UNION ALL "
        "SELECT (SELECT kind FROM payer WHERE id = payer_id), payer_id, for_month, member + employer FROM bill_line "
        "WHERE payer_id IS NOT NULL UNION ALL "
        "SELECT 2, region_id, for_month, local_contribution + local_assistance FROM bill_line WHERE region_id IS NOT NULL UNION ALL "
        "SELECT 3, (SELECT id FROM payer WHERE kind = 3), for_month, centre FROM bill_line) AS l "
        "GROUP BY 1, 2, 3 HAVING sum(amount) <> 0"
    )
    return {
        (int(str(kind)), int(str(party)), str(month)): int(str(amount)) for kind, party, month, amount in rows
    }
