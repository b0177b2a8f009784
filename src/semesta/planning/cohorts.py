"""What a forecast is made from, as plain numbers: who stood where on two dates, cohort by cohort.

A cohort is a part of the region (a regency of a province), an age group and a state. A state is a
reporting group with an active or a dead card, or no card at all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from semesta.tables import BUCKETS, UNKNOWN_BUCKET

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Lower bounds of the age groups in years. 21 and 25 are where the law ends a worker's child's place on
#: the parent's card (jkn.md 3, Perpres 82/2018 as BPJS quotes it); 60 is ours, where deaths begin to weigh.
AGE_FROM: tuple[int, ...] = (0, 21, 25, 60)
#: People whose birth date is not known stand in the widest group.
AGE_UNKNOWN = 2

GROUPS: tuple[str, ...] = (*BUCKETS, UNKNOWN_BUCKET)
#: (group, active); the last state is no card.
STATES: tuple[tuple[str, bool], ...] = (
    *((group, True) for group in GROUPS),
    *((group, False) for group in GROUPS),
    ("", False),
)
NO_CARD = len(STATES) - 1
IS_ACTIVE: npt.NDArray[np.bool_] = np.array([active for _, active in STATES])
IS_ENROLLED: npt.NDArray[np.bool_] = np.array([group != "" for group, _ in STATES])
WORKERS: tuple[str, ...] = ("PPU_PN", "PPU_BU")

#: Part code of people outside the region; '' is inside it, village unknown.
NOWHERE = "-"

#: Ways in and out of the region, and between its parts.
BORN, ENTERED, DIED, LEFT, MOVED = "born", "entered", "died", "left", "moved"
AGED_OUT = "aged_out"
#: Ways from one state to another, told from the two states (`kind_of`); `aged_out` by the birthday.
CHANGES: tuple[str, ...] = (
    "enrolled", "dropped", "pbi_added", "pbi_dropped", "local_added", "local_dropped", "arrears",
    "resumed", "job_found", "job_lost", "other_lapsed", "other_resumed", "changed_segment",
)  # fmt: skip
KINDS: tuple[str, ...] = (BORN, ENTERED, DIED, LEFT, MOVED, *CHANGES, AGED_OUT)

_LAPSE = {"PBI_JK": "pbi_dropped", "PBPU_BP_PEMDA": "local_dropped", "PBPU": "arrears", "PPU_PN": "job_lost", "PPU_BU": "job_lost"}  # fmt: skip
_RETURN = {"PBI_JK": "pbi_added", "PBPU_BP_PEMDA": "local_added", "PBPU": "resumed", "PPU_PN": "job_found", "PPU_BU": "job_found"}  # fmt: skip


def kind_of(before: int, after: int) -> str:
    """Which of CHANGES leads from one state (its place in STATES) to another; '' where they are the same."""
    (old, was_active), (new, is_active) = STATES[before], STATES[after]
    if before == after:
        return ""
    if not old:
        return "enrolled"
    if not new:
        return "dropped"
    if old == new:
        return _LAPSE.get(old, "other_lapsed") if was_active else _RETURN.get(old, "other_resumed")
    if (old in WORKERS) != (new in WORKERS):
        return "job_found" if new in WORKERS else "job_lost"
    for group, added, dropped in (
        ("PBI_JK", "pbi_added", "pbi_dropped"),
        ("PBPU_BP_PEMDA", "local_added", "local_dropped"),
    ):
        if group in (old, new):
            return added if new == group else dropped
    assert was_active or is_active or old != new
    return "changed_segment"


@dataclass(frozen=True, slots=True)
class Interval:
    """Everybody who was resident on one of two dates, as counts of equal people (columns of equal length).

    `origin` and `destination` are places in History.parts, -1 for outside the region; `age` and
    `age_after` are age groups on the two dates; `before` and `after` are states, -1 where there is none.
    `died` tells deaths from other exits, `born` births from other entries.
    """

    since: dt.date
    until: dt.date
    origin: Counts
    destination: Counts
    age: Counts
    age_after: Counts
    before: Counts
    after: Counts
    died: npt.NDArray[np.bool_]
    born: npt.NDArray[np.bool_]
    persons: Counts

    @property
    def months(self) -> float:
        return (self.until - self.since).days / 30.4375


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards and active cards by part on a date, wherever their holders live: the administrative figures."""

    as_of: dt.date
    cards: Counts
    cards_active: Counts


@dataclass(frozen=True, slots=True)
class History:
    """What the editions say of a region and its parts, oldest first; needs two dates at least.

    `stock[part, age, state]` are residents on the newest date; `reaching` those of them who pass into
    the next age group within `reaching_months`. `cards` has an entry for each edition.
    """

    region: str
    region_name: str
    parts: tuple[str, ...]
    part_names: tuple[str, ...]
    editions: tuple[str, ...]
    population_basis: str
    intervals: tuple[Interval, ...]
    cards: tuple[Cards, ...]
    stock: Counts
    reaching: Counts
    reaching_months: int

    @property
    def as_of(self) -> dt.date:
        return self.intervals[-1].until
