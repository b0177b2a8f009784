"""Who on a family card could be insured through whom: babies of members, and spouses and children of workers."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.occupations import NO_INCOME, UNKNOWN
from semesta.findings.order import AuditOrder
from semesta.rules.law import Law
from semesta.tables import CERTAIN, CERTAINTIES, PROBABLE

#: Relations of the register (SHDK) and of the card (PISA).
HEAD, HUSBAND, WIFE, CHILD = 1, 2, 3, 4
HOLDER = 1  # PISA: the worker's own card

_SURE, _LIKELY = CERTAINTIES.index(CERTAIN), CERTAINTIES.index(PROBABLE)


def make_families(engine: Engine, order: AuditOrder, law: Law) -> None:
    """`quick.parents(resident_id, bucket, exact)` and `quick.dependants(resident_id, certainty, basis)`."""
    _cards_of_families(engine)
    _parents(engine, law["precedence.order"].words(order.month))
    _dependants(engine, order, law)
    engine.drop("quick._family_cards")


def _cards_of_families(engine: Engine) -> None:
    """`quick._family_cards`: residents with an active card on a family card of somebody left out."""
    engine.run("""
        CREATE OR REPLACE TABLE quick._family_cards AS
        SELECT r.resident_id, r.kk, r.relation, c.bucket::VARCHAR AS bucket, c.link = 1 AS exact, c.relation AS pisa
        FROM (SELECT resident_id, kk::BIGINT AS kk, relation, member_id FROM residents WHERE coverage = 'active' AND kk IS NOT NULL) r
        SEMI JOIN quick.left_out l ON l.kk = r.kk
        JOIN quick.cards c ON c.member_id = r.member_id
    """)


def _parents(engine: Engine, precedence: tuple[str, ...]) -> None:
    """Babies under one year, children of the head, whose head or head's spouse has an active card."""
    places = " ".join(f"WHEN {literal(bucket)} THEN {n}" for n, bucket in enumerate(precedence))
    place = f"CASE p.bucket {places} ELSE {len(precedence)} END" if places else "0"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.parents AS
        SELECT l.resident_id, arg_min(p.bucket, ({place}, p.resident_id)) AS bucket, bool_or(p.exact) AS exact
        FROM quick.left_out l JOIN quick._family_cards p ON p.kk = l.kk AND p.relation IN ({HEAD}, {HUSBAND}, {WIFE})
        WHERE l.age = 0 AND l.relation = {CHILD} AND l.coverage = 'not_enrolled' GROUP BY l.resident_id
    """)


def _dependants(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Spouse and children of a worker who has places left; spouse first, then the older child.

    Children without own income below the age limit; up to the higher limit those whom the register calls
    students. Whether a child is married is not known. A family card with two workers has twice the places.
    """
    most = law.number("family.dependants", order.month)
    limit, student = (
        law.number(name, order.month) for name in ("child.age_limit", "child.student_age_limit")
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._places AS
        SELECT kk, count(*) FILTER (pisa = {HOLDER}) * {most} - count(*) FILTER (pisa <> {HOLDER}) AS free,
               bool_or(pisa = {HOLDER} AND relation = {HEAD}) AS head, bool_or(pisa = {HOLDER} AND relation IN ({HUSBAND}, {WIFE})) AS spouse,
               bool_and(exact) FILTER (pisa = {HOLDER}) AS exact, arg_min(bucket, resident_id) FILTER (pisa = {HOLDER}) AS bucket
        FROM quick._family_cards WHERE bucket IN ('PPU_PN', 'PPU_BU') GROUP BY kk HAVING free > 0;
        CREATE OR REPLACE TABLE quick.dependants AS
        WITH candidates AS (
            SELECT l.resident_id, l.kk, l.relation, l.age, l.student, l.work, l.birth_date, w.free, w.exact, w.bucket, w.head,
                   l.relation <> {CHILD} AS is_spouse
            FROM quick.left_out l JOIN quick._places w ON w.kk = l.kk
            WHERE (l.relation IN ({HUSBAND}, {WIFE}) AND w.head) OR (l.relation = {HEAD} AND w.spouse AND NOT w.head)
               OR (l.relation = {CHILD} AND (w.head OR w.spouse) AND l.work IN ({NO_INCOME}, {UNKNOWN})
                   AND (l.age < {limit} OR (l.age < {student} AND l.student)))),
        placed AS (
            SELECT *, row_number() OVER (PARTITION BY kk ORDER BY NOT is_spouse, birth_date, resident_id) AS place FROM candidates)
        SELECT resident_id,
               (CASE WHEN exact AND (is_spouse OR (age < {limit} AND work = {NO_INCOME})) THEN {_SURE} ELSE {_LIKELY} END)::UTINYINT AS certainty,
               CASE WHEN head THEN 'kk_head=' ELSE 'kk_spouse=' END || bucket || ' relation=' || relation || coalesce(' age=' || age, '') AS basis
        FROM placed WHERE place <= free
    """)
    engine.drop("quick._places")
