"""The automaton of membership: by which named transition a status may follow which; nothing else can be built.

    nothing ---> BELUM_AKTIF, AKTIF                     enrolled
    BELUM_AKTIF ---> AKTIF                              activated
    BELUM_AKTIF ---> BELUM_AKTIF, closed                cancelled (before it began)
    AKTIF ---> NONAKTIF_TUNGGAKAN                       suspended (families and employers who owe)
    inactive but not dead ---> AKTIF                    reactivated
    alive ---> NONAKTIF_*_KELUAR, _USIA, MENINGGAL      ended (each ground has its segments)
    alive ---> AKTIF, BELUM_AKTIF                       moved: a new spell

After MENINGGAL comes nothing. A membership that was cancelled or voided is closed: the person can be enrolled
again, in a new spell. What an extract says (adopted), what a correction says and what a merge of two records
puts together (superseded) can be anything: they say how it was, not what happened.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from semesta.register.buckets import BUCKET_OF, SEGMENTS_OF, WORKERS
from semesta.register.formulas import article_in_force
from semesta.register.vocabulary import Status, Transition
from semesta.tables import BUCKETS, UNKNOWN_BUCKET


class Reach(Enum):
    """How far a step reaches from its day on: to the end of the row that holds there, of the spell, or for ever."""

    ROW = 1
    SPELL = 2
    EVER = 3


@dataclass(frozen=True, slots=True)
class State:
    """Where a membership stands. `closed`: it was cancelled or voided, so it never began or never held."""

    status: Status
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the automaton. `law`: the parameter whose article a decision cites that cites none itself."""

    transition: Transition
    to: Status
    of: frozenset[State]
    buckets: frozenset[str]
    reach: Reach
    law: str = ""


#: Transitions with which a spell begins; with all others it goes on.
OPENERS = frozenset({Transition.ADOPTED, Transition.ENROLLED, Transition.MOVED})
#: Transitions that say how it was, and lead from anything to anything.
SAYINGS = frozenset({Transition.ADOPTED, Transition.CORRECTED, Transition.SUPERSEDED})
#: Of those, the ones that can stand in the middle of a history. A row of theirs stays theirs when a step of the same
#: day follows: the automaton alone does not lead to it.
STAYING = SAYINGS - {Transition.ADOPTED}
CLOSERS = frozenset({Transition.CANCELLED, Transition.VOIDED})
#: Transitions with which cover ends: their day is the end date (TAT) of the row.
ENDS = frozenset({Transition.ENDED, Transition.CANCELLED})
#: What undoes rather than happens: after it, on the same day, nothing else is inferred to have happened.
_NO_PART_OF_A_CHAIN = SAYINGS | {Transition.VOIDED}

_ALL = frozenset((*BUCKETS, UNKNOWN_BUCKET))
_LIVING = frozenset(State(status) for status in Status if status != Status.MENINGGAL)
_CLOSED = State(Status.BELUM_AKTIF, closed=True)
_WAITING = State(Status.BELUM_AKTIF)
_ENDED = {
    Status.NONAKTIF_PBI_KELUAR: (frozenset({"PBI_JK"}), ""),
    Status.NONAKTIF_PEMDA_KELUAR: (frozenset({"PBPU_BP_PEMDA"}), ""),
    Status.NONAKTIF_PPU_KELUAR: (frozenset(WORKERS), "job_loss.months"),
    Status.NONAKTIF_USIA: (frozenset(WORKERS), "child.age_limit"),
}
_ENDING = frozenset(State(status) for status in _ENDED)


def _steps() -> Iterator[Step]:
    tr, st = Transition, Status
    yield Step(tr.ACTIVATED, st.AKTIF, frozenset({_WAITING}), _ALL, Reach.ROW, "first_payment.latest_days")
    owing = frozenset({"PBPU", "BP", *WORKERS})
    active = frozenset({State(st.AKTIF)})
    yield Step(tr.SUSPENDED, st.NONAKTIF_TUNGGAKAN, active, owing, Reach.ROW, "arrears.grace_months")
    owed = frozenset({State(st.NONAKTIF_TUNGGAKAN)})
    yield Step(tr.REACTIVATED, st.AKTIF, owed, _ALL, Reach.ROW, "arrears.ceiling_months")
    asleep = _LIVING - {State(st.AKTIF), _WAITING} - owed
    yield Step(tr.REACTIVATED, st.AKTIF, asleep, _ALL, Reach.ROW)
    for status, (buckets, law) in _ENDED.items():
        yield Step(tr.ENDED, status, _LIVING - _ENDING, buckets, Reach.SPELL, law)
    yield Step(tr.ENDED, st.MENINGGAL, _LIVING | {_CLOSED}, _ALL, Reach.EVER)
    # Who was activated by a payment did begin. A local government's people have their day written beforehand.
    waiting, local = frozenset({_WAITING}), frozenset({"PBPU_BP_PEMDA"})
    yield Step(tr.CANCELLED, st.BELUM_AKTIF, waiting, _ALL - local, Reach.ROW, "first_payment.latest_days")
    yield Step(tr.CANCELLED, st.BELUM_AKTIF, waiting, local, Reach.SPELL)
    yield Step(tr.VOIDED, st.BELUM_AKTIF, _LIVING | {State(st.MENINGGAL)}, _ALL, Reach.SPELL)
    for status in (st.AKTIF, st.BELUM_AKTIF):
        yield Step(tr.ENROLLED, status, frozenset({_CLOSED}), _ALL, Reach.SPELL)
        yield Step(tr.MOVED, status, _LIVING, _ALL, Reach.SPELL)
    yield Step(tr.MOVED, st.NONAKTIF_TUNGGAKAN, owed, owing, Reach.SPELL)
    anything = _LIVING | {State(st.MENINGGAL), _CLOSED}
    for status in Status:
        yield Step(tr.CORRECTED, status, anything, _ALL, Reach.ROW)
        yield Step(tr.ADOPTED, status, anything, _ALL, Reach.SPELL)
    # Superseded is no arrow: `merging` writes such rows, and no service leads to one.


STEPS: tuple[Step, ...] = tuple(_steps())


def state_of(status: int, transition: int) -> State:
    """The state in which a row of membership leaves the person."""
    return State(Status(status), Transition(transition) in CLOSERS)


def step(state: State, transition: Transition, to: Status, segment: int) -> Step | None:
    """The arrow of that name from a state to a status in a segment; None: there is none."""
    bucket = BUCKET_OF[segment]
    return next(
        (
            s
            for s in STEPS
            if s.transition == transition and s.to == to and bucket in s.buckets and state in s.of
        ),
        None,
    )


def segments_by_reach(transition: Transition, to: Status) -> dict[Reach, tuple[int, ...]]:
    """In which segments a step reaches how far."""
    found: dict[Reach, tuple[int, ...]] = {}
    for s in STEPS:
        if s.transition == transition and s.to == to:
            found[s.reach] = (*found.get(s.reach, ()), *_segments(s.buckets))
    return found


def allowed(state: State, transition: Transition, to: Status, segment: int) -> bool:
    """Whether the transition leads from there to that status, in one step."""
    return step(state, transition, to, segment) is not None


@functools.cache
def possible(
    before: State | None, transition: Transition, to: Status, bucket: str, *, same_spell: bool
) -> bool:
    """Whether a row may follow the one before it; None: it is the person's first.

    Of several steps on one day only the last is seen, so the row may be the last of a chain of steps: who was
    suspended and pays on the same day goes from AKTIF to AKTIF, reactivated.
    """
    if transition in SAYINGS:
        return True
    last = [s for s in STEPS if s.transition == transition and s.to == to and bucket in s.buckets]
    if before is None and transition == Transition.ENROLLED:
        return to in (Status.AKTIF, Status.BELUM_AKTIF)
    if same_spell and transition in OPENERS:
        return False
    reached = _reached(before, bucket, same_spell=same_spell)
    return any(state in s.of for s in last for state in reached)


def article(state: State, transition: Transition, to: Status, segment: int, on: dt.date) -> str:
    """The article that a decision cites where the person who decides named none; '' where our sources name none."""
    found = step(state, transition, to, segment)
    if found is None or not found.law:
        return ""
    if transition == Transition.ACTIVATED and BUCKET_OF[segment] == "PBPU_BP_PEMDA":
        return article_in_force("local_start.other_months", on)
    return article_in_force(found.law, on)


def staying_sql(*, of: str) -> str:
    """The transitions of `STAYING` as an SQL condition on a row of membership named `of`."""
    return f"{of}.transition IN ({_numbers(STAYING)})"


def allowed_sql(transition: Transition, to: Status, *, of: str) -> str:
    """`allowed` as an SQL condition on a row of membership named `of`."""
    parts = []
    for found in (s for s in STEPS if s.transition == transition and s.to == to):
        open_ = sorted(int(state.status) for state in found.of if not state.closed)
        state = f"({of}.status IN ({_numbers(open_)}) AND {of}.transition NOT IN ({_numbers(CLOSERS)}))"
        if _CLOSED in found.of:
            state = f"({state} OR {of}.transition IN ({_numbers(CLOSERS)}))"
        parts.append(f"({state} AND {of}.segment IN ({_numbers(_segments(found.buckets))}))")
    return f"({' OR '.join(parts)})" if parts else "(1 = 0)"


def possible_sql(before: State, *, of: str, same_spell: bool) -> str:
    """`possible` of a row of membership named `of` after a state, as an SQL condition."""
    parts = []
    for bucket in sorted(_ALL):
        pairs = [
            int(transition) * 100 + int(status)
            for transition in Transition
            for status in Status
            if possible(before, transition, status, bucket, same_spell=same_spell)
        ]
        where = f"{of}.segment IN ({_numbers(SEGMENTS_OF[bucket])})"
        parts.append(f"({where} AND {of}.transition * 100 + {of}.status IN ({_numbers(pairs)}))")
    return f"({' OR '.join(parts)})"


@functools.cache
def _reached(before: State | None, bucket: str, *, same_spell: bool) -> frozenset[State]:
    """The states from which the last step of a day may go: the one before, and what steps of that day reach."""
    reached = set() if before is None else {before}
    if before is None:
        reached |= {State(Status.AKTIF), _WAITING}
    todo = list(reached)
    while todo:
        state = todo.pop()
        for s in STEPS:
            if s.transition in _NO_PART_OF_A_CHAIN or bucket not in s.buckets or state not in s.of:
                continue
            if same_spell and s.transition in OPENERS:
                continue
            after = State(s.to, s.transition in CLOSERS)
            if after not in reached:
                reached.add(after)
                todo.append(after)
    return frozenset(reached)


def _segments(buckets: Iterable[str]) -> list[int]:
    return sorted(number for bucket in buckets for number in SEGMENTS_OF[bucket])


def _numbers(items: Iterable[int]) -> str:
    return ", ".join(str(int(item)) for item in sorted(items)) or "NULL"
