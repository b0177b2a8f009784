"""Rows and cells that were refused, for whoever has to repair the file: grouped, or one by one as XLSX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.sources import said_in

#: How `sources` writes down that a row repeats another: name, row, and the number of another file.
_REPEATS = re.compile(r"(.*) = baris (\d+)(?: berkas (\d+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RejectGroup:
    """All refusals of one file and column for one reason, with the first of them as an example."""

    file: str
    scope: str
    column: str
    code: str
    reason: str
    remedy: str
    count: int
    first_row: int
    first_value: str


def reject_groups(engine: Engine, manifest: Manifest, language: Language = "id") -> tuple[RejectGroup, ...]:
    """Most frequent first."""
    names, say = _names(manifest), Speaker(language)
    found = engine.rows(
        'SELECT source, scope, "column", code, arg_min(reason, "row"), arg_min(remedy, "row"), count(*) AS n, min("row"), '
        'arg_min(value, "row") FROM rejects GROUP BY source, scope, "column", code '
        'ORDER BY n DESC, source, scope, "column", code'
    )
    return tuple(
        RejectGroup(
            file=names.get(source, str(source)),
            scope=scope,
            column=column,
            code=code,
            reason=said_in(language, reason),
            remedy=said_in(language, remedy),
            count=count,
            first_row=row,
            first_value=_value(code, value or "", names, say),
        )
        for source, scope, column, code, reason, remedy, count, row, value in found
    )


def write_rejects(engine: Engine, manifest: Manifest, path: Path, *, language: Language = "id") -> int:
    """Every refusal as a row of an XLSX file; returns how many. MachineFailed when it cannot be written."""
    say = Speaker(language)
    with Book(path, page_text=say("list.page")) as book:
        above = [("", say("rejects.title", edition=manifest.name))]
        return book.add(
            say("rejects.sheet"),
            above=above,
            columns=reject_columns(say),
            rows=reject_rows(engine, _names(manifest), say),
        )


def reject_columns(say: Speaker) -> tuple[SheetColumn, ...]:
    """The columns of a sheet of refusals."""
    return (
        SheetColumn(say("rejects.file"), 24),
        SheetColumn(say("rejects.row"), 9),
        SheetColumn(say("rejects.scope"), 9),
        SheetColumn(say("rejects.column"), 16),
        SheetColumn(say("rejects.value"), 30),
        SheetColumn(say("rejects.reason"), 44),
        SheetColumn(say("rejects.remedy"), 44),
    )


def reject_rows(
    engine: Engine, names: Mapping[int, str], say: Speaker, *, table: str = "rejects"
) -> Iterator[tuple[Value, ...]]:
    """The refusals of a table with the columns of tables.REJECTS; `names` are those of the files, by number."""
    sql = f'SELECT source, "row", scope, "column", code, value, reason, remedy FROM {table} ORDER BY source, "row", "column"'
    for batch in engine.batches(sql):
        for row in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            source, line, scope, column, code, value, reason, remedy = row
            yield (
                names.get(source, str(source)),
                line,
                say(f"method.scope.{scope}"),
                column,
                _value(code, value or "", names, say),
                said_in(say.language, reason),
                said_in(say.language, remedy),
            )


def _names(manifest: Manifest) -> dict[int, str]:
    return {source.number: source.name for source in manifest.sources}


def _value(code: str, value: str, names: Mapping[int, str], say: Speaker) -> str:
    """What stood there; a repeated row names the row and file that it repeats."""
    repeats = _REPEATS.fullmatch(value) if code == "row_repeated" else None
    if repeats is None:
        return value
    name, row, file = repeats.groups()
    if file is None:
        return say("rejects.repeats", name=name, row=row)
    return say("rejects.repeats_in", name=name, row=row, file=names.get(int(file), file))
