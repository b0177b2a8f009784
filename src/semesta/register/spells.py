"""Membership of some people read as versions over time, and edits of it written as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from django.db import connection

from semesta.database import insert_rows
from semesta.register.buckets import BUCKET_OF
from semesta.register.present_state import refresh_membership
from semesta.register.timeline import Edit, Version, is_whole
from semesta.register.transitions import State, possible, state_of
from semesta.register.vocabulary import Status, Transition

#: How many rows or people one statement names; more are read and written in several.
MOST_NAMED = 10_000


@dataclass(frozen=True, slots=True)
class Member:
    """What a row of membership says, but for whom and when. Fields are columns in the order of the table."""

    spell: int
    family_id: int
    relation: int | None
    segment: int
    hospital_class: int | None
    payer_id: int | None
    status: int
    transition: int
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    status_raw: str | None = None
    payer_written: str | None = None

    @property
    def state(self) -> State:
        return state_of(self.status, self.transition)

    @property
    def bucket(self) -> str:
        return BUCKET_OF[self.segment]

    @property
    def terms(self) -> tuple[int, int | None, int | None, int]:
        """What the rows of one spell share."""
        return self.segment, self.hospital_class, self.payer_id, self.family_id


Spells = tuple[Version[Member], ...]
COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Member))


def membership_of(people: Sequence[int]) -> dict[int, Spells]:
    """Of each person that is in the register the rows known now, in the order of time."""
    found: dict[int, list[Version[Member]]] = {}
    for part in parts(people):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, person_id, valid_from, valid_to, {', '.join(COLUMNS)} FROM membership "
                f"WHERE superseded_by_id IS NULL AND person_id IN ({places(part)}) ORDER BY person_id, valid_from",
                list(part),
            )
            for row, person, since, until, *values in cursor.fetchall():
                found.setdefault(person, []).append(Version(since, until, Member(*values), row))
    return {person: tuple(versions) for person, versions in found.items()}


def write_edits(change: int, edits: Mapping[int, Edit[Member]]) -> None:
    """Supersede, insert, and bring the present state of the people up to date. Inside the change's transaction."""
    supersede("membership", change, [v.row for edit in edits.values() for v in edit.superseded])
    insert_rows(
        "membership",
        ("person_id", "valid_from", "valid_to", "change_id", *COLUMNS),
        [
            (person, piece.since, piece.until, change, *(getattr(piece.fact, name) for name in COLUMNS))
            for person, edit in edits.items()
            for piece in edit.inserted
        ],
    )
    refresh_membership(
        [p for p, edit in edits.items() if any(piece.until is None for piece in edit.inserted)]
    )


def impossible_row(spells: Spells) -> Version[Member] | None:
    """The first row that cannot follow the one before it by the automaton; None where every one can."""
    assert is_whole(spells), "membership has a gap or an overlap"
    before: Member | None = None
    for version in spells:
        fact = version.fact
        same = before is not None and before.spell == fact.spell
        can = possible(
            None if before is None else before.state,
            Transition(fact.transition), Status(fact.status), fact.bucket, same_spell=same,
        )  # fmt: skip
        if not can or (same and before is not None and before.terms != fact.terms):
            return version
        before = fact
    return None


def supersede(table: str, change: int, rows: Sequence[int | None]) -> None:
    """Say of rows that they were known until this change."""
    for part in parts(rows):
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET superseded_by_id = %s WHERE id IN ({places(part)})', [change, *part]
            )


T = TypeVar("T")


def parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in as many lists as statements are needed."""
    for start in range(0, len(items), MOST_NAMED):
        yield items[start : start + MOST_NAMED]


def places(items: Sequence[object]) -> str:
    """As many placeholders as items."""
    return ", ".join(["%s"] * len(items))
