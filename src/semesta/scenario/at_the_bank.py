"""What the bank and the second person say: a statement is reconciled, a parked payment finds its family, credit goes back."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from semesta.faults import InputRefused
from semesta.ledger.bank_pairing import Outcome
from semesta.ledger.bank_posting import post_missing
from semesta.ledger.bank_statements import reconcile_bank
from semesta.ledger.insurer_bill import reconcile_bill
from semesta.ledger.parking import parked_payment, resolve
from semesta.ledger.refunds import agree, ask, credit_of, paid_out
from semesta.ledger.reversing import reverse_payment
from semesta.ledger.vocabulary import Party
from semesta.scenario.cast import Player, rows, status_of
from semesta.scenario.months import owed_by
from semesta.scenario.opening import BANK
from semesta.scenario.province import BILLED_REGION
from semesta.scenario.story import Story, decided

HEAD = ("Tanggal", "No Referensi", "No VA", "Jumlah", "Keterangan")


def reconcile_july(story: Story, players: dict[str, Player], out: Path) -> None:
    """The statement of July: one payment is not on it, one has another amount, one is on it that nobody told."""
    story.begins("reconciled")
    day = dt.date(2024, 8, 2)
    out.mkdir(parents=True, exist_ok=True)
    file = out / "rekening-2024-07.csv"
    _write_statement(file, players)
    found = reconcile_bank(file, bank=BANK, today=day)
    posted = post_missing(found, by=decided("bank", "dari rekening koran Juli", day))
    after = reconcile_bank(file, bank=BANK, today=day)
    story.tell(
        "reconciled", day, lines=found.total.lines, matched=len(found.of(Outcome.MATCHED)),
        different=len(found.of(Outcome.DIFFERENT_AMOUNT)), missing=len(found.of(Outcome.MISSING_IN_BOOKS)),
        not_at_bank=len(found.of(Outcome.MISSING_AT_BANK)), posted=len(posted.payments), open=len(after.open),
    )  # fmt: skip


def take_back(story: Story, player: Player) -> None:
    """The payment that is not on the statement never came: it is reversed, and the family owes July again."""
    story.begins("reversed")
    day = dt.date(2024, 8, 4)
    before = owed_by((Party.FAMILY, player.family))
    done = reverse_payment(
        bank=BANK, reference="J6", on=day, by=decided("bank", "tidak ada di rekening", day)
    )
    after = owed_by((Party.FAMILY, player.family))
    assert after == before + done.amount_rupiah
    story.tell("reversed", day, rupiah=done.amount_rupiah, owed=after)


def reconcile_insurer(story: Story, bill: Path) -> None:
    """The insurer's bill of July to a city, by name, beside our own: what it bills and we do not, and why."""
    story.begins("insurer_bill")
    day = dt.date(2024, 8, 5)
    found = reconcile_bill([bill], region=BILLED_REGION, month=dt.date(2024, 7, 1), as_of=day)
    matched = found.of("matched")
    story.tell(
        "insurer_bill", day, region=found.region.name, rows=found.total.rows, matched=matched.rows,
        theirs=found.total.bill_rupiah, ours=found.total.our_rupiah, difference=found.difference_rupiah,
    )  # fmt: skip


def resolve_parked(story: Story, player: Player) -> None:
    """The family shows its receipt: the money is its own, as of the day on which it was paid."""
    story.begins("resolved")
    day = dt.date(2024, 8, 14)
    before = status_of(player.head)
    done = resolve(
        parked_payment(BANK, "J1"), (Party.FAMILY, player.family),
        by=decided("loket", "bukti bayar", day, document="struk 5 Juli"),
    )  # fmt: skip
    story.tell(
        "resolved",
        day,
        rupiah=done.parked.amount_rupiah,
        before=before,
        after=status_of(player.head),
    )


def refund(story: Story, player: Player) -> None:
    """Asked for by one person; the same one may not agree, another does; the bank pays out."""
    story.begins("refunded")
    day = dt.date(2024, 9, 12)
    party = (Party.FAMILY, player.family)
    credit = credit_of(party)
    assert credit > 0, "whoever paid four months in July is ahead by one in September"
    asked = ask(party, credit, by=decided("petugas A", "kelebihan bayar", day))
    try:
        agree(asked.id, on=day, by=decided("petugas A", "setuju sendiri", day))
        raise AssertionError("one person alone gives nothing back")
    except InputRefused:
        pass
    agree(asked.id, on=day, by=decided("petugas B", "benar, sudah diperiksa", day))
    paid = paid_out(asked.id, bank=BANK, on=day, by=decided("bank", "sudah dikirim", day))
    story.tell("refunded", day, rupiah=paid.amount_rupiah, left=credit_of(party))


def _write_statement(file: Path, players: dict[str, Player]) -> None:
    """Our own payments of July as the bank lists them, but for what it knows otherwise."""
    ours = rows(
        "SELECT p.paid_on, p.reference, p.account_number, p.amount_rupiah FROM payment p "
        "WHERE p.paid_on >= '2024-07-01' AND p.paid_on < '2024-08-01' ORDER BY p.paid_on, p.reference"
    )
    lines = [(str(day), reference, account, int(amount)) for day, reference, account, amount in ours]
    missing = next(line for line in lines if line[1] == "J6")
    other = next(line for line in lines if line[1] == "J5")
    lines[lines.index(other)] = (*other[:3], other[3] - 500)
    lines.remove(missing)
    lines.append(("2024-07-30", "J7", players["reversed"].account, 42_000))
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEAD)
        writer.writerows((*line, "setoran iuran") for line in lines)
