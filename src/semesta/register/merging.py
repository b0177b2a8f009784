"""Two records of one person become one, and can become two again; nothing that was written is lost.

    merge(kept=17, merged=99, by=Decision("loket 3", "dua kartu, satu orang"))
    undo_merge(merge=4, by=Decision("loket 3", "ternyata kakak beradik"))

The record kept wins where both say something, unless `Prefer` says otherwise for a number, for who the person
is, or for the membership; where it says nothing the other one does. Numbers that lose become former numbers of the
person and still find him. As we knew it before the merge, both records stand as they stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import NotFound, Text
from semesta.register import merge_refusals as refusals
from semesta.register.facts import (
    FACT_TABLES,
    IDENTIFIER,
    MEMBERSHIP,
    PERSON_FACT,
    Fact,
    FactTable,
    edit_to,
    insert,
    supersede,
    versions,
)  # fmt: skip
from semesta.register.number_rows import all_numbers, tidy
from semesta.register.rebuilding import refresh
from semesta.register.recording import Decision, record
from semesta.register.refusing import Refused
from semesta.register.timeline import Version
from semesta.register.transitions import CLOSERS
from semesta.register.two_records import laid_over, taken_back
from semesta.register.vocabulary import Transition

Record = Literal["kept", "merged"]
Versions = tuple[Version[Fact], ...]


@dataclass(frozen=True, slots=True)
class Prefer:
    """Which record wins where both say something."""

    nik: Record = "kept"
    card: Record = "kept"
    passport: Record = "kept"
    person: Record = "kept"  # name, birth date, address ...
    membership: Record = "kept"

    @classmethod
    def merged_for(cls, parts: Collection[str]) -> Prefer:
        """The record that is merged wins for these parts, named as the fields."""
        assert set(parts) <= set(cls.__slots__), parts
        one, other = Prefer(), cls("merged", "merged", "merged", "merged", "merged")
        return cls(*(getattr(other if name in parts else one, name) for name in cls.__slots__))


KEPT = Prefer()


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge, or its undoing, that was done: its number (for `undo_merge`) and its change."""

    merge: int
    kept: int
    merged: int
    change: int


def merge(
    *, kept: int, merged: int, by: Decision, prefer: Prefer = KEPT, on: dt.date | None = None
) -> Merged | Refused:
    """Make two records of one person one. `on`: the day from which a number that loses is a former one; today.

    NotFound for a record that is not there. Refused where one of them was merged already, where only one is
    recorded as dead, or where the family of the membership that loses would be left without its main member.
    """
    assert kept != merged, "two records"
    with writing():
        for person in (kept, merged):
            _exists(person)
        refused = refusals.of_merge(kept, merged, loser=merged if prefer.membership == "kept" else kept)
        if refused:
            return refused
        now = {table: (versions(table, kept), versions(table, merged)) for table in FACT_TABLES}
        memberships = _memberships(now[MEMBERSHIP], prefer)
        refused = refusals.of_sequence(memberships)
        if refused:
            return refused
        recorded = record("merge", by)
        day = on or recorded.recorded_at.astimezone(refusals.JAKARTA).date()
        wanted = {
            PERSON_FACT: _people(now[PERSON_FACT], prefer),
            MEMBERSHIP: memberships,
            IDENTIFIER: all_numbers(
                *now[IDENTIFIER], {1: prefer.nik, 2: prefer.card, 3: prefer.passport}, day
            ),
        }
        for table in FACT_TABLES:
            _write(table, {kept: wanted[table], merged: ()}, recorded.change)
        [number] = insert_rows(
            "merge",
            ("kept_id", "merged_id", "change_id"),
            [(kept, merged, recorded.change)],
            returning="id",
        )
        refresh((kept, merged))
    return Merged(int(number), kept, merged, recorded.change)


def undo_merge(*, merge: int, by: Decision) -> Merged | Refused:
    """Make two records of one again, as they stood before; what was changed since stays with the one kept.

    NotFound for a merge that is not there. Refused, with what to do first, where it was undone already, where the
    record kept was merged into another, where a number that goes back is meanwhile someone else's, or where
    what was changed since stands on days or on a membership that only the other record had.
    """
    with writing():
        kept, merged, change, undone = _merge(merge)
        refused = refusals.of_undoing(kept, undone)
        if refused:
            return refused
        results = {table: _apart(table, kept, change) for table in FACT_TABLES}
        back = {table: versions(table, merged, change - 1) for table in FACT_TABLES}
        refused = (
            refusals.of_membership(results[MEMBERSHIP], _brought(kept, change))
            or refusals.of_days(results[PERSON_FACT])
            or refusals.of_numbers({kept: results[IDENTIFIER], merged: back[IDENTIFIER]})
        )
        if refused:
            return refused
        recorded = record("undo-merge", by, undoes=change)
        for table in FACT_TABLES:
            _write(table, {kept: results[table], merged: back[table]}, recorded.change)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE merge SET undone_by_id = %s WHERE id = %s", [recorded.change, merge])
        refresh((kept, merged))
    return Merged(merge, kept, merged, recorded.change)


# --- what the person is after the merge -----------------------------------------------------------

#: Columns that only make sense together: an address is never put together from two records.
_TOGETHER: tuple[tuple[str, ...], ...] = (
    *(("name",), ("sex",), ("birth_date",), ("died_on",), ("kk",), ("village", "address", "rt", "rw")),
    *(("phone",), ("email",), ("facility",), ("student",)),
)


def _people(both: tuple[Versions, Versions], prefer: Prefer) -> Versions:
    first, other = both if prefer.person == "kept" else both[::-1]
    return laid_over(first, other, _filled)


def _filled(fact: Fact, other: Fact) -> Fact:
    """What the first does not know at all is taken from the other."""
    values: dict[str, object] = {}
    for columns in _TOGETHER:
        known = [PERSON_FACT.value(fact, column) for column in columns]
        source = fact if any(value not in (None, "") for value in known) else other
        values |= {column: PERSON_FACT.value(source, column) for column in columns}
    return PERSON_FACT.changed(fact, **values)


def _memberships(both: tuple[Versions, Versions], prefer: Prefer) -> Versions:
    """The spells of the other record get numbers after those of the one kept.

    Where the winning record begins after the other one, its first row says that a merge put it there: the
    automaton could not lead from the one record to the other.
    """
    kept, merged = both
    last = max(spell_of(version) for version in kept)
    brought = tuple(
        replace(it, fact=MEMBERSHIP.changed(it.fact, spell=last + spell_of(it)), row=None) for it in merged
    )
    first, other = (kept, brought) if prefer.membership == "kept" else (brought, kept)
    found = list(laid_over(first, other, lambda fact, _: fact))
    if found[0].since < first[0].since:
        seam = next(place for place, it in enumerate(found) if it.since == first[0].since)
        found[seam] = replace(found[seam], fact=_put_there(found[seam].fact))
    return tuple(found)


def _put_there(fact: Fact) -> Fact:
    closed = MEMBERSHIP.value(fact, "transition") in CLOSERS
    return fact if closed else MEMBERSHIP.changed(fact, transition=int(Transition.SUPERSEDED))


def spell_of(version: Version[Fact]) -> int:
    """The number of the spell of a membership."""
    spell = MEMBERSHIP.value(version.fact, "spell")
    assert isinstance(spell, int)
    return spell


# --- what both are after the undoing --------------------------------------------------------------


def _apart(table: FactTable, person: int, change: int) -> Versions:
    """What the record kept is to be: as before the merge, except for what was changed since."""
    before, made, now = (versions(table, person, at) for at in (change - 1, change, None))
    if table is PERSON_FACT:
        return taken_back(before, made, now, _restored)
    if table is MEMBERSHIP:
        return taken_back(before, made, now, lambda _, __, here: here)
    found: list[Version[Fact]] = []
    for number in {it.fact[:2] for it in (*before, *made, *now)}:  # a person holds several at once
        of_it = [tuple(it for it in versions if it.fact[:2] == number) for versions in (before, made, now)]
        found += taken_back(of_it[0], of_it[1], of_it[2], lambda _, __, here: here)
    return tidy(found)


def _brought(kept: int, change: int) -> set[int]:
    """The spells that came with the other record."""
    before, made = (versions(MEMBERSHIP, kept, at) for at in (change - 1, change))
    return {spell_of(it) for it in made} - {spell_of(it) for it in before}


def _restored(before: Fact, merged: Fact, now: Fact) -> Fact:
    values: dict[str, object] = {}
    for columns in _TOGETHER:
        changed = any(PERSON_FACT.value(merged, it) != PERSON_FACT.value(now, it) for it in columns)
        source = now if changed else before
        values |= {column: PERSON_FACT.value(source, column) for column in columns}
    return PERSON_FACT.changed(before, **values)


# --- reading and writing --------------------------------------------------------------------------


def _write(table: FactTable, wanted: dict[int, Sequence[Version[Fact]]], change: int) -> None:
    edits = {person: edit_to(versions(table, person), pieces) for person, pieces in wanted.items()}
    supersede(table, edits.values(), change)
    for person, edit in edits.items():
        insert(table, person, edit.inserted, change)


def _exists(person: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM person WHERE id = %s", [person])
        if cursor.fetchone() is None:
            raise NotFound(
                place=str(person),
                reason=Text("Tidak ada orang dengan nomor itu.", "There is no person with that number."),
                remedy=Text("Cari dengan NIK atau kartu: semesta register show.", "Look by NIK or card: semesta register show."),
            )  # fmt: skip


def _merge(number: int) -> tuple[int, int, int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kept_id, merged_id, change_id, undone_by_id FROM merge WHERE id = %s", [number]
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound(
            place=str(number),
            reason=Text("Tidak ada penggabungan dengan nomor itu.", "There is no merge with that number."),
            remedy=Text(
                "Lihat nomornya: semesta register history.", "See its number: semesta register history."
            ),
        )
    return int(row[0]), int(row[1]), int(row[2]), row[3]
