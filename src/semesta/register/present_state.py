"""The present state that `person` carries, brought up to date for some people from their facts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from semesta.register.vocabulary import IdentifierKind

_MOST = 10_000

#: Columns of `person` and the columns of the open row of membership that they repeat.
MEMBERSHIP_STATE = {
    "family_id": "family_id", "relation": "relation", "spell": "spell", "segment": "segment",
    "hospital_class": "hospital_class", "payer_id": "payer_id", "status": "status", "since": "valid_from",
}  # fmt: skip
FACT_STATE = {"kk": "kk", "village": "village"}


def refresh_membership(people: Sequence[int]) -> None:
    """Family, segment, class, payer, status and since when, as the open row known now says."""
    _refresh("membership", MEMBERSHIP_STATE, people)


def refresh_facts(people: Sequence[int]) -> None:
    """Family card and village, as the open row known now says."""
    _refresh("person_fact", FACT_STATE, people)


def _refresh(table: str, columns: dict[str, str], people: Sequence[int]) -> None:
    for start in range(0, len(people), _MOST):
        part = people[start : start + _MOST]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE person SET ({', '.join(columns)}) = (SELECT {', '.join(columns.values())} FROM {table} f "
                "WHERE f.person_id = person.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL) "
                f"WHERE id IN ({', '.join(['%s'] * len(part))})",
                list(part),
            )


def refresh_all(*, facts_of: str, numbers_of: str) -> None:
    """The same for millions, and NIK and card; both arguments are tables with a column `id` of people."""
    with connection.cursor() as cursor:
        for table, columns in (("membership", MEMBERSHIP_STATE), ("person_fact", FACT_STATE)):
            cursor.execute(
                f"UPDATE person SET ({', '.join(columns)}) = (SELECT {', '.join(columns.values())} FROM {table} f "
                "WHERE f.person_id = person.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL) "
                f"WHERE id IN (SELECT id FROM {facts_of})"
            )
        numbers = ", ".join(
            f"{column} = (SELECT CAST(f.value AS bigint) FROM identifier f WHERE f.person_id = person.id "
            f"AND f.kind = {kind.value} AND NOT f.contested AND f.superseded_by_id IS NULL AND f.valid_to IS NULL)"
            for column, kind in (("nik", IdentifierKind.NIK), ("card", IdentifierKind.CARD))
        )
        cursor.execute(f"UPDATE person SET {numbers} WHERE id IN (SELECT id FROM {numbers_of})")
