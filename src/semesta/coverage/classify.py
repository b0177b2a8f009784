"""What each resident and each card is: from staged residents, members and links to two narrow tables.

Both tables stand in the order of the staged ones, so that writing needs no join on nine million keys.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.coverage import order, reasons, vocabulary
from semesta.coverage.order import Arrangement
from semesta.coverage.reasons import PROPOSE_UP_TO_DECILE
from semesta.coverage.vocabulary import PENDING, PROPOSE, state, states_of
from semesta.engine import Engine, literal
from semesta.tables import ACTIVE, AGE_BAND_TOP, AGE_BAND_YEARS, DEPARTED, INACTIVE, NOT_ENROLLED, OUTSIDE

#: What `card_state.tie` says about a card: its link to a resident, and whether that one lives here.
TIE_LINK, TIE_DUPLICATE, TIE_REVIEW, TIE_DEPARTED = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Classified:
    """How the residents lie, for those who write them."""

    arrangement: Arrangement


def classify(
    engine: Engine, as_of: dt.date, *, propose_up_to_decile: int = PROPOSE_UP_TO_DECILE
) -> Classified:
    """Make `resident_state` and `card_state`, in the order of the staged residents and members.

    quick.resident_state: resident, resident_id, state (see `states`), kind (see `card_kinds`), member, card,
    end_date (of the card that counts), cards, village, sex, band, kk. A resident is active if any of
    the linked or duplicate cards is; the card that counts is an active one before a dead one, then
    the linked one. quick.card_state: member, kind, tie, resident, resident_id (of linked and duplicate),
    state (of cards outside), village. Cards held for review count as not linked.
    """
    vocabulary.number_texts(engine)
    how = order.arrangement(engine)
    order.number_residents(engine, how)
    _tie_members(engine, how)
    _card_state(engine)
    _card_of_resident(engine)
    _resident_state(engine, as_of, how)
    _explain_left_out(engine, as_of, propose_up_to_decile)
    _explain_outside(engine)
    engine.drop(
        "quick.resident_order",
        "quick.card_of_resident",
        "quick._several",
        "quick._departed",
        "quick._left_out",
    )
    return Classified(how)


def _tie_members(engine: Engine, how: Arrangement) -> None:
    """Make `link_of_member`, one row per staged member: resident, resident_id, tie, link_kind, probability."""
    engine.run("""
        CREATE OR REPLACE TABLE quick._departed AS
        SELECT rowid AS resident, vital_status FROM residents WHERE vital_status <> 'ALIVE'
    """)
    number = "l.resident + 1" if how == "as_is" else "o.resident_id"
    join = "" if how == "as_is" else "JOIN quick.resident_order o ON o.rowid = l.resident"
    engine.place(
        "quick.link_of_member",
        f"""
        SELECT l.member, l.resident::INTEGER AS resident, ({number})::INTEGER AS resident_id,
               (CASE WHEN l.outcome = 'review' THEN {TIE_REVIEW}
                     WHEN d.resident IS NOT NULL THEN {TIE_DEPARTED}
                     WHEN l.outcome = 'link' THEN {TIE_LINK} ELSE {TIE_DUPLICATE} END)::UTINYINT AS tie,
               k.kind AS link_kind, l.probability
        FROM links l
        JOIN quick.link_kinds k ON k.outcome = l.outcome AND k.method = l.method AND k.evidence = l.evidence
        LEFT JOIN quick._departed d ON d.resident = l.resident {join}
        """,
        rows=engine.count("members"),
    )
    tied = engine.count("quick.link_of_member", "tie IS NOT NULL")
    assert tied == engine.count("links"), "linkage gave one member to several rows of links"


def _card_state(engine: Engine) -> None:
    with engine.in_order():
        engine.run("""
            CREATE OR REPLACE TABLE quick.card_state AS
            SELECT m.rowid::INTEGER AS member, k.kind, coalesce(l.tie, 0)::UTINYINT AS tie, l.resident,
                   l.resident_id, NULL::UTINYINT AS state, m.card, m.end_date, m.village,
                   k.state AS holder_state, v.code AS village_code, k.segment, k.bucket, k.status, k.status_raw
            FROM members m POSITIONAL JOIN quick.link_of_member l
            JOIN quick.village_codes v ON v.village = coalesce(m.village, 0)
            JOIN quick.card_kinds k ON k.segment IS NOT DISTINCT FROM m.segment AND k.bucket = m.bucket
             AND k.status = m.status AND k.status_raw IS NOT DISTINCT FROM m.status_raw
        """)
    _assert_in_order(engine, "quick.card_state", "member", "members")


def _card_of_resident(engine: Engine) -> None:
    """Make `card_of_resident`, one row per staged resident: the card that counts."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._several AS
        SELECT resident, count(*) AS cards, count(*) FILTER (tie = {TIE_LINK}) AS links,
               arg_min(member, (holder_state <> {state(ACTIVE, None)}, tie, member)) AS member
        FROM quick.card_state
        WHERE tie IN ({TIE_LINK}, {TIE_DUPLICATE})
          AND resident IN (SELECT resident FROM quick.card_state WHERE tie = {TIE_DUPLICATE})
        GROUP BY resident
    """)
    assert engine.count("quick._several", "links <> 1") == 0, (
        "linkage gave duplicates without exactly one link"
    )
    engine.place(
        "quick.card_of_resident",
        f"""
        SELECT resident, member, kind, card, end_date, 1::UTINYINT AS cards FROM quick.card_state
        WHERE tie = {TIE_LINK} AND resident NOT IN (SELECT resident FROM quick._several)
        UNION ALL
        SELECT s.resident, s.member, c.kind, c.card, c.end_date, least(s.cards, 255)::UTINYINT
        FROM quick._several s JOIN quick.card_state c ON c.member = s.member
        """,
        rows=engine.count("residents"),
    )
    links = engine.count("quick.card_state", f"tie = {TIE_LINK}")
    assert engine.count("quick.card_of_resident", "member IS NOT NULL") == links, "a resident has two links"


def _resident_state(engine: Engine, as_of: dt.date, how: Arrangement) -> None:
    number = "r.rowid + 1" if how == "as_is" else "o.resident_id"
    join = "" if how == "as_is" else "POSITIONAL JOIN quick.resident_order o"
    with engine.in_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE quick.resident_state AS
            SELECT r.rowid::INTEGER AS resident, ({number})::INTEGER AS resident_id,
                   (CASE r.vital_status {_by_vital_status(DEPARTED)} ELSE k.state END)::UTINYINT AS state,
                   k.kind, c.member, c.card, c.end_date, coalesce(c.cards, 0)::UTINYINT AS cards,
                   r.village, {sex_number("r.sex")} AS sex, {age_band_number("r.birth_date", as_of)} AS band, r.kk,
                   v.code AS village_code, k.segment, k.bucket, k.status, k.status_raw
            FROM residents r POSITIONAL JOIN quick.card_of_resident c {join}
            JOIN quick.village_codes v ON v.village = coalesce(r.village, 0)
            JOIN quick.card_kinds k ON k.kind = coalesce(c.kind, 0)
        """)
    _assert_in_order(engine, "quick.resident_state", "resident", "residents")


def _explain_left_out(engine: Engine, as_of: dt.date, propose_up_to_decile: int) -> None:
    """Give every resident without a card the first reason that the data know."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._left_out AS
        SELECT s.resident, s.kk, r.nik IS NULL AS no_nik,
               coalesce(r.decile <= {int(propose_up_to_decile)}, false) AS poor,
               coalesce(r.birth_date <= {_date(as_of)} AND {_age_years("r.birth_date", as_of)} < 1, false) AS baby
        FROM residents r POSITIONAL JOIN quick.resident_state s WHERE s.state = {PENDING}
    """)
    enrolled = states_of(ACTIVE, INACTIVE)
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._left_out_state AS
        WITH with_cards AS (
            SELECT DISTINCT kk FROM quick.resident_state
            WHERE state IN {enrolled} AND kk IN (SELECT kk FROM quick._left_out)),
        families AS (SELECT kk, count(*) AS persons FROM quick._left_out WHERE kk IS NOT NULL GROUP BY kk),
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
        FROM quick._left_out l LEFT JOIN with_cards w ON w.kk = l.kk LEFT JOIN families f ON f.kk = l.kk
        LEFT JOIN reviews v ON v.resident = l.resident
    """)
    engine.run("""
        UPDATE quick.resident_state AS s SET state = l.state FROM quick._left_out_state l
        WHERE s.resident = l.resident
    """)
    engine.drop("quick._left_out_state")


def _explain_outside(engine: Engine) -> None:
    """Give every card without a living resident its reason, in `card_state.state`."""
    province = engine.rows("""
        SELECT village // 100000000 AS province FROM residents WHERE village IS NOT NULL
        GROUP BY province ORDER BY count(*) DESC, province LIMIT 1
    """)
    home = str(province[0][0]) if province else "NULL"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._outside AS
        SELECT c.member, (CASE d.vital_status {_by_vital_status(OUTSIDE)} ELSE CASE
                     WHEN c.tie = {TIE_REVIEW} THEN {state(OUTSIDE, "outside_review")}
                     WHEN m.status = 'MENINGGAL' THEN {state(OUTSIDE, "member_dead")}
                     WHEN m.village // 100000000 <> {home} THEN {state(OUTSIDE, "member_elsewhere")}
                     WHEN m.nik IS NULL THEN {state(OUTSIDE, "member_no_nik")}
                     ELSE {state(OUTSIDE, "not_in_register")} END END)::UTINYINT AS state
        FROM members m POSITIONAL JOIN quick.card_state c
        LEFT JOIN quick._departed d ON d.resident = c.resident AND c.tie = {TIE_DEPARTED} WHERE c.tie NOT IN ({TIE_LINK}, {TIE_DUPLICATE})
    """)
    engine.run(
        "UPDATE quick.card_state AS c SET state = o.state FROM quick._outside o WHERE c.member = o.member"
    )
    engine.drop("quick._outside")


def age_band_number(birth_date: str, as_of: dt.date) -> str:
    """SQL: number of the five-year age band on the as-of date, from 0; NULL if the age is not known."""
    years = _age_years(birth_date, as_of)
    top = AGE_BAND_TOP // AGE_BAND_YEARS
    return f"(CASE WHEN {birth_date} <= {_date(as_of)} THEN least({years} // {AGE_BAND_YEARS}, {top}) END)::TINYINT"


def sex_number(sex: str) -> str:
    """SQL: 1 for L, 2 for P, 0 for unknown."""
    return f"(CASE {sex} WHEN 'L' THEN 1 WHEN 'P' THEN 2 ELSE 0 END)::UTINYINT"


def _age_years(birth_date: str, as_of: dt.date) -> str:
    return f"date_sub('year', {birth_date}, {_date(as_of)})"


def _date(day: dt.date) -> str:
    return f"DATE {literal(day.isoformat())}"


def _by_vital_status(coverage: str) -> str:
    return " ".join(
        f"WHEN {literal(vital)} THEN {state(coverage, why)}"
        for vital, why in reasons.REASON_OF_VITAL_STATUS.items()
    )


def _assert_in_order(engine: Engine, table: str, number: str, staged: str) -> None:
    assert engine.count(table) == engine.count(staged), f"{table} has not the rows of {staged}"
    assert engine.count(table, f"{number} <> rowid") == 0, f"{table} is not in the order of {staged}"
