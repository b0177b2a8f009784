"""People of an edition by name, for a list: who, where, why, what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.tables import OUTSIDE

_COLUMNS = (
    "village_code, nik, nik_written, kk, name, sex, birth_date, address, rt, rw, coverage, reason, "
    "suggested_action, card, relation"
)
#: Cards outside have no RT/RW.
_CARD_COLUMNS = _COLUMNS.replace("rt, rw, coverage", "NULL AS rt, NULL AS rw, 'outside' AS coverage")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a list."""

    village_code: str
    nik: str | None
    nik_written: str | None
    kk: str | None
    name: str | None
    sex: str | None
    birth_date: dt.date | None
    address: str | None
    rt: str | None
    rw: str | None
    coverage: str
    reason: str | None
    suggested_action: str | None
    card: str | None
    relation: int | None


def people(engine: Engine, *, region: str, coverages: Sequence[str]) -> Iterator[Person]:
    """The people of a region (code with dots; '' for all), in the order of the tables: village, RT, family.

    Streams: memory stays at one batch. The engine can answer nothing else until the stream has ended.
    """
    parts = []
    if set(coverages) - {OUTSIDE}:
        chosen = ", ".join(literal(coverage) for coverage in coverages)
        parts.append(f"SELECT {_COLUMNS} FROM residents WHERE coverage IN ({chosen}) AND {within(region)}")
    if OUTSIDE in coverages:
        parts.append(f"SELECT {_CARD_COLUMNS} FROM outside WHERE {within(region)}")
    # The tables lie in the order of villages; families and RTs inside one are put in order here.
    order = " ORDER BY village_code, coverage = 'outside', rt, kk, relation, birth_date, name"
    for batch in engine.batches(f"FROM ({' UNION ALL '.join(parts)}){order}"):
        lists = [column.to_pylist() for column in batch.columns]
        for row in zip(*lists, strict=True):
            yield Person(*row)


def people_of_step(engine: Engine, *, step: int, region: str = "") -> Iterator[Person]:
    """The people (or holders of cards) of one step of a plan, village by village in the step's own order.

    `engine` has the view `steps`. Streams like `people`.
    """
    qualified = ", ".join(f"p.{name.strip()}" for name in _COLUMNS.split(","))
    card = qualified
    for name in ("rt", "rw", "reason", "suggested_action"):
        card = card.replace(f"p.{name},", f"NULL AS {name},")
    card = card.replace("p.coverage", f"'{OUTSIDE}' AS coverage")
    where = within(region, "p.village_code")
    query = f"""
        SELECT {qualified}, s.position FROM steps s JOIN residents p ON p.resident_id = s.resident_id
        WHERE s.step_id = {int(step)} AND s.member_id IS NULL AND {where}
        UNION ALL SELECT {card}, s.position FROM steps s JOIN members p ON p.member_id = s.member_id
        WHERE s.step_id = {int(step)} AND {where}
    """
    for batch in engine.batches(f"SELECT * EXCLUDE position FROM ({query}) ORDER BY village_code, position"):
        for row in zip(*[column.to_pylist() for column in batch.columns], strict=True):
            yield Person(*row)


def villages_of(engine: Engine, region: str) -> dict[str, str]:
    """Code and name of each village of the edition in a region, in the order of the codes."""
    found = engine.rows(
        f"SELECT code, name FROM regions WHERE level = 'village' AND {within(region, 'code')} ORDER BY code"
    )
    return dict(found)


def within(region: str, column: str = "village_code") -> str:
    """The condition that a village lies in a region; written so that Parquet's statistics can skip the rest."""
    if not region:
        return "true"
    if region.count(".") == 3:
        return f"{column} = {literal(region)}"
    return f"{column} >= {literal(region + '.')} AND {column} < {literal(region + '/')}"
