"""Two records of one person made one and two again, day by day: the plain model of `register.merging`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from semesta.register.facts import PERSON_FACT, Fact
from semesta.register.number_rows import HELD_ONCE
from semesta.register.vocabulary import Transition
from tests.register.register_model import (
    CLOSERS,
    DAYS,
    TOGETHER,
    Days,
    Number,
    Person,
    Row,
    holds,
    over,
    run,
    token,
)

_UNKNOWN: Days[bool] = (None,) * DAYS


def merge(
    kept: Person, merged: Person, into: int, prefer: Mapping[str, bool], on: int
) -> tuple[Person, Person]:
    """Both after the merge. `prefer`: for which parts the record that is merged wins."""
    facts = (merged.facts, kept.facts) if prefer["person"] else (kept.facts, merged.facts)
    made = Person(
        facts=tuple(filled(a, b) for a, b in zip(*facts, strict=True)),
        rows=_rows(kept, merged, merged_wins=prefer["membership"]),
        numbers=_numbers(kept, merged, prefer, on),
    )
    return made, Person(merged_into=into)


def filled(first: Fact | None, other: Fact | None) -> Fact | None:
    """What the first does not know at all is taken from the other."""
    if first is None or other is None:
        return other if first is None else first
    values: dict[str, object] = {}
    for columns in TOGETHER:
        nothing = all(PERSON_FACT.value(first, column) in (None, "") for column in columns)
        source = other if nothing else first
        values |= {column: PERSON_FACT.value(source, column) for column in columns}
    return PERSON_FACT.changed(first, **values)


def _rows(kept: Person, merged: Person, *, merged_wins: bool) -> Days[Row]:
    last = max(row[1].spell for row in kept.rows if row is not None)
    brought: Days[Row] = tuple(
        None if row is None else (row[0], replace(row[1], spell=last + row[1].spell)) for row in merged.rows
    )
    first, other = (brought, kept.rows) if merged_wins else (kept.rows, brought)
    begins = next(day for day in range(DAYS) if first[day] is not None)
    rows: Days[Row] = tuple(one if one is not None else two for one, two in zip(first, other, strict=True))
    joint = rows[begins]
    assert joint is not None
    if begins == 0 or rows[begins - 1] is None or joint[1].transition in CLOSERS:
        return rows
    _, end = run(rows, begins, token)
    put = (joint[0], replace(joint[1], transition=int(Transition.SUPERSEDED)))
    return over(rows, begins, end, put)


def _numbers(kept: Person, merged: Person, prefer: Mapping[str, bool], on: int) -> dict[Number, Days[bool]]:
    found: dict[Number, Days[bool]] = {}
    for number in {*kept.numbers, *merged.numbers}:
        one, two = kept.numbers.get(number, _UNKNOWN), merged.numbers.get(number, _UNKNOWN)
        both = tuple(b if a is None else a if b is None else a and b for a, b in zip(one, two, strict=True))
        if one[-1] is False or two[-1] is False:
            both = tuple(None if day is None else False for day in both)
        found[number] = both
    for kind in HELD_ONCE:
        wins, loses = holds(kept, kind), holds(merged, kind)
        if prefer[kind.name.lower()]:
            wins, loses = loses, wins
        if wins and loses and wins != loses:
            found[int(kind), loses] = _former(found[int(kind), loses], on)
    return found


def _former(days: Days[bool], on: int) -> Days[bool]:
    first, _ = run(days, DAYS - 1, lambda it: it)
    return over(days, max(on, first + 1), DAYS, None)


def undo(before: Person, made: Person, now: Person) -> Person:
    """The record kept, after the undoing: as before the merge, but for what was changed since."""
    numbers = {}
    for number in {*before.numbers, *made.numbers, *now.numbers}:
        of = [person.numbers.get(number, _UNKNOWN) for person in (before, made, now)]
        numbers[number] = tuple(old if then == here else here for old, then, here in zip(*of, strict=True))
    return Person(
        facts=tuple(_fact(*it) for it in zip(before.facts, made.facts, now.facts, strict=True)),
        rows=tuple(_row(*it) for it in zip(before.rows, made.rows, now.rows, strict=True)),
        numbers={number: days for number, days in numbers.items() if any(day is not None for day in days)},
    )


def _fact(before: Fact | None, made: Fact | None, now: Fact | None) -> Fact | None:
    if made == now:
        return before
    if before is None or made is None or now is None:
        return now
    values: dict[str, object] = {}
    for columns in TOGETHER:
        changed = any(PERSON_FACT.value(made, it) != PERSON_FACT.value(now, it) for it in columns)
        values |= {it: PERSON_FACT.value(now if changed else before, it) for it in columns}
    return PERSON_FACT.changed(before, **values)


def _row(before: Row | None, made: Row | None, now: Row | None) -> Row | None:
    if (made and made[1]) == (now and now[1]):
        return before and (("before", before[0]), before[1])
    return now and (("now", now[0]), now[1])
