"""Whether an edition is still what it was: hashes, row counts, columns and laws, all computed again."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.coverage.laws import broken_laws
from semesta.edition.opened import Edition
from semesta.edition.writing import sha256
from semesta.engine import Engine
from semesta.faults import Text
from semesta.manifest import TableFile
from semesta.tables import EDITION_TABLES


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the manifest says."""

    kind: str  # missing, size, hash, rows, columns, count, law, extra
    place: str  # file, count or law
    text: Text


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what differs; an edition is sound when nothing does."""

    files: int
    rows: int
    laws: int
    differences: tuple[Difference, ...]

    @property
    def sound(self) -> bool:
        return not self.differences


def verify(edition: Edition) -> Verification:
    """Read the whole edition again and compare it with its manifest and with the laws."""
    tables = edition.manifest.tables
    differences = [d for table in tables for d in _file_differs(edition, table)]
    differences += _strangers(edition)
    laws = 0
    if not any(d.kind in ("missing", "hash", "size") for d in differences):
        with edition.engine() as engine:
            differences += _tables_differ(engine, tables)
            differences += _counts_differ(engine, edition)
            failures = broken_laws(engine)
            laws = len(edition.manifest.laws)
        differences += [Difference("law", f.law.name, Text(f.say("id"), f.say("en"))) for f in failures]
    return Verification(len(tables), sum(t.rows for t in tables), laws, tuple(differences))


def _file_differs(edition: Edition, table: TableFile) -> list[Difference]:
    path = edition.path / table.file
    if not path.is_file():
        return [Difference("missing", table.file, Text("Berkas ini tidak ada.", "This file is missing."))]
    size = path.stat().st_size
    if size != table.size_bytes:
        text = Text(
            f"Besarnya {size} bita, seharusnya {table.size_bytes}.",
            f"It has {size} bytes, it should have {table.size_bytes}.",
        )
        return [Difference("size", table.file, text)]
    if sha256(path) != table.sha256:
        text = Text("Isinya berubah sejak edisi dibuat.", "Its content changed since the edition was made.")
        return [Difference("hash", table.file, text)]
    return []


def _strangers(edition: Edition) -> list[Difference]:
    known = {table.file for table in edition.manifest.tables} | {"manifest.json"}
    strange = sorted(file.name for file in edition.path.iterdir() if file.name not in known)
    text = Text("Bukan bagian dari edisi ini.", "Not part of this edition.")
    return [Difference("extra", name, text) for name in strange]


def _tables_differ(engine: Engine, tables: tuple[TableFile, ...]) -> list[Difference]:
    rows = {table.name: table.rows for table in tables}
    found = []
    for table in EDITION_TABLES:
        counted = engine.count(table.name)
        if counted != rows.get(table.name):
            text = Text(
                f"{counted} baris, seharusnya {rows.get(table.name)}.",
                f"{counted} rows, there should be {rows.get(table.name)}.",
            )
            found.append(Difference("rows", table.name, text))
        missing = set(table.names) - set(engine.columns(table.name))
        if missing:
            names = ", ".join(sorted(missing))
            text = Text(f"Kolom tidak ada: {names}.", f"Missing columns: {names}.")
            found.append(Difference("columns", table.name, text))
    return found


#: Counts of the manifest that the tables can answer again.
_COUNTS = {
    "residents": ("residents", "vital_status = 'ALIVE'"),
    "departed": ("residents", "coverage = 'departed'"),
    "active": ("residents", "coverage = 'active'"),
    "inactive": ("residents", "coverage = 'inactive'"),
    "not_enrolled": ("residents", "coverage = 'not_enrolled'"),
    "members": ("members", "true"),
    "linked": ("members", "role = 'linked'"),
    "duplicates": ("members", "role = 'duplicate'"),
    "outside": ("outside", "true"),
    "links": ("links", "true"),
    "reviews": ("links", "outcome = 'review'"),
}


def _counts_differ(engine: Engine, edition: Edition) -> list[Difference]:
    found = []
    for name, (table, condition) in _COUNTS.items():
        stated, counted = edition.manifest.counts.get(name), engine.count(table, condition)
        if stated != counted:
            text = Text(
                f"Keterangan menyebut {stated}, tabel berisi {counted}.",
                f"The manifest says {stated}, the table holds {counted}.",
            )
            found.append(Difference("count", name, text))
    return found
