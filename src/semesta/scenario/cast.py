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
_COUPLE = 2


@dataclass(frozen=True, slots=True)
class Player:
    """A family with a part: its head's record and card, how many people are in it, and of them spouses."""

    family: int
    head: int
    card: int
    people: int
    spouses: int

    @property
    def account(self) -> str:
        """The number under which it pays."""
        return virtual_account(self.card)


def cast(on: dt.date) -> dict[str, Player]:
    """Part -> family. Self-paying, all of it active, two people at least, its head with a card and a NIK."""
    segments = ", ".join(str(number) for number in self_paying_segments(on))
    found = rows(
        "SELECT h.family_id, h.id, h.card, f.people, f.spouses FROM person h JOIN (SELECT family_id, count(*) AS people, "
        f"sum(CASE WHEN relation IN ({Relation.HUSBAND.value}, {Relation.WIFE.value}) THEN 1 ELSE 0 END) AS spouses, "
        f"sum(CASE WHEN status = {Status.AKTIF.value} THEN 1 ELSE 0 END) AS active FROM person "
        f"WHERE segment IN ({segments}) GROUP BY family_id) AS f ON f.family_id = h.family_id "
        f"WHERE h.relation = {Relation.MEMBER.value} AND h.nik IS NOT NULL AND f.people >= 2 "
        "AND f.active = f.people ORDER BY h.card"
    )
    families = [Player(*map(int, row)) for row in found]
    couples = [it for it in families if it.people == _COUPLE and it.spouses]
    assert couples and len(families) > len(PARTS), "the province is too small for the story"
    others = iter([it for it in families if it != couples[0]])
    return {part: couples[0] if part == "mover" else next(others) for part in PARTS}


def rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What a question of the story gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def members(family: int) -> list[int]:
    """The people of a family, its head first."""
    found = rows(
        "SELECT id FROM person WHERE family_id = %s AND merged_into_id IS NULL ORDER BY relation, card",
        [family],
    )
    return [int(person) for (person,) in found]


def status_of(person: int) -> str:
    """The word of the status in which a person stands now."""
    [(status,)] = rows("SELECT status FROM person WHERE id = %s", [person])
    return Status(status).name
