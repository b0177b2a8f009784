"""Which pairs are worth a careful look: members without a sure resident, and who they might be.

The first round looks among all residents, with blocks that are cheap on nine million rows: the same NIK
(but in doubt), the same family card or its successor, the same birth date in the same district,
the same name and birth date anywhere. The second looks only among residents without a link, where a wider net costs little.

A *successor* of a family card is learnt from the sure pairs: where others of the member's card live now.
So is the *former* village of a household: where its sure cards still say that it lives.
"""

from __future__ import annotations

from collections.abc import Sequence

from semesta.engine import Engine
from semesta.linkage.exact import DOUBT, NIK_PAIRS, SURE
from semesta.linkage.levels import DISTRICT_OF_VILLAGE

LOOSE = "_loose"  # members without a sure resident: id, nik, nik_text, kk, name, sex, birth_date, village, address
FREE = "_free"  # residents without a link, same columns
HOUSEHOLDS = "_households"  # member_kk, resident_kk: a card and its successors, the card itself included
FORMER = (
    "_former"  # resident_kk, village: where cards of that household say it lives, and the register does not
)
PAIRS = "_pairs"  # resident, member: candidates

#: Names less alike than this (Jaro-Winkler, as written) are not looked at, unless the NIK is near.
WORTH_A_LOOK = 0.65
#: Where little else brings two together, names must be at least this much alike.
MUCH_ALIKE = 0.85
#: A card with more successors, or a household with more former villages, is a dormitory or a fault, and says nothing.
MOST_SUCCESSORS = 4
#: Up to so many pairs, the second round compares everyone left with everyone left.
ALL_PAIRS = 1_000_000

PERSON_COLUMNS = """rowid AS id, nik,
    coalesce(nik::VARCHAR, nullif(left(regexp_replace(nik_written, '[^0-9]', '', 'g'), 20), '')) AS nik_text,
    kk, CASE WHEN regexp_matches(name, '^(BAYI|BY|BBL)[ .]') THEN NULL ELSE name END AS name,
    sex, birth_date, village, address"""

_DISTRICT_R, _DISTRICT_M = f"r.village // {DISTRICT_OF_VILLAGE}", f"m.village // {DISTRICT_OF_VILLAGE}"
# The birth date that the NIK spells, and the sex.
_BORN_R, _BORN_M = "r.nik // 10000 % 1000000", "m.nik // 10000 % 1000000"
# A name that is not known ("baby of Mrs Siti") neither helps nor hinders.
# Swapped words are not alike letter by letter, so the first word may also stand elsewhere.
_ALIKE = f"""coalesce(jaro_winkler_similarity(r.name, m.name, {WORTH_A_LOOK}) >= {WORTH_A_LOOK}
    OR (length(split_part(m.name, ' ', 1)) >= 4 AND contains(r.name, split_part(m.name, ' ', 1))), true)"""
# CASE and not AND: the engine reorders the parts of an AND, and hamming refuses unequal lengths.
_NIK_NEAR = """(CASE WHEN length(m.nik_text) = length(r.nik::VARCHAR)
    THEN hamming(r.nik::VARCHAR, m.nik_text) <= 2 ELSE false END)"""


def find_loose_members(engine: Engine) -> None:
    """Make LOOSE."""
    engine.absent([SURE], "member", engine.count("members"), into="_absent")
    engine.run(
        f"CREATE TABLE {LOOSE} AS SELECT {PERSON_COLUMNS} FROM members WHERE rowid IN (SELECT id FROM _absent)"
    )
    engine.drop("_absent")


def learn_households(engine: Engine) -> None:
    """Make HOUSEHOLDS for the cards of the loose members."""
    engine.run(f"""
        CREATE TABLE {HOUSEHOLDS} AS
        WITH cards AS (SELECT DISTINCT kk FROM {LOOSE} WHERE kk IS NOT NULL),
        moved AS (
          SELECT n.member_kk, n.resident_kk, count(*) OVER (PARTITION BY n.member_kk) AS successors
          FROM (SELECT DISTINCT member_kk, resident_kk FROM {NIK_PAIRS}
                WHERE member_kk IS NOT NULL AND doubt = 0) n
          WHERE n.member_kk IN (SELECT kk FROM cards))
        SELECT kk AS member_kk, kk AS resident_kk FROM cards
        UNION
        SELECT member_kk, resident_kk FROM moved WHERE successors <= {MOST_SUCCESSORS}
    """)


def learn_former_villages(engine: Engine) -> None:
    """Make FORMER."""
    engine.run(f"""
        CREATE TABLE {FORMER} AS
        SELECT resident_kk, village FROM (
          SELECT DISTINCT resident_kk, member_village AS village FROM {NIK_PAIRS}
          WHERE member_village IS NOT NULL AND resident_kk IS NOT NULL AND doubt <> {DOUBT})
        QUALIFY count(*) OVER (PARTITION BY resident_kk) <= {MOST_SUCCESSORS}
    """)


def first_round(engine: Engine) -> None:
    """Make PAIRS among all residents."""
    engine.run(f"""
        CREATE TABLE {PAIRS} AS
        SELECT DISTINCT resident, member FROM (
          SELECT resident, member FROM {NIK_PAIRS}
          WHERE resident IS NOT NULL AND member IN (SELECT id FROM {LOOSE})
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN (SELECT h.resident_kk, l.* FROM {LOOSE} l JOIN {HOUSEHOLDS} h ON l.kk = h.member_kk) m
            ON r.kk = m.resident_kk
          WHERE r.birth_date = m.birth_date OR {_NIK_NEAR} OR {_ALIKE}
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN {LOOSE} m ON r.birth_date = m.birth_date AND {_DISTRICT_R} = {_DISTRICT_M}
          WHERE {_NIK_NEAR} OR {_ALIKE}
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN {LOOSE} m ON r.birth_date = m.birth_date AND r.name = m.name
        )
    """)


def find_free_residents(engine: Engine, taken: Sequence[str]) -> None:
    """Make FREE: residents that no table of `taken` (column resident) names."""
    engine.absent(taken, "resident", engine.count("residents"), into="_absent")
    engine.run(
        f"CREATE TABLE {FREE} AS SELECT {PERSON_COLUMNS} FROM residents WHERE rowid IN (SELECT id FROM _absent)"
    )
    engine.drop("_absent")


def second_round(engine: Engine, unlinked: str, pairs: str) -> None:
    """Make `pairs` (resident, member) for the members whose ids stand in `unlinked` (column member).

    With FREE in wide blocks; with all residents, who may hold another card, in narrower ones.
    """
    engine.run(
        f"CREATE TEMP TABLE _left AS SELECT * FROM {LOOSE} WHERE id IN (SELECT member FROM {unlinked})"
    )
    few = engine.count("_left") * engine.count(FREE) <= ALL_PAIRS
    wide = " UNION ALL ".join(
        f"SELECT r.id AS resident, m.id AS member FROM {FREE} r JOIN _left m ON {block} WHERE {look}"
        for block, look in ([("true", "true")] if few else _WIDE_BLOCKS)
    )
    engine.run(f"""
        CREATE TABLE {pairs} AS
        SELECT DISTINCT resident, member FROM (
          {wide}
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN _left m ON r.birth_date = m.birth_date AND r.sex = m.sex AND left(r.name, 1) = left(m.name, 1)
          WHERE {_MUCH_ALIKE}
          UNION ALL
          SELECT r.rowid, m.id FROM residents r JOIN _left m ON r.village = m.village AND r.name = m.name
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN _left m ON r.village = m.village AND year(r.birth_date) = year(m.birth_date) AND left(r.name, 1) = left(m.name, 1)
          WHERE {_MUCH_ALIKE}
          UNION ALL
          SELECT r.rowid, m.id FROM residents r
          JOIN _left m ON r.village = m.village AND {_BORN_R} = {_BORN_M}
          WHERE {_ALIKE})
        WHERE (resident, member) NOT IN (SELECT (resident, member) FROM {PAIRS})
    """)
    engine.drop("_left")


_MUCH_ALIKE = f"jaro_winkler_similarity(r.name, m.name, {MUCH_ALIKE}) >= {MUCH_ALIKE}"
_MAY_BE_ALIKE = f"coalesce({_MUCH_ALIKE}, true)"
_EITHER = f"({_NIK_NEAR} OR {_MAY_BE_ALIKE})"
_WIDE_BLOCKS = [
    ("r.birth_date = m.birth_date", _EITHER),
    (f"r.name = m.name AND {_DISTRICT_R} = {_DISTRICT_M}", "true"),
    ("r.nik % 10000000000 = m.nik % 10000000000", _EITHER),  # all but the region: birth date and serial
    ("r.nik // 10000 = m.nik // 10000", _EITHER),  # all but the serial
    ("r.village = m.village AND year(r.birth_date) = year(m.birth_date)", _MAY_BE_ALIKE),
]
