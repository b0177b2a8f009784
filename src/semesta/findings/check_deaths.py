"""Check: paid for the dead. The register, a list of deaths, or the insurer itself says so."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.findings.faults import ALL, CHECK, LIKELY, SURE, less_sure, linked, report
from semesta.findings.order import AuditOrder, day


def find_deaths(engine: Engine, order: AuditOrder) -> None:
    """Findings `dead`. A death in the billed month or after it is none: that month was owed."""
    report(
        engine,
        "dead",
        f"""
        SELECT b.item, {less_sure(linked(link="b.link"), order.late)} AS certainty, {ALL} AS stake,
               b.resident_id AS resident, 'register=DEAD' AS evidence
        FROM quick.billed b JOIN outside o USING (member_id) WHERE o.reason = 'register_dead'
    """,
    )
    if engine.has_table("deaths"):
        _on_a_list(engine, order)
    _by_the_insurer(engine)
    report(
        engine,
        "dead",
        f"""
        SELECT item, CASE WHEN link = 0 THEN {SURE} ELSE {LIKELY} END AS certainty, {ALL} AS stake,
               resident_id AS resident, CASE WHEN end_date < {day(order.month)} THEN date_trunc('month', end_date)::DATE + INTERVAL 1 MONTH END AS since,
               'insurer=MENINGGAL' AS evidence
        FROM quick.billed WHERE status = 'MENINGGAL' AND coalesce(end_date < {day(order.month)}, true)
    """,
    )


def _on_a_list(engine: Engine, order: AuditOrder) -> None:
    """By the card's NIK; by that of the resident it is linked to; without a NIK by name and birth date.

    A number alone is no proof: the birth date or the name must agree too.
    """
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._listed AS
        SELECT rowid AS death, * FROM deaths WHERE death_date IS NULL OR death_date < {day(order.month)};
        CREATE OR REPLACE TABLE quick._listed_cards AS
        SELECT d.death, m.member_id, CASE WHEN d.birth_date = m.birth_date THEN {SURE} ELSE {LIKELY} END AS certainty, 'nik' AS found
        FROM quick._listed d JOIN members m ON m.nik::BIGINT = d.nik
        WHERE d.birth_date = m.birth_date OR d.name = m.name;
        INSERT INTO quick._listed_cards
        SELECT d.death, b.member_id, {linked(link="b.link")}, 'resident'
        FROM quick._listed d JOIN residents r ON r.nik::BIGINT = d.nik JOIN quick.billed b ON b.resident_id = r.resident_id
        WHERE d.birth_date = r.birth_date OR d.name = r.name;
        INSERT INTO quick._listed_cards
        SELECT d.death, min(m.member_id), {LIKELY}, 'name'
        FROM quick._listed d JOIN members m ON m.name = d.name AND m.birth_date = d.birth_date
        WHERE d.nik IS NULL GROUP BY d.death HAVING count(*) = 1;
    """)
    undated = f"CASE WHEN d.death_date IS NULL THEN {LIKELY} ELSE {SURE} END"
    report(
        engine,
        "dead",
        f"""
        SELECT b.item, greatest(min(x.certainty), min({undated})) AS certainty, {ALL} AS stake, any_value(b.resident_id) AS resident,
               (date_trunc('month', min(d.death_date)) + INTERVAL 1 MONTH)::DATE AS since,
               'deaths=' || coalesce(min(d.death_date)::VARCHAR, 'undated') || ' by=' || min_by(x.found, (x.certainty, x.found)) AS evidence
        FROM quick._listed_cards x JOIN quick._listed d USING (death) JOIN quick.billed b USING (member_id) GROUP BY b.item
    """,
    )
    engine.drop("quick._listed", "quick._listed_cards")


def _by_the_insurer(engine: Engine) -> None:
    """Another card of the same number or person is marked MENINGGAL. Whoever lives in the register is to be checked."""
    engine.run("""
        CREATE OR REPLACE TABLE quick._dead_cards AS
        SELECT member_id, nik::BIGINT AS nik, birth_date, resident_id FROM members WHERE status = 'MENINGGAL'
    """)
    report(
        engine,
        "dead",
        f"""
        SELECT item, min(certainty) AS certainty, {ALL} AS stake, any_value(resident) AS resident, min(other) AS other,
               'insurer=MENINGGAL on=other_card' AS evidence
        FROM (
            SELECT b.item, CASE WHEN b.link = 0 THEN {LIKELY} ELSE {CHECK} END AS certainty, b.resident_id AS resident, d.member_id AS other
            FROM quick.billed b JOIN quick._dead_cards d ON d.nik = b.nik AND d.birth_date = b.birth_date AND d.member_id <> b.member_id
            UNION ALL
            SELECT b.item, {CHECK}, b.resident_id, d.member_id
            FROM quick.billed b JOIN quick._dead_cards d ON d.resident_id = b.resident_id AND d.member_id <> b.member_id)
        GROUP BY item
    """,
    )
    engine.drop("quick._dead_cards")
