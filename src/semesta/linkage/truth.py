"""A truth file beside an edition: read, checked, and its rows counted as the edition counts them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from semesta.engine import Engine, identifier, literal
from semesta.faults import InputRefused, Text
from semesta.linkage.evaluation import Evaluation, evaluate
from semesta.manifest import Manifest, SourceFile

TRUTH_COLUMNS = ("member_row", "resident_row", "fault", "nik_broken")


def evaluate_edition(engine: Engine, manifest: Manifest, truth: Path) -> Evaluation:
    """Compare an edition with a truth file (Parquet, TRUTH_COLUMNS; synthetic provinces bring one).

    `member_row` and `resident_row` count rows of data from 1, through all files or sheets of their kind.
    InputRefused when the file is no Parquet, lacks columns, or is of other files.
    """
    _check(truth)
    engine.run(f"CREATE TEMP TABLE _truth AS SELECT {', '.join(TRUTH_COLUMNS)} FROM {_parquet(truth)}")
    database = identifier(engine.value("SELECT current_database()"))
    for table in ("residents", "members"):
        # The view stands before the table of the same name, and counts its rows as the truth does.
        engine.run(f"""
            CREATE OR REPLACE TEMP VIEW {table} AS
            SELECT * REPLACE ({_row_of_data(manifest, table)} AS source_row) FROM {database}.main.{table}
        """)
    members = sum(source.rows_in for source in _sources(manifest, "members"))
    counted, last = engine.row("SELECT count(*), coalesce(max(member_row), 0) FROM _truth")
    if counted != members or last > members:
        raise _of_other_files(truth, counted, members)
    return evaluate(engine, "_truth", residents_header=0, members_header=0)


def _sources(manifest: Manifest, kind: str) -> list[SourceFile]:
    return sorted((source for source in manifest.sources if source.kind == kind), key=lambda s: s.number)


def _row_of_data(manifest: Manifest, kind: str) -> str:
    """SQL: the row counted through all sources of a kind, without header lines."""
    before, cases = 0, ""
    for source in _sources(manifest, kind):
        cases += f" WHEN {source.number} THEN source_row - {source.header_row} + {before}"
        before += source.rows_in
    return f"CASE source {cases} END" if cases else "source_row"


def _parquet(path: Path) -> str:
    return f"read_parquet({literal(str(path))})"


def _check(path: Path) -> None:
    try:
        names = pq.read_schema(path).names
    except FileNotFoundError as error:
        raise _refused(path, "Berkas ini tidak ada.", "This file is not there.") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise _refused(path, "Ini bukan berkas Parquet.", "This is no Parquet file.") from error
    missing = ", ".join(name for name in TRUTH_COLUMNS if name not in names)
    if missing:
        raise _refused(path, f"Tidak ada kolom {missing}.", f"Columns {missing} are missing.")


def _refused(path: Path, reason: str, reason_en: str) -> InputRefused:
    columns = ", ".join(TRUTH_COLUMNS)
    return InputRefused(
        place=str(path),
        reason=Text(reason, reason_en),
        remedy=Text(
            f"Beri berkas kebenaran dengan kolom {columns}, seperti yang dibuat `semesta synth`.",
            f"Give a truth file with the columns {columns}, like those that `semesta synth` makes.",
        ),
    )


def _of_other_files(path: Path, counted: int, members: int) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Berkas ini memuat {counted} peserta, sedangkan edisi ini dibuat dari {members} baris peserta.",
            f"This file has {counted} members, but the edition was made from {members} rows of members.",
        ),
        remedy=Text(
            "Beri berkas kebenaran yang dibuat bersama berkas peserta edisi ini.",
            "Give the truth file that was made together with this edition's member file.",
        ),
    )
