"""Whom facts recorded since a change concern, and from which day on what they say differs from what we knew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from semesta.database.temporary import make_temporary
from semesta.ledger.day_sql import later_sql
from semesta.register.vocabulary import Relation, Status

#: What of a fact matters to a bill.
_SAYS: dict[str, Sequence[str]] = {
    "membership": (
        *("family_id", "relation", "segment", "hospital_class", "payer_id", "status", "transition"),
    ),
    "person_fact": ("village",),
}
_NEVER = "'9999-12-31'"
_EVER = "'0001-01-01'"


def find_late(known: int) -> int:
    """Temporary table `late (person_id, since)` of those whom facts recorded after change `known` concern; how many.

    A wage concerns the additional members of the family too; a merge concerns both records for all time.
    Inside the caller's transaction.
    """
    parts = [_facts(table, says, known) for table, says in _SAYS.items()]
    parts.append(_wages(known))
    parts.append(
        " UNION ALL ".join(
            f"SELECT {person}, {_EVER} FROM merge WHERE change_id > {known} OR undone_by_id > {known}"
            for person in ("kept_id", "merged_id")
        )
    )
    date = "CAST(min(since) AS date)" if connection.vendor == "postgresql" else "min(since)"
    make_temporary(
        "found",
        f"SELECT person_id, {date} AS since FROM ({' UNION ALL '.join(parts)}) AS f GROUP BY person_id",
    )
    make_temporary(
        "late",
        "SELECT person_id, min(since) AS since FROM (SELECT person_id, since FROM found UNION ALL "
        "SELECT x.id, f.since FROM found f JOIN person p ON p.id = f.person_id JOIN person x "
        f"ON x.family_id = p.family_id WHERE p.relation = {Relation.MEMBER:d} AND x.relation = {Relation.ADDITIONAL:d}"
        ") AS both_kinds GROUP BY person_id",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM late")
        return int(cursor.fetchone()[0])


def _facts(table: str, says: Sequence[str], known: int) -> str:
    """From where on the versions differ: a version that says the same as before differs from where one of them ends.

    A version that was given up without another one in its place differs from its beginning.
    """
    first = _last_seen(table, known)
    same = " AND ".join(f"coalesce(o.{column}, -1) = coalesce(n.{column}, -1)" for column in says)
    former = f"o.superseded_by_id > {known} AND o.change_id <= {known}"
    ends = (f"coalesce({of}.valid_to, {_NEVER})" for of in ("n", "o"))
    earlier = _earlier(*ends)
    # Who waits has a first bill only while the first payment may still come: that the wait ended changes it.
    waited = f" OR n.status = {Status.BELUM_AKTIF:d}" if table == "membership" else ""
    return (
        f"SELECT n.person_id, CASE WHEN o.id IS NULL{waited} THEN n.valid_from ELSE {earlier} END AS since FROM {table} n "
        f"LEFT JOIN {table} o ON o.person_id = n.person_id AND {former} AND o.valid_from = n.valid_from AND {same} "
        f"WHERE n.id > {first} AND n.superseded_by_id IS NULL UNION ALL "
        f"SELECT o.person_id, o.valid_from FROM (SELECT DISTINCT person_id FROM {table} WHERE id > {first}) AS c "
        f"JOIN {table} o ON o.person_id = c.person_id WHERE {former} AND NOT EXISTS (SELECT 1 FROM {table} n "
        f"WHERE n.person_id = o.person_id AND n.id > {first} AND n.superseded_by_id IS NULL "
        f"AND n.valid_from = o.valid_from AND {same})"
    )


def _wages(known: int) -> str:
    return f"SELECT person_id, from_month FROM wage WHERE id > {_last_seen('wage', known)}"


def _last_seen(table: str, known: int) -> int:
    """The last row written by then: rows are numbered in the order of changes, so no index on changes is needed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE change_id <= {known} ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _earlier(one: str, other: str) -> str:
    return later_sql(one, other).replace("greatest", "least").replace("max", "min")
