"""Statements of account for an employer, a region's treasurer and the centre: lines by month, paid, owed, by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import reading
from semesta.faults import NotFound, Text
from semesta.ledger.account_of_party import PartyAccount, account_of
from semesta.ledger.months import as_date
from semesta.ledger.payer_lines import PARTS, payer_parts_sql
from semesta.ledger.statement_grounds import StatementGround, grounds_of, law_ground
from semesta.ledger.vocabulary import LineKind, Party
from semesta.register.vocabulary import SEGMENT_NAMES, PayerKind, Relation, Status
from semesta.reporting.personal import card_end, masked_nik

_PARTY = {
    PayerKind.EMPLOYER: Party.EMPLOYER,
    PayerKind.REGION: Party.REGION,
    PayerKind.CENTRE: Party.CENTRE,
}


@dataclass(frozen=True, slots=True)
class StatedPayer:
    """Who the statement is for."""

    id: int
    kind: str  # PayerKind
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PayerMonth:
    """One month: people, each line as first billed, corrections since, what is owed, settled and open."""

    month: dt.date
    people: int
    lines: Mapping[str, int]
    corrected_rupiah: int
    owed_rupiah: int
    settled_rupiah: int
    unpaid_rupiah: int
    settled_on: dt.date | None
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PayerStatement:
    """The account at the end of a day. The lines and corrections of each month add up to what is owed.

    `suspended`, `without_wage`: an employer's people who are suspended for its arrears, and its workers whose wage
    nobody has told, who therefore cannot be billed. Today's, not the day's.
    """

    payer: StatedPayer
    on: dt.date
    months: tuple[PayerMonth, ...]
    account: PartyAccount
    suspended: int
    without_wage: int
    grounds: tuple[StatementGround, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS[PayerKind[self.payer.kind]]


@dataclass(frozen=True, slots=True)
class StatedPerson:
    """One line behind a payer's bill of a month; NIK and card masked unless asked otherwise."""

    person: int
    name: str
    nik: str
    card: str
    segment: str
    for_month: dt.date
    correction: bool
    wage: int | None
    parts: Mapping[str, int]

    @property
    def total_rupiah(self) -> int:
        return sum(self.parts.values())


def payer_statement(kind: PayerKind, code: str, *, on: dt.date) -> PayerStatement:
    """Its account at the end of a day. NotFound where no payer of that kind has the code."""
    with reading():
        payer = stated_payer(kind, code)
        account = account_of((_PARTY[kind], payer.id), on=on)
        months, rates = _months(kind, payer.id, account, on)
        due = law_ground("due_day", on)
        return PayerStatement(
            payer=payer,
            on=on,
            months=months,
            account=account,
            suspended=_count(payer.id, f"status = {int(Status.NONAKTIF_TUNGGAKAN)}") if kind is PayerKind.EMPLOYER else 0,
            without_wage=_without_wage(payer.id) if kind is PayerKind.EMPLOYER else 0,
            grounds=(*_own_grounds(kind, grounds_of(rates)), *((due,) if due else ())),
        )  # fmt: skip


def stated_payer(kind: PayerKind, code: str) -> StatedPayer:
    """The payer of a kind and code; NotFound with the remedy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, name FROM payer WHERE kind = %s AND code = %s", [int(kind), code])
        found = cursor.fetchone()
    if found is None:
        raise NotFound(
            place=code,
            reason=Text("Pembayar dengan kode itu tidak ada.", "There is no payer with that code."),
            remedy=Text(
                "Beri kode badan usaha, kode daerah seperti 18.09, atau PUSAT; lihat `semesta register status`.",
                "Give an employer's code, a region's code as 18.09, or PUSAT; see `semesta register status`.",
            ),
        )
    return StatedPayer(int(found[0]), kind.name, found[1], found[2])


def people_of_bill(kind: PayerKind, payer: int, month: dt.date, *, full_numbers: bool = False) -> Iterator[StatedPerson]:  # fmt: skip
    """Every line that was billed to the payer in an accounting month, corrections of earlier months too.

    Streams; by family card's order of persons. They add up to the bill and the adjustments of the month.
    """
    parts = PARTS[kind]
    lines = payer_parts_sql(kind, payer, f"l.billed_month = '{month.isoformat()}'")
    sums = ", ".join(f"s.{part}" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.person, f.name, k.nik, k.card, s.segment, s.for_month, s.kind, s.wage, {sums} FROM ({lines}) AS s "
            "JOIN person x ON x.id = s.person JOIN person k ON k.id = coalesce(x.merged_into_id, x.id) "
            "LEFT JOIN person_fact f ON f.person_id = k.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
            "ORDER BY s.kind, s.for_month, s.person"
        )
        while rows := cursor.fetchmany(5_000):
            for person, name, nik, card, segment, of, its, wage, *amounts in rows:
                number, card_number = _digits(nik, 16), _digits(card, 13)
                yield StatedPerson(
                    person=person,
                    name=name or "",
                    nik=number if full_numbers else masked_nik(number),
                    card=card_number if full_numbers else card_end(card_number),
                    segment=SEGMENT_NAMES.get(segment, ""),
                    for_month=_day(of),
                    correction=its == LineKind.ADJUSTED,
                    wage=wage,
                    parts=dict(zip(parts, map(int, amounts), strict=True)),
                )


def _months(
    kind: PayerKind, payer: int, account: PartyAccount, on: dt.date
) -> tuple[tuple[PayerMonth, ...], list[int]]:
    parts = PARTS[kind]
    lines = payer_parts_sql(kind, payer, f"l.for_month <= '{on.isoformat()}'")
    sums = ", ".join(f"sum(CASE WHEN kind = {int(LineKind.BILLED)} THEN {part} ELSE 0 END)" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT for_month, count(DISTINCT person), {sums} FROM ({lines}) AS s GROUP BY for_month ORDER BY for_month"
        )
        billed = {_day(month): (int(people), tuple(map(int, amounts))) for month, people, *amounts in cursor}
        cursor.execute(f"SELECT DISTINCT rate_id FROM ({lines}) AS s")
        rates = [int(rate) for (rate,) in cursor.fetchall()]
    nothing = (0, (0,) * len(parts))
    months = []
    for month in account.months:
        people, amounts = billed.get(month.month, nothing)
        due = law_ground("due_day", month.month)
        months.append(
            PayerMonth(
                month=month.month,
                people=people,
                lines=dict(zip(parts, amounts, strict=True)),
                corrected_rupiah=month.owed_rupiah - sum(amounts),
                owed_rupiah=month.owed_rupiah,
                settled_rupiah=month.settled_rupiah,
                unpaid_rupiah=month.unpaid_rupiah,
                settled_on=month.settled_on,
                due_on=month.month.replace(day=due.value) if due and isinstance(due.value, int) else None,
            )
        )
    return tuple(months), rates


#: Of the values behind a rate, those that decide what the payer owes.
_OWN_VALUES: dict[PayerKind, tuple[str, ...]] = {
    PayerKind.EMPLOYER: ("ppu",),
    PayerKind.REGION: ("pemda.contribution", "pemda.assistance_local", "pbpu.class_3.local", "ppu"),
    PayerKind.CENTRE: ("pbi", "pemda.assistance_centre", "pbpu.class_3.centre", "pension", "veteran", "ppu"),
}


def _own_grounds(kind: PayerKind, grounds: Sequence[StatementGround]) -> tuple[StatementGround, ...]:
    return tuple(ground for ground in grounds if ground.parameter.startswith(_OWN_VALUES[kind]))


def _count(payer: int, condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM person WHERE payer_id = %s AND {condition}", [payer])
        return int(cursor.fetchone()[0])


def _without_wage(payer: int) -> int:
    return _count(
        payer,
        f"status = {int(Status.AKTIF)} AND relation = {int(Relation.MEMBER)} AND NOT EXISTS (SELECT 1 FROM wage w "
        "WHERE w.person_id = person.id AND w.payer_id = person.payer_id AND w.superseded_by_id IS NULL)",
    )


def _digits(number: int | None, width: int) -> str:
    return "" if number is None else str(number).zfill(width)


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found
