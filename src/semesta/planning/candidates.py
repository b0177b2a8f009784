"""Who can be reached by which lever: pools of people alike in region, way, coverage, policy and payer.

Everything is counted by the engine; a plan then works with a few hundred pools instead of millions of people.
The same conditions choose the people by name afterwards (`steps.py`), so both speak of the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.planning.levers import (
    CARD_ENDS,
    MOVE,
    PERSON_ENDS,
    REMOVE,
    Effect,
    Payer,
    Source,
    effect_of_removal,
    effect_on_left_out,
)
from semesta.planning.plan_settings import Plan, Policy
from semesta.tables import ACTIVE, WAYS

LOCAL, SELF = "PBPU_BP_PEMDA", "PBPU"


@dataclass(frozen=True, slots=True)
class Pool:
    """People (or cards, for findings) who are alike for the plan."""

    region: str  # regency; '' where the village is not known
    source: Source
    way: str  # one of tables.WAYS; '' for findings and people paid for
    coverage: str  # inactive, not_enrolled; active for people paid for; '' for findings
    allowed: bool  # whether the policy lets the local government pay
    payer: Payer  # who pays, or is to pay when nobody takes over
    removal: str  # for findings: which counts fall, as letters of `_removal_sql`
    size: int

    @property
    def key(self) -> tuple[str, str, str, str, bool, str, str]:
        return (self.region, self.source, self.way, self.coverage, self.allowed, self.payer, self.removal)

    def effect(self, payer: Payer) -> Effect:
        """What one success changes when `payer` pays afterwards (or paid before, where a payment ends)."""
        if self.source == "ways":
            return effect_on_left_out(self.coverage, payer)
        if self.source == "paid":
            return Effect(place=-1)
        return effect_of_removal(
            card_ends="c" in self.removal,
            was_active="a" in self.removal,
            person_ends="p" in self.removal,
            payer=payer,
        )


def find_pools(engine: Engine, plan: Plan, *, central_decile: int | None) -> tuple[Pool, ...]:
    """Make the tables `plan_people` and `plan_cards` and count their pools.

    `engine` has the edition's tables, `ways_in` and `findings`. plan_people(resident_id, pool keys): residents
    left out, and those paid for locally whom the centre could take (decile up to `central_decile`).
    plan_cards(finding_id, member_id, resident_id, pool keys): findings that the plan may remove.
    """
    engine.run(f"CREATE OR REPLACE TABLE plan_people AS {_people_sql(plan, central_decile)}")
    engine.run(f"CREATE OR REPLACE TABLE plan_cards AS {_cards_sql(plan)}")
    keys = "region, source, way, coverage, allowed, payer, removal"
    rows = engine.rows(f"""
        SELECT {keys}, count(*) FROM (SELECT {keys} FROM plan_people UNION ALL SELECT {keys} FROM plan_cards)
        GROUP BY ALL ORDER BY ALL
    """)
    return tuple(Pool(r, s, w, c, a, p, e, int(n)) for r, s, w, c, a, p, e, n in rows)


def _people_sql(plan: Plan, central_decile: int | None) -> str:
    left_out = f"""
        SELECT w.resident_id, w.village_code[1:5] AS region, 'ways' AS source, w.way, w.coverage,
               {_allowed(plan.policy)} AS allowed,
               CASE {_payer_cases()} ELSE 'others' END AS payer, '' AS removal, w.decile
        FROM ways_in w LEFT JOIN class_three c USING (resident_id) WHERE w.way IN {_list(WAYS)}
    """
    if not plan.levers[MOVE].use or central_decile is None:
        return f"WITH class_three AS ({_CLASS_THREE}) {left_out}"
    return f"""
        WITH class_three AS ({_CLASS_THREE}) {left_out} UNION ALL
        SELECT resident_id, village_code[1:5], 'paid', '', '{ACTIVE}', false, 'local', '', decile
        FROM residents WHERE coverage = '{ACTIVE}' AND bucket = '{LOCAL}' AND decile <= {int(central_decile)}
    """


#: Residents in arrears whose own card is one of class III: the 2,800 fall due again once it is active.
_CLASS_THREE = f"""
    SELECT resident_id FROM members
    WHERE role = 'linked' AND bucket = '{SELF}' AND hospital_class = 3 AND status <> 'AKTIF'
"""


def _payer_cases() -> str:
    """Who pays once the person is in by the way itself, not by take-over.

    By own means class III is assumed, the cheapest. A newborn follows the parents, whose segment the way's
    basis tells.
    """
    return f"""
        WHEN w.way = 'settle_arrears' AND w.bucket = '{LOCAL}' THEN 'local'
        WHEN w.way = 'settle_arrears' AND c.resident_id IS NOT NULL THEN 'assistance'
        WHEN w.way = 'own_means' THEN 'assistance'
        WHEN w.way = 'newborn_of_member' AND contains(w.basis, '{LOCAL}') THEN 'local'
        WHEN w.way = 'local_government' THEN 'local'
    """


def _allowed(policy: Policy) -> str:
    """The plan's own policy where it names a decile; else what the audit was told."""
    by_way = f"w.way IN {_list(policy.ways)}" if policy.ways else "false"
    if policy.decile_at_most is None:
        return f"({by_way} AND w.local_allowed)"
    unknown = "true" if policy.unknown_decile else "false"
    return f"({by_way} AND coalesce(w.decile <= {policy.decile_at_most}, {unknown}))"


def _cards_sql(plan: Plan) -> str:
    lever = plan.levers[REMOVE]
    wanted = (
        f"f.kind IN {_list(lever.kinds)} AND f.certainty IN {_list(lever.certainties)}"
        if lever.use and lever.kinds and lever.certainties
        else "false"
    )
    return f"""
        SELECT f.finding_id, f.member_id, f.resident_id, f.village_code[1:5] AS region, 'findings' AS source,
               '' AS way, '' AS coverage, false AS allowed,
               CASE f.bucket WHEN '{LOCAL}' THEN 'local' ELSE 'assistance' END AS payer,
               {_removal_sql()} AS removal
        FROM findings f LEFT JOIN (SELECT member_id, status, role FROM members
            WHERE member_id IN (SELECT member_id FROM findings)) m USING (member_id)
        LEFT JOIN (SELECT resident_id, member_id, coverage FROM residents
            WHERE resident_id IN (SELECT resident_id FROM findings)) r ON r.resident_id = f.resident_id
        WHERE f.counted AND f.member_id IS NOT NULL AND f.bucket IN ('{LOCAL}', '{SELF}')
          AND f.rupiah_local > 0 AND {wanted}
    """


def _removal_sql() -> str:
    """Which counts fall: c the card leaves the file, a it was active there, p its holder was counted as covered."""
    ends, person = _list(sorted(CARD_ENDS)), _list(sorted(PERSON_ENDS))
    return f"""
        CASE WHEN f.kind IN {ends} THEN 'c' || CASE WHEN m.status = 'AKTIF' THEN 'a' ELSE '' END
             || CASE WHEN f.kind IN {person} AND r.member_id = f.member_id AND r.coverage IN ('active', 'inactive')
                THEN 'p' ELSE '' END ELSE '' END
    """


def _list(words: Sequence[str]) -> str:
    return f"({', '.join(literal(word) for word in words)})"
