"""Monthly rates of entry, exit and change of state, estimated from the flows between editions.

Changes of state: the share of a cohort that is found in each state after an interval is turned into
constant monthly rates (logarithm of the transition matrix), so that going and coming back within an
interval is allowed for. A part's own shares are drawn towards the whole region's by the weight of
`PULL` people, so that a small part is not ruled by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from semesta.planning.cohorts import (
    AGED_OUT,
    BORN,
    CHANGES,
    DIED,
    ENTERED,
    IS_ACTIVE,
    KINDS,
    LEFT,
    MOVED,
    NO_CARD,
    STATES,
    WORKERS,
    Counts,
    Floats,
    History,
    Interval,
    kind_of,
)

#: Weight, in people, of the whole region's shares in a part's own.
PULL = 200.0
#: Weight, in events, of the whole region's rate in a part's own.
PULL_EVENTS = 5.0
#: No monthly rate of a change may exceed this: a cohort that empties within a month is a fault of counting.
_FASTEST = 1.0

_AGES, _STATES = 4, len(STATES)
#: (before, after) of every change, and the place of its kind in CHANGES.
EDGES: tuple[tuple[int, int], ...] = tuple((i, j) for i in range(_STATES) for j in range(_STATES) if i != j)
EDGE_FROM: Counts = np.array([i for i, _ in EDGES], dtype=np.int64)
EDGE_TO: Counts = np.array([j for _, j in EDGES], dtype=np.int64)
EDGE_KIND: Counts = np.array([CHANGES.index(kind_of(i, j)) for i, j in EDGES], dtype=np.int64)
WORKER_ACTIVE = np.array([active and group in WORKERS for group, active in STATES])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Events seen and events expected under the averaged rates, by kind (KINDS), part and interval."""

    seen: Floats  # [kind, part, interval]
    expected: Floats
    months: Floats  # [interval]


@dataclass(frozen=True, slots=True)
class Rates:
    """Monthly rates per person. Arrays end in [part, age] or [part, age, state]."""

    changes: Floats  # [part, age, edge]
    died: Floats  # [part, age, state]
    left: Floats  # [part, age, state]
    moved: Floats  # [part, destination]
    born: Floats  # [part, state]: births a month per resident, by the state in which they are first seen
    entered: Floats  # [part, age, state]: arrivals a month per resident
    ageing: Floats  # [part, age, state]: share that passes into the next age group each month
    aged_out: Floats  # [age, state]: share of those passing whose card dies with the birthday
    evidence: Evidence


def estimate(history: History) -> Rates:
    """The rates of a history, averaged over its intervals by their length."""
    parts, intervals = len(history.parts), history.intervals
    tables = [_Table.of(interval, parts) for interval in intervals]
    months = np.array([interval.months for interval in intervals])
    weights = months / months.sum()
    changes = np.tensordot(weights, [table.change_rates() for table in tables], axes=1)
    person_months = _total(table.person_months for table in tables)
    died = _by_cohort([table.died for table in tables], [table.exposure for table in tables])
    left = _by_cohort([table.left for table in tables], [table.exposure for table in tables])
    born = _entries(_total(t.born for t in tables), person_months)  # [part, 1, state]
    entered = _entries(_total(t.entered for t in tables), person_months)
    moved = _total(table.moved for table in tables) / np.maximum(person_months, 1.0)[:, None]
    rates = Rates(
        changes=changes,
        died=died,
        left=left,
        moved=moved,
        born=born[:, 0, :],
        entered=entered,
        ageing=_ageing(history),
        aged_out=_aged_out(tables),
        evidence=Evidence(np.empty(0), np.empty(0), months),
    )
    return replace(rates, evidence=_evidence(rates, tables, months))


def _total(arrays: Iterable[Floats]) -> Floats:
    return np.asarray(np.sum(list(arrays), axis=0))


# --- counting an interval -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """One interval as arrays."""

    months: float
    before: Floats  # [part, age, state] residents at its beginning
    stayed: Floats  # [part, age, state, state]: resident at both ends, no birthday of AGE_FROM between them
    passed: Floats  # the same for those who passed into the next age group
    died: Floats  # [part, age, state]
    left: Floats
    born: Floats  # [part, 1, state]
    entered: Floats  # [part, age, state]
    moved: Floats  # [part, part]
    person_months: Floats  # [part]

    @property
    def exposure(self) -> Floats:
        """Person-months at risk of leaving, [part, age, state]: leavers count for half of the interval."""
        return (self.before - (self.died + self.left) / 2) * self.months

    @staticmethod
    def of(interval: Interval, parts: int) -> _Table:
        cube = (parts, _AGES, _STATES)
        was, is_ = interval.origin >= 0, interval.destination >= 0
        both, gone, new = was & is_, was & ~is_, ~was & is_
        passed = interval.age != interval.age_after
        here = (interval.origin, interval.age, interval.before)
        there = (interval.destination, interval.age_after, interval.after)
        moves = _count((parts, parts), (interval.origin, interval.destination), both, interval.persons)
        np.fill_diagonal(moves, 0.0)
        before = _count(cube, here, was, interval.persons)
        after = _count((parts,), there[:1], is_, interval.persons)
        square = (*cube, _STATES)
        return _Table(
            months=interval.months,
            before=before,
            stayed=_count(square, (*here, interval.after), both & ~passed, interval.persons),
            passed=_count(square, (*here, interval.after), both & passed, interval.persons),
            died=_count(cube, here, gone & interval.died, interval.persons),
            left=_count(cube, here, gone & ~interval.died, interval.persons),
            born=_count(cube, there, new & interval.born, interval.persons).sum(axis=1, keepdims=True),
            entered=_count(cube, there, new & ~interval.born, interval.persons),
            moved=moves,
            person_months=(before.sum(axis=(1, 2)) + after) / 2 * interval.months,
        )

    def change_rates(self) -> Floats:
        """Monthly rates of each change, [part, age, edge]."""
        pooled = self.stayed.sum(axis=0)  # [age, state, state]
        whole = _shares(pooled.sum(axis=0), np.eye(_STATES), 1.0)
        by_age = _shares(pooled, whole, PULL)
        own = _shares(self.stayed, by_age, PULL)
        return np.array([[_generator(matrix, self.months) for matrix in line] for line in own])


def _count(
    shape: tuple[int, ...], at: tuple[Counts, ...], where: npt.NDArray[np.bool_], persons: Counts
) -> Floats:
    """Persons summed into an array at the given places."""
    table = np.zeros(shape)
    np.add.at(table, tuple(column[where] for column in at), persons[where])
    return table


def _shares(counts: Floats, towards: Floats, weight: float) -> Floats:
    """Rows of counts as shares, drawn towards other shares by the weight of so many people."""
    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray((counts + weight * towards) / (total + weight))


def _generator(shares: Floats, months: float) -> Floats:
    """Monthly rates, by edge, whose effect over the months are these shares.

    The logarithm of the matrix where it has one with real, non-negative rates but for small faults, which
    are cut off; where it has none, each way out by itself (no going and coming back).
    """
    values, vectors = np.linalg.eig(shares)
    if np.abs(values.imag).max() < 1e-9 and values.real.min() > 0.05 and np.linalg.cond(vectors) < 1e8:
        logarithm = (vectors * np.log(values.real)) @ np.linalg.inv(vectors)
        rates = logarithm.real[EDGE_FROM, EDGE_TO] / months
    else:
        stay = np.clip(np.diag(shares), 1e-6, 1.0)
        spread = np.where(stay < 1, -np.log(stay) / np.maximum(1 - stay, 1e-12), 0.0) / months
        rates = shares[EDGE_FROM, EDGE_TO] * spread[EDGE_FROM]
    return np.asarray(np.clip(rates, 0.0, _FASTEST), dtype=np.float64)


# --- entries, exits, birthdays ------------------------------------------------------------------


def _by_cohort(events: list[Floats], exposures: list[Floats]) -> Floats:
    """Events per person-month by part, age and state: the region's by age and state, times the part's own level."""
    seen, risk = _total(events), _total(exposures)
    by_age = seen.sum(axis=(0, 2)) / np.maximum(risk.sum(axis=(0, 2)), 1e-9)
    regional_seen, regional_risk = seen.sum(axis=0), risk.sum(axis=0)
    expected = by_age[:, None] * regional_risk
    region = by_age[:, None] * (regional_seen + PULL_EVENTS) / (expected + PULL_EVENTS)
    own = (region * risk).sum(axis=(1, 2))
    level = (seen.sum(axis=(1, 2)) + PULL_EVENTS) / (own + PULL_EVENTS)
    return np.asarray(region[None] * level[:, None, None])


def _entries(seen: Floats, person_months: Floats) -> Floats:
    """Entries per resident and month by part, age and state, drawn towards the region's."""
    whole = seen.sum(axis=0) / max(float(person_months.sum()), 1.0)
    level = whole.sum()
    if level == 0:
        return np.zeros_like(seen)
    own = seen.sum(axis=(1, 2))
    rate = level * (own + PULL_EVENTS) / (level * person_months + PULL_EVENTS)
    shares = (seen + 50 * whole / level) / (own + 50)[:, None, None]
    return np.asarray(rate[:, None, None] * shares)


def _ageing(history: History) -> Floats:
    """Monthly share of each cohort that has a birthday of AGE_FROM, from the birth dates of those alive now."""
    stock = history.stock.astype(np.float64)
    return np.asarray(history.reaching / np.maximum(stock, 1.0) / history.reaching_months)


def _aged_out(tables: list[_Table]) -> Floats:
    """Share of workers' family and workers passing an age whose card died beyond what happens anyway."""
    stayed = _total(t.stayed for t in tables).sum(axis=0)
    passed = _total(t.passed for t in tables).sum(axis=0)
    shares = np.zeros((_AGES, _STATES))
    for age in range(_AGES - 1):
        for state in np.flatnonzero(WORKER_ACTIVE):
            lost = stayed[age, state][~IS_ACTIVE].sum() / max(stayed[age, state].sum(), 1.0)
            seen, through = passed[age, state][~IS_ACTIVE].sum(), passed[age, state].sum()
            shares[age, state] = max(0.0, (seen + PULL_EVENTS * lost) / (through + PULL_EVENTS) - lost)
    return shares


# --- what was expected --------------------------------------------------------------------------


def _evidence(rates: Rates, tables: list[_Table], months: Floats) -> Evidence:
    """Events of each kind seen in each interval beside those that the averaged rates give there."""
    parts = rates.died.shape[0]
    seen = np.zeros((len(KINDS), parts, len(tables)))
    expected = np.zeros_like(seen)
    for at, table in enumerate(tables):
        for kind, events, rate in (
            (DIED, table.died, rates.died),
            (LEFT, table.left, rates.left),
        ):
            seen[KINDS.index(kind), :, at] = events.sum(axis=(1, 2))
            expected[KINDS.index(kind), :, at] = (rate * table.exposure).sum(axis=(1, 2))
        for kind, events, rate in ((BORN, table.born, rates.born), (ENTERED, table.entered, rates.entered)):
            seen[KINDS.index(kind), :, at] = events.sum(axis=(1, 2))
            expected[KINDS.index(kind), :, at] = rate.reshape(parts, -1).sum(axis=1) * table.person_months
        seen[KINDS.index(MOVED), :, at] = table.moved.sum(axis=1)
        expected[KINDS.index(MOVED), :, at] = rates.moved.sum(axis=1) * table.person_months
        changed = table.stayed[:, :, EDGE_FROM, EDGE_TO].sum(axis=1)
        stayed = table.stayed.sum(axis=3)[:, :, EDGE_FROM]
        likely = (stayed * _over(rates.changes, table.months)).sum(axis=1)
        for number, kind in enumerate(CHANGES):
            edges = number == EDGE_KIND
            seen[KINDS.index(kind), :, at] = changed[:, edges].sum(axis=1)
            expected[KINDS.index(kind), :, at] = likely[:, edges].sum(axis=1)
        passed = table.passed.sum(axis=3)
        expected[KINDS.index(AGED_OUT), :, at] = (passed * rates.aged_out).sum(axis=(1, 2))
        seen[KINDS.index(AGED_OUT), :, at] = expected[KINDS.index(AGED_OUT), :, at]
    return Evidence(seen, expected, months)


def _over(changes: Floats, months: float) -> Floats:
    """Shares of a cohort found in another state after so many months, by edge, for rates by part and age."""
    square = np.zeros((*changes.shape[:2], _STATES, _STATES))
    square[:, :, EDGE_FROM, EDGE_TO] = changes * months
    index = np.arange(_STATES)
    square[:, :, index, index] = -square.sum(axis=3)
    halvings = 8
    step = square / 2**halvings
    power = np.eye(_STATES) + step + step @ step / 2
    for _ in range(halvings):
        power = power @ power
    return np.asarray(power[:, :, EDGE_FROM, EDGE_TO])


assert STATES[NO_CARD] == ("", False)
