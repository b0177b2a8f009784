"""Which column of a file is which field, by its header; and which row of the file is the header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semesta.rules import fold
from semesta.sources.fields import FIELDS, REQUIRED
from semesta.sources.heads import HEADER_ROWS, Row
from semesta.sources.layouts import Layout
from semesta.sources.model import Kind


@dataclass(frozen=True, slots=True)
class Match:
    """What a row would mean as a header: field -> position, and the layout that fits best."""

    row: Row
    layout: Layout
    positions: dict[str, int]
    constants: dict[str, str]  # field -> text for every row, of the layout and the user's map

    def has_needed(self, kind: Kind) -> bool:
        """Whether every field that must be there is, in the row or as a constant."""
        return not missing_fields(kind, self.positions, self.constants)


def missing_fields(kind: Kind, positions: object, constants: object) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which at least one is needed and none was found."""
    found = {*positions, *constants}  # type: ignore[misc]
    return tuple(group for group in REQUIRED[kind] if not found & set(group))


def best_header(kind: Kind, rows: Sequence[Row], layouts: Sequence[Layout]) -> Match | None:
    """The row among the first that names most fields; the upper of two. None if no row names any."""
    matches = [match_header(kind, row, layouts) for row in rows[:HEADER_ROWS]]
    found = [match for match in matches if match.positions]
    return max(found, key=lambda match: (match.has_needed(kind), len(match.positions)), default=None)


def match_header(kind: Kind, row: Row, layouts: Sequence[Layout]) -> Match:
    """Give each field the first column that a layout knows by its header; a column serves one field."""
    folded = [fold(cell) for cell in row.cells]
    own = [layout for layout in layouts if layout.name == "--map"]
    shipped = sorted(
        (layout for layout in layouts if layout.name != "--map"),
        key=lambda layout: -sum(any(h in folded for h in hs) for hs in layout.headers.values()),
    )
    positions: dict[str, int] = {}
    for layout in (*own, *shipped):
        for field, headers in layout.headers.items():
            if field in positions or field not in FIELDS[kind]:
                continue
            place = next((folded.index(h) for h in headers if h in folded), None)
            if place is not None and place not in positions.values():
                positions[field] = place
    constants = {field: text for layout in (shipped[0], *own) for field, text in layout.constants.items()}
    return Match(row, shipped[0], positions, {f: t for f, t in constants.items() if f in FIELDS[kind]})
