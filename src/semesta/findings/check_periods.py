"""Checks: billed before the cover began, or after it ended."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.findings.faults import ALL, SURE, report
from semesta.findings.order import AuditOrder, day


def find_outside_cover(engine: Engine, order: AuditOrder) -> None:
    """Findings `not_started`, `ended`: dates of the membership file itself, against the billed month."""
    report(
        engine,
        "not_started",
        f"""
        SELECT item, {SURE} AS certainty, {ALL} AS stake, resident_id AS resident, 'start=' || start_date AS evidence
        FROM quick.billed WHERE start_date >= {day(order.next_month)}
    """,
    )
    report(
        engine,
        "ended",
        f"""
        SELECT item, {SURE} AS certainty, {ALL} AS stake, resident_id AS resident, 'end=' || end_date AS evidence
        FROM quick.billed WHERE end_date < {day(order.month)} AND status = 'AKTIF'
    """,
    )
