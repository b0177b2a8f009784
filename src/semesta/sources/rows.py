"""Which line of the file each staged row came from, and the removal of rows that were refused."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.engine import Engine, identifier
from semesta.tables import Table


@dataclass(frozen=True, slots=True)
class Lines:
    """From the ordinal of a loaded row (from 0) to its line in the file.

    Lines from `first` on hold one row each, but for those in `skipped` (sorted): blank ones, further
    lines of a cell with line breaks, and lines that were refused while reading.
    """

    first: int
    skipped: tuple[int, ...] = ()
    refused: int = 0  # rows refused while reading; they are input rows, blank lines are not

    def breaks(self) -> list[tuple[int, int]]:
        """(ordinal from which on, lines to add): piecewise constant, ascending."""
        found: list[tuple[int, int]] = []
        for count, line in enumerate(self.skipped, start=1):
            ordinal = line - self.first - (count - 1)
            if found and found[-1][0] == ordinal:
                found[-1] = (ordinal, count)
            else:
                found.append((ordinal, count))
        return found

    def line_of(self, ordinal: int) -> int:
        """The line of one row; for a few rows, and for tests of `line_sql`."""
        breaks = self.breaks()
        place = bisect_right(breaks, ordinal, key=lambda b: b[0])
        return self.first + ordinal + (breaks[place - 1][1] if place else 0)

    def line_sql(self, rowid: str, base: int) -> str:
        """The line as SQL over a rowid, for rows whose first rowid in this file is `base`."""
        return f"({rowid} + {self.first - base} + {_tree(self.breaks(), rowid, base)})"

    def rows_in(self, loaded: int) -> int:
        """Input rows: those loaded and those refused while reading."""
        return loaded + self.refused


def _tree(breaks: Sequence[tuple[int, int]], rowid: str, base: int) -> str:
    """A balanced CASE: rowids ascend, so each batch of rows walks down one path."""
    if not breaks:
        return "0"
    if len(breaks) == 1:
        ordinal, count = breaks[0]
        return f"CASE WHEN {rowid} >= {base + ordinal} THEN {count} ELSE 0 END"
    return _branch([(0, 0), *breaks], rowid, base)


def _branch(breaks: Sequence[tuple[int, int]], rowid: str, base: int) -> str:
    if len(breaks) == 1:
        return str(breaks[0][1])
    middle = len(breaks) // 2
    below, above = _branch(breaks[:middle], rowid, base), _branch(breaks[middle:], rowid, base)
    return f"CASE WHEN {rowid} < {base + breaks[middle][0]} THEN {below} ELSE {above} END"


def refused_rows(engine: Engine, table: str) -> str:
    """The table (rid) of rows of a staged table that are to be removed at the end."""
    name = f"{table}_refused"
    engine.run(f"CREATE TABLE IF NOT EXISTS {identifier(name)} (rid BIGINT)")
    return identifier(name)


def mark_refused(engine: Engine, table: str, query: str) -> None:
    """Remember rows (a query for rowids) to be removed at the end."""
    engine.run(f"INSERT INTO {refused_rows(engine, table)} {query}")


def fill_source_rows(engine: Engine, table: str, files: Sequence[tuple[int, int, Lines]]) -> None:
    """Write each row's line into `source_row`; `files` are (first rowid, rowid after the last, lines)."""
    for first, last, lines in files:
        engine.run(
            f'UPDATE {identifier(table)} SET "source_row" = {lines.line_sql("rowid", first)} '
            f"WHERE rowid >= {first} AND rowid < {last}"
        )
    # Rewrites the column once, so that later scans need not merge the update.
    engine.run(f'ALTER TABLE {identifier(table)} ALTER "source_row" TYPE BIGINT USING "source_row"')


def finish_table(engine: Engine, contract: Table, working: Sequence[str]) -> None:
    """Leave the columns of the contract and the rows that were not refused, numbered densely in order.

    Later rooms put rows at positions by rowid, so a gap may not stay; and a table that nothing was
    refused from is not copied.
    """
    name = identifier(contract.name)
    refused = refused_rows(engine, contract.name)
    if not engine.value(f"SELECT count(*) FROM {refused}"):
        for column in working:
            engine.run(f"ALTER TABLE {name} DROP COLUMN {identifier(column)}")
    else:
        mark = identifier(working[0])
        engine.run(f"UPDATE {name} SET {mark} = NULL WHERE {mark} = '{_REFUSED_MARK}'")
        engine.run(f"UPDATE {name} SET {mark} = '{_REFUSED_MARK}' WHERE rowid IN (SELECT rid FROM {refused})")
        engine.run(f"ALTER TABLE {name} RENAME TO loaded")
        engine.run(contract.ddl())
        columns = ", ".join(identifier(column) for column in contract.names)
        engine.run(
            f"INSERT INTO {name} SELECT {columns} FROM loaded WHERE {mark} IS DISTINCT FROM '{_REFUSED_MARK}'"
        )
        engine.drop("loaded")
    engine.drop(f"{contract.name}_refused")


_REFUSED_MARK = "\x1erefused"
