"""The way in that the law puts first, for each resident whose card is dead or who has none."""

from __future__ import annotations

from typing import NamedTuple

from semesta.engine import Engine, literal
from semesta.findings.families import make_families
from semesta.findings.occupations import OWN, PENSION, UNKNOWN, WAGE, make_occupations
from semesta.findings.order import AuditOrder, day
from semesta.findings.recollection import make_reasons
from semesta.rules.law import Law
from semesta.tables import CERTAIN, CERTAINTIES, PROBABLE, TO_CHECK, WAYS

#: Reasons of the edition by which the data must be put right before anything else: a card may exist, the
#: insurer calls a living resident dead, the NIK is missing or does not match.
_VERIFY = ("review_pending", "deceased_by_insurer", "data_not_matched", "no_nik")
_OWN_ARREARS = "l.bucket = 'PBPU' AND l.status = 'NONAKTIF_TUNGGAKAN'"

_SURE, _LIKELY, _CHECK = (str(CERTAINTIES.index(c)) for c in (CERTAIN, PROBABLE, TO_CHECK))


def make_ways_in(engine: Engine, order: AuditOrder, law: Law) -> None:
    """`ways_in` (tables.WAYS_IN): every resident who is inactive or not enrolled, once, by resident_id.

    Nothing is concluded from an empty cell: an unknown decile opens neither the central subsidy nor the
    local government's policy, an unknown occupation no employer.
    """
    make_occupations(engine)
    _left_out(engine, order)
    make_reasons(engine, order)
    make_families(engine, order, law)
    target = law.number("pbi.target_decile", order.month)
    cases = _cases(target, order.local_decile)
    ways, sure, basis = (
        " ".join(f"WHEN {case.when} THEN {value}" for case, value in zip(cases, values, strict=True))
        for values in (
            [str(WAYS.index(case.way)) for case in cases],
            [case.certainty for case in cases],
            [case.basis for case in cases],
        )
    )
    engine.run(f"""
        CREATE OR REPLACE TABLE ways_in AS
        WITH judged AS (
            SELECT l.*, coalesce(s.reason, l.stated) AS reason, CASE {ways} END AS way, CASE {sure} END AS sure, CASE {basis} END AS why
            FROM quick.left_out l LEFT JOIN quick.sharper s USING (resident_id)
            LEFT JOIN quick.parents p USING (resident_id) LEFT JOIN quick.on_rosters x USING (resident_id)
            LEFT JOIN quick.dependants f USING (resident_id))
        SELECT resident_id, village_code, coverage, reason, bucket, ([{", ".join(map(literal, WAYS))}])[way + 1] AS way,
               ([{", ".join(map(literal, CERTAINTIES))}])[sure + 1] AS certainty,
               coalesce(decile <= {order.local_decile}, false) AS local_allowed, decile, why AS basis
        FROM judged ORDER BY resident_id
    """)
    engine.drop(
        "quick.left_out",
        "quick.sharper",
        "quick.parents",
        "quick.on_rosters",
        "quick.dependants",
        "quick.occupations",
    )


def _left_out(engine: Engine, order: AuditOrder) -> None:
    """`quick.left_out`: the residents left out, with what the ways look at; `quick.on_rosters` of them."""
    engine.run(f"""
        CREATE OR REPLACE TABLE quick.left_out AS
        SELECT r.resident_id, r.village_code, r.coverage, r.reason AS stated, coalesce(r.bucket, '') AS bucket, r.status, r.decile,
               r.kk::BIGINT AS kk, r.nik::BIGINT AS nik, r.relation, r.birth_date,
               date_sub('year', r.birth_date, {day(order.as_of)})::SMALLINT AS age,
               coalesce(o.work, {UNKNOWN})::UTINYINT AS work, coalesce(o.student, false) AS student
        FROM residents r LEFT JOIN quick.occupations o ON o.occupation = r.occupation
        WHERE r.coverage IN ('inactive', 'not_enrolled')
    """)
    engine.run("""
        CREATE OR REPLACE TABLE quick.on_rosters AS
        SELECT resident_id, replace(min("group"), ' ', '_') AS roster, bool_or(nik IS NOT NULL) AS by_nik FROM rosters
        WHERE resident_id IS NOT NULL GROUP BY resident_id
    """)


class _Case(NamedTuple):
    """One way in: when it is open, how sure it is then, and what it rests on, each as SQL."""

    way: str
    when: str
    certainty: str
    basis: str


def _cases(target: int, local_decile: int) -> tuple[_Case, ...]:
    """The ways in the order of tables.WAYS; a resident takes the first that is open."""
    verify = ", ".join(map(literal, _VERIFY))
    return (
        _Case("verify_first", f"l.stated IN ({verify})", _CHECK, "'reason=' || l.stated"),
        _Case(
            "newborn_of_member",
            "p.resident_id IS NOT NULL",
            _sure_if("p.exact"),
            "'kk_parent=' || p.bucket || ' born=' || l.birth_date",
        ),
        _Case(
            "roster_employer",
            "x.resident_id IS NOT NULL",
            _sure_if("x.by_nik"),
            "'roster=' || x.roster || ' by=' || CASE WHEN x.by_nik THEN 'nik' ELSE 'name' END",
        ),
        _Case("family_of_worker", "f.resident_id IS NOT NULL", "f.certainty", "f.basis"),
        _Case(
            "employer_to_ask",
            f"l.work IN ({WAGE}, {PENSION})",
            _LIKELY,
            f"CASE WHEN l.work = {WAGE} THEN 'occupation=wage' ELSE 'occupation=pension' END",
        ),
        _Case(
            "central_subsidy",
            f"l.decile <= {target}",
            _LIKELY,
            f"'decile=' || l.decile || ' target={target}'",
        ),
        _Case("settle_arrears", _OWN_ARREARS, _SURE, "'status=NONAKTIF_TUNGGAKAN'"),
        _Case(
            "local_government",
            f"l.decile <= {local_decile} AND l.work <> {OWN}",
            _LIKELY,
            f"'decile=' || l.decile || ' policy={local_decile}'",
        ),
        _Case(
            "own_means",
            "true",
            f"CASE WHEN l.decile IS NULL THEN {_CHECK} ELSE {_LIKELY} END",
            f"'decile=' || coalesce(l.decile::VARCHAR, 'unknown') || CASE WHEN l.work = {OWN} THEN ' occupation=own' ELSE '' END",
        ),
    )


def _sure_if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN {_SURE} ELSE {_LIKELY} END"
