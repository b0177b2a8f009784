"""Residents: active, inactive, not enrolled or departed, and why."""

from __future__ import annotations

import datetime as dt

from semesta.coverage import reasons
from semesta.coverage.order import Arrangement, require_order
from semesta.coverage.vocabulary import PENDING, PROPOSE, state, states_of
from semesta.engine import Engine, literal
from semesta.tables import ACTIVE, DEPARTED, INACTIVE, NOT_ENROLLED, VITAL_STATUS_TYPE


def make_resident_state(engine: Engine, how: Arrangement) -> None:
    """Make `quick.resident_state`, in the order of the staged residents; the texts are there for the writing."""
    number, join = "", ""
    if how != "as_is":
        number, join = ", o.resident_id", "POSITIONAL JOIN quick.resident_order o"
    departed = " ".join(
        f"WHEN {literal(vital)}::{VITAL_STATUS_TYPE} THEN {state(DEPARTED, why)}"
        for vital, why in reasons.REASON_OF_VITAL_STATUS.items()
    )
    with engine.in_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.resident_state AS
            SELECT r.rowid::INTEGER AS resident,
                   (CASE r.vital_status WHEN 'ALIVE'::{VITAL_STATUS_TYPE} THEN k.state {departed} END)::UTINYINT AS state,
                   v.code AS village_code, k.segment, k.bucket, k.status, k.status_raw {number}
            FROM residents r POSITIONAL JOIN quick.card_of_resident c {join}
            JOIN quick.village_codes v ON v.village = coalesce(r.village, 0)
            JOIN quick.card_kinds k ON k.kind = coalesce(c.kind, 0)
        """)
    require_order(engine, "quick.resident_state", "resident", "residents")


def explain_left_out(engine: Engine, as_of: dt.date, propose_up_to_decile: int) -> None:
    """Give every resident without a card the first reason that the data know."""
    day = f"DATE {literal(as_of.isoformat())}"
    enrolled = states_of(ACTIVE, INACTIVE)
    with engine.in_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.left_out AS
            SELECT s.resident, r.kk, r.nik IS NULL AS no_nik,
                   coalesce(r.decile <= {int(propose_up_to_decile)}, false) AS poor,
                   coalesce(r.birth_date <= {day} AND date_sub('year', r.birth_date, {day}) < 1, false) AS baby
            FROM residents r POSITIONAL JOIN quick.resident_state s WHERE s.state = {PENDING}
        """)
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.families_with_cards AS
            SELECT DISTINCT kk FROM (
                SELECT r.kk FROM residents r POSITIONAL JOIN quick.resident_state s WHERE s.state IN {enrolled})
            SEMI JOIN quick.left_out USING (kk)
        """)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.left_out_state AS
        WITH families AS (SELECT kk, count(*) AS persons FROM quick.left_out WHERE kk IS NOT NULL GROUP BY kk),
        reviews AS (SELECT DISTINCT resident FROM links WHERE outcome = 'review')
        SELECT l.resident,
               (CASE WHEN v.resident IS NOT NULL THEN {state(NOT_ENROLLED, "review_pending")}
                     WHEN baby AND w.kk IS NOT NULL THEN {state(NOT_ENROLLED, "newborn_family_enrolled")}
                     WHEN baby THEN {state(NOT_ENROLLED, "newborn")}
                     WHEN no_nik THEN {state(NOT_ENROLLED, "no_nik")}
                     WHEN w.kk IS NOT NULL THEN {state(NOT_ENROLLED, "family_enrolled")}
                     WHEN f.persons > 1 AND poor THEN {state(NOT_ENROLLED, "family_without", PROPOSE)}
                     WHEN f.persons > 1 THEN {state(NOT_ENROLLED, "family_without")}
                     WHEN poor THEN {state(NOT_ENROLLED, "never_found", PROPOSE)}
                     ELSE {state(NOT_ENROLLED, "never_found")} END)::UTINYINT AS state
        FROM quick.left_out l LEFT JOIN quick.families_with_cards w ON w.kk = l.kk
        LEFT JOIN families f ON f.kk = l.kk LEFT JOIN reviews v ON v.resident = l.resident
    """)
    engine.run("""
        UPDATE quick.resident_state AS s SET state = l.state FROM quick.left_out_state l
        WHERE s.resident = l.resident
    """)
    assert engine.count("quick.resident_state", f"state = {PENDING}") == 0, "a resident is without a state"
    engine.drop("quick.left_out", "quick.left_out_state", "quick.families_with_cards")
