"""The present state that `person` carries, brought up to date for some people from their facts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

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
