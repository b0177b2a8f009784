"""Who holds or claims a number, in one statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import connection

from semesta.register.vocabulary import IdentifierKind


def other_holder(
    kind: int, value: str, since: dt.date, until: dt.date | None, apart: Collection[int]
) -> int | None:
    """Somebody but these people who has the number without contest on one of the days [since, until)."""
    parts = [
        # The conditions of the two partial indexes, so that each half finds its own.
        "SELECT person_id FROM identifier WHERE value = %s AND kind = %s AND superseded_by_id IS NULL "
        f"AND NOT contested AND kind < 4 AND {end} AND person_id NOT IN ({', '.join(map(str, map(int, apart)))})"
        + (" AND valid_from < %s" if until else "")
        for end in ("valid_to IS NULL", "valid_to IS NOT NULL AND valid_to > %s")
    ]
    last = [until] if until else []
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts) + " LIMIT 1",
            [value, int(kind), *last, value, int(kind), since, *last],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def claimants(kind: IdentifierKind, value: str) -> dict[int, bool]:
    """Everybody who has this number without end -> whether only as a claim; who holds it stands first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, contested FROM identifier WHERE value = %s AND kind = %s AND superseded_by_id IS NULL "
            "AND valid_to IS NULL AND NOT contested AND kind < 4 UNION ALL "
            "SELECT person_id, contested FROM identifier WHERE value = %s AND kind = %s AND superseded_by_id IS NULL "
            "AND valid_to IS NULL AND contested ORDER BY 2, 1",
            [value, int(kind), value, int(kind)],
        )
        return {int(person): bool(contested) for person, contested in cursor.fetchall()}


def other_claimant(kind: IdentifierKind, value: str, person: int) -> int | None:
    """Somebody else who claims it."""
    return next((it for it in claimants(kind, value) if it != person), None)


def merged_into(person: int) -> int | None:
    """The record into which this one was merged; 0: into none; None: there is no such person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(merged_into_id, 0) FROM person WHERE id = %s", [person])
        row = cursor.fetchone()
    return int(row[0]) if row else None
