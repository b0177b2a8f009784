"""From faults to the table of findings: money, months, and which finding a card's money is counted under."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.actions import ACTION_OF_KIND
from semesta.findings.billed import BY_RESIDENT, EXACT, SCORED
from semesta.findings.faults import ALL, EXTRA, LOCAL
from semesta.tables import CERTAINTIES, FINDING_KINDS

_PARTS = ("local", "centre", "member")


def make_findings(engine: Engine) -> None:
    """`findings` (tables.FINDINGS), and `quick.counted(item, local, centre, member)`: the billed month's money
    that is counted for a row, by which the laws are checked.

    A row's money is counted under the finding with the greatest certainty, then in the order of
    FINDING_KINDS, among those that put money at stake.
    """
    _weigh(engine)
    engine.run("""
        CREATE OR REPLACE TABLE quick.counted AS
        SELECT item, month_local AS local, month_centre AS centre, month_member AS member FROM quick.weighed WHERE counted
    """)
    kinds = ", ".join(map(literal, FINDING_KINDS))
    sures = ", ".join(map(literal, CERTAINTIES))
    actions = " ".join(
        f"WHEN {n} THEN {literal(ACTION_OF_KIND[kind])}" for n, kind in enumerate(FINDING_KINDS)
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE findings AS
        SELECT row_number() OVER (ORDER BY f.payer, f.kind, f.member_id, f.bill_row, f.certainty, f.evidence, f.other)::BIGINT AS finding_id,
               ([{kinds}])[f.kind + 1] AS kind, ([{sures}])[f.certainty + 1] AS certainty,
               f.member_id, f.resident AS resident_id, f.other AS other_member_id, f.bill_row,
               coalesce(m.nik, x.nik::VARCHAR) AS nik, coalesce(m.name, x.name) AS name,
               coalesce(m.village_code, '') AS village_code, coalesce(m.bucket, '') AS bucket, f.payer AS payer_region,
               f.months::INTEGER AS months, f.local AS rupiah_local, f.centre AS rupiah_centre, f.member AS rupiah_member,
               f.counted, f.evidence || f.tie AS evidence, CASE f.kind {actions} END AS action
        FROM ({_all_faults()}) f LEFT JOIN members m ON m.member_id = f.member_id
        LEFT JOIN {_bill(engine)} x ON x.bill_row = f.bill_row
        ORDER BY finding_id
    """)
    engine.drop("quick.weighed")


def _weigh(engine: Engine) -> None:
    """`quick.weighed`: the faults of billed rows with months, the money of the billed month, and that of all months."""
    sums = ", ".join(
        f"({_month_money(p)})::BIGINT AS month_{p}, ({_month_money(p)} + {_earlier_money(p)})::BIGINT AS {p}"
        for p in _PARTS
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.weighed AS
        WITH priced AS (
            SELECT f.item, b.member_id, b.bill_row, b.payer, f.kind, f.certainty, f.other, f.resident, f.evidence,
                   coalesce(r.months, 1) AS months, {sums},
                   {_tie("b")} AS tie
            FROM quick.faults f JOIN quick.billed b USING (item)
            LEFT JOIN quick.dated d ON d.fault = f.rowid
            LEFT JOIN quick.rates r ON r.bucket = b.bucket::VARCHAR AND r.first_month = d.first_month
            LEFT JOIN quick.rates now ON now.bucket = b.bucket::VARCHAR AND now.months = 1)
        SELECT *, (month_local + month_centre + month_member) > 0 AND row_number() OVER (
                   PARTITION BY item ORDER BY (month_local + month_centre + month_member) = 0, certainty, kind, evidence, other) = 1 AS counted
        FROM priced
    """)


def _month_money(part: str) -> str:
    """SQL: what a payer would get back for the billed month. A row that is billed below nothing gives nothing."""
    if part != "local":
        return f"CASE WHEN f.stake = {ALL} THEN b.{part} ELSE 0 END"
    return f"CASE WHEN f.stake IN ({ALL}, {LOCAL}) THEN greatest(b.local, 0) WHEN f.stake = {EXTRA} THEN f.extra ELSE 0 END"


def _earlier_money(part: str) -> str:
    """SQL: the same for the months before it, by the rates of those months."""
    stakes = f"{ALL}, {LOCAL}" if part == "local" else f"{ALL}"
    return f"CASE WHEN f.stake IN ({stakes}) THEN coalesce(r.{part} - now.{part}, 0) ELSE 0 END"


def _all_faults() -> str:
    columns = "member_id, bill_row, payer, kind, certainty, other, resident, evidence, tie, months, local, centre, member, counted"
    return f"""
        SELECT {columns} FROM quick.weighed
        UNION ALL
        SELECT f.member_id, NULL, c.payer, f.kind, f.certainty, NULL, f.resident, f.evidence,
               {_tie("c")}, 1, 0, 0, 0, false
        FROM quick.card_faults f JOIN quick.cards c USING (member_id)
        UNION ALL
        SELECT NULL, NULL, payer, kind, certainty, NULL, NULL, evidence, '', 1, local, 0, 0, local > 0 FROM quick.bill_faults
    """


def _tie(card: str) -> str:
    """SQL: how the resident was found, and whether only that says who pays."""
    return f"""(CASE {card}.link WHEN {EXACT} THEN ' link=nik' WHEN {SCORED} THEN printf(' link=scored p=%.4f', {card}.probability) ELSE '' END
        || CASE WHEN {card}.payer_by = {BY_RESIDENT} THEN ' payer_by=resident' ELSE '' END)"""


def _bill(engine: Engine) -> str:
    if engine.has_table("bill"):
        return "(SELECT rowid + 1 AS bill_row, nik, name FROM bill)"
    return "(SELECT NULL::BIGINT AS bill_row, NULL::BIGINT AS nik, NULL::VARCHAR AS name WHERE false)"
