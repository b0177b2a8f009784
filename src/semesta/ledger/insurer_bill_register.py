"""What our books and the register say for an insurer's bill: our lines of a region and month, and strangers' facts.

Read set-based into tables of the engine: `ours`, `known`, `fact`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection

from semesta.engine import Engine
from semesta.ledger.months import as_date, months_later
from semesta.ledger.region_lines import region_parts_sql
from semesta.register.vocabulary import IdentifierKind, Status

#: Numbers looked up in one statement: SQLite takes 32,766 values.
_MOST = 10_000

_OURS = pa.schema([
    ("person", pa.int64()), ("card", pa.int64()), ("nik", pa.int64()), ("name", pa.string()),
    ("birth_date", pa.date32()), ("rupiah", pa.int64()), ("billed", pa.bool_()),
])  # fmt: skip
_KNOWN = pa.schema([("person", pa.int64()), ("card", pa.int64()), ("nik", pa.int64()), ("contested", pa.bool_())])  # fmt: skip
_FACTS = pa.schema([
    ("person", pa.int64()), ("name", pa.string()), ("birth_date", pa.date32()), ("died_on", pa.date32()),
    ("village", pa.int64()), ("segment", pa.int16()), ("status", pa.int16()), ("payer", pa.int64()),
    ("payer_code", pa.string()), ("begins", pa.date32()),
])  # fmt: skip


def take_ours(engine: Engine, *, region: int, month: dt.date, parts: Sequence[str]) -> None:
    """`ours`: each person for whom we bill the region in that month, adjustments counted in.

    person, card, nik (today's), name, birth_date, rupiah, billed (in that month's own bill run; else only by
    adjustments). A person whose month was taken back in full is not in it.
    """
    amount = " + ".join(parts)
    lines = region_parts_sql(f"y.id = {int(region)} AND l.for_month = '{month.isoformat()}'")
    query = f"""
        SELECT s.person, k.card, k.nik, f.name, f.birth_date, s.rupiah, s.billed FROM (
          SELECT person, sum({amount}) AS rupiah, max(CASE WHEN kind = 1 THEN 1 ELSE 0 END) AS billed
          FROM ({lines}) AS line GROUP BY person HAVING sum({amount}) <> 0) AS s
        JOIN person x ON x.id = s.person JOIN person k ON k.id = coalesce(x.merged_into_id, x.id)
        LEFT JOIN person_fact f ON f.person_id = k.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL
        ORDER BY s.person"""
    rows = (
        (person, card, nik, name, as_date(born), int(rupiah), bool(billed))
        for person, card, nik, name, born, rupiah, billed in _rows(query)
    )
    engine.take("ours", _table(rows, _OURS))


def take_known(engine: Engine, *, cards: Sequence[int], niks: Sequence[int]) -> None:
    """`known`: who has, had, or contests one of these numbers: person, card or nik (as asked), contested.

    A record that was merged stands for the one it was merged into.
    """
    found: list[tuple[int, int | None, int | None, bool]] = []
    for column, kind, numbers, width in (
        ("card", IdentifierKind.CARD, cards, 13),
        ("nik", IdentifierKind.NIK, niks, 16),
    ):
        for some in _chunks(numbers):
            marks = ", ".join(["%s"] * len(some))
            query = f"SELECT id, {column} FROM person WHERE {column} IN ({marks})"
            found += [_known(person, column, int(number), False) for person, number in _rows(query, some)]
            texts = [str(number).zfill(width) for number in some]
            query = f"""
                SELECT coalesce(x.merged_into_id, x.id), i.value, max(CASE WHEN i.contested THEN 1 ELSE 0 END)
                FROM identifier i JOIN person x ON x.id = i.person_id
                WHERE i.kind = {int(kind)} AND i.value IN ({marks})
                  AND (i.superseded_by_id IS NOT NULL OR i.valid_to IS NOT NULL OR i.contested OR i.kind = 4)
                GROUP BY 1, 2"""
            found += [
                _known(person, column, int(text), bool(contested))
                for person, text, contested in _rows(query, texts)
            ]
    engine.take("known", _table(sorted(set(found), key=str), _KNOWN))


def take_facts(engine: Engine, *, people: Sequence[int], month: dt.date) -> None:
    """`fact`: of these people, what held in the month, as far as we know now. One row a person.

    Of several memberships in the month the first active one counts, for it owes the month; else the last.
    `begins`: the first day of any membership, for those who had none yet.
    """
    found: list[tuple[Any, ...]] = []
    for some in _chunks(people):
        marks = ", ".join(["%s"] * len(some))
        query = f"""
            SELECT x.id, f.name, f.birth_date, f.died_on, f.village, m.segment, m.status, m.payer_id, y.code, b.begins
            FROM person x
            LEFT JOIN person_fact f ON f.person_id = x.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL
            LEFT JOIN (SELECT person_id, segment, status, payer_id, row_number() OVER (PARTITION BY person_id
                         ORDER BY CASE WHEN status = {Status.AKTIF} THEN 0 ELSE 1 END,
                                  CASE WHEN status = {Status.AKTIF} THEN valid_from END, valid_from DESC) AS nth
                       FROM membership WHERE superseded_by_id IS NULL AND valid_from < %s
                         AND (valid_to IS NULL OR valid_to > %s) AND person_id IN ({marks})) m
              ON m.person_id = x.id AND m.nth = 1
            LEFT JOIN payer y ON y.id = m.payer_id
            LEFT JOIN (SELECT person_id, min(valid_from) AS begins FROM membership
                       WHERE superseded_by_id IS NULL AND person_id IN ({marks}) GROUP BY person_id) b
              ON b.person_id = x.id
            WHERE x.id IN ({marks})"""
        found += [
            (
                person,
                name,
                as_date(born),
                as_date(died),
                village,
                segment,
                status,
                payer,
                code,
                as_date(begins),
            )
            for person, name, born, died, village, segment, status, payer, code, begins in _rows(
                query, [months_later(month, 1), month, *some, *some, *some]
            )
        ]
    engine.take("fact", _table(found, _FACTS))


def _known(
    person: int, column: str, number: int, contested: bool
) -> tuple[int, int | None, int | None, bool]:
    return (person, number, None, contested) if column == "card" else (person, None, number, contested)


def _rows(query: str, values: Sequence[int | str | dt.date] | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values) if values is not None else None)
        yield from cursor.fetchall()


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (numbers[at : at + _MOST] for at in range(0, len(numbers), _MOST))


def _table(rows: Iterator[tuple[Any, ...]] | Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
