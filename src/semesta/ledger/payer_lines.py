"""What one payer owes, line by line: the five of a region, an employer's two, the centre's by whom it pays for."""

from __future__ import annotations

from semesta.ledger.region_lines import REGION_PARTS, region_parts_sql
from semesta.register.buckets import SEGMENTS_OF
from semesta.register.vocabulary import PayerKind

EMPLOYER_PARTS = ("employer", "withheld")
CENTRE_PARTS = (
    "pbi", "assistance_members", "assistance_self_payers", "pensions", "employer", "withheld",
)  # fmt: skip
PARTS: dict[PayerKind, tuple[str, ...]] = {
    PayerKind.EMPLOYER: EMPLOYER_PARTS,
    PayerKind.REGION: REGION_PARTS,
    PayerKind.CENTRE: CENTRE_PARTS,
}

_PBI = ", ".join(map(str, SEGMENTS_OF["PBI_JK"]))
_PEMDA = ", ".join(map(str, SEGMENTS_OF["PBPU_BP_PEMDA"]))
_HEAD = (
    "SELECT l.person_id AS person, l.kind, l.for_month, l.billed_month, l.rate_id, l.wage, r.segment, {parts} "
    "FROM bill_line l JOIN rate r ON r.id = l.rate_id WHERE {condition}"
)
#: The centre's own part of a line, by whom it pays for: PBI whole, assistance, pensioners and veterans.
_OWN = {
    "pbi": f"CASE WHEN l.payer_id IS NULL AND r.segment IN ({_PBI}) THEN l.centre ELSE 0 END",
    "assistance_members": f"CASE WHEN l.payer_id IS NULL AND r.segment IN ({_PEMDA}) THEN l.centre ELSE 0 END",
    "assistance_self_payers": f"CASE WHEN l.payer_id IS NULL AND r.segment NOT IN ({_PBI}, {_PEMDA}) THEN l.centre ELSE 0 END",
    "pensions": "CASE WHEN l.payer_id IS NOT NULL THEN l.centre ELSE 0 END",
    "employer": "0",
    "withheld": "0",
}


def payer_parts_sql(kind: PayerKind, payer: int, condition: str = "1 = 1") -> str:
    """SELECT of (person, kind, for_month, billed_month, rate_id, wage, segment, each of PARTS[kind]) of one payer.

    A row for a line, or two where the payer owes parts of it in two capacities. `condition`: SQL on the line `l`.
    """
    if kind is PayerKind.REGION:
        rows = region_parts_sql(f"y.id = {int(payer)} AND {condition}")
        names = ", ".join(("person", "kind", "for_month", "billed_month", "rate_id", "wage", "segment", *REGION_PARTS))  # fmt: skip
        return f"SELECT {names} FROM ({rows}) AS region_parts"
    employer = dict.fromkeys(PARTS[kind], "0") | {"employer": "l.employer", "withheld": "l.member"}
    of_workers = _select(employer, f"l.payer_id = {int(payer)} AND {condition}")
    if kind is PayerKind.EMPLOYER:
        return of_workers
    return f"{_select(_OWN, f'l.centre <> 0 AND {condition}')} UNION ALL {of_workers}"


def _select(parts: dict[str, str], condition: str) -> str:
    named = ", ".join(f"{sql} AS {name}" for name, sql in parts.items())
    return _HEAD.format(parts=named, condition=condition)
