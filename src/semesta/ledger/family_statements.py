"""A family's statement of account: its months, what it paid, what is open, and what to pay to be active, by when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import reading
from semesta.faults import NotFound, Text
from semesta.ledger.account_of_party import AccountMonth, PartyAccount, account_of
from semesta.ledger.instalments import Plan, plan_of
from semesta.ledger.months import as_date, months_later
from semesta.ledger.parties import VIRTUAL_ACCOUNT, virtual_account
from semesta.ledger.reactivation import ToReactivate, to_reactivate
from semesta.ledger.statement_grounds import StatementGround, grounds_of, law_ground
from semesta.ledger.vocabulary import Account, LineKind, Party
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES, IdentifierKind, Status, Transition
from semesta.reporting.personal import card_end, masked_nik
from semesta.rules.law import Law


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One person of the family on that day, with the status of that day; NIK and card masked."""

    person: int
    name: str
    nik: str
    card: str
    relation: int | None
    segment: str
    hospital_class: int | None
    status: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class FamilyMonth:
    """One month: for how many people, billed first, corrected since, paid, open, and when it is or was due."""

    month: dt.date
    people: int
    billed_rupiah: int
    corrected_rupiah: int
    settled_rupiah: int
    unpaid_rupiah: int
    settled_on: dt.date | None
    due_on: dt.date  # the 10th; a holiday is not known to us
    inactive_from: dt.date  # the first day without cover if the month stays unpaid


@dataclass(frozen=True, slots=True)
class FamilyStatement:
    """The statement at the end of a day. `to_pay_rupiah` makes the family active on the day on which it is paid.

    `adopted_on`: what was owed before it is not known to us; None where the family began with us.
    """

    family: int
    on: dt.date
    virtual_account: str
    members: tuple[FamilyMember, ...]
    months: tuple[FamilyMonth, ...]
    account: PartyAccount
    charges_rupiah: int  # of inpatient care, owed beside the contributions
    billed_until: dt.date | None  # the last month of the bill run
    to_reactivate: ToReactivate | None  # None where nobody of the family pays for themselves
    plan: Plan | None  # instalments that run
    adopted_on: dt.date | None
    grounds: tuple[StatementGround, ...]

    @property
    def to_pay_rupiah(self) -> int:
        """What is open; of a suspended family, what makes it active again, the current month in it."""
        if self.suspended and self.to_reactivate:
            return self.to_reactivate.total_rupiah
        return self.account.unpaid_rupiah

    @property
    def active(self) -> bool:
        return any(member.status == "AKTIF" for member in self.members)

    @property
    def suspended(self) -> bool:
        return any(member.status == "NONAKTIF_TUNGGAKAN" for member in self.members)

    @property
    def oldest_unpaid(self) -> FamilyMonth | None:
        return next((month for month in self.months if month.unpaid_rupiah), None)


def family_statement(named: str, *, on: dt.date) -> FamilyStatement:
    """The statement of the family of a virtual account, a card or a NIK. NotFound where nobody has that number."""
    with reading():
        family = family_of(named)
        members, card = _members(family, on)
        account = account_of((Party.FAMILY, family), on=on)
        lines, rates = _lines(family, on)
        return FamilyStatement(
            family=family,
            on=on,
            virtual_account=virtual_account(card) if card is not None else "",
            members=members,
            months=tuple(_month(month, *lines.get(month.month, (0, 0))) for month in account.months),
            account=account,
            charges_rupiah=_charges(family),
            billed_until=_billed_until(),
            to_reactivate=_to_reactivate(family, on),
            plan=_running_plan(family, on),
            adopted_on=_adopted_on(family),
            grounds=_grounds(rates, on),
        )


def family_of(named: str) -> int:
    """The family of a number: 16 digits that begin with 88888 are a virtual account, other 16 a NIK, 13 a card."""
    digits = re.sub(r"[\s.\-]", "", named)
    card = VIRTUAL_ACCOUNT.fullmatch(digits)
    column, number = ("card", int(card[1])) if card else ("card" if len(digits) == 13 else "nik", 0)
    if not digits.isdigit() or len(digits) not in (13, 16):
        raise _nobody(named)
    number = number or int(digits)
    kind = IdentifierKind.CARD if column == "card" else IdentifierKind.NIK
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT family_id FROM person WHERE {column} = %s AND family_id IS NOT NULL", [number]
        )
        found = cursor.fetchone()
        if found is None:  # a number of before, or one that two people claim
            cursor.execute(
                "SELECT min(coalesce(k.family_id, x.family_id)) FROM identifier i JOIN person x ON x.id = i.person_id "
                "LEFT JOIN person k ON k.id = x.merged_into_id WHERE i.kind = %s AND i.value = %s AND "
                "(i.superseded_by_id IS NOT NULL OR i.valid_to IS NOT NULL OR i.contested OR i.kind = 4) "
                "HAVING count(DISTINCT coalesce(k.family_id, x.family_id)) = 1",
                [int(kind), digits if column == "nik" else f"{number:013}"],
            )
            found = cursor.fetchone()
    if found is None or found[0] is None:
        raise _nobody(named)
    return int(found[0])


def _members(family: int, on: dt.date) -> tuple[tuple[FamilyMember, ...], int | None]:
    """The people who stand in the family on a day, as we know now; and a card by which it can be paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.id, f.name, x.nik, x.card, m.relation, m.segment, m.hospital_class, m.status, m.valid_from "
            "FROM membership m JOIN person x ON x.id = m.person_id "
            "LEFT JOIN person_fact f ON f.person_id = x.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
            "WHERE m.person_id IN (SELECT id FROM person WHERE family_id = %s UNION "
            "SELECT person_id FROM bill_line WHERE family_id = %s) AND m.superseded_by_id IS NULL AND m.family_id = %s "
            "AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to > %s) ORDER BY coalesce(m.relation, 9), x.id",
            [family, family, family, on, on],
        )
        rows = cursor.fetchall()
    members = tuple(
        FamilyMember(
            person=person,
            name=name or "",
            nik=masked_nik(None if nik is None else f"{nik:016}"),
            card=card_end(None if card is None else f"{card:013}"),
            relation=relation,
            segment=SEGMENT_NAMES.get(segment, ""),
            hospital_class=hospital_class,
            status=STATUS_NAMES[status],
            since=_day(since),
        )
        for person, name, nik, card, relation, segment, hospital_class, status, since in rows
    )
    living = [row[3] for row in rows if row[3] is not None and row[7] != Status.MENINGGAL]
    cards = living or [row[3] for row in rows if row[3] is not None]
    return members, cards[0] if cards else None


def _lines(family: int, on: dt.date) -> tuple[dict[dt.date, tuple[int, int]], list[int]]:
    """Month -> (people, rupiah of the first bill); and the rates behind all lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT for_month, count(DISTINCT person_id), sum(CASE WHEN kind = %s THEN member ELSE 0 END) FROM bill_line "
            "WHERE family_id = %s AND payer_id IS NULL AND member <> 0 AND for_month <= %s GROUP BY for_month",
            [int(LineKind.BILLED), family, on],
        )
        months = {_day(month): (int(people), int(billed)) for month, people, billed in cursor.fetchall()}
        cursor.execute(
            "SELECT DISTINCT rate_id FROM bill_line WHERE family_id = %s AND payer_id IS NULL AND member <> 0 AND for_month <= %s",
            [family, on],
        )
        return months, [int(rate) for (rate,) in cursor.fetchall()]


def _month(month: AccountMonth, people: int, billed: int) -> FamilyMonth:
    law = Law.current()
    return FamilyMonth(
        month=month.month,
        people=people,
        billed_rupiah=billed,
        corrected_rupiah=month.owed_rupiah - billed,
        settled_rupiah=month.settled_rupiah,
        unpaid_rupiah=month.unpaid_rupiah,
        settled_on=month.settled_on,
        due_on=month.month.replace(day=law.number("due_day", month.month)),
        inactive_from=months_later(month.month, law.number("arrears.grace_months", month.month)),
    )


def _grounds(rates: Sequence[int], on: dt.date) -> tuple[StatementGround, ...]:
    further = (law_ground(name, on) for name in ("due_day", "arrears.grace_months", "arrears.ceiling_months"))
    return (*(g for g in grounds_of(rates) if ".member" in g.parameter or ".total" in g.parameter), *(g for g in further if g))  # fmt: skip


def _to_reactivate(family: int, on: dt.date) -> ToReactivate | None:
    try:
        return to_reactivate(family, on)
    except NotFound:  # nobody in it pays for themselves
        return None


def _running_plan(family: int, on: dt.date) -> Plan | None:
    try:
        plan = plan_of(family, on=on)
    except NotFound:  # it never signed one
        return None
    return plan if not plan.outcome and plan.signed_on <= on else None


def _charges(family: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE party_kind = %s AND party_id = %s AND account = %s",
            [int(Party.FAMILY), family, int(Account.CHARGE_RECEIVABLE)],
        )
        return int(cursor.fetchone()[0])


def _billed_until() -> dt.date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(month) FROM bill_run")
        return as_date(cursor.fetchone()[0])


def _adopted_on(family: int) -> dt.date | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(m.valid_from) FROM membership m JOIN person x ON x.id = m.person_id "
            "WHERE x.family_id = %s AND m.transition = %s AND m.family_id = %s",
            [family, int(Transition.ADOPTED), family],
        )
        return as_date(cursor.fetchone()[0])


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found


def _nobody(named: str) -> NotFound:
    return NotFound(
        place=masked_nik(named) if len(named) == 16 else named,
        reason=Text("Tidak ada keluarga dengan nomor itu.", "There is no family with that number."),
        remedy=Text(
            "Beri nomor VA (88888 dan 11 angka), nomor kartu (13 angka), atau NIK (16 angka) salah satu anggotanya.",
            "Give a virtual account (88888 and 11 digits), a card (13 digits) or a NIK (16 digits) of one of its people.",
        ),
    )
