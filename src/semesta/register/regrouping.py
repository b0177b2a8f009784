"""In whose family and at whose cost people are after an extract; a new spell begins where that changes.

A family is the people of one KK, segment and class, as when they were adopted. A family that changes as a whole keeps
its number, and with it its bills and arrears.
"""

from __future__ import annotations

from semesta.engine import Engine
from semesta.register.card_rows import Numbers
from semesta.register.cards import find_payers
from semesta.register.comparing import GROUPING

#: Without a KK nobody is in a group: NULL equals nothing.
_SAME_GROUP = "{a}.kk = {b}.kk AND {a}.segment = {b}.segment AND {a}.hospital_class IS NOT DISTINCT FROM {b}.hospital_class"


def regroup(engine: Engine, last: Numbers) -> int:
    """Make `settled` (seq, person, goes_to), `asked` (seq), `changed_payers` of `changed`; `known_families`, `founded`.

    settled: into which family those go whose KK, segment or class changed. asked: whose payer is that of
    changed_payers now, or unknown. known_families (kk, segment, hospital_class, family): where newcomers find
    theirs. founded (family): families that are new. How many numbers of families were given out.
    """
    founded = _families(engine, last.family)
    _payers(engine)
    return founded


def _families(engine: Engine, last: int) -> int:
    moving = " OR ".join(f"list_contains(columns, '{name}')" for name in GROUPING)
    engine.run(f"""
        CREATE OR REPLACE TABLE movers AS
        SELECT c.seq, c.person, c.kk, c.segment, c.hospital_class, s.family FROM changed c JOIN state s USING (person)
        WHERE {moving};
        CREATE OR REPLACE TABLE stayers AS
        SELECT kk, segment, hospital_class, min(family) AS family FROM state
        WHERE kk IS NOT NULL AND person NOT IN (SELECT person FROM movers) GROUP BY ALL;
        CREATE OR REPLACE TABLE sizes AS
        SELECT family, count(*) AS people FROM state WHERE family IN (SELECT family FROM movers) GROUP BY family;
        CREATE OR REPLACE TABLE whole AS
        SELECT m.family, first(kk) AS kk, first(segment) AS segment, first(hospital_class) AS hospital_class
        FROM movers m JOIN sizes z ON z.family = m.family GROUP BY m.family, z.people
        HAVING count(*) = z.people AND count(DISTINCT (kk, segment, hospital_class)) = 1
           AND (count(*) = 1 OR first(kk) IS NOT NULL)
    """)
    stays, wholes = _SAME_GROUP.format(a="t", b="m"), _SAME_GROUP.format(a="w", b="m")
    engine.run(f"""
        CREATE OR REPLACE TABLE settled AS
        SELECT m.*, coalesce(t.family, w.family) AS goes_to FROM movers m
        LEFT JOIN stayers t ON {stays}
        LEFT JOIN (
            SELECT kk, segment, hospital_class, min(family) AS family FROM whole WHERE kk IS NOT NULL GROUP BY ALL
            ) w ON {wholes};
        UPDATE settled SET goes_to = family WHERE kk IS NULL AND family IN (SELECT family FROM whole);
        CREATE OR REPLACE TABLE founding AS
        SELECT seq, {last} + dense_rank() OVER (ORDER BY first) AS family FROM (
            SELECT seq, min(seq) OVER (PARTITION BY kk, segment, hospital_class, CASE WHEN kk IS NULL THEN seq END) AS first
            FROM settled WHERE goes_to IS NULL);
        UPDATE settled SET goes_to = f.family FROM founding f WHERE f.seq = settled.seq;
        CREATE OR REPLACE TABLE founded AS SELECT DISTINCT family FROM founding ORDER BY family;
        CREATE OR REPLACE TABLE known_families AS
        SELECT kk, segment, hospital_class, min(family) AS family FROM (
            FROM stayers UNION ALL SELECT kk, segment, hospital_class, goes_to FROM settled WHERE kk IS NOT NULL
        ) GROUP BY ALL
    """)
    return engine.count("founded")


def _payers(engine: Engine) -> None:
    """Make `changed_payers`: who pays is asked again only where segment, payer's column or regency changed."""
    engine.run("""
        CREATE OR REPLACE TABLE asked AS
        SELECT c.seq, c.segment, c.payer_written, c.village FROM changed c JOIN state s USING (person)
        WHERE c.segment <> s.segment OR c.payer_written IS DISTINCT FROM s.payer_written
           OR c.village // 1000000 IS DISTINCT FROM s.village // 1000000
    """)
    find_payers(engine, of="asked", into="changed_payers")
