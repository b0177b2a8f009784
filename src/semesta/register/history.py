"""Everything that was decided about a person, in the order in which we knew it: who, why, by which article, what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from semesta.database import reading
from semesta.register.facts import FACT_TABLES, IDENTIFIER, Fact, FactTable
from semesta.register.recording import Decision, aware
from semesta.register.timeline import Version
from semesta.register.two_records import meet, uncovered


@dataclass(frozen=True, slots=True)
class FactChanged:
    """What a change said of some days. `values`: the columns that say something else than before, as they are now.

    `ends`: for those days it is said no more. Numbers as in `register.vocabulary`.
    """

    table: str
    since: dt.date
    until: dt.date | None
    values: Mapping[str, object]
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A change that concerned the person, and what of the person's facts it changed."""

    change: int
    recorded_at: dt.datetime
    action: str
    by: Decision
    undoes: int | None
    other: int | None  # the other record, of a merge or its undoing
    merge: int | None  # the number of that merge
    facts: tuple[FactChanged, ...]


def history(person: int) -> tuple[Decided, ...]:
    """The changes of a record, first known first; empty where there is no such person.

    Of a record that was merged: up to the merge, which names the record where it goes on.
    """
    with reading():
        rows = {table: _rows(table, person) for table in FACT_TABLES}
        merges = _merges(person)
        numbers = {
            number for of_table in rows.values() for it in of_table for number in (it.born, it.gone) if number
        }
        decisions = _changes(sorted(numbers | set(merges)))
    return tuple(
        replace(
            decided,
            merge=merges.get(decided.change, (None, None))[0],
            other=merges.get(decided.change, (None, None))[1],
            facts=tuple(fact for table in FACT_TABLES for fact in _said(table, rows[table], decided.change)),
        )
        for decided in decisions
    )


@dataclass(frozen=True, slots=True)
class _Row:
    born: int
    gone: int | None
    version: Version[Fact]


def _said(table: FactTable, rows: Sequence[_Row], change: int) -> Iterator[FactChanged]:
    """New pieces against what stood there; a piece that only carries on what stood there says nothing new."""
    gone = [it.version for it in rows if it.gone == change and it.born != change]
    born = [it.version for it in rows if it.born == change and it.gone != change]
    for new in born:
        values = _news(table, new, [old for old in gone if _same_subject(table, old, new)])
        if values:
            yield FactChanged(table.name, new.since, new.until, values)
    for old in gone:
        for since, until in uncovered(old, [new for new in born if _same_subject(table, old, new)]):
            yield FactChanged(table.name, since, until, _subject(table, old.fact), ends=True)


def _news(table: FactTable, new: Version[Fact], gone: Sequence[Version[Fact]]) -> dict[str, object]:
    whole = dict(zip(table.columns, new.fact, strict=True))
    if uncovered(new, gone):
        return {name: value for name, value in whole.items() if value not in (None, "")}
    stood = [old for old in gone if meet(old, new)]
    changed = {name: value for name, value in whole.items()
               if any(table.value(old.fact, name) != value for old in stood)}  # fmt: skip
    return {**_subject(table, new.fact), **changed} if changed else {}


def _subject(table: FactTable, fact: Fact) -> dict[str, object]:
    """Of a number: which one; a person has several. All else is about the person."""
    return {"kind": fact[0], "value": fact[1]} if table is IDENTIFIER else {}


def _same_subject(table: FactTable, one: Version[Fact], other: Version[Fact]) -> bool:
    return _subject(table, one.fact) == _subject(table, other.fact)


# --- reading --------------------------------------------------------------------------------------


def _rows(table: FactTable, person: int) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT change_id, superseded_by_id, valid_from, valid_to, {', '.join(table.columns)} "
            f"FROM {table.name} WHERE person_id = %s ORDER BY valid_from, id",
            [person],
        )
        return [_Row(row[0], row[1], Version(row[2], row[3], tuple(row[4:]))) for row in cursor.fetchall()]


def _merges(person: int) -> dict[int, tuple[int, int]]:
    """Change of a merge or its undoing -> the merge's number, and the other record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kept_id, merged_id, change_id, undone_by_id FROM merge WHERE kept_id = %s OR merged_id = %s",
            [person, person],
        )
        return {
            int(change): (int(number), int(merged if kept == person else kept))
            for number, kept, merged, done, undone in cursor.fetchall()
            for change in (done, undone)
            if change is not None
        }


def _changes(numbers: Sequence[int]) -> list[Decided]:
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, recorded_at, action, actor, reason, article, document, undoes_id FROM change "
            f"WHERE id IN ({', '.join(str(int(number)) for number in numbers)}) ORDER BY id"
        )
        return [
            Decided(row[0], aware(row[1]), row[2], Decision(*row[3:7]), row[7], None, None, ())
            for row in cursor.fetchall()
        ]
