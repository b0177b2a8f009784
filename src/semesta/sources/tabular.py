"""Workbooks and Parquet files: not read yet, and said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from semesta.faults import InputRefused, Text
from semesta.sources.files import Found
from semesta.sources.layouts import Layout
from semesta.sources.model import SourceRequest, Understanding


def sheets_of(file: Found, request: SourceRequest, layouts: Sequence[Layout]) -> Iterator[Understanding]:
    """One understanding per sheet that holds people."""
    assert layouts and request
    yield from ()
    raise InputRefused(
        place=str(file.path),
        reason=Text("Bentuk berkas ini belum dibaca.", "This form of file is not read yet."),
        remedy=Text("Simpan sebagai CSV.", "Save it as CSV."),
    )
