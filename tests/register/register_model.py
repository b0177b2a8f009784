"""The register as a plain model: what is known of each person, day by day. Slow, and simple enough to be believed.

Days are the numbers 0, 1, 2 ... of a short calendar; the last one stands for all later ones too. A person's facts
are one value a day, None where nothing is known. The services work with periods; here there are none.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from semesta.register.facts import PERSON_FACT, Fact
from semesta.register.spells import Member
from semesta.register.vocabulary import IdentifierKind, Status, Transition

FIRST = dt.date(2024, 3, 1)
DAYS = 10
CLOSERS = (Transition.CANCELLED, Transition.VOIDED)
#: Columns of a person's facts that stay together when two records are merged.
TOGETHER = (
    ("name",), ("sex",), ("birth_date",), ("died_on",), ("kk",), ("village", "address", "rt", "rw"),
    ("phone",), ("email",), ("facility",), ("student",),
)  # fmt: skip

T = TypeVar("T")
Days = tuple[T | None, ...]
#: One number of a person: its kind and value.
Number = tuple[int, str]
#: A row of membership is the days that follow each other with one token; a correction makes a new row.
Token = tuple[object, ...] | int
Row = tuple[Token, Member]


def day_of(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


_TOKENS = itertools.count()


def new() -> int:
    return next(_TOKENS)


@dataclass(frozen=True)
class Person:
    """All that is known of one record, day by day; of a record that was merged nothing is."""

    facts: Days[Fact] = (None,) * DAYS
    rows: Days[Row] = (None,) * DAYS
    numbers: dict[Number, Days[bool]] = field(default_factory=dict)  # whether only claimed
    merged_into: int | None = None

    def member(self, day: int) -> Member:
        row = self.rows[day]
        assert row is not None
        return row[1]

    @property
    def known_from(self) -> int:
        return next(day for day in range(DAYS) if self.rows[day] is not None)

    @property
    def alive(self) -> bool:
        return self.merged_into is None and self.member(DAYS - 1).status != Status.MENINGGAL


# --- days -----------------------------------------------------------------------------------------


def over(days: Sequence[T | None], since: int, until: int, value: T | None) -> Days[T]:
    return tuple(value if since <= day < until else old for day, old in enumerate(days))


def run(days: Sequence[T], day: int, same: Callable[[T], object]) -> tuple[int, int]:
    """The stretch around a day on which `same` sees the same."""
    first = end = day
    while first > 0 and same(days[first - 1]) == same(days[day]):
        first -= 1
    while end < DAYS and same(days[end]) == same(days[day]):
        end += 1
    return first, end


def token(row: Row | None) -> object:
    return None if row is None else row[0]


def spell(row: Row | None) -> object:
    return None if row is None else row[1].spell


# --- what the services do -------------------------------------------------------------------------


def status(person: Person, transition: Transition, to: Status, since: int, reach: str) -> Person:
    """A step of the automaton that was allowed."""
    old = person.member(since)
    if (old.status, old.transition in CLOSERS) == (to, transition in CLOSERS):
        return person
    first, end = run(person.rows, since, token)
    _, spell_end = run(person.rows, since, spell)
    until = {"row": end, "spell": spell_end, "ever": DAYS}[reach]
    # What was corrected, or joined by a merge, to begin that very day stays so: no step leads to it.
    corrected = first == since and old.transition in (Transition.CORRECTED, Transition.SUPERSEDED)
    begins = {Transition.ACTIVATED: day_of(since)}.get(transition, old.start_date)
    ends = {
        Transition.ENDED: day_of(since), Transition.CANCELLED: day_of(since), Transition.REACTIVATED: None
    }.get(transition, old.end_date)  # fmt: skip
    fact = replace(
        old, status=int(to), transition=old.transition if corrected else int(transition),
        start_date=begins, end_date=ends, status_raw=None,
    )  # fmt: skip
    return replace(person, rows=over(person.rows, since, until, (new(), fact)))


def move(person: Person, since: int, terms: Member) -> Person:
    """To a new spell, over what is left of the one that holds."""
    _, until = run(person.rows, since, spell)
    number = 1 + max(row[1].spell for row in person.rows if row is not None)
    return replace(person, rows=over(person.rows, since, until, (new(), replace(terms, spell=number))))


def correct_status(person: Person, since: int, until: int, to: Status) -> Person:
    """Of the last spell the status of some days was written wrong."""
    last = person.member(DAYS - 1).spell

    def said(old: Member) -> Member:
        if old.spell != last or (old.status == to and old.transition not in CLOSERS):
            return old
        return replace(old, status=int(to), transition=int(Transition.CORRECTED), status_raw=None)

    rows = list(person.rows)
    for first, end in _stretches(person.rows):
        a, b = max(first, since), min(end, until)
        if a < b and said(person.member(a)) != person.member(a):
            rows[a:b] = [(new(), said(person.member(a)))] * (b - a)
    began = {first for first, _ in _stretches(person.rows)}
    for first, end in _stretches(rows):
        row = rows[first]
        if row is not None and first not in began:
            rows[first:end] = [(new(), replace(row[1], transition=int(Transition.CORRECTED)))] * (end - first)
    return replace(person, rows=tuple(rows))


def void(person: Person) -> Person:
    """The last spell never held: the one before goes on."""
    last = person.member(DAYS - 1)
    first = next(day for day in range(DAYS) if spell(person.rows[day]) == last.spell)
    fact = person.member(first)
    if fact.transition == Transition.VOIDED:
        return person
    before = person.rows[first - 1] if first > 0 else None
    if before is not None:
        since, _ = run(person.rows, first - 1, token)
        return replace(person, rows=over(person.rows, since, DAYS, (new(), before[1])))
    closed = replace(
        fact, status=int(Status.BELUM_AKTIF), transition=int(Transition.VOIDED), status_raw=None,
        start_date=None, end_date=day_of(first),
    )  # fmt: skip
    return replace(person, rows=over(person.rows, first, DAYS, (new(), closed)))


def still_dead(before: Person, after: Person) -> Person:
    """Whatever was said of the days before a death: who is dead stays dead from that day on."""
    dead = next((day for day in range(DAYS) if _dead(before.rows[day])), None)
    if dead is None or all(_dead(row) for row in after.rows[dead:]):
        return after
    gone = replace(
        after.member(dead), status=int(Status.MENINGGAL), transition=int(Transition.ENDED), status_raw=None,
        end_date=before.member(dead).end_date,
    )  # fmt: skip
    row = before.rows[dead]
    same = row is not None and row[1] == gone and all(it == row for it in before.rows[dead:])
    return replace(after, rows=over(after.rows, dead, DAYS, row if same else (new(), gone)))


def move_address(person: Person, since: int, to: dict[str, object]) -> Person:
    """Until the next move that is known."""

    def seen(fact: Fact | None) -> object:
        return None if fact is None else [PERSON_FACT.value(fact, name) for name in to]

    until = DAYS if person.facts[since] is None else run(person.facts, since, seen)[1]
    return correct(person, since, until, to)


def correct(person: Person, since: int, until: int, to: dict[str, object]) -> Person:
    """What was said of some days was wrong."""

    def said(fact: Fact) -> Fact:
        return PERSON_FACT.changed(fact, **to)

    return replace(
        person,
        facts=tuple(
            said(fact) if fact is not None and since <= day < until else fact
            for day, fact in enumerate(person.facts)
        ),
    )


def death(person: Person, died: int | None) -> Person:
    """Dead from a day on, whatever stood there; None: the death was no death."""
    facts = correct(person, 0, DAYS, {"died_on": None}).facts
    living = [row for row in person.rows if row is not None and row[1].status != Status.MENINGGAL]
    rows = person.rows
    dead = next((day for day in range(DAYS) if _dead(rows[day])), None)
    if died is not None:
        said: dict[str, object] = {"died_on": day_of(died)}
        died = max(died, person.known_from)
        facts = correct(replace(person, facts=facts), died, DAYS, said).facts
        if dead == died:
            return replace(person, facts=facts)
    if dead is not None:
        rows = _alive(person, dead, living)
    if died is not None:
        row = rows[died]
        assert row is not None
        gone = replace(
            row[1], status=int(Status.MENINGGAL), transition=int(Transition.ENDED), status_raw=None,
            end_date=day_of(died),
        )  # fmt: skip
        rows = over(rows, died, DAYS, (new(), gone))
    return replace(person, facts=facts, rows=rows)


def _alive(person: Person, dead: int, living: list[Row]) -> Days[Row]:
    if living:
        since, _ = run(person.rows, dead - 1, token)
        return over(person.rows, since, DAYS, (new(), living[-1][1]))
    unknown = replace(
        person.member(dead), status=int(Status.TIDAK_DIKETAHUI), transition=int(Transition.CORRECTED),
        status_raw=None, end_date=None,
    )  # fmt: skip
    return over(person.rows, dead, DAYS, (new(), unknown))


def _dead(row: Row | None) -> bool:
    return row is not None and row[1].status == Status.MENINGGAL


def _stretches(rows: Sequence[Row | None]) -> list[tuple[int, int]]:
    found, day = [], 0
    while day < DAYS:
        _, end = run(rows, day, token)
        if rows[day] is not None:
            found.append((day, end))
        day = end
    return found


# --- numbers --------------------------------------------------------------------------------------


def holds(person: Person, kind: IdentifierKind) -> str | None:
    return next(
        (value for (k, value), days in person.numbers.items() if k == kind and days[-1] is False), None
    )


def give(person: Person, kind: IdentifierKind, value: str, since: int) -> Person:
    others = withdraw(
        replace(person, numbers={n: d for n, d in person.numbers.items() if n != (kind, value)}), kind, since
    )
    mine: Days[bool] = person.numbers.get((int(kind), value), (None,) * DAYS)
    return _with_numbers(person, {**others.numbers, (int(kind), value): over(mine, since, DAYS, False)})


def withdraw(person: Person, kind: IdentifierKind, on: int) -> Person:
    numbers = {
        number: tuple(None if contested is False and number[0] == kind and day >= on else contested
                      for day, contested in enumerate(days))
        for number, days in person.numbers.items()
    }  # fmt: skip
    return _with_numbers(person, numbers)


def claim(person: Person, kind: IdentifierKind, value: str, since: int) -> Person:
    none: Days[bool] = (None,) * DAYS
    return _with_numbers(person, {**person.numbers, (int(kind), value): over(none, since, DAYS, True)})


def settle(person: Person, kind: IdentifierKind, value: str, *, wins: bool) -> Person:
    days = person.numbers[(int(kind), value)]
    first, _ = run(days, DAYS - 1, lambda it: it)
    settled = over(days, first, DAYS, False if wins else None)
    return _with_numbers(person, {**person.numbers, (int(kind), value): settled})


def _with_numbers(person: Person, numbers: dict[Number, Days[bool]]) -> Person:
    some = {number: days for number, days in numbers.items() if any(day is not None for day in days)}
    return replace(person, numbers=some)
