"""What a plan says: steps, cash, standing before and after, what binds, what is assumed. Kept as JSON, shown again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.faults import Text
from semesta.planning import plain
from semesta.planning.fields import Assumption
from semesta.planning.standing import Basis, Count, Totals


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Work of one lever on one group of people in one regency and month."""

    id: int
    region_code: str
    region_name: str
    lever: str
    coverage: str  # inactive, not_enrolled; active for people moved to the centre; '' for findings
    month: dt.date
    effective: dt.date  # first month of the card in force, or without the payment
    approached: int
    people: int  # who are expected to come in, or payments to end
    rupiah: int  # of the local government until the end of the cash table; negative saves


@dataclass(frozen=True, slots=True)
class CashLine:
    """Rupiah of one budget line in one regency and month; negative is saved."""

    month: dt.date
    region_code: str
    line: str  # levers.LINES or handling
    rupiah: int


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target in one region, before the plan and after it."""

    measure: str
    basis: Basis
    count: Count
    share_basis_points: int
    region_code: str
    region_name: str
    numerator_before: int
    denominator_before: int
    missing_before: int
    numerator_after: int
    denominator_after: int
    missing_after: int
    demanded: bool  # a target of the plan; False: the same share on the other basis, for comparison


@dataclass(frozen=True, slots=True)
class BindingLimit:
    """A limit that the plan uses up, and what one more unit of it would change.

    `price`: from the program without whole numbers, for one unit in each of its rows. `checked`: the plan solved
    again with `step` units more. Both in the unit of the objective: rupiah saved, or people gained.
    """

    family: str
    region_code: str
    lever: str
    unit: str  # person, rupiah, person_month, share
    rows: int  # months and regions in which it is used up
    price: float
    step: int
    checked: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A limit that, with the others named, keeps the target out of reach; and what the plan would need of it."""

    family: str
    region_code: str
    lever: str
    limit: int
    needed: int
    unit: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the plan fares when levers succeed less or more than expected."""

    case: str  # low, expected, high
    same_plan_people: int  # the same people approached
    same_plan_missing: int  # over all targets
    same_plan_rupiah: int
    replanned_met: bool
    replanned_people: int
    replanned_rupiah: int


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan, made; `met` says whether its targets stand, else it is the nearest plan that can be."""

    edition: str
    as_of: dt.date
    region: str
    title: Text
    first_month: dt.date
    target_month: dt.date
    cash_until: dt.date
    objective: str
    met: bool
    proven: bool  # that no cheaper plan exists
    candidates: int
    rupiah: int
    people: int  # who come in
    payments_ended: int
    steps: tuple[PlanStep, ...]
    cash: tuple[CashLine, ...]
    before: tuple[Totals, ...]
    after: tuple[Totals, ...]
    local_before: int  # people whom the local government pays for
    local_after: int
    targets: tuple[TargetResult, ...]
    binding: tuple[BindingLimit, ...]
    conflicts: tuple[Conflict, ...]
    sensitivity: tuple[Sensitivity, ...]
    assumptions: tuple[Assumption, ...]
    law: tuple[Assumption, ...]  # values of the law that the rupiah rest on: place is the parameter
    edition_sha256: str = ""  # of the edition's manifest: another edition may have the same name

    def to_json(self) -> str:
        return plain.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> PlanResult:
        """Read back what `to_json` wrote; ValueError, KeyError or TypeError when it is something else."""
        return plain.from_json(cls, text)

    def missing(self) -> int:
        """People missing over all targets of the plan, after it."""
        return sum(t.missing_after for t in self.targets if t.demanded)
