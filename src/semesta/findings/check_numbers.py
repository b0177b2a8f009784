"""Checks: no NIK, one of wrong form, or that of another resident."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.findings.billed import EXACT
from semesta.findings.check_doubles import ALIKE
from semesta.findings.faults import ALL, CHECK, LIKELY, NOTHING, SURE, report
from semesta.findings.order import AuditOrder, day
from semesta.rules.law import Law

#: Stay permits of foreigners (KITAS, KITAP) hold letters and hyphens beside their digits, and are no NIK.
_PERMIT = "regexp_full_match(m.nik_written, '[0-9][A-Z][0-9].*[A-Z].*')"


def find_wrong_numbers(engine: Engine, order: AuditOrder, law: Law) -> None:
    """Findings `nik_invalid`, `nik_of_another`. Where the holder was found all the same, only the data are at fault."""
    _invalid(engine, order, law)
    _of_another(engine)


def _invalid(engine: Engine, order: AuditOrder, law: Law) -> None:
    """A baby need not have a NIK before the age that the law gives."""
    months = law.number("newborn.nik_months", order.month)
    engine.run(
        "CREATE OR REPLACE TABLE quick._numberless AS FROM quick.billed WHERE nik IS NULL AND member_id IS NOT NULL"
    )
    report(
        engine,
        "nik_invalid",
        f"""
        SELECT b.item, CASE WHEN {_PERMIT} THEN {CHECK} ELSE {SURE} END AS certainty,
               CASE WHEN b.role < 2 THEN {NOTHING} ELSE {ALL} END AS stake, b.resident_id AS resident,
               'nik=' || CASE WHEN m.nik_written IS NULL THEN 'missing' WHEN {_PERMIT} THEN 'permit' ELSE 'wrong_form' END AS evidence
        FROM quick._numberless b JOIN members m USING (member_id)
        WHERE b.birth_date IS NULL OR b.birth_date + INTERVAL {months} MONTH <= {day(order.month)}
    """,
    )
    engine.drop("quick._numberless")


def _of_another(engine: Engine) -> None:
    """The number stands in the register for one person alone, of another name and another birth date."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._doubted AS
        SELECT item, member_id, nik, birth_date, resident_id, role FROM quick.billed
        WHERE link <> {EXACT} AND nik IS NOT NULL AND member_id IS NOT NULL;
        CREATE OR REPLACE TABLE quick._owners AS
        SELECT d.*, r.resident_id AS owner, r.name AS owner_name FROM quick._doubted d
        JOIN (SELECT min(resident_id) AS resident_id, nik, min(name) AS name, min(birth_date) AS birth_date
              FROM (SELECT resident_id, nik::BIGINT AS nik, name, birth_date FROM residents) SEMI JOIN quick._doubted USING (nik)
              GROUP BY nik HAVING count(*) = 1) r ON r.nik = d.nik
        WHERE r.resident_id IS DISTINCT FROM d.resident_id AND r.birth_date <> d.birth_date;
    """)
    report(
        engine,
        "nik_of_another",
        f"""
        SELECT o.item, CASE WHEN any_value(o.role) < 2 THEN {SURE} ELSE {LIKELY} END AS certainty,
               CASE WHEN any_value(o.role) < 2 THEN {NOTHING} ELSE {ALL} END AS stake, any_value(o.resident_id) AS resident,
               'nik_owner=' || min(o.owner) || ' name=other birth=other' AS evidence
        FROM quick._owners o JOIN members m USING (member_id)
        WHERE jaro_winkler_similarity(m.name, o.owner_name) < {ALIKE} GROUP BY o.item
    """,
    )
    engine.drop("quick._doubted", "quick._owners")
