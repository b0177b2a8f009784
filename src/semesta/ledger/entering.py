"""From lines to the books: what the lines of a run charge each party, entered as one entry a party."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from semesta.database import is_postgresql
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import Recording


@dataclass(frozen=True, slots=True)
class _Share:
    """Of a line `l`, what one kind of party owes, where it owes something. `party` None: the one centre."""

    kind: str
    party: str | None
    amount: str
    where: str


#: The family owes its members' own parts; a payer what it withholds and its own part; region and centre theirs.
_SHARES = (
    _Share(f"{Party.FAMILY:d}", "family_id", "member", "payer_id IS NULL AND l.member <> 0"),
    _Share("(SELECT kind FROM payer WHERE payer.id = s.party)", "payer_id", "member + l.employer", "payer_id IS NOT NULL"),
    _Share(f"{Party.REGION:d}", "region_id", "local_contribution + l.local_assistance", "region_id IS NOT NULL"),
    _Share(f"{Party.CENTRE:d}", None, "centre", "centre <> 0"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered: entries, and rupiah by kind of party."""

    entries: int
    rupiah: dict[Party, int]


def last_id(table: str) -> int:
    """The highest number in a table of ours; rows written from now on have higher ones."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')
        return int(cursor.fetchone()[0])


def enter_lines(
    *,
    after: int,
    kind: EntryKind,
    month: dt.date,
    centre: int,
    during: Recording,
    for_month: dt.date | None = None,
) -> Entered:
    """Enter what the lines with a number above `after` charge: an entry a party, a pair of postings a month.

    `for_month`: where all those lines are of one month. A second BILL of a party in a month is entered as an
    ADJUSTMENT. Inside the caller's transaction.
    """
    entries_before = last_id("entry")
    with connection.cursor() as cursor:
        for statement in (_DROP, _MAKE):
            cursor.execute(statement)
        for share in _SHARES:
            cursor.execute(_charge(share, centre, for_month), [after])
        cursor.execute("DELETE FROM charged WHERE amount = 0")
        cursor.execute("ANALYZE charged")
        cursor.execute(
            "INSERT INTO entry (kind, month, dated, party_kind, party_id, change_id) "
            f"SELECT {_kind(kind, month)}, {_date(month)}, {_date(month)}, c.party_kind, c.party_id, {during.change} "
            "FROM charged c GROUP BY c.party_id, c.party_kind"
        )
        entries = cursor.rowcount
        cursor.execute(_POSTINGS, [entries_before])
        cursor.execute("SELECT party_kind, sum(amount) FROM charged GROUP BY 1 ORDER BY 1")
        rupiah = {Party(party): int(amount) for party, amount in cursor.fetchall()}
        cursor.execute(_DROP)
    return Entered(entries, rupiah)


_DROP = "DROP TABLE IF EXISTS charged"
_MAKE = (
    "CREATE TEMPORARY TABLE charged (party_kind smallint NOT NULL, party_id bigint NOT NULL, for_month date NOT NULL, "
    "amount bigint NOT NULL, PRIMARY KEY (party_id, party_kind, for_month))"
)
_POSTINGS = (
    "INSERT INTO posting (entry_id, account, party_kind, party_id, amount_rupiah, for_month) "
    "SELECT e.id, side.account, CASE side.account WHEN 1 THEN c.party_kind ELSE 0 END, "
    "CASE side.account WHEN 1 THEN c.party_id ELSE 0 END, "
    "CASE side.account WHEN 1 THEN c.amount ELSE -c.amount END, c.for_month "
    "FROM entry e JOIN charged c ON c.party_id = e.party_id AND c.party_kind = e.party_kind "
    f"CROSS JOIN (SELECT {Account.RECEIVABLE:d} AS account UNION ALL SELECT {Account.CONTRIBUTION:d}) AS side "
    "WHERE e.id > %s"
)
assert (Account.RECEIVABLE, Account.CONTRIBUTION, Party.NOBODY) == (1, 2, 0)


def _charge(share: _Share, centre: int, for_month: dt.date | None) -> str:
    """Without a GROUP BY where there is nothing to group by: SQLite would sort millions of rows for it."""
    # the sign keeps SQLite from walking through all lines of all months by their family's index
    party = f"+l.{share.party}" if share.party else str(centre)
    month = _date(for_month) if for_month else "l.for_month"
    by = ([party] if share.party else []) + ([] if for_month else [month])
    return (
        f"INSERT INTO charged SELECT {share.kind}, s.party, s.for_month, s.amount FROM (SELECT {party} AS party, "
        f"{month} AS for_month, sum(l.{share.amount}) AS amount FROM bill_line l WHERE l.id > %s AND l.{share.where} "
        f"{'GROUP BY ' + ', '.join(by) if by else ''}) AS s WHERE s.amount <> 0 "
        # region and centre are employers too
        "ON CONFLICT (party_id, party_kind, for_month) DO UPDATE SET amount = charged.amount + excluded.amount"
    )


def _kind(kind: EntryKind, month: dt.date) -> str:
    if kind != EntryKind.BILL:
        return str(int(kind))
    return (
        "CASE WHEN EXISTS (SELECT 1 FROM entry e WHERE e.party_id = c.party_id AND e.party_kind = c.party_kind "
        f"AND e.month = {_date(month)} AND e.kind = {EntryKind.BILL:d}) "
        f"THEN {EntryKind.ADJUSTMENT:d} ELSE {EntryKind.BILL:d} END"
    )


def _date(day: dt.date) -> str:
    """A date in both databases: SQLite keeps text, so nothing is cast there."""
    return f"CAST('{day.isoformat()}' AS date)" if is_postgresql() else f"'{day.isoformat()}'"
