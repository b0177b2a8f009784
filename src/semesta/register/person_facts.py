"""Facts of some people read as versions over time, and edits of them written as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db import connection

from semesta.database import insert_rows
from semesta.register.present_state import refresh_facts
from semesta.register.spells import parts, places, supersede
from semesta.register.timeline import Edit, Version


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a row of `person_fact` says, but of whom and when. Fields are columns in the order of the table."""

    name: str
    sex: str | None
    birth_date: dt.date | None
    died_on: dt.date | None
    kk: int | None
    village: int | None
    address: str | None
    rt: str | None
    rw: str | None
    phone: str | None
    email: str | None
    facility: str | None
    student: bool | None


Facts = tuple[Version[PersonFacts], ...]
FACT_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(PersonFacts))


def facts_of(people: Sequence[int]) -> dict[int, Facts]:
    """Of each person that is in the register the rows known now, in the order of time."""
    found: dict[int, list[Version[PersonFacts]]] = {}
    for part in parts(people):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, person_id, valid_from, valid_to, {', '.join(FACT_COLUMNS)} FROM person_fact "
                f"WHERE superseded_by_id IS NULL AND person_id IN ({places(part)}) ORDER BY person_id, valid_from",
                list(part),
            )
            for row, person, since, until, *values in cursor.fetchall():
                fact = PersonFacts(*values)
                found.setdefault(person, []).append(Version(since, until, fact, row))
    return {person: tuple(versions) for person, versions in found.items()}


def write_fact_edits(change: int, edits: Mapping[int, Edit[PersonFacts]]) -> None:
    """Supersede, insert, and bring the present state up to date. Inside the change's transaction."""
    supersede("person_fact", change, [v.row for edit in edits.values() for v in edit.superseded])
    insert_rows(
        "person_fact",
        ("person_id", "valid_from", "valid_to", "change_id", *FACT_COLUMNS),
        [
            (person, piece.since, piece.until, change, *(getattr(piece.fact, name) for name in FACT_COLUMNS))
            for person, edit in edits.items()
            for piece in edit.inserted
        ],
    )
    refresh_facts([p for p, edit in edits.items() if any(piece.until is None for piece in edit.inserted)])
