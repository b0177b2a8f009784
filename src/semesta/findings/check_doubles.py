"""Checks: two cards with one NIK, two cards of one person, one person paid for under two segments."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.billed import EXACT
from semesta.findings.faults import ALL, CHECK, LIKELY, NOTHING, SURE, report
from semesta.findings.order import AuditOrder
from semesta.findings.rates import SELF
from semesta.rules.law import Law
from semesta.tables import BUCKETS

#: A number that an office writes for thousands (a placeholder) is compared with so many of its cards only.
COMPARED = 20

WORKERS = ("PPU_PN", "PPU_BU")

#: Names so alike that, with one NIK, they are one person's: as linkage takes them.
ALIKE = 0.85


def find_doubles(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Findings `same_nik`, `two_cards`, `two_segments`.

    Of two cards of one person the one whose segment comes later in the law's order is at stake; within one
    segment the one that is not linked, or began later. Never both.
    """
    _rank_cards(engine, law["precedence.order"].words(order.month))
    _same_nik(engine)
    _same_person(engine)
    engine.drop("quick._twins", "quick._pairs")


def _rank_cards(engine: Engine, precedence: tuple[str, ...]) -> None:
    """`quick._twins`: active cards that share a NIK or a resident, with their place in the order of keeping."""
    engine.run("CREATE OR REPLACE TABLE _active_nik AS SELECT nik FROM quick.cards WHERE status = 'AKTIF'")
    engine.repeated_numbers("_active_nik", "nik", into="quick._repeated")
    engine.drop("_active_nik")
    places = " ".join(f"WHEN {literal(b)} THEN {n}" for n, b in enumerate(_order_of(precedence)))
    place = f"CASE c.bucket {places} ELSE {len(BUCKETS)} END"
    lawful = ", ".join(map(literal, precedence)) or "NULL"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._holders AS
        SELECT DISTINCT resident_id FROM quick.cards WHERE role = 1 AND status = 'AKTIF';
        CREATE OR REPLACE TABLE quick._twins AS
        WITH ranked AS (
            SELECT c.*, m.name, c.bucket IN ({lawful}) AS ordered, ({place} * 4 + c.role)::BIGINT * 100000000000000
                     + coalesce(greatest(0, least(c.start_date - DATE '1900-01-01', 90000)), 90000)::BIGINT * 1000000000 + c.member_id AS keep
            FROM quick.cards c JOIN members m USING (member_id)
            WHERE c.status = 'AKTIF' AND (c.nik IN (SELECT id FROM quick._repeated) OR c.resident_id IN (SELECT resident_id FROM quick._holders)))
        SELECT *, row_number() OVER (PARTITION BY nik ORDER BY keep) <= {COMPARED}
                  OR row_number() OVER (PARTITION BY nik ORDER BY link <> {EXACT}, keep) <= {COMPARED} AS first_of_nik,
               row_number() OVER (PARTITION BY resident_id ORDER BY keep) <= {COMPARED} AS first_of_person
        FROM ranked
    """)
    engine.drop("quick._repeated", "quick._holders")


def _order_of(precedence: tuple[str, ...]) -> tuple[str, ...]:
    """Every bucket, in the order in which a person keeps it.

    What the law's order does not name is ours, and never makes a finding certain: pensioners and other
    non-workers (BP) beside the workers, whom they resemble; who pays on their own comes last.
    """
    named = [bucket for bucket in precedence if bucket in BUCKETS]
    workers = [bucket for bucket in named if bucket in WORKERS]
    others = [bucket for bucket in named if bucket not in WORKERS]
    unnamed = [bucket for bucket in BUCKETS if bucket not in named]
    return (*workers, *(b for b in unnamed if b != SELF), *others, *(b for b in unnamed if b == SELF))


def _same_nik(engine: Engine) -> None:
    """One number, two cards. With the same birth date and name it is one person, who is paid for twice.

    Otherwise the number is wrong on one of them: the money is to be checked, and is at stake only where the
    holder was not found to be somebody else who lives here.
    """
    alike = f"coalesce(jaro_winkler_similarity(x.name, y.name) >= {ALIKE}, false)"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._pairs AS
        SELECT b.item, x.member_id, x.resident_id, y.member_id AS other, y.keep, x.link,
               coalesce(x.birth_date = y.birth_date, false) AS birth, {alike} AS name,
               coalesce(x.resident_id = y.resident_id AND x.link = {EXACT} AND y.link = {EXACT}, false) AS person,
               coalesce(x.resident_id <> y.resident_id, false) AS others,
               x.keep > y.keep AS later, x.link <> {EXACT} AND y.link = {EXACT} AS stranger,
               x.bucket = y.bucket OR (x.ordered AND y.ordered) AS lawful
        FROM quick.billed b JOIN quick._twins x USING (member_id) JOIN quick._twins y
             ON y.nik = x.nik AND y.first_of_nik AND y.member_id <> x.member_id
    """)
    report(
        engine,
        "same_nik",
        f"""
        SELECT item, arg_min(certainty, (certainty, keep)) AS certainty,
               arg_min(CASE WHEN others THEN {NOTHING} ELSE {ALL} END, (certainty, keep)) AS stake,
               arg_min(other, (certainty, keep)) AS other, any_value(resident_id) AS resident,
               arg_min('other_card name=' || CASE WHEN name THEN 'same' ELSE 'other' END || ' birth='
                       || CASE WHEN birth THEN 'same' ELSE 'other' END, (certainty, keep)) AS evidence
        FROM (SELECT *, CASE WHEN lawful AND (person OR (birth AND name AND NOT others)) THEN {SURE}
                             WHEN person OR ((birth OR name) AND NOT others) THEN {LIKELY} ELSE {CHECK} END AS certainty FROM quick._pairs)
        WHERE CASE WHEN certainty < {CHECK} THEN later ELSE stranger OR (later AND link <> {EXACT}) END
        GROUP BY item
    """,
    )


def _same_person(engine: Engine) -> None:
    """One resident, two active cards. Linkage says so: certain only where both links were decided exactly."""
    cases = (
        ("two_cards", "y.bucket = x.bucket", "true"),
        ("two_segments", "y.bucket <> x.bucket", "x.ordered AND y.ordered"),
    )
    for kind, same, lawful in cases:
        report(
            engine,
            kind,
            f"""
            SELECT b.item, arg_min(CASE WHEN x.link = {EXACT} AND y.link = {EXACT} AND ({lawful}) THEN {SURE} ELSE {LIKELY} END, y.keep) AS certainty,
                   {ALL} AS stake, arg_min(y.member_id, y.keep) AS other, any_value(x.resident_id) AS resident,
                   arg_min('other_card=' || y.bucket || ' other_link=' || CASE WHEN y.link = {EXACT} THEN 'nik' ELSE 'scored' END, y.keep) AS evidence
            FROM quick.billed b JOIN quick._twins x USING (member_id)
            JOIN quick._twins y ON y.resident_id = x.resident_id AND y.first_of_person AND y.keep < x.keep AND {same}
            WHERE x.role < 2 AND y.role < 2 GROUP BY b.item
        """,
        )
