"""The cards of an edition or extract in the engine, in the register's numbers: what bulk services start from."""

from __future__ import annotations

from semesta.engine import Engine, literal
from semesta.register.payers import code_sql, kind_sql
from semesta.register.vocabulary import BUCKET_NUMBERS, STATUS_NUMBERS
from semesta.tables import SEGMENT_TYPE, STATUS_TYPE

#: Columns of `cards`, one row a card: `seq` counts from 1 in the order of the files; numbers that identify are
#: integers; segment and status are those of `vocabulary`; name is '' where there is none.
COLUMNS = (
    "seq", "card", "nik", "nik_written", "kk", "name", "sex", "birth_date", "relation", "village", "address",
    "facility", "segment", "hospital_class", "status", "status_raw", "start_date", "end_date", "payer_written",
)  # fmt: skip

_SEGMENT = f"coalesce(enum_code(segment::{SEGMENT_TYPE})::SMALLINT + 1, {{group}}, 0)::SMALLINT"
_STATUS = f"(enum_code(status::{STATUS_TYPE}) + 1)::SMALLINT"
assert list(STATUS_NUMBERS.values()) == list(range(1, len(STATUS_NUMBERS) + 1))


def _group() -> str:
    cases = " ".join(f"WHEN {literal(name)} THEN {number}" for name, number in BUCKET_NUMBERS.items())
    return f"CASE bucket::VARCHAR {cases} END"


def view_edition_cards(engine: Engine) -> None:
    """The view `cards` over the tables of an edition (`edition.opened.view_tables`), and `homes` (seq, regency).

    The view's rows come in the order of `members`, which a join would not keep. `homes`: where the people of cards
    without an address live.
    """
    engine.run("""
        CREATE OR REPLACE TABLE homes AS SELECT m.member_id AS seq, r.village_code[1:5] AS regency
        FROM (SELECT member_id, resident_id FROM members WHERE village_code = '' AND resident_id IS NOT NULL) m
        JOIN residents r USING (resident_id) WHERE r.village_code <> ''
    """)
    engine.run(f"""
        CREATE OR REPLACE VIEW cards AS SELECT {", ".join(COLUMNS)} FROM (
            SELECT * REPLACE (card::BIGINT AS card, nik::BIGINT AS nik, kk::BIGINT AS kk, coalesce(name, '') AS name,
                              {register_columns()}),
                   member_id AS seq, nullif(replace(village_code, '.', ''), '')::BIGINT AS village,
                   payer_region AS payer_written
            FROM members)
    """)


def register_columns() -> str:
    """Of a SELECT * REPLACE over members, staged or of an edition: words as the register's numbers."""
    return (
        f"{_SEGMENT.format(group=_group())} AS segment, {_STATUS} AS status, sex::VARCHAR AS sex, "
        "relation::SMALLINT AS relation, hospital_class::SMALLINT AS hospital_class"
    )


def find_payers(engine: Engine, *, of: str, into: str) -> None:
    """Make a table (seq, kind, code) of one with seq, segment, payer_written, village, and `homes`: whose payer is known."""
    engine.run(f"""
        CREATE OR REPLACE TABLE {into} AS
        SELECT seq, kind, code FROM (
            SELECT seq, kind, {code_sql("kind", "payer_written", "regency")} AS code FROM (
                SELECT c.seq, {kind_sql("segment")} AS kind, c.payer_written, coalesce(
                    substr(c.village::VARCHAR, 1, 2) || '.' || substr(c.village::VARCHAR, 3, 2), h.regency) AS regency
                FROM {of} c LEFT JOIN homes h ON h.seq = c.seq))
        WHERE code IS NOT NULL
    """)
