"""The present state in `person` is a copy of the facts: compared with them, dropped, and made again from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import is_postgresql, reading, writing
from semesta.register.vocabulary import IdentifierKind

#: Every column of `person` that is a copy.
COLUMNS = (
    *("nik", "card", "kk", "village", "family_id", "relation", "spell", "segment", "hospital_class"),
    *("payer_id", "status", "since", "merged_into_id"),
)

_NUMBER = (
    "LEFT JOIN identifier {name} ON {name}.person_id = p.id AND {name}.kind = {kind} AND NOT {name}.contested "
    "AND {name}.valid_to IS NULL AND {name}.superseded_by_id IS NULL"
)

#: One row a person: id and COLUMNS as the facts known now say: the open, known rows of each kind.
EXPECTED = f"""
SELECT p.id, CAST(n.value AS bigint) AS nik, CAST(c.value AS bigint) AS card, f.kk, f.village, m.family_id,
    m.relation, m.spell, m.segment, m.hospital_class, m.payer_id, m.status, m.valid_from AS since,
    g.kept_id AS merged_into_id
FROM person p
LEFT JOIN membership m ON m.person_id = p.id AND m.valid_to IS NULL AND m.superseded_by_id IS NULL
LEFT JOIN person_fact f ON f.person_id = p.id AND f.valid_to IS NULL AND f.superseded_by_id IS NULL
{_NUMBER.format(name="n", kind=IdentifierKind.NIK.value)}
{_NUMBER.format(name="c", kind=IdentifierKind.CARD.value)}
LEFT JOIN merge g ON g.merged_id = p.id AND g.undone_by_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many people were made again, and how many of them had differed from their facts."""

    people: int
    differed: int


def rebuild() -> Rebuilt:
    """Drop the present state of everybody and make it again from the facts, in one transaction.

    Nobody sees the time between. It records no change: it decides nothing.
    """
    with writing(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({differing()}) AS differing")
        differed = int(cursor.fetchone()[0])
        cursor.execute(f"UPDATE person SET {', '.join(f'{name} = NULL' for name in COLUMNS)}")
        cursor.execute(
            f"UPDATE person SET {', '.join(f'{name} = expected.{name}' for name in COLUMNS)} "
            f"FROM ({EXPECTED}) AS expected WHERE expected.id = person.id"
        )
        return Rebuilt(people=cursor.rowcount, differed=differed)


def refresh(people: Sequence[int]) -> None:
    """Make the present state of these people again from their facts, inside the caller's transaction.

    In two steps, because a number may go from one of them to another, and each has one holder at any moment.
    """
    places = ", ".join(["%s"] * len(people))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE person SET nik = NULL, card = NULL WHERE id IN ({places})", [*people])
        cursor.execute(
            f"UPDATE person SET {', '.join(f'{name} = expected.{name}' for name in COLUMNS)} "
            f"FROM ({EXPECTED} WHERE p.id IN ({places})) AS expected WHERE expected.id = person.id",
            [*people],
        )


def differences(most: int = 20) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """People whose kept state is not what their facts say, with the columns that differ; at most so many.

    Changes nothing. Empty when the state kept equals the state rebuilt.
    """
    each = ", ".join(f"k.{name} {_unlike()} e.{name}" for name in COLUMNS)
    with reading(), connection.cursor() as cursor:
        cursor.execute(f"SELECT k.id, {each} FROM person k JOIN ({EXPECTED}) AS e ON e.id = k.id "
                       f"WHERE {_any()} ORDER BY k.id LIMIT {int(most)}")  # fmt: skip
        return tuple(
            (int(row[0]), tuple(name for name, unlike in zip(COLUMNS, row[1:], strict=True) if unlike))
            for row in cursor.fetchall()
        )


def differing() -> str:
    """A SELECT of the ids of the people whose kept state is not what their facts say."""
    return f"SELECT k.id FROM person k JOIN ({EXPECTED}) AS e ON e.id = k.id WHERE {_any()}"


def _any() -> str:
    return " OR ".join(f"k.{name} {_unlike()} e.{name}" for name in COLUMNS)


def _unlike() -> str:
    """Not equal, where two unknown values are equal."""
    return "IS DISTINCT FROM" if is_postgresql() else "IS NOT"
