"""Whose account it is: from a payment number or a payer's code to a party of the ledger, for many at once."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection

from semesta.faults import NotFound, Text
from semesta.ledger.booking import PartyOf
from semesta.ledger.vocabulary import Party
from semesta.register.buckets import BUCKET_OF, self_paying

#: A family's payment number: 88888 and the last 11 digits of the card of any member (cards begin with 00).
VIRTUAL_ACCOUNT = re.compile(r"88888(\d{11})")
_BETWEEN = re.compile(r"[\s\-.]+")


def account_as_kept(written: str) -> str:
    """A payment number without the blanks and dashes that people put in it; a payer's code as it stands."""
    bare = _BETWEEN.sub("", written)
    return bare if VIRTUAL_ACCOUNT.fullmatch(bare) else " ".join(written.split())


def card_of(account: str) -> int | None:
    """The card that a virtual account names; None where it is none."""
    found = VIRTUAL_ACCOUNT.fullmatch(account)
    return int(found[1]) if found else None


def virtual_account(card: int) -> str:
    """The payment number of the family of a card."""
    return f"88888{card % 10**11:011d}"


def self_paying_segments(on: dt.date) -> tuple[int, ...]:
    """The segments whose families owe their own contribution on a day (jkn.md 2.2)."""
    return tuple(number for number in sorted(BUCKET_OF) if self_paying(number, on))


def party_of(written: str) -> PartyOf:
    """The party of one payment number or code. NotFound where nobody has it, or more than one has."""
    account = account_as_kept(written)
    card = card_of(account)
    with connection.cursor() as cursor:
        if card is not None:
            cursor.execute("SELECT family_id FROM person WHERE card = %s AND family_id IS NOT NULL", [card])
            found = [(Party.FAMILY, int(row[0])) for row in cursor.fetchall()]
        else:
            cursor.execute("SELECT kind, id FROM payer WHERE code = %s", [account])
            found = [(Party(row[0]), int(row[1])) for row in cursor.fetchall()]
    if len(found) != 1:
        raise NotFound(
            place=written,
            reason=Text("Tidak ada keluarga atau pembayar dengan nomor itu.", "No family or payer has that number."),
            remedy=Text(
                "Beri nomor VA (88888 dan 11 angka terakhir kartu), atau kode pemberi kerja, daerah, atau PUSAT.",
                "Give the virtual account (88888 and the last 11 digits of a card), or the code of an employer, a region, or PUSAT.",
            ),
        )  # fmt: skip
    return found[0]
