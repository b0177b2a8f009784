"""Why somebody is left out, sharper where an earlier edition remembers the person."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.findings.order import BEFORE, AuditOrder, day

#: Reasons that say no more than that a card is dead, or that none was found.
_VAGUE = ("inactive_pbi", "inactive_local_government", "inactive_self_employed", "inactive_worker", "inactive_unknown",
          "family_enrolled", "family_without", "never_found")  # fmt: skip


def make_reasons(engine: Engine, order: AuditOrder) -> None:
    """`quick.sharper(resident_id, reason)`: only where the earlier edition tells more than this one.

    A person is told again by the NIK with the same birth date or name, else by name and birth date when only
    one had them then. Who is not found then is new in the register: moved in, or registered late.
    """
    if order.before is None:
        engine.run("CREATE OR REPLACE TABLE quick.sharper (resident_id BIGINT, reason VARCHAR)")
        return
    vague = ", ".join(f"'{reason}'" for reason in _VAGUE)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._then AS
        SELECT resident_id AS id, nik::BIGINT AS nik, hash(name) AS name, birth_date, coverage, bucket FROM {BEFORE}residents
        WHERE coverage <> 'departed';
        CREATE OR REPLACE TABLE quick._vague AS
        SELECT l.resident_id, l.nik, hash(r.name) AS name, l.birth_date, l.coverage, l.bucket
        FROM quick.left_out l JOIN residents r USING (resident_id) WHERE l.stated IN ({vague});
        CREATE OR REPLACE TABLE quick._told AS
        SELECT v.resident_id, min(t.id) AS id FROM quick._vague v JOIN quick._then t ON t.nik = v.nik
        WHERE t.birth_date = v.birth_date OR t.name = v.name GROUP BY v.resident_id;
        CREATE OR REPLACE TABLE quick._others AS
        SELECT v.resident_id, count(t.id) AS found, min(t.id) AS id
        FROM (FROM quick._vague ANTI JOIN quick._told USING (resident_id)) v
        LEFT JOIN quick._then t ON t.name = v.name AND t.birth_date = v.birth_date GROUP BY v.resident_id;
        INSERT INTO quick._told SELECT resident_id, id FROM quick._others WHERE found = 1;
        CREATE OR REPLACE TABLE quick.sharper AS
        SELECT * FROM (
            SELECT v.resident_id, CASE
                       WHEN v.coverage = 'not_enrolled' THEN CASE WHEN t.coverage <> 'not_enrolled' THEN 'card_gone' END
                       WHEN t.coverage <> 'active' THEN NULL
                       WHEN t.bucket = 'PBI_JK' THEN 'pbi_ended_since'
                       WHEN t.bucket = 'PBPU_BP_PEMDA' THEN 'local_payment_ended_since'
                       WHEN t.bucket IN ('PPU_PN', 'PPU_BU') THEN 'work_ended_since'
                       WHEN t.bucket = 'PBPU' THEN 'own_payment_ended_since' END AS reason
            FROM quick._vague v JOIN quick._told x USING (resident_id) JOIN quick._then t ON t.id = x.id
            UNION ALL
            SELECT v.resident_id, 'moved_in' FROM quick._others o JOIN quick._vague v USING (resident_id)
            WHERE o.found = 0 AND v.birth_date <= {day(order.before.as_of)} AND v.coverage = 'not_enrolled') WHERE reason IS NOT NULL
    """)
    engine.drop("quick._then", "quick._vague", "quick._told", "quick._others")
