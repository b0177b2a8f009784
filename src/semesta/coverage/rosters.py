"""People on an employer's or agency's list, found among the residents."""

from __future__ import annotations

from semesta.engine import Engine

_EMPTY_MATCHES = "CREATE OR REPLACE TABLE quick.roster_matches (roster BIGINT, resident BIGINT)"


def match_rosters(engine: Engine) -> None:
    """Make `roster_matches(roster, resident)`: rowids of staged rosters and residents, one at most each.

    The same NIK with the same birth date or name; without a NIK on the list, name and birth date when
    only one resident has them. A NIK alone is no proof (one typo in five is another person's number).
    """
    engine.run(_EMPTY_MATCHES)
    if engine.count("rosters") == 0:
        return
    engine.run("""
        INSERT INTO quick.roster_matches
        SELECT r.rowid, min(p.rowid) FROM rosters r JOIN residents p ON p.nik = r.nik
        WHERE p.birth_date = r.birth_date OR p.name = r.name GROUP BY r.rowid
    """)
    engine.run("""
        INSERT INTO quick.roster_matches
        SELECT r.rowid, min(p.rowid) FROM rosters r
        JOIN residents p ON p.name = r.name AND p.birth_date = r.birth_date
        WHERE r.nik IS NULL GROUP BY r.rowid HAVING count(*) = 1
    """)
