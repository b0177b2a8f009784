"""The manifest of an edition: what it was made from, by what, when, with which counts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file (or one sheet of one file) that an edition was built from."""

    number: int  # `source` in the tables
    kind: str  # residents, members, roster
    name: str  # file name without folder; the sheet after '#'
    sha256: str
    size_bytes: int
    encoding: str  # utf-8, windows-1252, mixed, parquet, xlsx
    delimiter: str  # '' where it has none
    header_row: int  # from 1; 0 where it has none
    columns: dict[str, str]  # our column -> header as it stands in the file
    ignored_headers: tuple[str, ...]
    rows_in: int
    rows_taken: int
    rows_rejected: int
    cells_rejected: int
    repaired: dict[str, int] = field(default_factory=dict)  # e.g. card_zeros_restored: 1203


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of an edition."""

    name: str  # of the table
    file: str
    rows: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with the bounds between which it lies with 95% confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LinkError:
    """What the edition states about its own links. Counts of links, not shares."""

    links: int
    reviews: int
    false_links: Interval  # expected among the links (and duplicates)
    missed_links: Interval  # residents who hold a card that was not linked to them
    basis: str  # model, or model+clerical


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the build cost, and what went in and came out where that makes sense."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_memory_mb: int
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything an edition says about itself. `counts` and `laws` are checked again by `verify`."""

    name: str  # folder name, e.g. 2024-07-01 or 2024-07-01-2
    as_of: dt.date
    built_at: dt.datetime  # UTC
    program_version: str
    rules_version: str
    region: str  # code of the smallest region that holds (nearly) all residents, e.g. 18
    population_basis: str  # e.g. 'DKB semester II 2023', as given; '' if not given
    sources: tuple[SourceFile, ...]
    tables: tuple[TableFile, ...]
    counts: dict[str, int]
    laws: tuple[str, ...]  # laws that were checked and held
    link_error: LinkError
    linkage: dict[str, Any]  # methods with counts, model parameters
    steps: tuple[Step, ...]
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False, default=str) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read back what `to_json` wrote; KeyError or ValueError when it is something else."""
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']}, this program reads {FORMAT}")
        error = raw["link_error"]
        return cls(
            name=raw["name"],
            as_of=dt.date.fromisoformat(raw["as_of"]),
            built_at=dt.datetime.fromisoformat(raw["built_at"]),
            program_version=raw["program_version"],
            rules_version=raw["rules_version"],
            region=raw["region"],
            population_basis=raw["population_basis"],
            sources=tuple(
                SourceFile(**{**s, "ignored_headers": tuple(s["ignored_headers"])}) for s in raw["sources"]
            ),
            tables=tuple(TableFile(**t) for t in raw["tables"]),
            counts=dict(raw["counts"]),
            laws=tuple(raw["laws"]),
            link_error=LinkError(
                **{
                    **error,
                    "false_links": Interval(**error["false_links"]),
                    "missed_links": Interval(**error["missed_links"]),
                }
            ),
            linkage=dict(raw["linkage"]),
            steps=tuple(Step(**s) for s in raw["steps"]),
        )
