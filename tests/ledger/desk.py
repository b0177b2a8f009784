"""A desk's small world by hand: banks, families with cards, bills, payments; no services but those under test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.ledger.banks import register_bank
from semesta.ledger.booking import NOBODY, PartyOf, Post, book
from semesta.ledger.parties import virtual_account
from semesta.ledger.payments import BankPayment
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Decision, recording
from semesta.register.vocabulary import SEGMENT_NUMBERS, Status, Transition

BY = Decision("uji", "coba", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
MANDIRI, SWASTA, PEMDA = (
    SEGMENT_NUMBERS[name] for name in ("PEKERJA MANDIRI", "PEGAWAI SWASTA", "PBPU DAN BP PEMERINTAH DAERAH")
)
CLASS_RUPIAH = {1: 150_000, 2: 100_000, 3: 35_000}
START = dt.date(2023, 1, 1)


@dataclass(frozen=True)
class Household:
    """A family in the books: its number, its people, their cards."""

    family: int
    people: tuple[int, ...]
    cards: tuple[int, ...]

    @property
    def party(self) -> PartyOf:
        return (Party.FAMILY, self.family)

    @property
    def account(self) -> str:
        return virtual_account(self.cards[0])


def by_at(day: dt.date) -> Decision:
    """Who decides on a day at noon."""
    return Decision("uji", "coba", at=dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC))


def bank(code: str = "BRI") -> int:
    return register_bank(code, f"Bank {code}", by=BY).id


def payer(kind: int, code: str) -> int:
    with recording("payer", BY) as during:
        [number] = insert_rows(
            "payer", ("kind", "code", "name", "region", "change_id"), [(kind, code, code, "", during.change)], returning="id"
        )  # fmt: skip
    return int(number)


def household(
    persons: int = 2,
    *,
    hospital_class: int = 3,
    status: Status = Status.AKTIF,
    segment: int = MANDIRI,
    payer: int | None = None,
    since: dt.date = START,
) -> Household:
    """People of one family in one segment from a day on."""
    transition = Transition.ENROLLED if status is Status.BELUM_AKTIF else Transition.ADOPTED
    with recording("enrol", BY) as during, connection.cursor() as cursor:
        [family] = insert_rows("family", ("change_id",), [(during.change,)], returning="id")
        cursor.execute("SELECT coalesce(max(id), 0) FROM person")
        first = int(cursor.fetchone()[0]) + 1
        people = tuple(range(first, first + persons))
        cards = tuple(900_000_000 + number for number in people)
        insert_rows(
            "person",
            ("id", "change_id", "card", "family_id", "relation", "spell", "segment", "hospital_class", "payer_id", "status", "since"),
            [(p, during.change, c, family, 1, 1, segment, hospital_class, payer, int(status), since) for p, c in zip(people, cards, strict=True)],
        )  # fmt: skip
        insert_rows(
            "membership",
            ("person_id", "valid_from", "change_id", "spell", "family_id", "relation", "segment", "hospital_class", "payer_id", "status", "transition", "start_date"),
            [(p, since, during.change, 1, family, 1, segment, hospital_class, payer, int(status), int(transition), since) for p in people],
        )  # fmt: skip
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('person', 'id'), %s)", [people[-1]])
    return Household(int(family), people, cards)


def bill(home: Household | PartyOf, month: dt.date, amount: int) -> int:
    """The bill of one month to one party."""
    party = home.party if isinstance(home, Household) else home
    with recording("bill", BY) as during:
        return book(
            during=during, kind=EntryKind.BILL, month=month, dated=month, party=party,
            postings=[Post(Account.RECEIVABLE, party, amount, month), Post(Account.CONTRIBUTION, NOBODY, -amount, month)],
        )  # fmt: skip


def billed(month: dt.date) -> None:
    """Say that the bill run of a month was made."""
    with recording("bill", BY) as during:
        insert_rows(
            "bill_run",
            ("month", "change_id", "known", "outcomes"),
            [(month, during.change, during.change, "{}")],
        )


def pays(home: Household, amount: int, day: dt.date, reference: str = "", code: str = "BRI") -> BankPayment:
    return BankPayment(code, reference or f"{home.family}/{day}/{amount}", home.account, amount, day)


def status_on(person: int, day: dt.date) -> Status:
    """As known now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status FROM membership WHERE person_id = %s AND superseded_by_id IS NULL AND valid_from <= %s "
            "AND (valid_to IS NULL OR valid_to > %s)",
            [person, day, day],
        )
        [[status]] = cursor.fetchall()
    return Status(status)


def statuses(people: Sequence[int], days: Sequence[dt.date]) -> list[list[Status]]:
    return [[status_on(person, day) for day in days] for person in people]


def balance(party: PartyOf, account: Account = Account.RECEIVABLE) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE account = %s AND party_kind = %s AND party_id = %s",
            [int(account), int(party[0]), party[1]],
        )
        return int(cursor.fetchone()[0])


def books() -> int:
    """The sum over all postings, which is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount_rupiah), 0) FROM posting")
        return int(cursor.fetchone()[0])


def present(person: int) -> tuple[Status, dt.date]:
    """The status kept with the person, and since when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, since FROM person WHERE id = %s", [person])
        status, since = cursor.fetchone()
    return Status(status), dt.date.fromisoformat(since) if isinstance(since, str) else since
