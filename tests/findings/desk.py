"""Small invented editions written as tables of text, the audit of them, and what it found as text again.

A NIK is written as its serial (9001); cards are known by their number in the order of the rows, people too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from semesta.engine import Engine, identifier
from semesta.findings import BEFORE, AuditOrder, AuditSummary, EarlierEdition, audit
from semesta.rules.law import Law
from semesta.rules.segments import SEGMENTS
from semesta.tables import (
    LINKS,
    MEMBERS,
    OUTSIDE_CARDS,
    RESIDENTS,
    ROSTERS,
    STAGED_BILL,
    STAGED_DEATHS,
    Table,
)

AS_OF = dt.date(2024, 7, 1)
EARLIER = dt.date(2023, 8, 1)
Row = Mapping[str, Any]

_BUCKETS = {"PEMDA": "PBPU_BP_PEMDA", "PBI": "PBI_JK"}
_PERSON: Row = {"born": "1990-01-01", "village": "18.71.01.1001", "name": "ORANG"}
_CARD: Row = {
    **_PERSON,
    "segment": "PEMDA",
    "status": "AKTIF",
    "class": "3",
    "start": "2020-01-01",
    "link": "-",
}


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a table of text with `|` between its columns; '-' is an empty cell."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    heads, *rows = lines
    return [{head: cell for head, cell in zip(heads, row, strict=True) if cell != "-"} for row in rows]


def audited(
    people: str = "",
    cards: str = "",
    *,
    rosters: str = "",
    bill: str | None = None,
    deaths: str | None = None,
    earlier: tuple[str, str] | None = None,
    as_of: dt.date = AS_OF,
    **order: Any,
) -> Desk:
    """Audit the edition that the tables describe. `earlier` are people and cards of an edition of EARLIER."""
    engine = Engine(threads=1)
    stage(
        engine,
        rows_of(people) if people else [],
        rows_of(cards) if cards else [],
        rows_of(rosters) if rosters else [],
    )
    if earlier:
        people_then, cards_then = (rows_of(text) if text else [] for text in earlier)
        stage(engine, people_then, cards_then, [], prefix=BEFORE)
        order["before"] = EarlierEdition("earlier", EARLIER)
    if bill is not None:
        _fill(engine, STAGED_BILL, [_bill_row(row, n) for n, row in enumerate(rows_of(bill), 1)])
    if deaths is not None:
        _fill(engine, STAGED_DEATHS, [_death(row, n) for n, row in enumerate(rows_of(deaths), 1)])
    asked = {"month": as_of.replace(day=1), **order}
    return Desk(engine, audit(engine, AuditOrder("desk", "18", as_of, **asked), Law.current()))


class Desk:
    """An audited edition."""

    def __init__(self, engine: Engine, summary: AuditSummary) -> None:
        self.engine = engine
        self.summary = summary

    def findings(
        self, columns: str = "kind, certainty, member_id, rupiah_local, rupiah_centre"
    ) -> list[tuple[Any, ...]]:
        return self.engine.rows(f"SELECT {columns} FROM findings ORDER BY finding_id")

    def of(
        self, kind: str, columns: str = "certainty, member_id, rupiah_local, rupiah_centre"
    ) -> list[tuple[Any, ...]]:
        return self.engine.rows(f"SELECT {columns} FROM findings WHERE kind = '{kind}' ORDER BY finding_id")

    def ways(self, columns: str = "resident_id, way, certainty") -> list[tuple[Any, ...]]:
        return self.engine.rows(f"SELECT {columns} FROM ways_in ORDER BY resident_id")


def stage(
    engine: Engine, people: Sequence[Row], cards: Sequence[Row], rosters: Sequence[Row], *, prefix: str = ""
) -> None:
    """The tables of an edition in an engine; a card's `link` is the number of a person, `~` before it for a scored one.

    `2 dup` is a further card of person 2; `-` no resident, and then `gone` says why (not_in_register).
    """
    members = [_member(card, number) for number, card in enumerate(cards, 1)]
    links = [link for number, card in enumerate(cards, 1) for link in _links(card, number)]
    counted = {
        link["resident_id"]: members[link["member_id"] - 1] for link in links if link["outcome"] == "link"
    }
    residents = [_resident(person, number, counted.get(number)) for number, person in enumerate(people, 1)]
    departed = {r["resident_id"]: r["reason"] for r in residents if r["coverage"] == "departed"}
    outside = []
    for member, card in zip(members, cards, strict=True):
        owner = member["resident_id"]
        if owner in departed:
            member.update(role="outside", resident_id=None)
        if member["role"] == "outside":
            reason = departed.get(owner) or card.get("gone", "not_in_register")
            outside.append({**member, "reason": reason, "suggested_action": "check_register"})
    listed = [_roster(row, number, residents) for number, row in enumerate(rosters, 1)]
    tables = (
        (RESIDENTS, residents),
        (MEMBERS, members),
        (OUTSIDE_CARDS, outside),
        (LINKS, links),
        (ROSTERS, listed),
    )
    for table, rows in tables:
        _fill(engine, table, rows, prefix=prefix)


def nik(serial: str | None) -> str | None:
    return f"187101010190{serial}" if serial else None


def _resident(person: Row, number: int, card: Row | None) -> dict[str, Any]:
    full = {**_PERSON, **person}
    vital = full.get("vital", "ALIVE")
    coverage = (
        "departed"
        if vital != "ALIVE"
        else "not_enrolled"
        if card is None
        else "active"
        if card["status"] == "AKTIF"
        else "inactive"
    )
    usual = {
        "departed": f"register_{vital.lower()}",
        "active": None,
        "inactive": "inactive_unknown",
        "not_enrolled": "never_found",
    }
    return {
        "resident_id": number, "nik": nik(full.get("nik")), "kk": full.get("kk"), "name": full["name"], "birth_date": full["born"],
        "relation": full.get("relation"), "village_code": full["village"], "occupation": full.get("work"), "decile": full.get("decile"),
        "vital_status": vital, "coverage": coverage, "reason": full.get("reason", usual[coverage]), "cards": 1 if card else 0,
        **({name: card[name] for name in ("member_id", "bucket", "status", "segment")} if card else {}), "source": 0, "source_row": number,
    }  # fmt: skip


def _member(card: Row, number: int) -> dict[str, Any]:
    full = {**_CARD, **card}
    bucket = _BUCKETS.get(full["segment"], full["segment"])
    segment = next(s.name for s in SEGMENTS if s.bucket == bucket)
    owner, _, role = full["link"].lstrip("~").partition(" ")
    return {
        "member_id": number, "card": f"{int(full.get('card', number)):013}", "nik": nik(full.get("nik")), "nik_written": full.get("written"),
        "name": full["name"], "birth_date": full["born"], "relation": full.get("pisa", 1), "village_code": "" if full["village"] == "none" else full["village"],
        "segment": segment, "bucket": bucket, "hospital_class": full.get("class"), "status": full["status"], "status_raw": full["status"],
        "start_date": full.get("start"), "end_date": full.get("end"), "payer_region": full.get("payer"),
        "role": "outside" if owner == "-" else "duplicate" if role == "dup" else "linked",
        "resident_id": None if owner == "-" else int(owner), "source": 1, "source_row": number,
    }  # fmt: skip


def _links(card: Row, number: int) -> list[dict[str, Any]]:
    text = card.get("link", "-")
    owner, _, role = text.lstrip("~").partition(" ")
    if owner == "-":
        return []
    scored = text.startswith("~")
    return [{
        "resident_id": int(owner), "member_id": number, "outcome": "duplicate" if role == "dup" else "link",
        "method": "scored" if scored else "nik_exact", "probability": 0.97 if scored else 1.0, "evidence": "nik=same",
    }]  # fmt: skip


def _roster(row: Row, number: int, residents: Sequence[Row]) -> dict[str, Any]:
    person = residents[int(row["person"]) - 1] if "person" in row else {}
    named = {
        "group": row["group"],
        "employer": row.get("employer"),
        "nik": nik(row.get("nik")),
        "name": row.get("name", "ORANG"),
    }
    return {
        **named,
        **{key: person.get(key) for key in ("resident_id", "coverage", "segment")},
        "source": 2,
        "source_row": number,
    }


def _bill_row(row: Row, number: int) -> dict[str, Any]:
    return {
        "card": row.get("card"), "nik": nik(row.get("nik")), "name": row.get("name", "ORANG"), "birth_date": row.get("born", "1990-01-01"),
        "payer_region": row.get("payer", "18.71"), "month": "2024-07-01", "amount_rupiah": row.get("amount"), "source": 3, "source_row": number,
    }  # fmt: skip


def _death(row: Row, number: int) -> dict[str, Any]:
    return {
        "nik": nik(row.get("nik")), "name": row.get("name", "ORANG"), "birth_date": row.get("born", "1990-01-01"),
        "death_date": row.get("died"), "source": 4, "source_row": number,
    }  # fmt: skip


def _fill(engine: Engine, table: Table, rows: Sequence[Row], *, prefix: str = "") -> None:
    name = prefix + table.name
    engine.run(table.ddl(name))
    if not rows:
        return
    text = {
        column: [None if (v := row.get(column)) is None else str(v) for row in rows] for column in table.names
    }
    engine.take("_rows", pa.table({c: pa.array(values, pa.string()) for c, values in text.items()}))
    casts = ", ".join(f"{identifier(c.name)}::{c.type}" for c in table.columns)
    engine.run(f"INSERT INTO {identifier(name)} SELECT {casts} FROM _rows")
    engine.drop("_rows")
