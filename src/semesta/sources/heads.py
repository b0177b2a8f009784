"""The head of a file and a few samples from further down, as rows of text; cheap whatever the size."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Bytes read at the start, and how many pieces of what size are read from the rest.
HEAD_BYTES = 1 << 18
PROBES = 24
PROBE_BYTES = 1 << 14
#: Rows in which the header is sought.
HEADER_ROWS = 60
DELIMITERS = (",", ";", "\t", "|")
#: A cell may be long (10,000 characters are met); one that is longer than this is no cell.
CELL_LIMIT = 1 << 24

csv.field_size_limit(CELL_LIMIT)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the line it ends on (from 1; it may begin higher up), and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextHead:
    """The start of a text file and pieces of the rest, decoded."""

    encoding: str
    start: str
    probes: tuple[str, ...]
    whole: bool  # the start is all there is


def read_text_head(path: Path, size_bytes: int) -> TextHead:
    """Decode the start and, of a longer file, pieces that begin and end with whole lines."""
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
        encoding = guess_encoding(start)
        whole = len(start) == size_bytes
        probes = []
        if not whole:
            start = _whole_lines(start, encoding, at_start=True)
            step = (size_bytes - HEAD_BYTES) // PROBES
            for number in range(PROBES):
                file.seek((HEAD_BYTES + number * step) // 4 * 4)
                probes.append(
                    decode(_whole_lines(file.read(PROBE_BYTES), encoding, at_start=False), encoding)
                )
    return TextHead(encoding, decode(start, encoding), tuple(probes), whole)


def guess_encoding(start: bytes) -> str:
    """utf-16-le, utf-16-be, utf-8 or windows-1252, by mark or by what the bytes can be."""
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    pairs = len(start) // 2
    if pairs >= 8 and start[1::2].count(0) > 0.6 * pairs and not start[0::2].count(0):
        return "utf-16-le"
    if pairs >= 8 and start[0::2].count(0) > 0.6 * pairs and not start[1::2].count(0):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def decode(data: bytes, encoding: str) -> str:
    """Text without byte order mark; what cannot be decoded becomes the replacement character."""
    return data.decode("utf-8" if encoding == "mixed" else encoding, "replace").removeprefix("\ufeff")


def _whole_lines(data: bytes, encoding: str, *, at_start: bool) -> bytes:
    newline = "\n".encode(encoding)
    first = 0 if at_start else data.find(newline) + len(newline)
    last = data.rfind(newline)
    if len(newline) == 2:  # a pair that only looks like a newline when read across two characters
        first, last = first + first % 2, last - last % 2
    return data[first : last + len(newline)] if last >= first else data if at_start else b""


def csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows of a piece of CSV; a quote that is never closed ends the piece, it does not raise."""
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return
        yield Row(reader.line_num, tuple(cells))
