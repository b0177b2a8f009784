"""Payments on their way into the books, as tables of the transaction: whose they are, which are new, their entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.database.temporary import drop_temporary, make_temporary, make_temporary_empty
from semesta.ledger.months import as_date, open_month
from semesta.ledger.parties import account_as_kept, card_of
from semesta.ledger.settling import concerned
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Recording
from semesta.register.vocabulary import IdentifierKind

NEW, KNOWN, ANOTHER = 0, 1, 2
_COLUMNS = "n bigint, bank_id bigint, reference text, account text, card bigint, card_text text, amount bigint, paid_on date, month date, key text"
_NAMES = tuple(column.split()[0] for column in _COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a payment that was told: whose it is, and what its reference was posted for."""

    state: int  # NEW, KNOWN (the same again), ANOTHER (the reference is of another payment)
    party_kind: int | None
    party_id: int | None
    amount_rupiah: int
    account: str
    paid_on: dt.date

    @property
    def new(self) -> bool:
        return self.state == NEW


def stage_incoming(payments: Sequence[tuple[int, str, str, int, dt.date]]) -> None:
    """The table `incoming` of (bank's number, reference, account, rupiah, day), numbered in order."""
    first_open = open_month(dt.date.min)
    make_temporary_empty("incoming", _COLUMNS)
    rows = []
    for number, (bank, reference, written, amount, paid_on) in enumerate(payments):
        account = account_as_kept(written)
        card = card_of(account)
        rows.append((
            number, bank, reference, account, card, None if card is None else f"{card:013d}", amount, paid_on,
            max(first_open, paid_on.replace(day=1)), f"pay:{bank}:{reference}",
        ))  # fmt: skip
    insert_rows("incoming", _NAMES, rows)


def told_of_incoming() -> list[Told]:
    """The table `incoming_told`: each with its party and state; and the same in Python, in order."""
    make_temporary("incoming_party", _party_sql(), index="n")
    family = f"CASE WHEN e.id IS NOT NULL AND e.kind = {int(EntryKind.PAYMENT)} THEN e.party_{{0}} WHEN e.id IS NULL THEN w.party_{{0}} END"
    make_temporary(
        "incoming_told",
        "SELECT i.*, p.amount_rupiah AS known_amount, p.account_number AS known_account, p.paid_on AS known_paid_on, "
        f"{family.format('kind')} AS party_kind, {family.format('id')} AS party_id, "
        "first_value(i.amount) OVER same AS first_amount, first_value(i.account) OVER same AS first_account, "
        "first_value(i.paid_on) OVER same AS first_paid_on, row_number() OVER same AS telling "
        "FROM incoming i LEFT JOIN payment p ON p.bank_id = i.bank_id AND p.reference = i.reference "
        "LEFT JOIN entry e ON e.id = p.entry_id LEFT JOIN incoming_party w ON w.n = i.n "
        "WINDOW same AS (PARTITION BY i.bank_id, i.reference ORDER BY i.n)",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN known_amount IS NULL AND telling = 1 THEN 0 "
            "WHEN amount = coalesce(known_amount, first_amount) AND account = coalesce(known_account, first_account) "
            "AND paid_on = coalesce(known_paid_on, first_paid_on) THEN 1 ELSE 2 END, party_kind, party_id, "
            "coalesce(known_amount, first_amount), coalesce(known_account, first_account), "
            "coalesce(known_paid_on, first_paid_on) FROM incoming_told ORDER BY n"
        )
        return [
            Told(int(state), kind, number, int(amount), account, _day(paid_on))
            for state, kind, number, amount, account, paid_on in cursor.fetchall()
        ]


def book_incoming(during: Recording) -> None:
    """The entries, postings and payments of what is new; leaves `paid_party`: for whom statuses may change."""
    new = "i.known_amount IS NULL AND i.telling = 1"
    known = "i.party_kind IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entry (kind, month, dated, party_kind, party_id, key, change_id) "
            f"SELECT CASE WHEN {known} THEN {int(EntryKind.PAYMENT)} ELSE {int(EntryKind.PARKED)} END, i.month, i.paid_on, "
            f"coalesce(i.party_kind, {int(Party.BANK)}), coalesce(i.party_id, i.bank_id), i.key, %s "
            f"FROM incoming_told i WHERE {new} ORDER BY i.n",
            [during.change],
        )
        cursor.execute(
            "INSERT INTO posting (entry_id, account, party_kind, party_id, amount_rupiah) "
            f"SELECT e.id, {int(Account.BANK)}, {int(Party.BANK)}, i.bank_id, i.amount FROM incoming_told i "
            f"JOIN entry e ON e.key = i.key WHERE {new} UNION ALL "
            f"SELECT e.id, CASE WHEN {known} THEN {int(Account.RECEIVABLE)} ELSE {int(Account.SUSPENSE)} END, e.party_kind, "
            f"e.party_id, -i.amount FROM incoming_told i JOIN entry e ON e.key = i.key WHERE {new}"
        )
        cursor.execute(
            "INSERT INTO payment (bank_id, reference, account_number, amount_rupiah, paid_on, entry_id, change_id) "
            "SELECT i.bank_id, i.reference, i.account, i.amount, i.paid_on, e.id, %s FROM incoming_told i "
            f"JOIN entry e ON e.key = i.key WHERE {new} ORDER BY i.n",
            [during.change],
        )
    concerned(
        f"SELECT i.party_kind, i.party_id, min(i.paid_on) AS first FROM incoming_told i WHERE {new} AND {known} "
        "GROUP BY i.party_kind, i.party_id"
    )
    drop_temporary("incoming", "incoming_party", "incoming_told")


def _party_sql() -> str:
    """Whose number it is: a living card's family, else that of who had the card before, else the payer of the code."""
    former = (
        "SELECT i.n, min(coalesce(k.family_id, x.family_id)) AS family_id FROM incoming i "
        f"JOIN identifier f ON f.kind = {int(IdentifierKind.CARD)} AND f.value = i.card_text "
        "AND (f.superseded_by_id IS NOT NULL OR f.valid_to IS NOT NULL OR f.contested OR f.kind = 4) "
        "JOIN person x ON x.id = f.person_id LEFT JOIN person k ON k.id = x.merged_into_id "
        "WHERE i.card IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person h WHERE h.card = i.card) "
        "GROUP BY i.n HAVING count(DISTINCT coalesce(k.family_id, x.family_id)) = 1"
    )
    payers = (
        "SELECT code, min(kind) AS kind, min(id) AS id FROM payer WHERE code IN (SELECT account FROM incoming WHERE card IS NULL) "
        "GROUP BY code HAVING count(*) = 1"
    )
    return (
        f"SELECT i.n, CASE WHEN coalesce(x.family_id, o.family_id) IS NOT NULL THEN {int(Party.FAMILY)} ELSE y.kind END "
        "AS party_kind, coalesce(x.family_id, o.family_id, y.id) AS party_id FROM incoming i "
        f"LEFT JOIN person x ON x.card = i.card LEFT JOIN ({former}) o ON o.n = i.n "
        "LEFT JOIN ("
        f"{payers}) y ON i.card IS NULL AND y.code = i.account"
    )


def _day(value: object) -> dt.date:
    found = as_date(value)
    assert found is not None
    return found
