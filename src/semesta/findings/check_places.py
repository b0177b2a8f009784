"""Checks: paid for people who moved away, who live where another pays, or who stand in no register."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.findings.billed import BY_CARD, STATED
from semesta.findings.faults import ALL, CHECK, LIKELY, LOCAL, SURE, less_sure, linked, report
from semesta.findings.order import BEFORE, AuditOrder
from semesta.findings.rates import PBI


def find_misplaced(engine: Engine, order: AuditOrder) -> None:
    """Findings `moved_away`, `lives_elsewhere`, `not_in_register`."""
    report(
        engine,
        "moved_away",
        f"""
        SELECT b.item, {less_sure(linked(link="b.link"), order.late)} AS certainty, {ALL} AS stake,
               b.resident_id AS resident, 'register=MOVED' AS evidence
        FROM quick.billed b JOIN outside o USING (member_id) WHERE o.reason = 'register_moved'
        UNION ALL
        SELECT b.item, {LIKELY}, {ALL}, NULL, 'register=none card_address=' || o.village_code[1:2]
        FROM quick.billed b JOIN outside o USING (member_id) WHERE o.reason = 'member_elsewhere'
    """,
    )
    _lives_elsewhere(engine, order)
    _not_in_register(engine, order)


def _lives_elsewhere(engine: Engine, order: AuditOrder) -> None:
    """Another local government would have to pay: the local part is at stake, what the centre adds is not.

    Where no file says who pays, the payer is only taken from the card's address: then it is not certain. A payer
    taken from where the resident lives says nothing about where else somebody would have to pay.
    """
    report(
        engine,
        "lives_elsewhere",
        f"""
        SELECT b.item, {less_sure(f"greatest({linked(link='b.link')}, CASE WHEN b.payer_by = {STATED} THEN {SURE} ELSE {LIKELY} END)", order.late)} AS certainty,
               {LOCAL} AS stake, b.resident_id AS resident,
               'lives=' || r.village_code[1:5] || ' pays=' || b.payer || CASE WHEN b.payer_by = {STATED} THEN '' ELSE ' payer_by=card_address' END AS evidence
        FROM quick.billed b JOIN residents r ON r.resident_id = b.resident_id
        WHERE b.role < 2 AND b.bucket IS DISTINCT FROM '{PBI}' AND b.payer_by IN ({STATED}, {BY_CARD}) AND b.payer <> '' AND r.village_code <> ''
          AND NOT starts_with(r.village_code, b.payer)
    """,
    )


def _not_in_register(engine: Engine, order: AuditOrder) -> None:
    """Nobody was found: somebody must look. Who stood in the earlier register and no longer does is probable."""
    seen, join = "false", ""
    if order.before:
        seen = "e.member_id IS NOT NULL"
        join = f"""LEFT JOIN (SELECT c.member_id FROM {BEFORE}members e JOIN members c ON c.card = e.card
                   WHERE e.role <> 'outside' AND c.role = 'outside') e ON e.member_id = b.member_id"""
    report(
        engine,
        "not_in_register",
        f"""
        SELECT DISTINCT ON (b.item) b.item, CASE WHEN {seen} AND o.reason <> 'outside_review' THEN {LIKELY} ELSE {CHECK} END AS certainty, {ALL} AS stake,
               'register=' || CASE o.reason WHEN 'outside_review' THEN 'perhaps' WHEN 'register_invalid' THEN 'INVALID'
                              WHEN 'register_missing' THEN 'MISSING' WHEN 'register_away' THEN 'AWAY' ELSE 'none' END
                || CASE WHEN {seen} THEN ' earlier=resident' ELSE '' END AS evidence
        FROM quick.billed b JOIN outside o USING (member_id) {join}
        WHERE o.reason NOT IN ('register_dead', 'register_moved', 'member_elsewhere')
        ORDER BY b.item, certainty
    """,
    )
