"""Who plays which part: families chosen by their card numbers, so that they are the same on every database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from semesta.ledger.parties import self_paying_segments, virtual_account
from semesta.register.vocabulary import Relation, Status

#: Parts in the story, each of another self-paying family in good standing, in the order of their cards.
PARTS = (
    "wrong_account", "twice", "too_much", "late", "short", "mover", "newborn", "late_death", "never_pays", "reversed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Player:
    """A family with a part: its head's record and card, and how many people are in it."""

    family: int
    head: int
    card: int
    people: int

    @property
    def account(self) -> str:
        """The number under which it pays."""
        return virtual_account(self.card)


def cast(on: dt.date) -> dict[str, Player]:
    """Part -> family. Self-paying, all of it active, two people at least, its head with a card and a NIK."""
    segments = ", ".join(str(number) for number in self_paying_segments(on))
    found = rows(
        "SELECT h.family_id, h.id, h.card, f.people FROM person h JOIN (SELECT family_id, count(*) AS people, "
        f"sum(CASE WHEN status = {Status.AKTIF.value} THEN 1 ELSE 0 END) AS active FROM person "
        f"WHERE segment IN ({segments}) GROUP BY family_id) AS f ON f.family_id = h.family_id "
        f"WHERE h.relation = {Relation.MEMBER.value} AND h.nik IS NOT NULL AND f.people >= 2 "
        f"AND f.active = f.people ORDER BY h.card LIMIT {len(PARTS)}"
    )
    assert len(found) == len(PARTS), "the province is too small for the story"
    return {part: Player(*map(int, row)) for part, row in zip(PARTS, found, strict=True)}


def rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What a question of the story gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
