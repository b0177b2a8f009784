"""Rows that repeat a person of the same table exactly; the first stays, the others are refused."""

from __future__ import annotations

from semesta.engine import Engine, identifier, literal
from semesta.sources.model import Kind
from semesta.sources.rowfaults import REPEATED
from semesta.sources.rows import mark_refused, refused_rows

#: The number that repeats, and what must be the same beside it. Empty cells agree with empty cells.
_SAME: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "residents": ("nik", ("name", "birth_date")),
    "members": ("card", ("nik", "name")),
    "roster": ("nik", ("name", "birth_date", '"group"')),
    "deaths": ("nik", ("name", "birth_date", "death_date")),
}
_NUMBERS, _REPEATS = "repeated_numbers", "repeated_rows"


def refuse_repeats(engine: Engine, kind: Kind, table: str) -> None:
    """Refuse every further row of one person; `source_row` must be filled. Their value names the first."""
    if kind not in _SAME:  # a person who stands twice on a bill is billed twice: that is a finding, no reject
        return
    number, beside = _SAME[kind]
    engine.repeated_numbers(table, number, into=_NUMBERS)
    same = ", ".join((number, *beside))
    engine.run(
        f"CREATE OR REPLACE TABLE {_REPEATS} AS SELECT * FROM ("
        f'SELECT rowid AS rid, "source", source_row, first_value("source") OVER same AS first_source, '
        f"first_value(source_row) OVER same AS first_row, name, row_number() OVER same AS place "
        f"FROM {identifier(table)} WHERE {number} IN (SELECT id FROM {_NUMBERS}) "
        f"AND rowid NOT IN (SELECT rid FROM {refused_rows(engine, table)}) "
        f"WINDOW same AS (PARTITION BY {same} ORDER BY rowid)) WHERE place > 1"
    )
    code, reason, remedy = REPEATED
    engine.run(
        f"INSERT INTO rejects SELECT \"source\", source_row, 'row', '', "
        f"left(concat(name, ' = baris ', first_row, CASE WHEN first_source <> \"source\" "
        f"THEN concat(' berkas ', first_source) ELSE '' END), 200), {literal(code)}, {literal(reason.id)}, "
        f"{literal(remedy.id)} FROM {_REPEATS} ORDER BY rid"
    )
    mark_refused(engine, table, f"SELECT rid FROM {_REPEATS}")
    engine.drop(_NUMBERS, _REPEATS)
