"""Small invented worlds: staged residents, members and links, written as a desk would tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from semesta.engine import Engine, identifier
from semesta.tables import (
    REJECTS,
    STAGED_LINKS,
    STAGED_MEMBERS,
    STAGED_RESIDENTS,
    STAGED_ROSTERS,
    Table,
)

AS_OF = dt.date(2024, 7, 1)
VILLAGE = 1871011001
Row = Mapping[str, Any]

#: What a row has when the test does not care; serials 9000 to 9999 belong to invented people.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "residents": {"vital_status": "ALIVE", "source": 0, "village": VILLAGE, "sex": "L"},
    "members": {"status": "AKTIF", "bucket": "PBI_JK", "segment": "PBI JAMINAN KESEHATAN", "source": 1,
                "village": VILLAGE, "status_raw": "AKTIF", "sex": "L"},
    "rosters": {"group": "council", "source": 2},
    "links": {"outcome": "link", "method": "nik_exact", "probability": 1.0, "evidence": "nik=same"},
    "rejects": {},
}  # fmt: skip


@dataclass
class World:
    """Rows of the staged tables; a link is (resident, member) or (resident, member, outcome)."""

    residents: Sequence[Row] = ()
    members: Sequence[Row] = ()
    links: Sequence[tuple[Any, ...]] = ()
    rosters: Sequence[Row] = ()
    rejects: Sequence[Row] = field(default_factory=list)

    def stage(self, engine: Engine, *, links: bool = True) -> None:
        """Make the staged tables in the engine, exactly as tables.py says."""
        _fill(engine, STAGED_RESIDENTS, _numbered(self.residents))
        _fill(engine, STAGED_MEMBERS, _numbered(self.members))
        _fill(engine, STAGED_ROSTERS, _numbered(self.rosters))
        _fill(engine, REJECTS, self.rejects)
        if links:
            self.stage_links(engine)

    def stage_links(self, engine: Engine) -> None:
        names = ("resident", "member", "outcome")
        _fill(engine, STAGED_LINKS, [dict(zip(names, link, strict=False)) for link in self.links])


def nik(number: int, *, birth: dt.date = dt.date(1990, 1, 1)) -> int:
    """A NIK of an invented man of Bandar Lampung."""
    return int(f"187101{birth:%d%m%y}{9000 + number:04}")


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [{"source_row": number, **row} for number, row in enumerate(rows, 2)]


def _fill(engine: Engine, table: Table, rows: Sequence[Row]) -> None:
    engine.drop(table.name)
    engine.run(table.ddl())
    defaults = _DEFAULTS[table.name]
    full = [{**dict.fromkeys(table.names), **defaults, **row} for row in rows]
    if not full:
        return
    engine.take("_rows", pa.table({name: [row[name] for row in full] for name in table.names}))
    casts = ", ".join(f"{identifier(c.name)}::{c.type}" for c in table.columns)
    engine.run(f"INSERT INTO {identifier(table.name)} SELECT {casts} FROM _rows")
    engine.drop("_rows")
