"""Pairs that agree on a valid NIK: the sure ones are links at the price of one hash join.

A NIK alone proves nothing: it has no check digit, and a mistyped one is often another person's. A pair
is *sure* when birth date, sex and name agree with it too, and no twin of the resident, whose NIK and
name may be almost the same, makes it doubtful. The others are candidates like any.
"""

from __future__ import annotations

from semesta.engine import Engine
from semesta.linkage.levels import SIMILAR_RAW_NAME, home_sql

#: member, resident (NULL: nobody has this NIK), doubt, home; member_kk and member_village where they are not
#: the resident's, resident_kk where one of them is not.
NIK_PAIRS = "_nik_pairs"
SURE = "_sure"  # member, resident, name_same, home
FURTHER = "_further"  # member: sure, but not the best member of its resident

#: Why a pair of equal NIKs is not taken at once.
NO_DOUBT, SIMILAR_NAME, DOUBT = 0, 1, 2


def find_nik_pairs(engine: Engine) -> None:
    """Join members to residents on the NIK; makes NIK_PAIRS, one row per member and resident with its NIK."""
    engine.run(f"""
        CREATE TABLE {NIK_PAIRS} AS
        SELECT m.rowid AS member, r.rowid AS resident,
               CASE WHEN r.birth_date = m.birth_date AND coalesce(r.sex = m.sex, true) THEN
                 CASE WHEN r.name = m.name THEN {NO_DOUBT}
                      WHEN jaro_winkler_similarity(r.name, m.name, {SIMILAR_RAW_NAME}) >= {SIMILAR_RAW_NAME}
                        THEN {SIMILAR_NAME}
                      ELSE {DOUBT} END
               ELSE {DOUBT} END::UTINYINT AS doubt,
               ({home_sql("r.village", "m.village", household="r.kk = m.kk")})::UTINYINT AS home,
               CASE WHEN r.kk <> m.kk THEN m.kk END AS member_kk,
               CASE WHEN r.village <> m.village THEN m.village END AS member_village,
               CASE WHEN r.kk <> m.kk OR r.village <> m.village THEN r.kk END AS resident_kk
        FROM members m LEFT JOIN residents r ON m.nik = r.nik
    """)


def take_sure_pairs(engine: Engine) -> None:
    """Make SURE: at most one row per member, from the pairs without doubt."""
    engine.run(f"""
        CREATE TEMP TABLE _twins AS
        SELECT DISTINCT p.resident
        FROM (SELECT n.resident, r.kk, r.birth_date FROM {NIK_PAIRS} n JOIN residents r ON r.rowid = n.resident
              WHERE n.doubt = {SIMILAR_NAME}) p
        JOIN residents o ON o.kk = p.kk AND o.birth_date = p.birth_date AND o.rowid <> p.resident
    """)
    engine.run(f"""
        CREATE TABLE {SURE} AS
        SELECT member, resident, doubt = {NO_DOUBT} AS name_same, home FROM {NIK_PAIRS}
        WHERE doubt = {NO_DOUBT}
           OR (doubt = {SIMILAR_NAME} AND resident NOT IN (SELECT resident FROM _twins))
    """)
    engine.drop("_twins")
    _keep_one_resident_per_member(engine)


def _keep_one_resident_per_member(engine: Engine) -> None:
    """A register that holds one person twice gives a member two sure residents: keep the better one."""
    if engine.count(NIK_PAIRS) == engine.count("members"):
        return
    engine.repeated(SURE, "member", into="_many")
    engine.run(f"""
        CREATE TEMP TABLE _worse AS
        SELECT member, resident FROM {SURE} WHERE member IN (SELECT id FROM _many)
        QUALIFY row_number() OVER (PARTITION BY member ORDER BY name_same DESC, home, resident) > 1
    """)
    engine.run(f"""
        DELETE FROM {SURE} WHERE member IN (SELECT id FROM _many)
          AND (member, resident) IN (SELECT (member, resident) FROM _worse)
    """)
    engine.drop("_many", "_worse")


def find_further_cards(engine: Engine) -> None:
    """Make FURTHER: of a resident's sure members, all but the best one."""
    engine.repeated(SURE, "resident", into="_shared")
    engine.run(f"""
        CREATE TABLE {FURTHER} AS
        SELECT member FROM {SURE} WHERE resident IN (SELECT id FROM _shared)
        QUALIFY row_number() OVER (PARTITION BY resident ORDER BY name_same DESC, home, member) > 1
    """)
    engine.drop("_shared")
