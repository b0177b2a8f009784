"""Cards: whose each one is, which one counts for a resident, and why a card is outside."""

from __future__ import annotations

from semesta.coverage import reasons
from semesta.coverage.order import Arrangement, require_order
from semesta.coverage.vocabulary import state
from semesta.engine import Engine, literal
from semesta.tables import ACTIVE, OUTSIDE, STATUS_TYPE, VITAL_STATUS_TYPE

#: What `tie` says about a card: its link to a resident, and whether that one lives here. 0 is no link.
TIE_LINK, TIE_DUPLICATE, TIE_REVIEW, TIE_DEPARTED = 1, 2, 3, 4
HELD = f"({TIE_LINK}, {TIE_DUPLICATE})"


def tie_members(engine: Engine, how: Arrangement) -> None:
    """Make `quick.link_of_member`, one row per staged member: resident, tie, link_kind, probability."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.departed AS
        SELECT rowid AS resident, vital_status FROM residents WHERE vital_status <> 'ALIVE'::{VITAL_STATUS_TYPE}
    """)
    number, join = "", ""
    if how != "as_is":
        number = ", o.resident_id"
        join = "JOIN quick.resident_order o ON o.rowid = l.resident"
    engine.place(
        "quick.link_of_member",
        f"""
        SELECT l.member, l.resident::INTEGER AS resident,
               (CASE WHEN l.outcome = 'review' THEN {TIE_REVIEW}
                     WHEN d.resident IS NOT NULL THEN {TIE_DEPARTED}
                     WHEN l.outcome = 'link' THEN {TIE_LINK} ELSE {TIE_DUPLICATE} END)::UTINYINT AS tie,
               k.kind AS link_kind, l.probability {number}
        FROM links l
        JOIN quick.link_kinds k ON k.outcome = l.outcome AND k.method = l.method AND k.evidence = l.evidence
        LEFT JOIN quick.departed d ON d.resident = l.resident {join}
        """,
        rows=engine.count("members"),
    )
    tied = engine.count("quick.link_of_member", "tie IS NOT NULL")
    assert tied == engine.count("links"), "linkage gave one member to several rows of links"


def make_card_state(engine: Engine) -> None:
    """Make `quick.card_state`, in the order of the staged members; the texts are there for the writing."""
    with engine.in_order():
        engine.run("""
            CREATE OR REPLACE TABLE quick.card_state AS
            SELECT m.rowid::INTEGER AS member, k.kind, coalesce(l.tie, 0)::UTINYINT AS tie,
                   k.state AS holder_state, v.code AS village_code, k.segment, k.bucket, k.status, k.status_raw
            FROM members m POSITIONAL JOIN quick.link_of_member l
            JOIN quick.village_codes v ON v.village = coalesce(m.village, 0)
            JOIN quick.card_kinds k ON k.segment IS NOT DISTINCT FROM m.segment AND k.bucket = m.bucket
             AND k.status = m.status AND k.status_raw IS NOT DISTINCT FROM m.status_raw
        """)
    require_order(engine, "quick.card_state", "member", "members")


def choose_cards(engine: Engine) -> None:
    """Make `quick.card_of_resident`, one row per staged resident: the card that counts, if there is one."""
    with engine.in_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.several AS
            WITH held AS (
                SELECT l.resident, s.member, s.tie, s.holder_state
                FROM quick.card_state s POSITIONAL JOIN quick.link_of_member l WHERE s.tie IN {HELD})
            SELECT resident, count(*) AS cards, count(*) FILTER (tie = {TIE_LINK}) AS links,
                   arg_min(member, (holder_state <> {state(ACTIVE, None)}, tie, member)) AS member
            FROM held SEMI JOIN (SELECT resident FROM held WHERE tie = {TIE_DUPLICATE}) USING (resident)
            GROUP BY resident
        """)
        several = engine.count("quick.several", "links <> 1")
        assert several == 0, "linkage gave duplicates without exactly one link"
        held = """
            SELECT l.resident, s.member, s.kind, s.tie, m.card, m.end_date FROM members m
            POSITIONAL JOIN quick.card_state s POSITIONAL JOIN quick.link_of_member l"""
        engine.place(
            "quick.card_of_resident",
            f"""
            SELECT resident, member, kind, card, end_date, 1::UTINYINT AS cards FROM ({held}) h
            ANTI JOIN quick.several USING (resident) WHERE tie = {TIE_LINK}
            UNION ALL
            SELECT s.resident, s.member, h.kind, h.card, h.end_date, least(s.cards, 255)::UTINYINT
            FROM ({held}) h JOIN quick.several s USING (member)
            """,
            rows=engine.count("residents"),
        )
    links = engine.count("quick.card_state", f"tie = {TIE_LINK}")
    chosen = engine.count("quick.card_of_resident", "member IS NOT NULL")
    assert chosen == links, "linkage gave one resident two links"
    engine.drop("quick.several")


def explain_outside(engine: Engine) -> None:
    """Make `quick.outside_cards(member, state)`: every card without a living resident, and its reason."""
    province = engine.rows("""
        SELECT village // 100000000 AS province FROM residents WHERE village IS NOT NULL
        GROUP BY province ORDER BY count(*) DESC, province LIMIT 1
    """)
    home = str(province[0][0]) if province else "NULL"
    departed = " ".join(
        f"WHEN {literal(vital)} THEN {state(OUTSIDE, why)}"
        for vital, why in reasons.REASON_OF_VITAL_STATUS.items()
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.outside_cards AS
        SELECT s.member, (CASE CASE WHEN s.tie = {TIE_DEPARTED} THEN d.vital_status END {departed} ELSE
                 CASE WHEN s.tie = {TIE_REVIEW} THEN {state(OUTSIDE, "outside_review")}
                      WHEN m.status = 'MENINGGAL'::{STATUS_TYPE} THEN {state(OUTSIDE, "member_dead")}
                      WHEN m.village // 100000000 <> {home} THEN {state(OUTSIDE, "member_elsewhere")}
                      WHEN m.nik IS NULL THEN {state(OUTSIDE, "member_no_nik")}
                      ELSE {state(OUTSIDE, "not_in_register")} END END)::UTINYINT AS state
        FROM (SELECT member, tie FROM quick.card_state WHERE tie NOT IN {HELD}) s
        JOIN members m ON m.rowid = s.member
        LEFT JOIN (SELECT l.rowid AS member, g.vital_status FROM quick.link_of_member l
                   JOIN quick.departed g ON g.resident = l.resident) d ON d.member = s.member
        ORDER BY s.member
    """)
