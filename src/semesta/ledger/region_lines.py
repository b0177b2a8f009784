"""The five lines of a local government's liability, taken from the lines of its bills (jkn.md 4.5).

A region owes its own part for its members and for active self-payers of class III, and, as employer, the
employer's part of its servants and village officials. What it withholds from their wages it passes on: that is
the workers' money and stands beside the five lines.
"""

from __future__ import annotations

from semesta.ledger.vocabulary import REGION_LINES
from semesta.register.buckets import SEGMENTS_OF
from semesta.register.vocabulary import SEGMENT_NUMBERS

#: The five lines and what is withheld from wages: together a region's bill.
WITHHELD = "withheld"
REGION_PARTS: tuple[str, ...] = (*REGION_LINES, WITHHELD)

_PEMDA = ", ".join(map(str, SEGMENTS_OF["PBPU_BP_PEMDA"]))
_OFFICIALS = SEGMENT_NUMBERS["KEPALA DESA DAN PERANGKAT DESA"]
#: Part -> rupiah of it in a line `l` whose rate is `r`, and which of the line's two payers owes it.
_PARTS: dict[str, tuple[str, str]] = {
    "contribution": ("l.local_contribution", "region_id"),
    "assistance_members": (
        f"CASE WHEN r.segment IN ({_PEMDA}) THEN l.local_assistance ELSE 0 END",
        "region_id",
    ),
    "assistance_self_payers": (
        f"CASE WHEN r.segment IN ({_PEMDA}) THEN 0 ELSE l.local_assistance END",
        "region_id",
    ),
    "employer_servants": (f"CASE WHEN r.segment = {_OFFICIALS} THEN 0 ELSE l.employer END", "payer_id"),
    "employer_officials": (f"CASE WHEN r.segment = {_OFFICIALS} THEN l.employer ELSE 0 END", "payer_id"),
    WITHHELD: ("l.member", "payer_id"),
}
assert tuple(_PARTS) == REGION_PARTS


def region_parts_sql(condition: str = "") -> str:
    """SELECT of (region, person, kind, for_month, billed_month, rate_id, wage, segment, each of REGION_PARTS), one row a line and payer.

    `condition`: SQL on the line `l` and the payer `y`, e.g. "y.id = 7 AND l.for_month = '2024-03-01'".
    """
    further = f" AND {condition}" if condition else ""
    halves = []
    for whose in ("region_id", "payer_id"):
        parts = ", ".join(f"{sql if of == whose else '0'} AS {name}" for name, (sql, of) in _PARTS.items())
        halves.append(
            f"SELECT y.id AS region, l.person_id AS person, l.kind, l.for_month, l.billed_month, l.rate_id, l.wage, "
            f"r.segment, {parts} FROM bill_line l JOIN payer y ON y.id = l.{whose} AND y.kind = 2 "
            f"JOIN rate r ON r.id = l.rate_id WHERE l.{whose} IS NOT NULL{further}"
        )
    return " UNION ALL ".join(halves)
