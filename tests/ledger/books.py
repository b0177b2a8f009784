"""Books made by hand, row by row: for tests of what reads the ledger, without the services that write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from semesta.database import insert_rows, is_postgresql
from semesta.ledger.booking import Post, book, reverse
from semesta.ledger.vocabulary import Account, EntryKind, LineKind, Party
from semesta.register.recording import Decision, recording
from semesta.register.vocabulary import PayerKind, Status, Transition

MARCH, APRIL, MAY = (dt.date(2024, month, 1) for month in (3, 4, 5))
BY = Decision("uji", "coba")
ZERO = {"member": 0, "employer": 0, "centre": 0, "local_contribution": 0, "local_assistance": 0}
PEMDA = {"local_contribution": 35_000, "local_assistance": 2_800, "centre": 4_200}
SELF = {"member": 35_000, "local_assistance": 2_800, "centre": 4_200}
#: Numbers of segments (tables.SEGMENTS).
PBI, PEMDA_SEGMENT, SELF_SEGMENT, SERVANT, OFFICIAL, PRIVATE = 1, 2, 3, 6, 16, 19


@dataclass
class Books:
    """Writes rows and remembers the numbers that tests ask for."""

    payers: dict[str, int] = field(default_factory=dict)
    persons: list[int] = field(default_factory=list)
    change: int = 0

    def recorded(self, action: str = "coba", actor: str = "uji") -> int:
        with recording(action, Decision(actor, "coba")) as during:
            self.change = during.change
        return self.change

    def payer(self, kind: PayerKind, code: str, name: str = "") -> int:
        row = (int(kind), code, name or code, "", self.recorded())
        [self.payers[code]] = insert_rows("payer", ("kind", "code", "name", "region", "change_id"), [row], returning="id")  # fmt: skip
        return self.payers[code]

    def family(self) -> int:
        [number] = insert_rows("family", ("change_id",), [(self.recorded(),)], returning="id")
        return int(number)

    def person(
        self,
        *,
        family: int,
        segment: int = PEMDA_SEGMENT,
        payer: int | None = None,
        status: Status = Status.AKTIF,
        name: str = "SITI",
        nik: int | None = None,
        card: int | None = None,
        since: dt.date = dt.date(2023, 1, 1),
        village: int | None = 1809011001,
        died_on: dt.date | None = None,
        relation: int = 1,
    ) -> int:
        """A person with one row of facts and one of membership, both known and open."""
        change = self.recorded()
        [person] = insert_rows(
            "person",
            ("change_id", "nik", "card", "village", "family_id", "relation", "spell", "segment", "hospital_class", "payer_id", "status", "since"),
            [(change, nik, card, village, family, relation, 1, segment, 3, payer, int(status), since)],
            returning="id",
        )  # fmt: skip
        insert_rows(
            "person_fact",
            ("valid_from", "change_id", "person_id", "name", "birth_date", "died_on", "village"),
            [(since, change, person, name, dt.date(1980, 1, 1), died_on, village)],
        )
        insert_rows(
            "membership",
            ("valid_from", "change_id", "person_id", "spell", "family_id", "relation", "segment", "hospital_class", "payer_id", "status", "transition"),
            [(since, change, person, 1, family, relation, segment, 3, payer, int(status), int(Transition.ADOPTED))],
        )  # fmt: skip
        numbers = [
            (kind, str(n).zfill(long)) for kind, n, long in ((1, nik, 16), (2, card, 13)) if n is not None
        ]
        insert_rows(
            "identifier",
            ("valid_from", "change_id", "person_id", "kind", "value", "contested"),
            [(since, change, person, kind, value, False) for kind, value in numbers],
        )
        self.persons.append(person)
        return int(person)

    def rate(self, segment: int, month: dt.date = MARCH, status: Status = Status.AKTIF) -> int:
        """The number of the rate of this segment and month; made at its first use."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM rate WHERE segment = %s AND month = %s", [segment, month])
            found = cursor.fetchone()
        if found:
            return int(found[0])
        columns = ("month", "segment", "hospital_class", "status", "relation", "parameters")
        row = (month, segment, 3, int(status), 1, "[]")
        [number] = insert_rows("rate", columns, [row], returning="id")
        return int(number)

    def line(
        self,
        person: int,
        family: int,
        *,
        segment: int = PEMDA_SEGMENT,
        month: dt.date = MARCH,
        billed: dt.date | None = None,
        kind: LineKind = LineKind.BILLED,
        payer: int | None = None,
        region: int | None = None,
        wage: int | None = None,
        parts: Mapping[str, int],
    ) -> None:
        """One line of a bill; `parts` in rupiah, what is not named is 0."""
        amounts = {**ZERO, **parts}
        insert_rows(
            "bill_line",
            ("kind", "person_id", "for_month", "billed_month", "family_id", "payer_id", "region_id", "rate_id", "wage", "change_id", *amounts),
            [(int(kind), person, month, billed or month, family, payer, region, self.rate(segment, month), wage, self.recorded(), *amounts.values())],
        )  # fmt: skip

    def bill(
        self,
        party: tuple[Party, int],
        amount: int,
        month: dt.date = MARCH,
        *,
        kind: EntryKind = EntryKind.BILL,
        for_month: dt.date | None = None,
    ) -> int:
        with recording("bill", BY) as during:
            return book(
                during=during,
                kind=kind,
                month=month,
                dated=month,
                party=party,
                postings=[
                    Post(Account.RECEIVABLE, party, amount, for_month or month),
                    Post(Account.CONTRIBUTION, (Party.NOBODY, 0), -amount, for_month or month),
                ],
            )

    def bank(self, code: str = "BRI") -> int:
        [number] = insert_rows("bank", ("code", "name"), [(code, f"Bank {code}")], returning="id")
        return int(number)

    def pay(
        self,
        party: tuple[Party, int] | None,
        amount: int,
        *,
        bank: int,
        reference: str,
        account: str = "8888890001234561",
        on: dt.date = dt.date(2024, 3, 5),
    ) -> int:
        """A payment; to nobody, it is parked. The entry's number."""
        at_bank = (Party.BANK, bank)
        other = Post(Account.RECEIVABLE, party, -amount) if party else Post(Account.SUSPENSE, at_bank, -amount)  # fmt: skip
        with recording("pay", BY) as during:
            entry = book(
                during=during,
                kind=EntryKind.PAYMENT if party else EntryKind.PARKED,
                month=on.replace(day=1),
                dated=on,
                party=party or at_bank,
                key=f"PAYMENT/{bank}/{reference}",
                postings=[Post(Account.BANK, at_bank, amount), other],
            )
            insert_rows(
                "payment",
                (
                    "bank_id",
                    "reference",
                    "account_number",
                    "amount_rupiah",
                    "paid_on",
                    "entry_id",
                    "change_id",
                ),
                [(bank, reference, account, amount, on, entry, during.change)],
            )
        return entry

    def reverse(self, entry: int, month: dt.date = MARCH, on: dt.date = dt.date(2024, 3, 9)) -> int:
        with recording("reverse", BY) as during:
            return reverse(entry, during=during, month=month, dated=on)


def forced(statement: str, *values: int | str | dt.date, table: str = "") -> None:
    """Run a statement that the triggers of `table` would refuse: a hand in the database."""
    with connection.cursor() as cursor:
        for name in ("update", "delete", "twice") if table else ():
            on = f' ON "{table}"' if is_postgresql() else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_never_{name}"{on}')
        cursor.execute(statement, list(values))
