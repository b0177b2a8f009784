"""Apply a monthly extract as a difference: only what changed becomes facts, valid from the extract's day.

Nobody is ended because the extract leaves the card out: such cards are listed. What the insurer's file says wins over
what the register said, but for rows that wait for a person to decide (`matching`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

from semesta.database import Busy, Load, attached, loading, place
from semesta.engine import Engine
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.manifest import SourceFile
from semesta.register.card_rows import Numbers, place_newcomers, rows_of_newcomers
from semesta.register.cards import COLUMNS
from semesta.register.comparing import compare
from semesta.register.extract import read_extract
from semesta.register.extract_rows import step_memberships, with_changes
from semesta.register.holders import read_holders
from semesta.register.matching import match, read_people
from semesta.register.outcomes import Outcomes, make_outcomes, write_outcomes
from semesta.register.present_state import refresh_all
from semesta.register.recording import Decision, recording
from semesta.register.regrouping import regroup
from semesta.register.state import make_state
from semesta.register.taking import (
    ATTEMPTS,
    Moved,
    Took,
    last_day_taken,
    last_numbers,
    require_unmoved,
    scratch_folder,
    taken_before,
    write_taken,
)
from semesta.sources import Understanding


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an extract. `change`: None for a dry run. `again`: it was applied before, nothing was changed."""

    change: int | None
    outcomes: Outcomes
    again: bool


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be applied: files of one extract and the day it speaks of. `out`: where row by row is written down."""

    files: tuple[Path, ...]
    as_of: dt.date
    dry_run: bool = False
    maps: Path | None = None
    out: Path | None = None
    memory_mb: int = DEFAULT_MEMORY_MB
    threads: int | None = None


def import_extract(
    order: ImportOrder,
    *,
    by: Decision,
    on_understood: Callable[[tuple[Understanding, ...]], None] | None = None,
    on_step: Callable[[str], None] | None = None,
) -> Imported:
    """Apply the extract, in one transaction; every row has an outcome, and they add up to the rows of the files.

    The same files again change nothing. InputRefused for an extract older than one that was taken already, Busy if others
    keep writing.
    """
    _refuse_older(order)
    for _ in range(ATTEMPTS):
        with (
            scratch_folder() as scratch,
            Engine(scratch, memory_mb=order.memory_mb, threads=order.threads, on_step=on_step) as engine,
        ):
            imported = _attempt(engine, order, by, scratch, on_understood)
        if imported:
            return imported
    raise Busy(
        place=place(),
        reason=Text("Orang lain terus menulis ke register; tidak ada yang berubah.", "Others keep writing to the register; nothing was changed."),
        remedy=Text("Ulangi saat tidak ada yang bekerja.", "Repeat when nobody is working."),
    )  # fmt: skip


def _attempt(
    engine: Engine,
    order: ImportOrder,
    by: Decision,
    scratch: Path,
    on_understood: Callable[[tuple[Understanding, ...]], None] | None,
) -> Imported | None:
    last = last_numbers()
    with engine.step("import.extract"):
        files, understood = read_extract(
            engine,
            order.files,
            as_of=order.as_of,
            scratch=scratch,
            maps=order.maps,
            on_understood=on_understood,
        )
    sha256 = _sha256(files)
    taken = taken_before("extract", sha256)
    if taken:
        return Imported(taken.change, Outcomes.of(taken.rows, taken.outcomes), again=True)
    with engine.step("import.register"), attached(engine):
        read_people(engine)
        make_state(engine, on=order.as_of, as_known=last.change)
    with engine.step("import.compare"):
        match(engine)
        compare(engine, understood)
        people = _newcomers(engine, last)
        outcomes = make_outcomes(engine, files)
    if order.out:
        write_outcomes(engine, order.out, [file.name for file in files])
    if order.dry_run:
        return Imported(None, outcomes, again=False)
    rows = with_changes(rows_of_newcomers(last, order.as_of, people), last, order.as_of, people)
    with loading(engine, rows, scratch) as load:
        try:
            with recording("import", by) as during:
                require_unmoved(last, during)
                _write(load, during.change)
                took = Took(during.change, outcomes.rows, outcomes.by_outcome, order.as_of)
                write_taken(
                    kind="extract", name=", ".join(file.name for file in files), sha256=sha256, took=took
                )
        except Moved:
            return None
    return Imported(last.change, outcomes, again=False)


def _newcomers(engine: Engine, last: Numbers) -> int:
    """Make the tables that the rows are made from: newcomers as `cards` beside `placed`, and `stepped`."""
    read_holders(engine, empty=False)
    engine.run(f"""
        CREATE OR REPLACE TABLE homes (seq BIGINT, regency VARCHAR);
        CREATE OR REPLACE TABLE cards AS
        SELECT row_number() OVER (ORDER BY seq) AS seq, {", ".join(name for name in COLUMNS if name != "seq")}
        FROM incoming SEMI JOIN unknown USING (seq) ORDER BY 1
    """)
    engine.run("""
        DELETE FROM held_niks WHERE nik IN (  -- of holders: who only contests a NIK does not let it go
            SELECT p.nik FROM changed c JOIN people p USING (person) WHERE p.nik IS NOT NULL AND c.nik IS DISTINCT FROM p.nik
        );
        INSERT INTO held_niks SELECT nik FROM changed WHERE nik IS NOT NULL
    """)
    people = engine.count("cards")
    regroup(engine, replace(last, family=last.family + people))
    place_newcomers(engine, last)
    step_memberships(engine)
    return people


def _write(load: Load, change: int) -> None:
    """Old rows give way before new ones come, and numbers are let go before others hold them."""
    with connection.cursor() as cursor:
        for table in ("person_fact", "membership", "identifier"):
            gone = load.helper(f"gone_{table}")
            cursor.execute(f"SELECT count(*) FROM {gone}")
            [expected] = cursor.fetchone()
            cursor.execute(
                f"UPDATE {table} SET superseded_by_id = %s WHERE superseded_by_id IS NULL AND id IN (SELECT id FROM {gone})",
                [change],
            )
            assert cursor.rowcount == expected, (table, cursor.rowcount, expected)
        renumbered = load.helper("renumbered_people")
        cursor.execute(f"UPDATE person SET nik = NULL, card = NULL WHERE id IN (SELECT id FROM {renumbered})")
        load.all()
        refresh_all(facts_of=load.helper("changed_people"), numbers_of=renumbered)


def _sha256(files: Sequence[SourceFile]) -> str:
    """Of an extract, whatever the order of its files."""
    return hashlib.sha256("".join(sorted(file.sha256 for file in files)).encode()).hexdigest()


def _refuse_older(order: ImportOrder) -> None:
    taken = last_day_taken()
    if taken and order.as_of < taken:
        raise InputRefused(
            place=f"--as-of {order.as_of}",
            reason=Text(f"Register sudah memuat data per {taken}; berkas yang lebih lama tidak diterapkan sesudahnya.", f"The register holds data as of {taken} already; an older extract is not applied after it."),
            remedy=Text("Terapkan berkas menurut urutan waktunya; kesalahan lama dibetulkan orang per orang.", "Apply extracts in the order of their days; correct old mistakes person by person."),
        )  # fmt: skip
