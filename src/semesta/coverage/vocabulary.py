"""Small tables that number the few distinct texts of millions of cards, links and states.

A state, a kind of card or a kind of link is one small number per person while the edition is made;
its texts are looked up once, when they are written. The texts are ENUMs: Parquet stores those at a
third of the cost of strings.
"""

from __future__ import annotations

from semesta.coverage import reasons
from semesta.coverage.reasons import ACTIONS, REASONS
from semesta.engine import Engine, literal
from semesta.tables import ACTIVE, COVERAGES, DEPARTED, INACTIVE, NOT_ENROLLED, OUTSIDE

#: Of residents without a card until their reason is known, and of nobody in the end.
PENDING = 0

_NOT_ENROLLED_REASONS = (
    "review_pending",
    "newborn_family_enrolled",
    "newborn",
    "no_nik",
    "family_enrolled",
    "family_without",
    "never_found",
)
_OUTSIDE_REASONS = ("outside_review", "member_dead", "member_elsewhere", "member_no_nik", "not_in_register")
PROPOSE = "propose_local_government"

_State = tuple[str, str | None, str | None]


def _states() -> tuple[_State, ...]:
    inactive = (
        *reasons.REASON_OF_STATUS.values(),
        *dict.fromkeys(reasons.REASON_OF_BUCKET.values()),
        reasons.INACTIVE_UNKNOWN,
    )
    departed = tuple(reasons.REASON_OF_VITAL_STATUS.values())
    of_coverage = {
        INACTIVE: inactive,
        NOT_ENROLLED: _NOT_ENROLLED_REASONS,
        DEPARTED: departed,
        OUTSIDE: (*departed, *_OUTSIDE_REASONS),
    }
    return (
        (ACTIVE, None, None),
        *((cover, why, REASONS[why].action) for cover, whys in of_coverage.items() for why in whys),
        (NOT_ENROLLED, "family_without", PROPOSE),
        (NOT_ENROLLED, "never_found", PROPOSE),
    )


#: What a person can be: coverage, reason, action; numbered from 1, PENDING is 0.
STATES: tuple[_State, ...] = _states()


def state(coverage: str, reason: str | None, action: str | None = None) -> int:
    """The number of a state; the reason's usual action unless another is named."""
    usual = action or (REASONS[reason].action if reason else None)
    return STATES.index((coverage, reason, usual)) + 1


def states_of(*coverages: str) -> str:
    """The numbers of all states of these coverages, as a SQL list in brackets."""
    numbers = [str(n) for n, (coverage, _, _) in enumerate(STATES, 1) if coverage in coverages]
    return f"({', '.join(numbers)})"


def number_texts(engine: Engine) -> None:
    """Make `states`, `card_kinds`, `link_kinds` and `village_codes` from the staged tables.

    states(state, why, coverage, reason, action): `why` numbers coverage and reason only.
    card_kinds(kind, cell, segment, bucket, status, status_raw, state): the distinct cards of `members`
    by their texts, `cell` by bucket and status only; kind 0 is no card, cell 0.
    village_codes(village, code): 0 and '' for unknown. `village_text` is the ENUM of the codes.
    """
    engine.run("CREATE OR REPLACE TABLE quick.link_kinds AS " + _LINK_KINDS)
    engine.run("CREATE OR REPLACE TABLE quick._kinds AS " + _CARD_KINDS)
    engine.run("CREATE OR REPLACE TABLE quick._villages AS " + _VILLAGE_CODES)
    _make_enums(engine)
    engine.run("""
        CREATE OR REPLACE TABLE quick.village_codes AS
        SELECT village, code::village_text AS code FROM quick._villages
    """)
    engine.run("CREATE OR REPLACE TABLE quick.states AS " + _states_sql())
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.card_kinds AS
        SELECT kind::INTEGER AS kind, (dense_rank() OVER (ORDER BY bucket, status))::SMALLINT AS cell,
               segment, bucket, status, status_raw::status_raw_text AS status_raw,
               {_state_of_card()}::UTINYINT AS state
        FROM quick._kinds
        UNION ALL SELECT 0, 0, NULL, NULL, NULL, NULL, {PENDING}
    """)
    engine.drop("quick._kinds", "quick._villages")


# Numbered in a fixed order, so that the same cards give the same numbers.
_CARD_KINDS = """
    SELECT row_number() OVER (ORDER BY segment, bucket, status, status_raw) AS kind, *
    FROM (SELECT DISTINCT segment, bucket, status, status_raw FROM members)
"""
_LINK_KINDS = """
    SELECT (row_number() OVER (ORDER BY outcome, method, evidence))::INTEGER AS kind, *
    FROM (SELECT DISTINCT outcome, method, evidence FROM links)
"""
_VILLAGE_CODES = """
    SELECT village, CASE village WHEN 0 THEN '' ELSE
        v[1:2] || '.' || v[3:4] || '.' || v[5:6] || '.' || v[7:10] END AS code
    FROM (SELECT village, village::VARCHAR AS v FROM (
        SELECT village FROM residents UNION SELECT village FROM members UNION SELECT 0)
        WHERE village IS NOT NULL)
"""


def _make_enums(engine: Engine) -> None:
    fixed = {
        "coverage_text": COVERAGES,
        "reason_text": ("", *REASONS),
        "action_text": tuple(ACTIONS),
        "role_text": ("linked", "duplicate", "outside"),
    }
    for name, words in fixed.items():
        engine.run(f"DROP TYPE IF EXISTS {name}")
        engine.run(f"CREATE TYPE {name} AS ENUM ({', '.join(map(literal, words))})")
    _enum_of_data(engine, "village_text", "SELECT code FROM quick._villages")
    _enum_of_data(engine, "status_raw_text", "SELECT status_raw FROM quick._kinds")


def _enum_of_data(engine: Engine, name: str, words: str) -> None:
    # '' keeps the type valid where the column holds nothing at all.
    engine.run(f"DROP TYPE IF EXISTS {name}")
    engine.run(
        f"CREATE TYPE {name} AS ENUM (SELECT word FROM ({words} UNION SELECT '') t(word) "
        "WHERE word IS NOT NULL ORDER BY word)"
    )


def _states_sql() -> str:
    whys = list(dict.fromkeys(texts[:2] for texts in STATES))
    rows = [f"({PENDING}, 0, NULL, NULL, NULL)"]
    for number, texts in enumerate(STATES, 1):
        rows.append(f"({number}, {whys.index(texts[:2]) + 1}, {', '.join(map(literal, texts))})")
    return (
        "SELECT state::UTINYINT AS state, why::UTINYINT AS why, coverage::coverage_text AS coverage, "
        "reason::reason_text AS reason, action::action_text AS action "
        f"FROM (VALUES {', '.join(rows)}) t(state, why, coverage, reason, action)"
    )


def _state_of_card() -> str:
    """The state of a living resident whose counted card is of this kind. The insurer's status decides;
    an end date in the past does not make an AKTIF card inactive (it is counted and shown instead)."""
    by_status = " ".join(
        f"WHEN status = {literal(status)} THEN {state(INACTIVE, why)}"
        for status, why in reasons.REASON_OF_STATUS.items()
    )
    by_bucket = " ".join(
        f"WHEN bucket = {literal(bucket)} THEN {state(INACTIVE, why)}"
        for bucket, why in reasons.REASON_OF_BUCKET.items()
    )
    unknown = state(INACTIVE, reasons.INACTIVE_UNKNOWN)
    return f"CASE WHEN status = 'AKTIF' THEN {state(ACTIVE, None)} {by_status} {by_bucket} ELSE {unknown} END"
