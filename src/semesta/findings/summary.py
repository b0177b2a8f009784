"""The sums of an audit: what was looked at, what was found, who would get what back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from semesta.engine import Engine
from semesta.findings.order import AuditOrder

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Billed:
    """What is billed to one payer in the month, by segment of the cards ('' for rows of no known card)."""

    payer_region: str
    bucket: str
    cards: int
    rupiah_local: int
    rupiah_centre: int
    rupiah_member: int


@dataclass(frozen=True, slots=True)
class FindingTotal:
    """Findings of one kind, certainty and payer: all of them, those that are counted, and the counted money."""

    kind: str
    certainty: str
    payer_region: str
    findings: int
    counted: int
    rupiah_local: int
    rupiah_centre: int
    rupiah_member: int


@dataclass(frozen=True, slots=True)
class WayTotal:
    """Residents left out, by regency ('' unknown), coverage, way in and its certainty."""

    regency: str
    coverage: str
    way: str
    certainty: str
    persons: int
    local_allowed: int  # of them, whom the local government's policy lets it pay for instead


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """What `audit.json` holds. The totals add up to the tables beside it."""

    edition: str
    region: str
    as_of: dt.date
    month: dt.date
    payer: str
    before: str  # name of the earlier edition, '' without one
    bill: str  # implied, totals, list
    bill_persons: int | None
    bill_amount_rupiah: int | None
    local_decile: int
    billed: tuple[Billed, ...]
    totals: tuple[FindingTotal, ...]
    ways: tuple[WayTotal, ...]
    reasons: tuple[tuple[str, str, int], ...]  # coverage, reason, persons
    laws: tuple[str, ...]  # checked, and held
    inputs: tuple[str, ...] = ()  # files beside the edition: name, SHA-256, rows, and how many were refused
    accepted_caps: tuple[str, ...] = ()  # safety caps that a person let pass
    edition_sha256: str = ""  # of the edition's manifest: another edition may have the same name
    rates: tuple[str, ...] = ()  # parameters of law behind the money, with article and how they were verified
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False, default=str) + "\n"

    @classmethod
    def from_json(cls, text: str) -> AuditSummary:
        """Read back what `to_json` wrote; KeyError or ValueError when it is something else."""
        raw: dict[str, Any] = json.loads(text)
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']}, this program reads {FORMAT}")
        return cls(
            **{
                **raw,
                "as_of": dt.date.fromisoformat(raw["as_of"]),
                "month": dt.date.fromisoformat(raw["month"]),
                "billed": tuple(Billed(**b) for b in raw["billed"]),
                "totals": tuple(FindingTotal(**t) for t in raw["totals"]),
                "ways": tuple(WayTotal(**w) for w in raw["ways"]),
                "reasons": tuple((str(c), str(r), int(n)) for c, r, n in raw["reasons"]),
                **{name: tuple(raw.get(name, ())) for name in ("laws", "inputs", "rates", "accepted_caps")},
            }
        )


def summarise(
    engine: Engine, order: AuditOrder, *, laws: Sequence[str], rates: Sequence[str]
) -> AuditSummary:
    """The summary of `findings`, `ways_in` and `quick.billed`."""
    named = engine.has_table("bill")
    stated = order.bill_persons is not None or order.bill_amount is not None
    return AuditSummary(
        edition=order.edition, region=order.region, as_of=order.as_of, month=order.month, payer=order.payer,
        before=order.before.name if order.before else "",
        bill="list" if named else "totals" if stated else "implied",
        bill_persons=order.bill_persons, bill_amount_rupiah=order.bill_amount, local_decile=order.local_decile,
        billed=tuple(Billed(*row) for row in engine.rows(_BILLED)),
        totals=tuple(FindingTotal(*row) for row in engine.rows(_TOTALS)),
        ways=tuple(WayTotal(*row) for row in engine.rows(_WAYS)),
        reasons=tuple((c, r, n) for c, r, n in engine.rows("SELECT coverage, reason, count(*) FROM ways_in GROUP BY ALL ORDER BY ALL")),
        laws=tuple(laws), rates=tuple(rates),
    )  # fmt: skip


_BILLED = """
    SELECT payer, coalesce(bucket::VARCHAR, '') AS bucket, count(*), sum(greatest(local, 0))::BIGINT, sum(centre)::BIGINT, sum(member)::BIGINT
    FROM quick.billed GROUP BY ALL ORDER BY 1, 2
"""
_TOTALS = """
    SELECT kind, certainty, payer_region, count(*), count(*) FILTER (counted),
           coalesce(sum(rupiah_local) FILTER (counted), 0)::BIGINT, coalesce(sum(rupiah_centre) FILTER (counted), 0)::BIGINT,
           coalesce(sum(rupiah_member) FILTER (counted), 0)::BIGINT
    FROM findings GROUP BY ALL ORDER BY min(finding_id)
"""
_WAYS = """
    SELECT village_code[1:5] AS regency, coverage, way, certainty, count(*), count(*) FILTER (local_allowed)
    FROM ways_in GROUP BY ALL ORDER BY ALL
"""
