"""The regions that an edition has people in, by name, and the one region that holds nearly all of them."""

from __future__ import annotations

import pyarrow as pa

from semesta.engine import Engine
from semesta.regions import Region, Regions, level_of, parent_of

#: Share of the residents with a known village that the edition's region must hold; the rest are
#: strays (a wrong code, a neighbour's line) and must not make a city's edition one of all Indonesia.
NEARLY_ALL = 0.99


def make_regions(engine: Engine) -> None:
    """Make `regions` (tables.REGIONS) for all villages in `cube` and `card_cube`, with their parents."""
    gazetteer = Regions.load()
    codes: set[str] = set()
    for (village,) in engine.rows("SELECT village_code FROM cube UNION SELECT village_code FROM card_cube"):
        code = str(village)
        while code and code not in codes:
            codes.add(code)
            code = parent_of(code)
    found = [_region(gazetteer, code) for code in sorted(codes)]
    engine.take(
        "regions",
        pa.table(
            {
                "code": pa.array([r.code for r in found], pa.string()),
                "level": pa.array([r.level for r in found], pa.string()),
                "name": pa.array([r.name for r in found], pa.string()),
                "parent": pa.array([r.parent for r in found], pa.string()),
            }
        ),
    )


def region_of_edition(engine: Engine) -> str:
    """Code of the smallest region that holds nearly all residents; '' when no village is known."""
    for length in (13, 8, 5, 2):
        rows = engine.rows(f"""
            SELECT village_code[1:{length}] AS code, sum(persons) AS n,
                   sum(sum(persons)) OVER () AS whole
            FROM cube WHERE village_code <> '' AND coverage IN ('active', 'inactive', 'not_enrolled')
            GROUP BY code ORDER BY n DESC, code LIMIT 1
        """)
        if rows and int(rows[0][1]) >= NEARLY_ALL * int(rows[0][2]):
            return str(rows[0][0])
    return ""


def _region(gazetteer: Regions, code: str) -> Region:
    # A code that is not in the gazetteer any more (a merged village) keeps its number as its name.
    return gazetteer.by_code(code) or Region(code, level_of(code), code, parent_of(code))
