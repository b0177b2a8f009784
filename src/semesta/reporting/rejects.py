"""Rows and cells that were refused, for whoever has to repair the file: grouped, or one by one as XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.sheets import Book, SheetColumn, Value


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


def reject_groups(engine: Engine, manifest: Manifest) -> tuple[RejectGroup, ...]:
    """Most frequent first."""
    names = {source.number: source.name for source in manifest.sources}
    found = engine.rows(
        'SELECT source, scope, "column", code, min(reason), min(remedy), count(*) AS n, min("row"), '
        'arg_min(value, "row") FROM rejects GROUP BY source, scope, "column", code '
        'ORDER BY n DESC, source, scope, "column", code'
    )
    return tuple(
        RejectGroup(
            names.get(source, str(source)), scope, column, code, reason, remedy, count, row, value or ""
        )
        for source, scope, column, code, reason, remedy, count, row, value in found
    )


def write_rejects(engine: Engine, manifest: Manifest, path: Path, *, language: Language = "id") -> int:
    """Every refusal as a row of an XLSX file; returns how many. MachineFailed when it cannot be written."""
    say = Speaker(language)
    columns = (
        SheetColumn(say("rejects.file"), 24),
        SheetColumn(say("rejects.row"), 9),
        SheetColumn(say("rejects.scope"), 9),
        SheetColumn(say("rejects.column"), 16),
        SheetColumn(say("rejects.value"), 30),
        SheetColumn(say("rejects.reason"), 44),
        SheetColumn(say("rejects.remedy"), 44),
    )
    with Book(path, page_text=say("list.page")) as book:
        above = [("", say("rejects.title", edition=manifest.name))]
        return book.add(say("rejects.sheet"), above=above, columns=columns, rows=_rows(engine, manifest, say))


def _rows(engine: Engine, manifest: Manifest, say: Speaker) -> Iterator[tuple[Value, ...]]:
    names = {source.number: source.name for source in manifest.sources}
    sql = 'SELECT source, "row", scope, "column", value, reason, remedy FROM rejects ORDER BY source, "row"'
    for batch in engine.batches(sql):
        for source, row, scope, *rest in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            yield (names.get(source, str(source)), row, say(f"method.scope.{scope}"), *rest)
