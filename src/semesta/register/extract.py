"""A monthly extract in the engine, in the register's numbers: what it says, and what it does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from semesta import sources
from semesta.engine import Engine, literal
from semesta.manifest import SourceFile
from semesta.register.cards import register_columns
from semesta.sources import SourceRequest, Understanding
from semesta.sources.fields import PLACE_CODES, PLACE_NAMES
from semesta.sources.lists import take_lists

#: Column of the register -> fields of a file that say it. NIK, card and status are looked at on their own.
SAID_BY: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "kk": ("kk",),
    "village": ("village", *PLACE_NAMES, *PLACE_CODES),
    "address": ("address",),
    "facility": ("facility",),
    "relation": ("relation",),
    "segment": ("segment",),
    "hospital_class": ("hospital_class",),
    "start_date": ("start_date",),
    "end_date": ("end_date",),
    "payer_written": ("payer_region",),
}
#: Of a place the name or the last part of the code must be there, or nothing is said.
_NEEDED = {"village": ("village", "village_name", "village_part")}


def read_extract(
    engine: Engine,
    files: Sequence[Path],
    *,
    as_of: dt.date,
    scratch: Path,
    maps: Path | None,
    on_understood: Callable[[tuple[Understanding, ...]], None] | None,
) -> tuple[tuple[SourceFile, ...], tuple[Understanding, ...]]:
    """Make `incoming` (columns of `cards`, and source, source_row), `rejects`, and `refused` (seq, columns).

    The same files, layouts, maps and rejects as `semesta build --members`. `refused`: columns of a row in which a cell
    was refused: it says nothing about them.
    """
    request = SourceRequest(residents=(), members=tuple(files), as_of=as_of, maps=maps)
    understood = sources.understand(request)
    if on_understood:
        on_understood(understood)
    read = sources.read(engine, request, understood, scratch=scratch, kinds=("members",))
    engine.run(f"""
        CREATE OR REPLACE VIEW incoming AS
        SELECT rowid + 1 AS seq, source, source_row, card, nik, nik_written, kk, coalesce(name, '') AS name,
               birth_date, village, address, facility, {register_columns()}, status_raw,
               start_date, end_date, payer_region AS payer_written
        FROM members
    """)
    _find_refused(engine, understood)
    return read.files, understood


def _find_refused(engine: Engine, understood: Sequence[Understanding]) -> None:
    fields = {field: column for column, fields in SAID_BY.items() for field in fields}
    heads = [
        (number, column.header, fields[column.field])
        for number, one in enumerate(understood)
        for column in one.columns
        if column.field in fields
    ]
    take_lists(
        engine,
        "heads",
        {
            "source": ("UTINYINT", [head[0] for head in heads]),
            "header": ("VARCHAR", [head[1] for head in heads]),
            "said": ("VARCHAR", [head[2] for head in heads]),
        },
    )
    engine.run("""
        CREATE OR REPLACE TABLE refused AS
        SELECT i.seq, list(DISTINCT h.said) AS columns
        FROM rejects r JOIN heads h ON h.source = r.source AND h.header = r."column"
        JOIN (SELECT rowid + 1 AS seq, source, source_row FROM members) i ON i.source = r.source AND i.source_row = r."row"
        WHERE r.scope = 'cell' GROUP BY i.seq
    """)


def says_nothing(column: str, understood: Sequence[Understanding]) -> str:
    """SQL over incoming `i` and refused `x`: this row says nothing about the column, so what is known stays."""
    needed = _NEEDED.get(column, SAID_BY[column])
    silent = [number for number, one in enumerate(understood) if not _has(one, needed)]
    by_file = f"i.source IN ({', '.join(map(str, silent))})" if silent else "false"
    return f"({by_file} OR coalesce(list_contains(x.columns, {literal(column)}), false))"


def silent_about_words(understood: Sequence[Understanding]) -> str:
    """SQL over incoming `i`: the status is the same for the whole file, so there are no words of the insurer."""
    silent = [n for n, one in enumerate(understood) if not (one.column("status") or one.column("status_raw"))]
    return f"i.source IN ({', '.join(map(str, silent))})" if silent else "false"


def _has(one: Understanding, fields: Sequence[str]) -> bool:
    return any(one.column(field) is not None or field in dict(one.constants) for field in fields)
