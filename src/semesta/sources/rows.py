"""Which line of the file each staged row came from, and the removal of rows that were refused."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.engine import Engine, identifier

#: Rows to be removed from a staged table: (rid); filled while faults are found.
REFUSED = "refused_rows"
#: More breaks than this go into the statement in portions.
_BREAKS_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Lines:
    """From the ordinal of a loaded row (from 0) to its line in the file.

    Lines after `first` hold one row each, but for those in `skipped` (sorted): blank ones, and ones
    that were refused while reading. `joined` are (line, extra lines) of rows with line breaks in a cell.
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


def mark_refused(engine: Engine, table: str, query: str) -> None:
    """Remember rows (a query for rowids) of a staged table to be removed at the end."""
    name = f"{table}_{REFUSED}"
    if not engine.has_table(name):
        engine.run(f"CREATE TABLE {identifier(name)} (rid BIGINT)")
    engine.run(f"INSERT INTO {identifier(name)} {query}")


def remove_rows(engine: Engine, table: str) -> None:
    """Remove the rows that were marked."""
    name = f"{table}_{REFUSED}"
    if engine.has_table(name):
        engine.run(f"DELETE FROM {identifier(table)} WHERE rowid IN (SELECT rid FROM {identifier(name)})")
        engine.drop(name)


def fill_source_rows(engine: Engine, table: str, files: Sequence[tuple[int, int, Lines]]) -> None:
    """Write each row's line into `source_row`; `files` are (first rowid, rowid after the last, lines)."""
    for first, last, lines in files:
        engine.run(
            f'UPDATE {identifier(table)} SET "source_row" = {lines.line_sql("rowid", first)} '
            f"WHERE rowid >= {first} AND rowid < {last}"
        )
    # Rewrites the column once, so that later scans need not merge the update.
    engine.run(f'ALTER TABLE {identifier(table)} ALTER "source_row" TYPE BIGINT USING "source_row"')
