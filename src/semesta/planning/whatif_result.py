"""What a scenario comes to, before and after, each change alone and all together: facts that can be kept and drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.faults import Text
from semesta.planning import plain
from semesta.planning.standing import RegionStanding


@dataclass(frozen=True, slots=True)
class Money:
    """What active cards cost in the scenario's month, and in the twelve months from it on; whole rupiah.

    The first three are the local government's lines (jkn.md 4.5) that cards decide; what it owes as an
    employer hangs on wages, which editions do not hold.
    """

    contribution: int  # PBPU and BP Pemda
    assistance_members: int
    assistance_self_payers: int
    local_year: int
    centre_pbi: int  # what the centre pays for PBI JK, for comparison

    @property
    def local(self) -> int:
        """The local government's month."""
        return self.contribution + self.assistance_members + self.assistance_self_payers


@dataclass(frozen=True, slots=True)
class RegionOutcome:
    """One region at one stage: its totals and distances on every basis, its cards by who pays, and its money."""

    standing: RegionStanding
    population_source: str
    population_date: dt.date
    pbi_active: int
    local_active: int
    self_payers_third_class: int  # active
    money: Money | None  # None where no law is known on the date


@dataclass(frozen=True, slots=True)
class Stage:
    """All regions at one stage, the whole first."""

    regions: tuple[RegionOutcome, ...]

    def of(self, code: str) -> RegionOutcome:
        return next(r for r in self.regions if r.standing.totals.region_code == code)


@dataclass(frozen=True, slots=True)
class People:
    """Cards that a change moved, by region code."""

    region: str
    removed: int
    taken_over: int
    left_without: int  # removed and not taken over


@dataclass(frozen=True, slots=True)
class ChangeEffect:
    """One change: what it does alone to the world as it is, and what all changes up to it do together."""

    title: Text
    kind: str  # prices, thresholds, population, subsidy_cut
    notes: tuple[Text, ...]
    people: tuple[People, ...]  # in the together stage; empty where no card moved
    alone: Stage
    together: Stage


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """A scenario on an edition. `changes` stand in the order in which they were applied."""

    title: Text
    edition: str
    as_of: dt.date
    date: dt.date  # whose law and thresholds count
    standard: str
    before: Stage
    changes: tuple[ChangeEffect, ...]

    @property
    def after(self) -> Stage:
        return self.changes[-1].together if self.changes else self.before

    def to_json(self) -> str:
        return plain.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> WhatIfResult:
        """Read back what `to_json` wrote; ValueError, KeyError or TypeError when it is something else."""
        return plain.from_json(cls, text)
