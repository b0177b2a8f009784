"""Reconciling a bank's statement with what our books say of that bank's account.

Both sides are parted in full: every line and every entry has one outcome, and the sums of the outcomes are the
sums of the sides. Nothing is booked here; what is missing in our books can be handed to `payments`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from semesta.database import reading
from semesta.faults import InputRefused, Text
from semesta.ledger.bank_files import BankStatement, read_bank_statement
from semesta.ledger.bank_lines import BankLine
from semesta.ledger.bank_pairing import Booked, Outcome, Pair, by_outcome, pair, reference_key
from semesta.ledger.banks import bank_of
from semesta.ledger.months import as_date
from semesta.ledger.vocabulary import Account, EntryKind, Party


@dataclass(frozen=True, slots=True)
class Tally:
    """One outcome: how many lines and entries, and their money on either side."""

    outcome: Outcome
    lines: int
    line_rupiah: int
    entries: int
    entry_rupiah: int

    @property
    def difference_rupiah(self) -> int:
        """What the bank has more than our books."""
        return self.line_rupiah - self.entry_rupiah


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A statement beside our books for its days. `pairs` parts both sides; `tallies` add up to both totals."""

    bank: str
    bank_name: str
    since: dt.date
    until: dt.date  # the last day, included
    statement: BankStatement
    pairs: tuple[Pair, ...]

    def __post_init__(self) -> None:
        lines = [one.line.row for one in self.pairs if one.line]
        assert sorted(lines) == sorted(line.row for line in self.statement.lines), (
            "a line has no or two outcomes"
        )
        entries = [one.booked.entry for one in self.pairs if one.booked]
        assert len(set(entries)) == len(entries), "an entry has two outcomes"

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return tuple(_tally(outcome, pairs) for outcome, pairs in by_outcome(self.pairs))

    @property
    def total(self) -> Tally:
        """Both sides whole."""
        return _tally(Outcome.MATCHED, self.pairs)

    def of(self, *outcomes: Outcome) -> tuple[Pair, ...]:
        return tuple(one for one in self.pairs if one.outcome in outcomes)

    @property
    def open(self) -> tuple[Pair, ...]:
        """What somebody has to look at: all but what is matched, and what is matched but still nobody's."""
        return tuple(
            one
            for one in self.pairs
            if one.outcome is not Outcome.MATCHED or (one.booked is not None and one.booked.parked)
        )

    @property
    def postable(self) -> tuple[BankLine, ...]:
        """Money in that our books do not have, with a reference that makes it one payment."""
        return tuple(one.line for one in self.of(Outcome.MISSING_IN_BOOKS) if one.line and one.line.reference)


def reconcile_bank(path: Path, *, bank: str, today: dt.date) -> Reconciled:
    """A statement file of the bank with this code against our books; see `read_bank_statement` for the file."""
    return reconcile(read_bank_statement(path, today=today), bank=bank)


def reconcile(statement: BankStatement, *, bank: str) -> Reconciled:
    """A statement that was read against our books: entries of its days, and those that bear its references.

    NotFound for a bank that is not known, InputRefused for a statement without a line.
    """
    if not statement.lines:
        raise InputRefused(
            place=statement.name,
            reason=Text("Tidak ada satu pun mutasi yang terbaca.", "Not one movement could be read."),
            remedy=Text("Periksa judul kolom dan format tanggal serta jumlahnya.", "Check the headings and the form of days and amounts."),
        )  # fmt: skip
    days = [line.dated for line in statement.lines]
    with reading():
        found = bank_of(bank)
        booked = booked_at(
            found.id,
            since=min(days),
            until=max(days),
            references={reference_key(line.reference) for line in statement.lines},
        )
    return Reconciled(
        bank=found.code,
        bank_name=found.name,
        since=min(days),
        until=max(days),
        statement=statement,
        pairs=pair(statement.lines, booked),
    )


def booked_at(
    bank: int, *, since: dt.date, until: dt.date, references: set[str] | frozenset[str] = frozenset()
) -> list[Booked]:
    """Our entries on the bank's account of these days (both included), and of other days with these references.

    One query. A reversal and a refund bear the reference of what they reverse, or their own key.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [int(Account.BANK), int(Party.BANK), bank])
        rows = cursor.fetchall()
    found: list[Booked] = []
    for entry, kind, dated, reference, key, account, amount in rows:
        day = as_date(dated)
        assert day is not None
        named = reference or key or ""
        if since <= day <= until or reference_key(named) in references:
            found.append(Booked(entry, day, named, account or "", int(amount), kind == EntryKind.PARKED))
    return found


#: A parked payment is nobody's until it is resolved, given back or reversed.
_BOOKED = f"""
    SELECT e.id, CASE WHEN e.kind = {EntryKind.PARKED} AND (
               EXISTS (SELECT 1 FROM entry r WHERE r.key = 'resolve:' || CAST(p.id AS text))
               OR EXISTS (SELECT 1 FROM refund f WHERE f.payment_id = p.id AND f.entry_id IS NOT NULL)
               OR EXISTS (SELECT 1 FROM entry r WHERE r.reverses_id = e.id)) THEN {EntryKind.RESOLVED} ELSE e.kind END,
           e.dated, p.reference, e.key, p.account_number, sum(q.amount_rupiah)
    FROM posting q JOIN entry e ON e.id = q.entry_id LEFT JOIN payment p ON p.entry_id = coalesce(e.reverses_id, e.id)
    WHERE q.account = %s AND q.party_kind = %s AND q.party_id = %s
    GROUP BY e.id, e.kind, e.dated, p.id, p.reference, e.key, p.account_number
    ORDER BY e.id
"""


def _tally(outcome: Outcome, pairs: Sequence[Pair]) -> Tally:
    lines = [one.line.amount_rupiah for one in pairs if one.line]
    entries = [one.booked.amount_rupiah for one in pairs if one.booked]
    return Tally(outcome, len(lines), sum(lines), len(entries), sum(entries))
