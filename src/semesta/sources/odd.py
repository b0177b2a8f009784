"""The closer look at odd rows: rows that are no person, cells that need care, and what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from semesta.engine import Engine, identifier, literal
from semesta.rules import fold, fold_sql
from semesta.sources.describing import habits_of
from semesta.sources.fast import CHECKED, ODD, SEPARATOR
from semesta.sources.fields import DEFAULTS, FIELDS, TABLES, Field
from semesta.sources.lists import doubt_columns, take_lists
from semesta.sources.model import SourceRequest, Understanding
from semesta.sources.numbers import collect_wrong_numbers
from semesta.sources.rowfaults import ROW_FAULTS
from semesta.sources.rows import Lines, mark_refused
from semesta.sources.values import read_cell

_ROWS, _CELLS, _MEANINGS = "odd_rows", "odd_cells", "odd_meanings"
_VALUE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Refusals:
    """What the closer look counted."""

    blank_rows: int
    repaired: dict[str, int] = field(default_factory=dict)


def settle_odd_rows(
    engine: Engine,
    understood: Understanding,
    request: SourceRequest,
    number: int,
    first: int,
    last: int,
    packed: tuple[str, ...],
    lines: Lines,
) -> Refusals:
    """Look at the rows with `odd` filled between two rowids: refuse rows, repair or refuse cells."""
    table = TABLES[understood.kind].name
    _collect(engine, understood, table, first, last, packed)
    if engine.count(_ROWS):
        mark_refused(engine, table, f"SELECT rid FROM {_ROWS} WHERE fault IS NOT NULL")
        _reject_rows(engine, number, first, lines)
    blank = engine.count(_ROWS, "fault = 'blank'")
    repaired: Counter[str] = Counter()
    for position, name in enumerate(packed, start=1):
        spec = FIELDS[understood.kind].get(name)
        if spec and spec.reading in CHECKED and _collect_cells(engine, table, spec, position, first, last):
            repaired += _settle_cells(engine, understood, request, number, spec, first, lines)
    engine.drop(_ROWS)
    return Refusals(blank, dict(repaired))


# --- rows -------------------------------------------------------------------------------------------


def _collect(
    engine: Engine, understood: Understanding, table: str, first: int, last: int, packed: tuple[str, ...]
) -> None:
    """odd_rows: rid, parts (raw cells), fault (NULL for a person), and the checked columns as staged."""
    columns = {c.name for c in TABLES[understood.kind].columns}
    card = "card" if "card" in columns else "NULL AS card"
    kept = [f'"{f.fills[-1]}" AS v_{f.name}' for f in _checked(understood, packed)]
    engine.run(
        f"CREATE OR REPLACE TABLE {_ROWS} AS SELECT *, {_row_fault(understood, packed)} AS fault FROM ("
        f"SELECT rowid AS rid, string_split({ODD}, {SEPARATOR}) AS parts, nik, nik_written, name, birth_date, "
        f"{card}{''.join(', ' + k for k in kept)} "
        f"FROM {identifier(table)} WHERE {ODD} IS NOT NULL AND rowid >= {first} AND rowid < {last})"
    )


def _checked(understood: Understanding, packed: tuple[str, ...]) -> list[Field]:
    fields = FIELDS[understood.kind]
    return [fields[name] for name in packed if name in fields and fields[name].reading in CHECKED]


def _row_fault(understood: Understanding, packed: tuple[str, ...]) -> str:
    """A CASE that names what is wrong with a whole row; NULL where it is a person."""
    told = "list_filter(parts, lambda p: trim(p) <> '')"
    repeats = [
        f"{fold_sql(f'parts[{position}]')} = {literal(fold(column.header))}"
        for position, name in enumerate(packed, start=1)
        if (column := understood.column(name)) and name in ("nik", "name", "card")
    ]
    total = r"'^\W*((SUB|GRAND)\s*)?(JUMLAH|TOTAL|JML)\b.*'"
    nobody = "nik IS NULL AND card IS NULL AND birth_date IS NULL"
    return (
        f"CASE WHEN len({told}) = 0 THEN 'blank' "
        f"WHEN {' AND '.join(repeats)} THEN 'row_header_again' "
        f"WHEN {nobody} AND regexp_full_match(upper({told}[1]), {total}) THEN 'row_total' "
        f"WHEN {nobody} AND len({told}) >= 3 AND len(list_filter({told}, lambda p: NOT regexp_full_match(trim(p), "
        f"'[(]?[0-9]{{1,2}}[)]?'))) = 0 THEN 'row_column_numbers' "
        f"WHEN {nobody} AND name IS NULL AND len(regexp_replace(coalesce(nik_written, ''), '[^0-9]', '', 'g')) < 8 "
        "THEN 'row_without_person' END"
    )


def _reject_rows(engine: Engine, number: int, first: int, lines: Lines) -> None:
    faults = engine.rows(f"SELECT DISTINCT fault FROM {_ROWS} WHERE fault <> 'blank' ORDER BY fault")
    for (code,) in faults:
        reason, remedy = ROW_FAULTS[code]
        engine.run(
            f"INSERT INTO rejects SELECT {number}, {lines.line_sql('rid', first)}, 'row', '', "
            f"left(array_to_string(list_filter(parts, lambda p: trim(p) <> ''), ' | '), {_VALUE_CHARACTERS}), "
            f"fault, {literal(reason.id)}, {literal(remedy.id)} FROM {_ROWS} WHERE fault = {literal(code)} ORDER BY rid"
        )


# --- cells ------------------------------------------------------------------------------------------


def _collect_cells(engine: Engine, table: str, spec: Field, position: int, first: int, last: int) -> int:
    """odd_cells (rid, text) of one field: cells that were not taken while loading, and wrong numbers."""
    default = DEFAULTS.get(spec.fills[-1])
    unset = f"(v_{spec.name} IS NULL" + (f" OR v_{spec.name} = {literal(default)})" if default else ")")
    engine.run(
        f"CREATE OR REPLACE TABLE {_CELLS} AS SELECT rid, parts[{position}] AS text FROM {_ROWS} "
        f"WHERE fault IS NULL AND {unset} AND trim(parts[{position}]) <> ''"
    )
    if spec.reading in ("nik", "kk"):
        collect_wrong_numbers(engine, table, spec.name, first, last, into=_CELLS)
    return engine.count(_CELLS)


def _settle_cells(
    engine: Engine,
    understood: Understanding,
    request: SourceRequest,
    number: int,
    spec: Field,
    first: int,
    lines: Lines,
) -> Counter[str]:
    """Read the DISTINCT odd texts of a column one by one, then repair or refuse their cells at once."""
    _read_texts(engine, understood, request, spec)
    table = identifier(TABLES[understood.kind].name)
    fills = [f'"{fill}" = m.value{i}' for i, fill in enumerate(spec.fills)]
    fills += ["nik_written = NULL"] if spec.name == "nik" else []
    engine.run(
        f"UPDATE {table} SET {', '.join(fills)} FROM {_CELLS} AS c JOIN {_MEANINGS} AS m USING (text) "
        f"WHERE {table}.rowid = c.rid AND m.code IS NULL"
    )
    column = understood.column(spec.name)
    assert column
    engine.run(
        f"INSERT INTO rejects SELECT {number}, {lines.line_sql('rid', first)}, 'cell', {literal(column.header)}, "
        f"left(text, {_VALUE_CHARACTERS}), code, reason, remedy "
        f"FROM {_CELLS} JOIN {_MEANINGS} USING (text) WHERE code IS NOT NULL ORDER BY rid"
    )
    counted = engine.rows(
        f"SELECT repaired, count(*) FROM {_CELLS} JOIN {_MEANINGS} USING (text) WHERE repaired <> '' GROUP BY ALL"
    )
    engine.drop(_CELLS, _MEANINGS)
    return Counter({str(name): int(count) for name, count in counted})


def _read_texts(engine: Engine, understood: Understanding, request: SourceRequest, spec: Field) -> None:
    """odd_meanings: text, value0.., code, reason, remedy, repaired; one row per distinct text."""
    column = understood.column(spec.name)
    assert column
    habits = habits_of(understood, column, request)
    texts = [str(row[0]) for row in engine.rows(f"SELECT DISTINCT text FROM {_CELLS} ORDER BY text")]
    cells = [read_cell(spec.reading, text, habits) for text in texts]
    types = {c.name: c.type for c in TABLES[understood.kind].columns}
    values = {
        f"value{i}": (types[fill], [cell.values[i] for cell in cells]) for i, fill in enumerate(spec.fills)
    }
    doubts = [cell.doubt for cell in cells]
    take_lists(
        engine,
        _MEANINGS,
        {
            "text": ("VARCHAR", texts),
            **values,
            **doubt_columns(doubts),
            "repaired": ("VARCHAR", [cell.repaired for cell in cells]),
        },
    )
