"""The month-end members table, as of either clock: the file that `semesta build` makes the next edition from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from semesta.database import attached
from semesta.edition.aside import building_place, refused_by_disk
from semesta.engine import Engine, literal
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.register.payers import code_sql, kind_sql
from semesta.register.recording import Decision, known_at, recording
from semesta.register.state import make_state
from semesta.register.transitions import CLOSERS
from semesta.register.vocabulary import BUCKET_NUMBERS, SEGMENT_NAMES, STATUS_NAMES, PayerKind, Transition
from semesta.rules import status_of

Form = Literal["parquet", "csv"]


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, its rows, the day whose state it holds, the last change it knows of, and the change that it is."""

    file: Path
    rows: int
    on: dt.date
    known: int
    change: int


def export(
    *,
    out: Path,
    on: dt.date,
    by: Decision,
    known: dt.datetime | None = None,
    form: Form = "parquet",
    on_step: Callable[[str], None] | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
) -> Exported:
    """Write `out/members_DAY.parquet` (or .csv): a row for each person with a membership on that day.

    One that was cancelled or voided is none. In the columns of layout `semesta`, so that an edition built from it has the cards of the edition they were
    adopted from. `known`: as it was known then; None: now. Writers go on meanwhile: what they decide is not in it.
    The file holds whole numbers and names, so who took it and why is recorded. InputRefused if it is there already.
    """
    change = known_at(known or dt.datetime(9999, 1, 1, tzinfo=dt.UTC))
    file = out / f"members_{on.isoformat()}.{form}"
    if file.exists():
        raise _there_already(file)
    with (
        building_place(out, file.stem) as aside,
        Engine(aside, memory_mb=memory_mb, threads=threads, on_step=on_step) as engine,
    ):
        with engine.step("export"), attached(engine):
            rows = _write(engine, aside / file.name, on=on, known=change, form=form)
        with recording("export", by) as during:  # before the file is there: none leaves without its record
            pass
        try:
            (aside / file.name).rename(file)
        except OSError as error:
            raise refused_by_disk(file, error) from error
    return Exported(file, rows, on, change, during.change)


def _write(engine: Engine, file: Path, *, on: dt.date, known: int, form: Form) -> int:
    make_state(engine, on=on, as_known=known)
    engine.run(f"DELETE FROM state WHERE transition IN ({', '.join(str(one.value) for one in CLOSERS)})")
    _say_statuses(engine)
    write = engine.write_parquet if form == "parquet" else engine.write_csv
    write(_members(), file)
    return engine.count("state")


def _say_statuses(engine: Engine) -> None:
    """Make `statuses` (status, status_raw, taken, word, raw): the extract's words are kept as long as they are true.

    A status that the register gave has no words of the insurer, unless those it had mean the same.
    """
    from_file = f"transition IN ({Transition.ADOPTED.value}, {Transition.CORRECTED.value})"
    engine.run(f"""
        CREATE TABLE statuses AS SELECT DISTINCT status, status_raw, {from_file} AS taken,
               NULL::VARCHAR AS word, NULL::VARCHAR AS raw FROM state
    """)
    for status, raw, taken in engine.rows("SELECT status, status_raw, taken FROM statuses"):
        word = STATUS_NAMES[status]
        keep = raw is not None and (taken or status_of(raw) == word)
        engine.run(
            f"UPDATE statuses SET word = {literal(word)}, raw = {literal(raw if keep else None)} "
            f"WHERE status = {status} AND status_raw IS NOT DISTINCT FROM {literal(raw)} AND taken = {literal(taken)}"
        )


def _members() -> str:
    """The rows of the file. Names as in layout `semesta`."""
    segments = {**SEGMENT_NAMES, **{number: bucket for bucket, number in BUCKET_NUMBERS.items()}}
    segment = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in segments.items())
    return f"""
        SELECT substr((10000000000000 + card)::VARCHAR, 2) AS card, coalesce(lpad(nik::VARCHAR, 16, '0'), nik_written) AS nik,
               lpad(kk::VARCHAR, 16, '0') AS kk, nullif(name, '') AS name, sex, birth_date, relation::TINYINT AS relation,
               {_village()} AS village_code, address, CASE segment {segment} END AS segment,
               hospital_class::TINYINT AS hospital_class, w.word AS status, w.raw AS status_raw,
               start_date, end_date, {_payer()} AS payer_region, facility
        FROM state s JOIN statuses w ON w.status = s.status AND w.status_raw IS NOT DISTINCT FROM s.status_raw
             AND w.taken = (s.transition IN ({Transition.ADOPTED.value}, {Transition.CORRECTED.value}))
        ORDER BY person
    """


def _village() -> str:
    v = "lpad(village::VARCHAR, 10, '0')"
    return f"({v}[1:2] || '.' || {v}[3:4] || '.' || {v}[5:6] || '.' || {v}[7:10])"


def _payer() -> str:
    """What the extract said; where it said nothing, the payer only if reading the file again would find another one."""
    found_again = code_sql(kind_sql("segment"), "NULL::VARCHAR", f"{_village()}[1:5]")
    no_address = (
        f"village IS NULL AND transition IN ({Transition.ADOPTED.value}, {Transition.CORRECTED.value})"
    )
    return f"""CASE WHEN payer_written IS NOT NULL THEN payer_written
        WHEN payer_kind = {PayerKind.EMPLOYER.value} THEN payer_name
        WHEN payer_code IS NOT DISTINCT FROM {found_again} OR {no_address} THEN NULL
        WHEN payer_kind = {PayerKind.REGION.value} THEN payer_code END"""


def _there_already(file: Path) -> InputRefused:
    return InputRefused(
        place=str(file),
        reason=Text("Berkas ini sudah ada.", "This file is there already."),
        remedy=Text(
            "Pilih folder lain, atau hapus berkas itu.", "Choose another folder, or remove that file."
        ),
    )
