"""The charge for inpatient care soon after a card is active again (Perpres 64/2020 art. 42(5)(6), formula `inpatient_charge`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.allocation import allocation_of
from semesta.ledger.booking import NOBODY, PartyOf, Post, book
from semesta.ledger.months import as_date, month_of, open_month
from semesta.ledger.parties import self_paying_segments
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.buckets import BUCKET_OF
from semesta.register.formulas import article_of
from semesta.register.recording import Decision, record
from semesta.register.vocabulary import Transition
from semesta.rules import FORMULAS, Law, Value


@dataclass(frozen=True, slots=True)
class Charged:
    """A stay and its charge; 0 outside the window, where the segment is exempt, and for who was never suspended.

    `payer`: 'MEMBER', 'EMPLOYER', 'NOBODY'. `already`: the stay was charged before, and nothing was changed now.
    """

    person: int
    reference: str
    admitted_on: dt.date
    reactivated_on: dt.date | None
    months: int
    charge_rupiah: int
    payer: str
    party: PartyOf | None
    entry: int | None
    article: str
    already: bool = False


@dataclass(frozen=True, slots=True)
class _Back:
    """How a person came back: when, from what debt, in which segment, and who owed."""

    on: dt.date
    segment: int
    family: int
    payer: int | None
    party: PartyOf


def charge(
    person: int, *, reference: str, admitted_on: dt.date, diagnosis_rupiah: int, by: Decision
) -> Charged:
    """Charge a stay, by the hospital's number of it. InputRefused where that number is of another stay; NotFound."""
    assert diagnosis_rupiah >= 0, diagnosis_rupiah
    with writing():
        known = _known(reference)
        if known is not None:
            _require_same(known, person, admitted_on, diagnosis_rupiah)
        back = _back(person, admitted_on)
        if back is None:
            return Charged(person, reference, admitted_on, None, 0, 0, "NOBODY", None, None, "")
        months = _months_owed(back)
        facts: dict[str, Value] = {
            "bucket": BUCKET_OF[back.segment], "reactivated_on": back.on, "admitted_on": admitted_on,
            "months_owed": months, "diagnosis_cost": diagnosis_rupiah,
        }  # fmt: skip
        law = FORMULAS["inpatient_charge"].calculate(Law.current(), admitted_on, facts)
        amount, payer = law["charge"], law["payer"]
        assert isinstance(amount, int) and isinstance(payer, str)
        party = _party(back, payer)
        article = article_of("inpatient_charge", "charge", admitted_on, **facts) if amount else ""
        found = Charged(person, reference, admitted_on, back.on, months, amount, payer, party, None, article)
        if known is not None:
            return replace(found, entry=known[4], charge_rupiah=known[3], already=True)
        return _charged(found, diagnosis_rupiah, by)


def _charged(found: Charged, diagnosis: int, by: Decision) -> Charged:
    during = record("charge", by)
    entry = None
    if found.party is not None:
        entry = book(
            during=during,
            kind=EntryKind.INPATIENT_CHARGE,
            month=open_month(found.admitted_on),
            dated=found.admitted_on,
            party=found.party,
            key=f"charge:{found.reference}",
            postings=[
                Post(Account.CHARGE_RECEIVABLE, found.party, found.charge_rupiah),
                Post(Account.INPATIENT_CHARGE, NOBODY, -found.charge_rupiah),
            ],
        )
    insert_rows("inpatient_charge", _COLUMNS, [(
        found.person, found.reference, found.admitted_on, found.reactivated_on, found.months, diagnosis,
        found.charge_rupiah, entry, during.change,
    )])  # fmt: skip
    return replace(found, entry=entry)


def _party(back: _Back, payer: str) -> PartyOf | None:
    if payer == "NOBODY":
        return None
    return (Party.EMPLOYER, back.payer) if payer == "EMPLOYER" and back.payer else (Party.FAMILY, back.family)


def _back(person: int, admitted_on: dt.date) -> _Back | None:
    """The last time the person was active again by the day of admission. NotFound for who is not in the register."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM person WHERE id = %s", [person])
        if cursor.fetchone() is None:
            raise NotFound(
                place=str(person),
                reason=Text("Tidak ada orang dengan nomor itu.", "There is no person with that number."),
                remedy=Text("Cari dengan `semesta register look`.", "Look with `semesta register look`."),
            )
        cursor.execute(
            "SELECT m.valid_from, m.segment, m.family_id, m.payer_id, y.kind FROM membership m "
            "LEFT JOIN payer y ON y.id = m.payer_id WHERE m.person_id = %s AND m.superseded_by_id IS NULL "
            "AND m.transition = %s AND m.valid_from <= %s ORDER BY m.valid_from DESC LIMIT 1",
            [person, int(Transition.REACTIVATED), admitted_on],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    on = as_date(row[0])
    assert on is not None
    employed = row[3] is not None and row[1] not in self_paying_segments(on)
    party = (Party(row[4]), int(row[3])) if employed else (Party.FAMILY, int(row[2]))
    return _Back(on, int(row[1]), int(row[2]), row[3], party)


def _months_owed(back: _Back) -> int:
    """Months owed when cover came back, without its own: unpaid the day before, or in the plan that was paid off."""
    before = allocation_of(back.party, on=back.on - dt.timedelta(days=1))
    unpaid = sum(1 for month in before.unpaid if month.month < month_of(back.on))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(months), 0) FROM instalment i WHERE i.family_id = %s AND i.outcome = 'paid' "
            "AND i.signed_on <= %s AND NOT EXISTS (SELECT 1 FROM membership m JOIN person x ON x.id = m.person_id "
            "WHERE x.family_id = i.family_id AND m.superseded_by_id IS NULL AND m.transition = %s "
            "AND m.valid_from >= i.signed_on AND m.valid_from < %s)",
            [back.family, back.on, int(Transition.REACTIVATED), back.on],
        )
        [planned] = cursor.fetchone()
    return max(unpaid, int(planned)) if back.party[0] == Party.FAMILY else unpaid


def _known(reference: str) -> tuple[int, dt.date | None, int, int, int | None] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, admitted_on, diagnosis_rupiah, charge_rupiah, entry_id FROM inpatient_charge WHERE reference = %s",
            [reference],
        )
        row = cursor.fetchone()
    return None if row is None else (int(row[0]), as_date(row[1]), int(row[2]), int(row[3]), row[4])


def _require_same(
    known: tuple[int, dt.date | None, int, int, int | None], person: int, admitted_on: dt.date, diagnosis: int
) -> None:
    if known[:3] != (person, admitted_on, diagnosis):
        raise InputRefused(
            place="",
            reason=Text("Nomor rawat inap ini sudah dipakai untuk perawatan lain.", "This number of a stay is of another stay."),
            remedy=Text("Periksa nomor, orang, tanggal dan biayanya; perawatan lain punya nomor sendiri.", "Check number, person, day and cost; another stay has its own number."),
        )  # fmt: skip


_COLUMNS = (
    "person_id", "reference", "admitted_on", "reactivated_on", "months", "diagnosis_rupiah", "charge_rupiah",
    "entry_id", "change_id",
)  # fmt: skip
