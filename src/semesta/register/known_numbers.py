"""What the register already knows of newcomers, in one statement: their numbers, their family card, their payer."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import is_postgresql
from semesta.faults import Text
from semesta.register.families import NOBODY, UNCOVERED, OnCard
from semesta.register.newcomers import Checked
from semesta.register.refusing import Refused, masked
from semesta.register.vocabulary import IdentifierKind, Status

#: Cards that the register issues: 0009 and nine digits of the person's number.
FIRST_CARD = 9_000_000_000


def issued_card(person: int) -> int:
    """The card of a person to whom nobody gave one: 13 digits as a number."""
    assert 0 < person < 1_000_000_000
    return FIRST_CARD + person


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the register as the look-up saw one."""

    id: int
    number: int
    village: int
    segment: int
    status: int


@dataclass(frozen=True, slots=True)
class Known:
    """New numbers of persons; holders of the NIKs, cards and passports; who is on the family card; the payer."""

    ids: tuple[int, ...]
    niks: tuple[Holder, ...]
    cards: tuple[Holder, ...]
    passports: tuple[Holder, ...]
    on_card: OnCard
    payer_kind: int | None


def look_up(
    people: Sequence[Checked], payer: int | None, *, on: dt.date, whole_family: bool = False
) -> Known:
    """One statement, inside the writer's transaction: nobody else takes these numbers meanwhile.

    A number is someone else's also where it was until after the day `on`, or where an extract gives it to them.
    `whole_family`: look also who stands on their family cards.
    """
    niks = [it.nik for it in people if it.nik is not None]
    cards = [it.card for it in people if it.card is not None]
    passports = [it.person.passport for it in people if it.person.passport]
    kks = sorted({it.kk for it in people if it.kk is not None}) if whole_family else []
    texts = [*(f"{nik:016d}" for nik in niks), *(f"{card:013d}" for card in cards), *passports]
    found = _asked(len(people), niks, cards, passports, kks, payer, texts, on, 0)
    while found.get(_ISSUED):  # a card of that form came in with an extract: go on behind it
        past = max(row[1] for row in found[_ISSUED])
        found = _asked(len(people), niks, cards, passports, kks, payer, texts, on, past)
    after = max((row[1] for row in found.get(_NUMBERED, ())), default=0)
    ids = (
        tuple(row[1] for row in found[_NUMBERED])
        if is_postgresql()
        else tuple(range(after + 1, after + 1 + len(people)))
    )
    holders = {
        kind: tuple(Holder(*row[1:]) for row in found.get(kind, ())) for kind in (_NIK, _CARD, _PASSPORT)
    }
    kind = next((row[1] for row in found.get(_PAYER, ())), None)
    on_card = next((OnCard(row[2], row[1] or None) for row in found.get(_KK, ())), NOBODY)
    return Known(ids, holders[_NIK], holders[_CARD], holders[_PASSPORT], on_card, kind)


def taken(known: Known) -> Refused | None:
    """A number that another person already has, as a refusal that says who and where; None if all are free."""
    for rule, name, holders in (
        ("nik.known", "NIK", known.niks),
        ("card.known", "Kartu", known.cards),
        ("passport.known", "Paspor", known.passports),
    ):
        for holder in holders[:1]:
            where = f" ({holder.village})" if holder.village else ""
            return Refused(
                rule=rule,
                reason=Text(
                    f"{name} {masked(holder.number or holder.id)} sudah terdaftar, orang nomor {holder.id}{where}.",
                    f"{name} {masked(holder.number or holder.id)} is registered already, person {holder.id}{where}.",
                ),
                remedy=Text(
                    "Pindahkan kepesertaan orang itu (move), atau perbaiki nomornya bila orangnya lain.",
                    "Move that person's membership (move), or correct the number if it is someone else.",
                ),
                person=holder.id,
            )
    return None


_NIK, _CARD, _PASSPORT, _KK, _PAYER, _NUMBERED, _ISSUED = range(1, 8)
_Row = tuple[int, int, int, int, int, int]


def _asked(
    people: int, niks: Sequence[int], cards: Sequence[int], passports: Sequence[str], kks: Sequence[int],
    payer: int | None, texts: Sequence[str], on: dt.date, past: int,
) -> dict[int, list[_Row]]:  # fmt: skip
    sql = _statement(
        is_postgresql(), people, len(niks), len(cards), len(passports), len(kks), payer is not None
    )
    values: list[int | str | dt.date] = [*niks, *cards, *passports, *kks]
    if payer is not None:
        values.append(payer)
    if texts:
        values += [*texts, on]
    if not is_postgresql():
        values = [past, *values]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


@functools.lru_cache(maxsize=512)
def _statement(
    postgresql: bool, people: int, niks: int, cards: int, passports: int, kks: int, payer: bool
) -> str:
    person = "coalesce(village, 0), coalesce(segment, 0), coalesce(status, 0) FROM person WHERE"
    parts = []
    for kind, column, count in ((_NIK, "nik", niks), (_CARD, "card", cards)):
        if count:
            parts.append(f"SELECT {kind}, id, {column}, {person} {column} IN ({_places(count)})")
    if passports:
        parts.append(
            f"SELECT {_PASSPORT}, person_id, 0, 0, 0, 0 FROM identifier WHERE kind = {IdentifierKind.PASSPORT:d} "
            f"AND value IN ({_places(passports)}) AND superseded_by_id IS NULL AND valid_to IS NULL "
            "AND NOT contested AND kind < 4"  # as the partial index says it, else SQLite would not use it
        )
    if kks:
        uncovered = ", ".join(str(int(status)) for status in UNCOVERED)
        parts.append(
            f"SELECT {_KK}, coalesce(min(CASE WHEN status IN ({uncovered}) THEN id END), 0), count(*), 0, 0, 0 "
            f"FROM person WHERE kk IN ({_places(kks)}) AND status <> {Status.MENINGGAL:d}"
        )
    if payer:
        parts.append(f"SELECT {_PAYER}, kind, 0, 0, 0, 0 FROM payer WHERE id = %s")
    if niks + cards + passports:
        parts.append(
            f"SELECT CASE kind WHEN {IdentifierKind.NIK:d} THEN {_NIK} WHEN {IdentifierKind.CARD:d} THEN {_CARD} "
            f"ELSE {_PASSPORT} END, person_id, CASE WHEN kind < 3 THEN CAST(value AS bigint) ELSE 0 END, 0, 0, 0 "
            f"FROM identifier WHERE value IN ({_places(niks + cards + passports)}) AND kind < 4 "
            "AND superseded_by_id IS NULL AND (contested OR valid_to > %s) "
            "AND (superseded_by_id IS NOT NULL OR valid_to IS NOT NULL OR contested OR kind = 4)"
        )
    parts.append(f"SELECT {_NUMBERED}, id, 0, 0, 0, 0 FROM numbered")
    if postgresql:
        numbered = (
            "WITH numbered AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('person', 'id')) AS id "
            f"FROM generate_series(1, {people})) "
        )
        parts.append(
            f"SELECT {_ISSUED}, p.id, 0, 0, 0, 0 FROM person p JOIN numbered n ON p.card = {FIRST_CARD} + n.id"
        )
    else:
        # AUTOINCREMENT's own counter: a number is never given twice, not even after a rollback
        numbered = "WITH numbered AS (SELECT max(%s, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'person'), 0)) AS id) "
        parts.append(
            f"SELECT {_ISSUED}, p.card - {FIRST_CARD}, 0, 0, 0, 0 FROM person p JOIN numbered n "
            f"ON p.card > {FIRST_CARD} + n.id AND p.card <= {FIRST_CARD} + n.id + {people}"
        )
    return numbered + " UNION ALL ".join(parts)


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
