"""Checks: on an employer's roster but subsidised, past the age limit, in a class that the public does not pay."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.billed import CLASS_III, within_payer
from semesta.findings.faults import ALL, LIKELY, NOTHING, SURE, linked, report
from semesta.findings.order import AuditOrder, day
from semesta.findings.rates import PBI, PEMDA
from semesta.rules.law import Law

CHILD = 4  # PISA
#: What the register calls somebody in formal education; those have the higher age limit.
STUDENTS = ("PELAJAR/MAHASISWA", "PELAJAR", "MAHASISWA")


def find_unentitled(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Findings `on_payroll`, `wrong_class`, `over_age`."""
    report(
        engine,
        "on_payroll",
        f"""
        SELECT b.item, min(greatest({linked(link="b.link")}, CASE WHEN r.nik IS NULL THEN {LIKELY} ELSE {SURE} END)) AS certainty,
               {ALL} AS stake, any_value(b.resident_id) AS resident,
               'roster=' || replace(min(r."group"), ' ', '_') || ' by=' || CASE WHEN bool_or(r.nik IS NOT NULL) THEN 'nik' ELSE 'name' END AS evidence
        FROM rosters r JOIN quick.billed b ON b.resident_id = r.resident_id
        WHERE b.role < 2 AND b.bucket IN ({literal(PBI)}, {literal(PEMDA)}) GROUP BY b.item
    """,
    )
    report(
        engine,
        "wrong_class",
        f"""
        SELECT item, {SURE} AS certainty, {NOTHING} AS stake, resident_id AS resident, 'class=' || hospital_class AS evidence
        FROM quick.billed WHERE bucket IN ({literal(PBI)}, {literal(PEMDA)}) AND hospital_class <> {CLASS_III}
    """,
    )
    _over_age(engine, order, law)


def _over_age(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Children of workers. The contribution is a share of the wage, whoever is insured with it: no money.

    Between the two limits only who is not called a student; past the higher one everybody. Certain needs the
    register's birth date to agree.
    """
    limit, student = (
        law.number(name, order.month) for name in ("child.age_limit", "child.student_age_limit")
    )
    whose = "c.payer IN (SELECT payer FROM quick.billed)" if engine.has_table("bill") else "true"
    students = ", ".join(map(literal, STUDENTS))
    years = f"date_sub('year', c.birth_date, {day(order.month)})"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._grown AS
        SELECT c.member_id, c.resident_id, c.link, c.birth_date, {years} AS age FROM quick.cards c
        WHERE c.status = 'AKTIF' AND c.bucket IN ('PPU_PN', 'PPU_BU') AND c.relation = {CHILD} AND {years} >= {limit}
          AND {within_payer(order.payer)} AND {whose}
    """)
    report(
        engine,
        "over_age",
        f"""
        SELECT g.member_id, CASE WHEN g.link = 1 AND g.age >= {student} AND r.birth_date = g.birth_date THEN {SURE} ELSE {LIKELY} END AS certainty,
               g.resident_id AS resident, 'relation=child age=' || g.age AS evidence
        FROM quick._grown g LEFT JOIN residents r ON r.resident_id = g.resident_id
        WHERE g.age >= {student} OR coalesce(r.occupation NOT IN ({students}), false)
    """,
        into="card_faults",
    )
    engine.drop("quick._grown")
