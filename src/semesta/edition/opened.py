"""An edition on disk, opened for reading."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from semesta.engine import Engine, identifier, literal
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, NotFound, Text
from semesta.manifest import FORMAT, Manifest
from semesta.tables import EDITION_TABLES

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """An immutable folder of Parquet files and its manifest."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> Edition:
        """NotFound when there is no edition at the path, InputRefused when it is damaged or too new."""
        file = path / MANIFEST
        if not file.is_file():
            raise _no_edition(path)
        try:
            manifest = Manifest.from_json(file.read_text(encoding="utf-8"))
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable(file, error) from error
        missing = [t.file for t in manifest.tables if not (path / t.file).is_file()]
        if missing:
            raise _incomplete(path, missing)
        return cls(path, manifest)

    @property
    def sha256(self) -> str:
        """What tells this edition from another of the same name: its manifest holds the hash of every table."""
        return hashlib.sha256((self.path / MANIFEST).read_bytes()).hexdigest()

    def engine(self, *, memory_mb: int = DEFAULT_MEMORY_MB, threads: int | None = None) -> Engine:
        """An engine whose views are the edition's tables by name, and `persons`: residents and outside.

        The caller closes it (`with edition.engine() as engine:`). Nothing it does changes the files.
        """
        engine = Engine(memory_mb=memory_mb, threads=threads)
        view_tables(engine, self.path)
        return engine

    def village(self, code: str, coverage: str | None = None) -> pa.Table:
        """The residents of one village, by rt, kk and relation, with the columns of tables.RESIDENTS.

        `coverage` narrows to active, inactive, not_enrolled or departed. NotFound for a village in
        which the edition has nobody; an empty table when only the coverage has nobody.
        """
        file = literal(str(self.path / "residents.parquet"))
        wanted = f"AND coverage = {literal(coverage)}" if coverage else ""
        found = _reader().arrow(
            f"SELECT * FROM read_parquet({file}) WHERE village_code = {literal(code)} {wanted} "
            "ORDER BY rt, kk, relation, resident_id"
        )
        if found.num_rows == 0 and not self._has_village(code):
            raise _no_village(self.manifest.name, code)
        return found

    def _has_village(self, code: str) -> bool:
        file = literal(str(self.path / "cube.parquet"))
        return bool(
            _reader().value(
                f"SELECT count(*) > 0 FROM read_parquet({file}) WHERE village_code = {literal(code)} "
                "AND coverage <> 'outside'"
            )
        )


@functools.cache
def _reader() -> Engine:
    """One engine for all short looks of this process: opening one takes longer than the look itself."""
    engine = Engine(threads=1)
    engine.keep_parquet_footers()
    return engine


def view_tables(engine: Engine, folder: Path, *, prefix: str = "") -> None:
    """Views over the Parquet files of an edition's folder, with a prefix where two editions meet; and `persons`."""
    for table in EDITION_TABLES:
        file = literal(str(folder / f"{table.name}.parquet"))
        engine.run(f"CREATE VIEW {identifier(prefix + table.name)} AS FROM read_parquet({file})")
    engine.run(f"""
        CREATE VIEW {prefix}persons AS
        FROM {prefix}residents UNION ALL BY NAME
        SELECT *, 'outside' AS coverage, 1::UTINYINT AS cards FROM {prefix}outside
    """)


def _no_edition(path: Path) -> NotFound:
    return NotFound(
        place=str(path),
        reason=Text("Di sini tidak ada edisi.", "There is no edition here."),
        remedy=Text(
            f"Beri folder yang berisi {MANIFEST}, atau buat edisi dengan 'semesta build'.",
            f"Give the folder that holds {MANIFEST}, or make an edition with 'semesta build'.",
        ),
    )


def _unreadable(file: Path, error: Exception) -> InputRefused:
    return InputRefused(
        place=str(file),
        reason=Text(
            f"Keterangan edisi ini tidak terbaca ({error}).",
            f"This edition's manifest cannot be read ({error}).",
        ),
        remedy=Text(
            f"Program ini membaca format {FORMAT}; perbarui program, atau salin ulang edisinya.",
            f"This program reads format {FORMAT}; update the program, or copy the edition again.",
        ),
    )


def _incomplete(path: Path, missing: list[str]) -> InputRefused:
    files = ", ".join(missing)
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Edisi ini tidak lengkap, tidak ada: {files}.", f"This edition is incomplete, missing: {files}."
        ),
        remedy=Text("Salin ulang edisi dari asalnya.", "Copy the edition again from where it came."),
    )


def _no_village(name: str, code: str) -> NotFound:
    return NotFound(
        place=name,
        reason=Text(
            f"Tidak ada penduduk desa {code!r} dalam edisi ini.",
            f"Nobody of village {code!r} is in this edition.",
        ),
        remedy=Text(
            "Tulis kode Kemendagri lengkap dengan titik, misalnya 18.71.01.1004.",
            "Write the full Kemendagri code with dots, for example 18.71.01.1004.",
        ),
    )
