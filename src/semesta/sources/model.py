"""What is asked of this room and what it answers: the request, how files were understood, what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from semesta.faults import Language, Text
from semesta.manifest import SourceFile

Kind = Literal["residents", "members", "roster", "bill", "deaths"]
Format = Literal["csv", "xlsx", "parquet"]


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """Which files to read, and the date they speak of. A path may be a file or a folder of files."""

    residents: tuple[Path, ...]
    members: tuple[Path, ...]
    as_of: dt.date
    rosters: tuple[tuple[str, Path], ...] = ()  # (group, file or folder)
    bills: tuple[Path, ...] = ()  # by name, one month
    deaths: tuple[Path, ...] = ()
    maps: Path | None = None  # YAML in the form of sources/layouts


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One field of ours, the column of the file it comes from, and how its values are written."""

    field: str
    position: int  # from 0
    header: str  # as it stands in the file
    date_format: str = ""  # strftime form of most values, for dates
    words: tuple[
        tuple[str, str], ...
    ] = ()  # (text as written, meaning) seen in the sample, most frequent first
    style: str = ""  # villages: dots or digits; dates: month_first; status: how its codes are read


@dataclass(frozen=True, slots=True)
class Understanding:
    """How one file, or one sheet of a workbook, was understood from its head and a sample."""

    kind: Kind
    group: str  # of a roster; else ''
    path: Path
    sheet: str  # '' for files that have none
    format: Format
    encoding: str  # utf-8, utf-16, windows-1252; '' for XLSX and Parquet
    delimiter: str
    header_row: int  # line or sheet row, from 1; 0 where the file has none (Parquet)
    headers: tuple[str, ...]
    layout: str  # the layout that fits best
    columns: tuple[MappedColumn, ...]
    constants: tuple[tuple[str, str], ...]  # (field, text) that the layout or map gives for every row
    ignored: tuple[str, ...]  # headers that nothing was made of
    missing: tuple[str, ...]  # our optional fields that the file does not have
    notes: tuple[Text, ...] = ()
    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()  # field -> (text, text it stands for)
    size_bytes: int = 0
    titles: tuple[str, ...] = ()  # the rows above the header, each as one text

    @property
    def name(self) -> str:
        """File name, with the sheet after '#'."""
        return f"{self.path.name}#{self.sheet}" if self.sheet else self.path.name

    def column(self, field: str) -> MappedColumn | None:
        return next((c for c in self.columns if c.field == field), None)

    def lines(self, language: Language = "id") -> list[str]:
        """What to show before going on: the file, its form, each column and what was made of it."""
        from semesta.sources.telling import lines_of

        return lines_of(self, language)


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """What was read, file by file, in the order of their numbers."""

    files: tuple[SourceFile, ...]
