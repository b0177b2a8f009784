"""Repairs lines that end inside quotes: cells with line breaks are joined, unclosed quotes are refused.

The engine's reader would take everything up to the next quote, thousands of people further down, as
one cell. Here each line with an odd number of quotes is looked at: either it and the next such line
make one sound record, or the line alone is at fault. Lines keep their numbers: what was joined or
taken out leaves empty lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: A cell with line breaks spans no more lines than this.
MOST_LINES = 50
CHUNK_BYTES = 1 << 24
_VALUE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that was taken out: its number (from 1), and how it begins."""

    line: int
    text: str


def repair_quotes(
    path: Path, copy_to: Path, delimiter: str, columns: int, header_row: int
) -> list[BrokenLine]:
    """Write a copy in which no line ends inside quotes; returns the lines that were taken out."""
    broken: list[BrokenLine] = []
    line = 1
    carried: list[bytes] = []
    with path.open("rb") as file, copy_to.open("wb") as copy:
        for block, last in _blocks(file):
            lines = carried + block
            kept = _settle(lines, line, delimiter, columns, header_row, broken, last)
            copy.write(b"".join(text + b"\n" for text in lines[:kept]))
            carried, line = lines[kept:], line + kept
    return broken


def _blocks(file: object) -> Iterator[tuple[list[bytes], bool]]:
    """Lists of whole lines without their ends, and whether the list is the last."""
    read = file.read  # type: ignore[attr-defined]
    rest = b""
    while chunk := read(CHUNK_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        yield lines, False
    yield ([rest] if rest else []), True


def _settle(
    lines: list[bytes],
    first: int,
    delimiter: str,
    columns: int,
    header_row: int,
    broken: list[BrokenLine],
    last: bool,
) -> int:
    """Change lines in place; returns how many are settled, the rest waits for the lines that follow."""
    odd = [i for i, text in enumerate(lines) if text.count(b'"') % 2]
    place = 0
    while place < len(odd):
        here = odd[place]
        there = odd[place + 1] if place + 1 < len(odd) else None
        if first + here <= header_row or _is_record(lines[here : here + 1], delimiter, columns):
            place += 1
        elif (
            there is not None
            and there - here < MOST_LINES
            and _is_record(lines[here : there + 1], delimiter, columns)
        ):
            lines[here] = b" ".join(text.rstrip(b"\r") for text in lines[here : there + 1])
            lines[here + 1 : there + 1] = [b""] * (there - here)
            place += 2
        elif there is None and not last and len(lines) - here < MOST_LINES:
            return here
        else:
            broken.append(
                BrokenLine(first + here, lines[here].decode("utf-8", "replace")[:_VALUE_CHARACTERS])
            )
            lines[here] = b""
            place += 1
    return len(lines)


def _is_record(lines: list[bytes], delimiter: str, columns: int) -> bool:
    """Whether the lines are one record with the right number of cells and closed quotes."""
    text = b"\n".join(lines).decode("utf-8", "replace")
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1 and len(rows[0]) == columns
