"""A table for people: captions, columns and cells as text, for HTML and the terminal alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from semesta.faults import Language
from semesta.reporting import formats


@dataclass(frozen=True, slots=True)
class Column:
    """One column's heading. Numeric columns stand right and sort as numbers."""

    label: str
    numeric: bool = False
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says."""

    text: str
    order: float | int | str | None = None  # what it sorts by, where the text would sort wrongly
    css: str = ""
    small: str = ""  # a second, quieter line
    width: float | None = None  # per cent of a bar behind the number


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell is its heading."""

    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table. Every row has one cell for each column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    heading: str = ""
    folded: bool = False
    filter: str = field(default="")  # label of the search box, where there is one

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            assert len(row.cells) == len(self.columns), (self.caption, row)


def words(*labels: str, sortable: bool = False) -> tuple[Column, ...]:
    return tuple(Column(label, sortable=sortable) for label in labels)


def numbers(*labels: str, sortable: bool = False) -> tuple[Column, ...]:
    return tuple(Column(label, numeric=True, sortable=sortable) for label in labels)


def word(text: str, *, small: str = "", css: str = "") -> Cell:
    return Cell(text, small=small, css=css)


def count(value: int, language: Language, *, of: int = 0, css: str = "") -> Cell:
    """A count; with `of`, a bar that is full where value equals it."""
    width = round(100 * value / of, 1) if of else None
    return Cell(formats.number(value, language), order=value, width=width, css=css)


def change(value: int, language: Language, *, good: bool | None = None) -> Cell:
    """A count that was added or taken away; `good` says whether it helps anyone."""
    css = "" if good is None or value == 0 else "up" if good else "down"
    return Cell(formats.signed(value, language) if value else "·", order=value, css=css)


def share(numerator: int, denominator: int, language: Language, *, digits: int = 2) -> Cell:
    order = numerator / denominator if denominator else -1.0
    return Cell(formats.share(numerator, denominator, language, digits=digits), order=round(order, 6))
