"""What is billed: the rows of the insurer's list, or the cards for which the membership file implies a bill."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.findings.order import AuditOrder
from semesta.findings.rates import PBI, PEMDA, SELF
from semesta.tables import BUCKET_TYPE, BUCKETS, STATUS_TYPE

#: How a card is tied to a resident.
NO_LINK, EXACT, SCORED = 0, 1, 2
#: Methods of linkage that decide without a score: the same NIK, birth date and (nearly) the same name.
EXACT_METHODS = ("nik_exact", "nik_similar_name")
CLASS_III = 3

#: What says who pays for a card: a file (or who asks), the card's address, the resident's address, nothing.
STATED, BY_CARD, BY_RESIDENT, UNKNOWN_PAYER = range(4)


def make_billed(engine: Engine, order: AuditOrder) -> None:
    """`quick.billed`: one row per billed card, or per row of the bill's list.

    item (the card's member_id, or the row of the list from 1), member_id, bill_row, bucket, status, payer,
    payer_by (see STATED), hospital_class, nik, birth_date, start_date, end_date, role, link, resident_id, and what is
    billed in the month: local, centre, member (rupiah). Also `quick.cards`: the same facts of every active
    card of any bucket, and `quick.departed_cards`, `quick.scored`.
    """
    _make_ties(engine)
    if engine.has_table("bill"):
        _match_list(engine)
    _make_cards(engine)
    if engine.has_table("bill"):
        _billed_by_list(engine, order)
    else:
        _billed_by_implication(engine, order)


def within_payer(payer: str, column: str = "payer") -> str:
    """SQL: whether a payer's code lies in the one that was asked for."""
    if not payer:
        return "true"
    return f"({column} = {literal(payer)} OR starts_with({column}, {literal(payer + '.')}))"


def _make_ties(engine: Engine) -> None:
    """`quick.scored(member_id, probability)` and `quick.departed_cards(member_id, resident_id, link)`.

    Nine links in ten are exact; only the others, and those to people who are no residents, are looked up.
    """
    exact = ", ".join(map(literal, EXACT_METHODS))
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.scored AS
        SELECT member_id, probability FROM links WHERE outcome <> 'review' AND method NOT IN ({exact});
        CREATE OR REPLACE TABLE quick.departed_cards AS
        SELECT l.member_id, l.resident_id, (CASE WHEN l.method IN ({exact}) THEN {EXACT} ELSE {SCORED} END)::UTINYINT AS link
        FROM links l JOIN outside o USING (member_id)
        WHERE starts_with(o.reason, 'register_') AND l.outcome <> 'review';
    """)


def _make_cards(engine: Engine) -> None:
    """`quick.cards`: active cards, and those that the bill names, with what the checks look at.

    Who pays for a card is its own `payer_region`, else the regency of its address, else that of the resident it
    is linked to: every local government pays for its own. Of a card that is nobody's it stays unknown ('').
    """
    _find_homes(engine)
    also = "OR m.member_id IN (SELECT member_id FROM quick.bill_members)" if engine.has_table("bill") else ""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.cards AS
        SELECT m.member_id, m.bucket::{BUCKET_TYPE} AS bucket, m.status::{STATUS_TYPE} AS status,
               CASE WHEN {_is_code("m.payer_region")} THEN m.payer_region
                    WHEN m.village_code = '' THEN coalesce(h.regency, '') ELSE m.village_code[1:5] END AS payer,
               (CASE WHEN {_is_code("m.payer_region")} THEN {STATED} WHEN m.village_code <> '' THEN {BY_CARD}
                     WHEN h.member_id IS NOT NULL THEN {BY_RESIDENT} ELSE {UNKNOWN_PAYER} END)::UTINYINT AS payer_by,
               m.hospital_class, m.nik::BIGINT AS nik,
               m.birth_date, m.start_date, m.end_date, m.relation,
               (CASE m.role WHEN 'linked' THEN 0 WHEN 'duplicate' THEN 1 ELSE 2 END)::UTINYINT AS role,
               (CASE WHEN m.role = 'outside' THEN coalesce(d.link, {NO_LINK})
                     WHEN s.member_id IS NULL THEN {EXACT} ELSE {SCORED} END)::UTINYINT AS link,
               coalesce(m.resident_id, d.resident_id) AS resident_id, s.probability
        FROM members m LEFT JOIN quick.scored s ON s.member_id = m.member_id
        LEFT JOIN quick.departed_cards d ON d.member_id = m.member_id
        LEFT JOIN quick._homes h ON h.member_id = m.member_id
        WHERE m.status = 'AKTIF' {also}
    """)
    engine.drop("quick._homes")


def _find_homes(engine: Engine) -> None:
    """`quick._homes(member_id, regency)`: of linked cards that say neither payer nor address; there are few."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick._homes AS
        SELECT m.member_id, r.village_code[1:5] AS regency
        FROM (SELECT member_id, resident_id FROM members
              WHERE village_code = '' AND resident_id IS NOT NULL AND NOT coalesce({_is_code("payer_region")}, false)) m
        JOIN residents r USING (resident_id) WHERE r.village_code <> ''
    """)


def _facts_of(card: str) -> str:
    names = ("bucket", "status", "payer_by", "hospital_class", "nik", "birth_date", "start_date", "end_date",
             "role", "link", "resident_id", "probability")  # fmt: skip
    return ", ".join(f"{card}.{name}" for name in names)


def _billed_by_implication(engine: Engine, order: AuditOrder) -> None:
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.billed AS
        SELECT member_id AS item, member_id, NULL::BIGINT AS bill_row, payer, {_facts_of("c")}, r.local, r.centre, r.member
        FROM quick.cards c JOIN quick.rates r ON r.bucket = c.bucket::VARCHAR AND r.months = 1
        WHERE (c.bucket IN ({literal(PBI)}, {literal(PEMDA)}) OR (c.bucket = {literal(SELF)} AND hospital_class = {CLASS_III}))
          AND {within_payer(order.payer)}
    """)


def _match_list(engine: Engine) -> None:
    """`quick.bill_members(bill_row, member_id, matched)`: which card each row of the list is.

    By card number; else by a NIK with the same birth date or name. A card number stands once in most files:
    where not, the first row of the file is meant.
    """
    engine.run("""
        CREATE OR REPLACE TABLE quick.bill_members AS
        SELECT b.rowid + 1 AS bill_row, min(m.member_id) AS member_id, 'card' AS matched
        FROM bill b JOIN members m ON m.card::BIGINT = b.card GROUP BY ALL
    """)
    engine.run("""
        INSERT INTO quick.bill_members
        SELECT b.rowid + 1, arg_min(m.member_id, (m.status <> 'AKTIF', m.bucket <> 'PBPU_BP_PEMDA', m.member_id)), 'nik'
        FROM bill b JOIN members m ON m.nik::BIGINT = b.nik
        WHERE (m.birth_date = b.birth_date OR m.name = b.name)
          AND b.rowid + 1 NOT IN (SELECT bill_row FROM quick.bill_members) GROUP BY ALL
    """)


def _billed_by_list(engine: Engine, order: AuditOrder) -> None:
    """A row without an amount is worth the rate. What the centre adds is known for the cards it adds to.

    Whose bill it is says each row, else who asks; where neither does, the card does as without a bill.
    """
    asked = f"coalesce(nullif({literal(order.payer)}, ''), c.payer, '')"
    said = f"(coalesce({_is_code('b.payer_region')}, false) OR {literal(order.payer)} <> '')"
    payer_by = f"(CASE WHEN {said} THEN {STATED} ELSE coalesce(c.payer_by, {UNKNOWN_PAYER}) END)::UTINYINT AS payer_by"
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.billed AS
        SELECT b.rowid + 1 AS item, x.member_id, b.rowid + 1 AS bill_row,
               CASE WHEN {_is_code("b.payer_region")} THEN b.payer_region ELSE {asked} END AS payer,
               {_facts_of("c").replace("c.payer_by", payer_by)},
               coalesce(b.amount_rupiah, own.local, pemda.local) AS local, coalesce(own.centre, 0) AS centre,
               0::BIGINT AS member, coalesce(own.local, pemda.local) AS expected
        FROM bill b LEFT JOIN quick.bill_members x ON x.bill_row = b.rowid + 1
        LEFT JOIN quick.cards c ON c.member_id = x.member_id
        LEFT JOIN quick.rates own ON own.bucket = c.bucket::VARCHAR AND own.months = 1
             AND (own.bucket = {literal(PEMDA)} OR (own.bucket = {literal(SELF)} AND c.hospital_class = {CLASS_III}))
        CROSS JOIN (SELECT local FROM quick.rates WHERE bucket = {literal(PEMDA)} AND months = 1) pemda
        ORDER BY b.rowid
    """)


def _is_code(column: str) -> str:
    return f"regexp_full_match({column}, '[0-9]{{2}}([.][0-9]{{2}})?')"


assert {PBI, PEMDA, SELF} <= set(BUCKETS)
