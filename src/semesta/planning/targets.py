"""What a plan must reach: a share of a measure on a basis, in the province, in each regency, or in those named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from semesta.faults import InputRefused, Text
from semesta.planning.fields import WHOLE, Fields, unknown_name
from semesta.planning.standing import Basis, Count, Totals
from semesta.rules.thresholds import THRESHOLDS, Threshold

TargetMeasure = Literal["coverage", "activity"]
_OF_THRESHOLD: dict[str, TargetMeasure] = {
    "coverage_administrative": "coverage",
    "activity_on_population": "activity",
}
_KNOWN = ("measure", "share", "standard", "basis", "count", "level", "regions")


@dataclass(frozen=True, slots=True)
class Target:
    """One share to reach, at one level or in named regions."""

    measure: TargetMeasure
    share_basis_points: int
    basis: Basis
    count: Count
    level: Literal["province", "regency"]
    regions: tuple[str, ...]  # empty: every region of the level

    def counts(self, totals: Totals) -> tuple[int, int]:
        """Numerator and denominator of the target's measure in a region."""
        cards = totals.cards if self.count == "administrative" else (totals.enrolled or 0)
        active = totals.cards_active if self.count == "administrative" else (totals.active or 0)
        if self.measure == "coverage":
            return cards, totals.residents
        return active, cards if self.basis == "members" else totals.residents

    def missing(self, numerator: int, denominator: int) -> int:
        """How many more people the numerator needs (jkn.md 4.6)."""
        return max(0, -(-self.share_basis_points * denominator // WHOLE) - numerator)


def read_targets(fields: Fields, day: dt.date) -> tuple[Target, ...]:
    """The targets of a plan, each standard as its thresholds. A plan without a target only maximises people."""
    found: list[Target] = []
    for entry in fields.each("targets"):
        entry.only(_KNOWN)
        found += _of_standard(entry, day) if entry.has("standard") else [_target(entry)]
    if not found and fields.raw.get("objective") != "most_people":
        raise InputRefused(
            place=f"{fields.place}.targets",
            reason=Text("Rencana ini tanpa target.", "This plan has no target."),
            remedy=Text("Tulis target, atau `objective: most_people` dengan anggaran.", "Write a target, or `objective: most_people` with a budget."),
        )  # fmt: skip
    return tuple(found)


def _target(entry: Fields) -> Target:
    measure: TargetMeasure = (
        "activity" if entry.word("measure", ("coverage", "activity")) == "activity" else "coverage"
    )
    return _made(entry, measure, entry.share("share"))


def _of_standard(entry: Fields, day: dt.date) -> list[Target]:
    """The thresholds of a standard as targets; those that cards and residents cannot show stay away."""
    name = str(entry.raw["standard"])
    known = tuple(dict.fromkeys(t.standard for t in THRESHOLDS))
    if name not in known:
        raise unknown_name(f"{entry.place}.standard", name, known)
    thresholds = [t for t in THRESHOLDS if t.standard == name]
    _require_in_force(entry, thresholds, day)
    return [
        _made(entry, _OF_THRESHOLD[t.measure], t.share_basis_points)
        for t in thresholds
        if t.measure in _OF_THRESHOLD
    ]


def _require_in_force(entry: Fields, thresholds: list[Threshold], day: dt.date) -> None:
    """A standard that has ended is no target any more; one that begins later may be prepared for."""
    until = thresholds[0].until
    if until is not None and until <= day:
        raise InputRefused(
            place=f"{entry.place}.standard",
            reason=Text(f"Ambang ini berakhir pada {until}.", f"This standard ended on {until}."),
            remedy=Text("Pilih yang berlaku pada bulan target; lihat `semesta standing`.", "Choose one that holds in the target month; see `semesta standing`."),
        )  # fmt: skip


def _made(entry: Fields, measure: TargetMeasure, share: int) -> Target:
    basis = entry.word("basis", ("population", "members")) if entry.has("basis") else "population"
    count = entry.word("count", ("administrative", "verified")) if entry.has("count") else "administrative"
    level = entry.word("level", ("province", "regency")) if entry.has("level") else "province"
    regions = entry.raw.get("regions") or []
    if not isinstance(regions, list) or not all(isinstance(code, str) for code in regions):
        raise InputRefused(
            place=f"{entry.place}.regions",
            reason=Text("Ini bukan daftar kode.", "This is no list of codes."),
            remedy=Text('Tulis dengan tanda kutip, misalnya ["18.01", "18.72"].', 'Write them in quotes, for example ["18.01", "18.72"].'),
        )  # fmt: skip
    return Target(
        measure=measure,
        share_basis_points=share,
        basis="members" if basis == "members" else "population",
        count="verified" if count == "verified" else "administrative",
        level="regency" if level == "regency" or regions else "province",
        regions=tuple(regions),
    )
