"""Villages: from codes as written, or from the names of village, district and regency beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from semesta.engine import Engine, identifier, literal
from semesta.identity import Doubt
from semesta.regions import CodeDoubt, Match, Regions, parse_code, resolve
from semesta.sources.fields import PLACE_CODES, PLACE_NAMES, TABLES
from semesta.sources.lists import doubt_columns, take_lists
from semesta.sources.model import MappedColumn, Understanding
from semesta.sources.rows import Lines, refused_rows
from semesta.sources.values import DOUBTS

#: Between the parts of a place, and the staged column that holds them until all are resolved at once.
PART = "\x1f"
PLACE = "place"
_KEYS, _PLACES = "village_keys", "places_met"

Resolved = int | Doubt


def village_type(column: MappedColumn) -> str:
    """The name of the enumeration of village codes that a column is looked up in."""
    return identifier(_named("village_codes", column))


def make_village_type(engine: Engine, column: MappedColumn) -> None:
    """Make the enumeration: the codes of the provinces seen in the sample, in the column's style.

    Casting to it is one exact look-up of the text and, unlike a join, keeps the rows in order. Codes
    of other provinces are odd cells, read one by one.
    """
    keys = _named(_KEYS, column)
    if engine.has_table(keys):
        return
    villages = [r for code, _ in column.words for r in Regions.load().under(code, "village")]
    texts = ", ".join(literal(r.code if column.style == "dots" else str(r.key)) for r in villages)
    engine.run(f"CREATE TYPE {village_type(column)} AS ENUM ({texts})")
    numbers = np.array([r.key for r in villages], dtype=np.int64)
    engine.take_columns(keys, {"place": np.arange(len(villages)), "key": numbers})


def fill_villages(engine: Engine, table: str, column: MappedColumn, first: int, last: int) -> None:
    """Turn the places of codes in the enumeration, as loaded, into the villages' numbers."""
    name = identifier(table)
    engine.run(
        f"UPDATE {name} SET village = k.key FROM {identifier(_named(_KEYS, column))} AS k "
        f"WHERE {name}.village = k.place AND {name}.rowid >= {first} AND {name}.rowid < {last}"
    )


def _named(what: str, column: MappedColumn) -> str:
    return "_".join((what, column.style, *(code for code, _ in column.words)))


def settle_places(
    engine: Engine, understood: Understanding, number: int, first: int, last: int, lines: Lines
) -> None:
    """Resolve the DISTINCT places of a file without village codes; what is not found becomes rejects."""
    column = understood.column("village_part") or understood.column("village_name")
    if not has_place(understood):
        return
    assert column
    name = identifier(TABLES[understood.kind].name)
    here = f"rowid >= {first} AND rowid < {last} AND trim(replace({PLACE}, chr(31), '')) <> ''"
    texts = [
        str(row[0]) for row in engine.rows(f"SELECT DISTINCT {PLACE} FROM {name} WHERE {here} ORDER BY 1")
    ]
    found = _resolve_codes(texts) if understood.column("village_part") else _resolve_names(texts)
    take_lists(
        engine,
        _PLACES,
        {
            PLACE: ("VARCHAR", texts),
            "key": ("BIGINT", [one if isinstance(one, int) else None for one in found]),
            **doubt_columns([one if isinstance(one, Doubt) else None for one in found]),
        },
    )
    engine.run(
        f"UPDATE {name} SET village = p.key FROM {_PLACES} AS p "
        f"WHERE {name}.{PLACE} = p.{PLACE} AND p.key IS NOT NULL AND {name}.rowid >= {first} AND {name}.rowid < {last}"
    )
    engine.run(
        f"INSERT INTO rejects SELECT {number}, {lines.line_sql('t.rid', first)}, 'cell', {literal(column.header)}, "
        f"left(trim(replace({PLACE}, chr(31), ' | '), ' |'), 200), p.code, p.reason, p.remedy "
        f"FROM (SELECT rowid AS rid, {PLACE} FROM {name} WHERE {here}) AS t JOIN {_PLACES} AS p USING ({PLACE}) "
        f"WHERE p.code IS NOT NULL AND t.rid NOT IN (SELECT rid FROM {refused_rows(engine, TABLES[understood.kind].name)}) "
        "ORDER BY t.rid"
    )
    engine.drop(_PLACES)


def has_place(understood: Understanding) -> bool:
    """Whether villages come from names or code parts, for want of a column of full codes."""
    named = understood.column("village_part") or understood.column("village_name")
    return named is not None and understood.column("village") is None


def place_sql(understood: Understanding) -> str:
    """The raw parts of a place, packed; NULL where the file has full codes or no village at all."""
    for fields in (PLACE_CODES, PLACE_NAMES):
        columns = [understood.column(field) for field in fields]
        if columns[3] is not None and not understood.column("village"):
            cells = [f"replace(coalesce(c{c.position}, ''), chr(31), ' ')" if c else "''" for c in columns]
            return f"concat_ws(chr(31), {', '.join(cells)})"
    return "NULL::VARCHAR"


# --- one distinct place at a time -------------------------------------------------------------------


def _resolve_codes(texts: Sequence[str]) -> list[Resolved]:
    """Codes in parts, as NO_PROP, NO_KAB, NO_KEC, NO_KEL hold them: 18, 71, 1, 1004."""
    found: list[Resolved] = []
    for text in texts:
        province, regency, district, village = (part.strip() for part in text.split(PART))
        code = f"{province.zfill(2)}.{regency.zfill(2)}.{district.zfill(2)}.{village.zfill(4)}"
        region = parse_code(code)
        if isinstance(region, CodeDoubt):
            found.append(Doubt(region.code, region.reason, region.remedy))
        else:
            found.append(region.key)
    return found


def _resolve_names(texts: Sequence[str]) -> list[Resolved]:
    """Names; where several regions have such a village, the province of most of the file decides."""
    first = [resolve(*_parts(text)) for text in texts]
    provinces = Counter(one.region.code[:2] for one in first if isinstance(one, Match))
    home = provinces.most_common(1)[0][0] if provinces else ""
    found: list[Resolved] = []
    for text, one in zip(texts, first, strict=True):
        if not isinstance(one, Match) and home and not _parts(text)[0]:
            within = resolve(*_parts(text), within=home)
            one = within if isinstance(within, Match) else one
        if isinstance(one, Match):
            found.append(one.region.key if one.region.level == "village" else DOUBTS["village_name_unknown"])
        else:
            found.append(Doubt(f"village_{one.code}", one.reason, one.remedy))
    return found


def _parts(text: str) -> tuple[str, str, str, str]:
    province, regency, district, village = text.split(PART)
    return province.strip(), regency.strip(), district.strip(), village.strip()
