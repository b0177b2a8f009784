"""Checks: the bill's list against the membership file, its number of people, and its amount."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.billed import BY_RESIDENT, CLASS_III, within_payer
from semesta.findings.faults import ALL, CHECK, EXTRA, LIKELY, SURE, report
from semesta.findings.order import AuditOrder, day
from semesta.findings.rates import PEMDA, SELF
from semesta.rules.law import Law


def check_bill(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Findings of a bill by name, and of the bill's totals."""
    if engine.has_table("bill"):
        _list_against_file(engine, order)
        _segment_of_another_payer(engine, order, law)
        _missing_from_list(engine, order)
        _amounts(engine)
    _totals(engine, order)


def _list_against_file(engine: Engine, order: AuditOrder) -> None:
    report(
        engine,
        "billed_not_member",
        f"""
        SELECT b.item, CASE WHEN x.card IS NULL AND x.nik IS NULL THEN {CHECK} ELSE {SURE} END AS certainty, {ALL} AS stake,
               'member=none by=' || CASE WHEN x.card IS NOT NULL THEN 'card' WHEN x.nik IS NOT NULL THEN 'nik' ELSE 'no_number' END AS evidence
        FROM quick.billed b JOIN bill x ON x.rowid + 1 = b.bill_row WHERE b.member_id IS NULL
    """,
    )
    # A card that ended within or after the billed month was owed; whether one ended before is not said
    # where the file has no end date and speaks of a later day.
    report(
        engine,
        "billed_not_active",
        f"""
        SELECT item, CASE WHEN status = 'TIDAK_DIKETAHUI' THEN {LIKELY} WHEN end_date IS NULL AND {order.late} > 0 THEN {LIKELY} ELSE {SURE} END AS certainty,
               {ALL} AS stake, resident_id AS resident, 'status=' || status || coalesce(' end=' || end_date, '') AS evidence
        FROM quick.billed WHERE status <> 'AKTIF' AND coalesce(end_date < {day(order.month)}, true)
    """,
    )
    report(
        engine,
        "billed_twice",
        f"""
        SELECT item, {SURE} AS certainty, {ALL} AS stake, resident_id AS resident, 'first_row=' || first AS evidence
        FROM (SELECT item, resident_id, min(bill_row) OVER (PARTITION BY member_id) AS first, bill_row FROM quick.billed WHERE member_id IS NOT NULL)
        WHERE bill_row > first
    """,
    )


def _segment_of_another_payer(engine: Engine, order: AuditOrder, law: Law) -> None:
    """On the local government's bill, but the membership file has the card in a segment that comes first.

    Certain where the law's order says so; of pensioners and other non-workers (BP) it says nothing.
    """
    precedence = law["precedence.order"].words(order.month)
    first = precedence[: precedence.index(PEMDA)] if PEMDA in precedence else ()
    by_law = ", ".join(map(literal, first)) or "NULL"
    report(
        engine,
        "two_segments",
        f"""
        SELECT item, CASE WHEN bucket IN ({by_law}) THEN {SURE} ELSE {LIKELY} END AS certainty, {ALL} AS stake,
               resident_id AS resident, 'file=' || bucket AS evidence
        FROM quick.billed WHERE status = 'AKTIF' AND bucket IN ({by_law}, 'BP')
    """,
    )


def _missing_from_list(engine: Engine, order: AuditOrder) -> None:
    """Active for a payer who is billed, but not on the list: nothing to get back, but a fault of the list."""
    report(
        engine,
        "active_not_billed",
        f"""
        SELECT c.member_id, CASE WHEN c.payer_by = {BY_RESIDENT} THEN {LIKELY} ELSE {SURE} END AS certainty, c.resident_id AS resident, 'status=AKTIF' AS evidence
        FROM quick.cards c WHERE c.status = 'AKTIF' AND c.bucket = {literal(PEMDA)} AND {within_payer(order.payer)}
          AND c.payer IN (SELECT payer FROM quick.billed) AND c.member_id NOT IN (SELECT member_id FROM quick.bill_members)
    """,
        into="card_faults",
    )


def _amounts(engine: Engine) -> None:
    """A row's amount is not the rate of the month: what is too much is at stake."""
    report(
        engine,
        "amount",
        f"""
        SELECT item, {SURE} AS certainty, {EXTRA} AS stake, greatest(local - expected, 0) AS extra, resident_id AS resident,
               'billed=' || local || ' rate=' || expected AS evidence
        FROM quick.billed WHERE local <> expected
    """,
    )


def _totals(engine: Engine, order: AuditOrder) -> None:
    """The bill's totals against the list, or against the cards that the membership file implies.

    What is billed for people who are on no list is at stake under `head_count`, what is billed beyond people
    x rate under `amount`. Both only ever hold what no row of the list holds.
    """
    if order.bill_persons is None and order.bill_amount is None:
        return
    named = engine.has_table("bill")
    whose = "true" if named else f"bucket = {literal(PEMDA)}"
    people, listed = engine.row(
        f"SELECT count(*), coalesce(sum(local), 0)::BIGINT FROM quick.billed WHERE {whose}"
    )
    (rate,) = engine.row(f"SELECT local FROM quick.rates WHERE bucket = {literal(PEMDA)} AND months = 1")
    persons = order.bill_persons if order.bill_persons is not None else people
    amount = order.bill_amount if order.bill_amount is not None else listed + (persons - people) * rate
    payer = order.payer or order.region
    beyond = max(0, amount - listed)
    unnamed = min(max(0, persons - people) * rate, beyond)
    against = "list" if named else "file"
    if persons != people:
        _whole(engine, "head_count", payer, unnamed, f"billed={persons} {against}={people}")
    expected = listed + (persons - people) * rate
    if amount != expected:
        _whole(
            engine,
            "amount",
            payer,
            beyond - unnamed,
            f"billed={amount} expected={expected} persons={persons} rate={rate}",
        )


def _whole(engine: Engine, kind: str, payer: str, local: int, evidence: str) -> None:
    report(
        engine,
        kind,
        f"SELECT {SURE} AS certainty, {literal(payer)} AS payer, {local}::BIGINT AS local, {literal(evidence)} AS evidence",
        into="bill_faults",
    )


assert SELF and CLASS_III
