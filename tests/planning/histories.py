"""Small invented histories for forecasts: counts of people, no people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from semesta.planning.cohorts import (
    AGE_FROM,
    IS_ACTIVE,
    IS_ENROLLED,
    KINDS,
    NO_CARD,
    STATES,
    Cards,
    Counts,
    Floats,
    History,
    Interval,
)

PARTS = ("18.71", "18.72")
FIRST = dt.date(2023, 7, 1)
HALF_YEAR = (dt.date(2023, 7, 1), dt.date(2024, 1, 1), dt.date(2024, 7, 1), dt.date(2025, 1, 1))

#: origin, destination (part or -1), age, age after, state before, after (or -1), died, born, persons
Line = tuple[int, int, int, int, int, int, bool, bool, int]


def state(group: str, active: bool = True) -> int:
    return STATES.index((group, active))


PBI, LOCAL, SELF, WORKER = (state(g) for g in ("PBI_JK", "PBPU_BP_PEMDA", "PBPU", "PPU_BU"))
PBI_DEAD, SELF_DEAD, WORKER_DEAD = (state(g, False) for g in ("PBI_JK", "PBPU", "PPU_BU"))


def interval(lines: Iterable[Line], since: dt.date, until: dt.date) -> Interval:
    columns = [np.array(column) for column in zip(*lines, strict=True)]
    numbers = [column.astype(np.int64) for column in columns]
    origin, destination, age, age_after, before, after, died, born, persons = numbers
    return Interval(
        since, until, origin, destination, age, age_after, before, after,
        died.astype(np.bool_), born.astype(np.bool_), persons,
    )  # fmt: skip


def stock_of(last: Interval) -> Counts:
    """Residents on the last day of an interval."""
    stock = np.zeros((len(PARTS), len(AGE_FROM), len(STATES)), dtype=np.int64)
    here = last.destination >= 0
    np.add.at(stock, (last.destination[here], last.age_after[here], last.after[here]), last.persons[here])
    return stock


def history(periods: Sequence[Iterable[Line]], *, reaching: float = 0.0, extra_cards: int = 0) -> History:
    """A history of half-years; each resident with a card has one card, and each part has `extra_cards` more."""
    made = tuple(
        interval(lines, since, until)
        for lines, since, until in zip(periods, HALF_YEAR, HALF_YEAR[1:], strict=False)
    )
    stock = stock_of(made[-1])
    counted = [
        *(_cards(i.since, _first(i), extra_cards) for i in made),
        _cards(made[-1].until, stock, extra_cards),
    ]
    return History(
        region="18",
        region_name="LAMPUNG",
        parts=PARTS,
        part_names=("KOTA BANDAR LAMPUNG", "KOTA METRO"),
        editions=tuple(day.isoformat() for day in HALF_YEAR[: len(made) + 1]),
        population_basis="rekaan",
        intervals=made,
        cards=tuple(counted),
        stock=stock,
        reaching=np.rint(stock * reaching).astype(np.int64),
        reaching_months=24,
    )


def _first(first: Interval) -> Counts:
    stock = np.zeros((len(PARTS), len(AGE_FROM), len(STATES)), dtype=np.int64)
    here = first.origin >= 0
    np.add.at(stock, (first.origin[here], first.age[here], first.before[here]), first.persons[here])
    return stock


def _cards(day: dt.date, stock: Counts, extra: int) -> Cards:
    by_state = stock.sum(axis=1)
    return Cards(
        day, by_state[:, IS_ENROLLED].sum(axis=1) + extra, by_state[:, IS_ACTIVE].sum(axis=1) + extra
    )


def stays(part: int, st: int, persons: int, age: int = 2, after: int | None = None) -> Line:
    """Residents at both ends, in the same state or another."""
    return (part, part, age, age, st, st if after is None else after, False, False, persons)


def town(scale: int = 1, *, lapsing: int = 40, enrolling: int = 60) -> list[Line]:
    """Two cities of about 20,000 in which a bit of everything happens in a half-year."""
    lines: list[Line] = []
    for part in range(len(PARTS)):
        lines += [
            stays(part, PBI, 8_000), stays(part, LOCAL, 3_000), stays(part, SELF, 2_000), stays(part, WORKER, 3_000),
            stays(part, PBI_DEAD, 1_000), stays(part, SELF_DEAD, 1_500), stays(part, NO_CARD, 1_200),
            stays(part, WORKER, 1_500, age=0), stays(part, PBI, 2_000, age=3), stays(part, SELF, lapsing, after=SELF_DEAD),
            stays(part, SELF_DEAD, 25, after=SELF), stays(part, NO_CARD, enrolling, after=PBI),
            stays(part, PBI, 30, after=PBI_DEAD), stays(part, WORKER, 35, after=WORKER_DEAD),
            (part, part, 0, 1, WORKER, WORKER, False, False, 90), (part, part, 0, 1, WORKER, WORKER_DEAD, False, False, 60),
            (part, 1 - part, 2, 2, PBI, PBI, False, False, 40),
            (part, -1, 3, 3, PBI, -1, True, False, 70), (part, -1, 2, 2, SELF, -1, False, False, 50),
            (-1, part, 0, 0, -1, NO_CARD, False, True, 90), (-1, part, 0, 0, -1, PBI, False, True, 60),
            (-1, part, 2, 2, -1, SELF, False, False, 55),
        ]  # fmt: skip
    return [(*line[:8], line[8] * scale) for line in lines]


def ones(parts: int, draws: int = 1, periods: int = 4) -> Floats:
    """Levels that change nothing."""
    return np.ones((periods, draws, len(KINDS), parts))
