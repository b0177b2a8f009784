"""For how many months the data show a fault, never more: from the billed month backwards."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.billed import CLASS_III
from semesta.findings.faults import ALL, LOCAL
from semesta.findings.order import BEFORE, AuditOrder, day
from semesta.findings.rates import PEMDA, SELF
from semesta.tables import FINDING_KINDS

#: Of the kinds that an earlier edition can prove: SQL on e (the card then), x (its holder then) and the
#: fault f of billed row b, that says whether the same fault was seen then.
_SEEN = {
    "dead": "e.gone = 'register_dead'",
    "moved_away": "e.gone IN ('register_moved', 'member_elsewhere')",
    "not_in_register": "e.role = 'outside' AND coalesce(e.gone NOT IN ('register_dead', 'register_moved', 'outside_review'), false)",
    "nik_invalid": "e.nik IS NULL",
    "nik_of_another": "e.nik = b.nik",
    "lives_elsewhere": "e.home <> '' AND NOT starts_with(e.home, b.payer)",
    "same_nik": "e.nik = o.nik AND o.status = 'AKTIF'",
    "two_cards": "e.resident_id = o.resident_id AND o.status = 'AKTIF' AND o.bucket = e.bucket",
    "two_segments": "e.resident_id = o.resident_id AND o.status = 'AKTIF' AND o.bucket <> e.bucket",
}  # fmt: skip


def count_months(engine: Engine, order: AuditOrder) -> None:
    """`quick.dated(fault, first_month)`: rowid of `quick.faults` and the first month that is shown to be at fault.

    The billed month is always shown. An earlier one only where, all at once: the law of that month is known;
    the card's start of cover lies in it or before; the fault was there (the file dates it, or an earlier edition
    shows the same fault); and no earlier edition shows the card otherwise than active in the same segment.
    """
    _see_earlier(engine, order)
    billed = day(order.month)
    shown = f"coalesce(f.since, CASE WHEN s.fault IS NOT NULL THEN {_earlier_month(order)} END, {billed})"
    # Of a card that the earlier edition knows otherwise, only the months after that edition are shown.
    floor = "DATE '1900-01-01'"
    if order.before:
        floor = f"CASE WHEN a.item IS NULL THEN {_earlier_month(order)} + INTERVAL 1 MONTH ELSE DATE '1900-01-01' END"
    # On a list, earlier months were billed at these rates only for cards of the segments that are billed so.
    own = f"(b.bucket = {literal(PEMDA)} OR (b.bucket = {literal(SELF)} AND b.hospital_class = {CLASS_III}))"
    own = own if engine.has_table("bill") else "true"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.dated AS
        WITH earliest AS (SELECT bucket, min(first_month) AS known FROM quick.rates GROUP BY bucket)
        SELECT f.rowid AS fault,
               least({billed}, greatest({shown}, {floor}, coalesce(date_trunc('month', b.start_date)::DATE, {billed}),
                                        coalesce(k.known, {billed})))::DATE AS first_month
        FROM quick.faults f JOIN quick.billed b USING (item)
        LEFT JOIN earliest k ON k.bucket = b.bucket::VARCHAR AND {own}
        LEFT JOIN quick.seen_earlier s ON s.fault = f.rowid
        LEFT JOIN quick.active_earlier a ON a.item = b.item
        WHERE f.stake IN ({ALL}, {LOCAL})
    """)
    engine.drop("quick.seen_earlier", "quick.active_earlier")


def _earlier_month(order: AuditOrder) -> str:
    return day(order.before.month) if order.before else "NULL::DATE"


def _see_earlier(engine: Engine, order: AuditOrder) -> None:
    """`quick.active_earlier(item)`: cards in force then, in the same segment. `quick.seen_earlier(fault)`: same fault then."""
    if order.before is None:
        engine.run("""
            CREATE OR REPLACE TABLE quick.active_earlier (item BIGINT);
            CREATE OR REPLACE TABLE quick.seen_earlier (fault BIGINT);
        """)
        return
    _recall_cards(engine)
    kinds = " UNION ALL ".join(
        f"""SELECT f.rowid AS fault FROM quick.faults f JOIN quick.billed b USING (item) JOIN quick.recalled e ON e.member_id = b.member_id
            JOIN quick.active_earlier a ON a.item = b.item LEFT JOIN quick.recalled o ON o.member_id = f.other
            WHERE f.kind = {FINDING_KINDS.index(kind)} AND ({seen})"""
        for kind, seen in _SEEN.items()
    )
    engine.run(f"CREATE OR REPLACE TABLE quick.seen_earlier AS SELECT DISTINCT fault FROM ({kinds})")
    engine.drop("quick.recalled")


def _recall_cards(engine: Engine) -> None:
    """`quick.recalled`: the cards at fault (and the others they are compared with) as the earlier edition has them."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._wanted AS
        SELECT m.member_id, m.card FROM members m
        WHERE m.card IS NOT NULL AND m.member_id IN (
            SELECT b.member_id FROM quick.faults f JOIN quick.billed b USING (item) WHERE f.stake IN ({ALL}, {LOCAL})
            UNION SELECT other FROM quick.faults WHERE other IS NOT NULL);
        CREATE OR REPLACE TABLE quick.recalled AS
        WITH found AS (
            SELECT w.member_id, e.member_id AS then_id, e.nik::BIGINT AS nik, e.bucket, e.status, e.role, e.resident_id
            FROM quick._wanted w JOIN {BEFORE}members e ON e.card = w.card
            QUALIFY count(*) OVER (PARTITION BY w.card) = 1)
        SELECT f.*, o.reason AS gone, r.village_code AS home
        FROM found f LEFT JOIN {BEFORE}outside o ON o.member_id = f.then_id
        LEFT JOIN {BEFORE}residents r ON r.resident_id = f.resident_id;
        CREATE OR REPLACE TABLE quick.active_earlier AS
        SELECT DISTINCT b.item FROM quick.billed b JOIN quick.recalled e ON e.member_id = b.member_id
        WHERE e.status = 'AKTIF' AND e.bucket = b.bucket::VARCHAR;
    """)
    engine.drop("quick._wanted")
