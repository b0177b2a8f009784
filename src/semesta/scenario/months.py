"""What every month has: bills, the payments of the many, the arrears run, the end of the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import run_bills
from semesta.ledger.closing import close_month
from semesta.ledger.months import months_later
from semesta.ledger.parties import virtual_account
from semesta.ledger.payments import BankPayment, Outcome, Posted, post_payments
from semesta.ledger.vocabulary import Account, Party
from semesta.register.vocabulary import Status
from semesta.scenario.cast import rows
from semesta.scenario.opening import BANK
from semesta.scenario.story import Story, decided


@dataclass(frozen=True, slots=True)
class Owing:
    """A party that owes: under which number it pays, how much, whether a family is covered. `seed`: 0 to 99."""

    party: tuple[Party, int]
    account: str
    amount_rupiah: int
    active: bool
    seed: int


def bill(story: Story, month: dt.date) -> None:
    """The bill run, twice: the second time changes nothing."""
    story.begins("billed")
    done = run_bills(month=month, by=decided("penagihan", f"tagihan {month:%Y-%m}", month))
    again = run_bills(month=month, by=decided("penagihan", "diulang", month))
    assert not done.already and again.already and done.rupiah is not None
    people = sum(done.outcomes.values())
    story.tell(
        "billed", month, month=f"{month:%Y-%m}", billed=done.outcomes.get("BILLED", 0), people=people,
        entries=done.entries, rupiah=sum(done.rupiah.values()),
    )  # fmt: skip


def pay(
    story: Story,
    month: dt.date,
    *,
    covered: int,
    suspended: int,
    without: Collection[tuple[Party, int]] = (),
    always: Collection[tuple[Party, int]] = (),
) -> Posted:
    """Of a hundred families so many covered and suspended ones pay all they owe, and every employer and government.

    `without`: parties that pay on a page of their own; `always`: families that pay whatever happens. The bank tells all of it twice.
    """
    story.begins("paid")
    payments = [
        payment(it, month.replace(day=2 + it.seed % 25))
        for it in owing(month)
        if it.party not in without
        and (
            it.party in always
            or it.party[0] != Party.FAMILY
            or it.seed < (covered if it.active else suspended)
        )
    ]
    day = months_later(month, 1) - dt.timedelta(days=1)
    posted = post_payments(payments, by=decided("bank", f"pembayaran {month:%Y-%m}", day))
    again = post_payments(payments, by=decided("bank", "berkas yang sama lagi", day))
    assert again.outcomes[Outcome.ALREADY_POSTED] == len(payments), "a payment told twice is one"
    story.tell(
        "paid", day, month=f"{month:%Y-%m}", payments=len(payments),
        rupiah=sum(it.amount_rupiah for it in payments), reactivated=posted.followed.reactivated,
    )  # fmt: skip
    return posted


def arrears(story: Story, month: dt.date) -> None:
    """The first day after the month: who has not paid is suspended."""
    story.begins("arrears")
    day = months_later(month, 1)
    run = run_arrears(month, by=decided("penagihan", f"tunggakan {month:%Y-%m}", day))
    families, employers = run.owing.get("FAMILY"), run.owing.get("EMPLOYER")
    story.tell(
        "arrears", day, month=f"{month:%Y-%m}", families=families.parties if families else 0,
        employers=employers.parties if employers else 0, rupiah=sum(it.rupiah for it in run.owing.values()),
        suspended=run.people.get("suspended", 0), cancelled=run.people.get("cancelled", 0),
    )  # fmt: skip


def close(story: Story, month: dt.date, day: dt.date) -> None:
    """The books of the month are closed; nobody enters anything in them any more."""
    story.begins("closed")
    done = close_month(month=month, by=decided("pembukuan", f"tutup buku {month:%Y-%m}", day))
    assert not done.already
    story.tell("closed", day, month=f"{month:%Y-%m}", checked=done.laws)


def payment(it: Owing, day: dt.date, *, amount: int = 0, account: str = "", suffix: str = "") -> BankPayment:
    """A payment of all that is owed, or of another amount, or to another account."""
    number = account or it.account
    reference = f"{day:%y%m%d}{it.party[0].value}{number[-12:].replace(' ', '').replace('.', '')}{suffix}"
    return BankPayment(BANK, reference, number, amount or it.amount_rupiah, day)


def owing(month: dt.date) -> Iterator[Owing]:
    """Every party that owes something now, families by card, payers by code. Each month others have bad luck."""
    receivable = (
        f"SELECT party_kind, party_id, sum(amount_rupiah) AS owed FROM posting WHERE account = {Account.RECEIVABLE:d} "
        "GROUP BY party_kind, party_id HAVING sum(amount_rupiah) > 0"
    )
    for family, owed, card, active in rows(
        "SELECT o.party_id, o.owed, min(p.card) AS card, "
        f"max(CASE WHEN p.status = {Status.AKTIF:d} THEN 1 ELSE 0 END) "
        f"FROM ({receivable}) AS o JOIN person p ON p.family_id = o.party_id "
        f"WHERE o.party_kind = {Party.FAMILY:d} AND p.card IS NOT NULL GROUP BY o.party_id, o.owed ORDER BY card"
    ):
        yield Owing(
            (Party.FAMILY, int(family)),
            virtual_account(card),
            int(owed),
            bool(active),
            (card // 7 + 13 * month.month) % 100,
        )
    for kind, payer, owed, code in rows(
        f"SELECT o.party_kind, o.party_id, o.owed, y.code FROM ({receivable}) AS o JOIN payer y ON y.id = o.party_id "
        f"WHERE o.party_kind <> {Party.FAMILY:d} ORDER BY y.kind, y.code"
    ):
        yield Owing((Party(kind), int(payer)), code, int(owed), True, 8)


def owed_by(party: tuple[Party, int]) -> int:
    """What a party owes now, rupiah; below nothing is its credit."""
    [(owed,)] = rows(
        f"SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE account = {Account.RECEIVABLE:d} "
        "AND party_kind = %s AND party_id = %s",
        [int(party[0]), party[1]],
    )
    return int(owed)
