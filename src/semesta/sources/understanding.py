"""How each file is understood, from its head and a few samples: form, header, columns, how values are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from semesta.faults import Text
from semesta.sources.describing import COPY_AGAIN, describe, header_refused, nothing_under_header, refused
from semesta.sources.files import Found, find_files
from semesta.sources.heads import DELIMITERS, Row, csv_rows, read_text_head
from semesta.sources.layouts import Layout, layouts_for
from semesta.sources.matching import best_header
from semesta.sources.model import SourceRequest, Understanding
from semesta.sources.tabular import understand_parquet, understand_workbook


def understand(request: SourceRequest) -> tuple[Understanding, ...]:
    """How every file and sheet of the request is understood; InputRefused where one cannot be."""
    found = find_files(request)
    return tuple(u for file in found for u in _understand(file, request))


def _understand(file: Found, request: SourceRequest) -> Iterable[Understanding]:
    layouts = layouts_for(file.kind, request.maps)
    if file.format == "csv":
        yield _csv(file, request, layouts)
    elif file.format == "xlsx":
        yield from understand_workbook(file, request, layouts)
    else:
        yield understand_parquet(file, request, layouts)


# --- CSV --------------------------------------------------------------------------------------------


def _csv(file: Found, request: SourceRequest, layouts: Sequence[Layout]) -> Understanding:
    head = read_text_head(file.path, file.size_bytes)
    if "\0" in head.start[:1000] and not head.start.strip("\0"):
        raise refused(file, Text("Isi berkas hanya bita NUL.", "The file holds NUL bytes only."), COPY_AGAIN)
    read = [(delimiter, list(csv_rows(head.start, delimiter))) for delimiter in DELIMITERS]
    matched = [(best_header(file.kind, rows, layouts), delimiter, rows) for delimiter, rows in read]
    match, delimiter, rows = max(
        matched, key=lambda m: (m[0].has_needed(file.kind), len(m[0].positions)) if m[0] else (False, 0)
    )
    if match is None or not match.has_needed(file.kind):
        raise header_refused(file, match, max((rows for _, rows in read), key=_widest))
    sample = [row.cells for row in rows if row.line > match.row.line]
    for probe in head.probes:
        sample += [row.cells for row in csv_rows(probe, delimiter) if len(row.cells) == len(match.row.cells)]
    if not any(any(cell.strip() for cell in cells) for cells in sample):
        raise nothing_under_header(file)
    encoding = "utf-16" if head.encoding.startswith("utf-16") else head.encoding
    return describe(file, request, layouts, match, sample, encoding=encoding, delimiter=delimiter, above=rows)


def _widest(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows[:60]), default=0)
