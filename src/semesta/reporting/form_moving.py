"""Where things of a sheet go when one of its rows becomes many: rows, ranges, formulas, named ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_REFERENCE = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d+)(?::(\$?[A-Z]{1,3})(\$?)(\d+))?(?![\w(])")


@dataclass(frozen=True, slots=True)
class Move:
    """Where rows go when the row of placeholders becomes `count` rows."""

    row: int
    count: int

    @property
    def last(self) -> int:
        return self.row + max(self.count, 1) - 1

    def of(self, number: int, *, end: bool = False) -> int:
        """The new number of a row; of the row itself the first, or the last where it ends a range."""
        if number > self.row:
            return number + self.last - self.row
        return self.last if end and number == self.row else number

    def in_text(self, text: str) -> str:
        """References to cells in a range or a formula; texts in quotes stay."""
        quoted = text.split('"')
        quoted[::2] = [_REFERENCE.sub(self._moved, part) for part in quoted[::2]]
        return '"'.join(quoted)

    def _moved(self, found: re.Match[str]) -> str:
        column, fixed, number, to_column, to_fixed, to_number = found.groups()
        start = f"{column}{fixed}{self.of(int(number))}"
        if to_number is None:
            return start
        return f"{start}:{to_column}{to_fixed}{self.of(int(to_number), end=True)}"

    def in_ranges(self, text: str) -> str:
        """A list of ranges: one that holds a single cell of the row grows with it."""
        return " ".join(self._grown(part) for part in text.split(" "))

    def _grown(self, part: str) -> str:
        found = re.fullmatch(r"([A-Z]+)(\d+)", part)
        if found and int(found[2]) == self.row and self.count > 1:
            return f"{part}:{found[1]}{self.last}"
        return self.in_text(part)


def moved_references(xml: str, move: Move) -> str:
    """The attributes `ref` and `sqref` of a piece of XML."""
    xml = re.sub(r'\bref="([A-Z0-9:$]+)"', lambda m: f'ref="{move.in_text(m[1])}"', xml)
    return re.sub(r'\bsqref="([A-Z0-9:$ ]+)"', lambda m: f'sqref="{move.in_ranges(m[1])}"', xml)


def moved_workbook(xml: str, moves: Mapping[str, Move]) -> str:
    """Named ranges follow their rows, and a spreadsheet computes every formula anew when it opens the file."""

    def moved(found: re.Match[str]) -> str:
        for name, move in moves.items():
            if found[2].lstrip("'").startswith(escape(name)):
                return found[1] + move.in_text(found[2]) + found[3]
        return found[0]

    xml = re.sub(r"(<definedName\b[^>]*>)(.*?)(</definedName>)", moved, xml, flags=re.DOTALL)
    if "<calcPr" in xml:
        return re.sub(r"<calcPr\b(?![^>]*fullCalcOnLoad)", '<calcPr fullCalcOnLoad="1"', xml)
    after = max(xml.rfind(end) + len(end) for end in ("</sheets>", "</definedNames>") if end in xml)
    return f'{xml[:after]}<calcPr fullCalcOnLoad="1"/>{xml[after:]}'
