"""`semesta ledger pay` and `bank`: payments from a bank's file, each row with what became of it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import errors, note, output
from semesta.cli.database_options import (
    Article,
    AsJson,
    By,
    Database,
    Document,
    Reason,
    decision,
    open_database,
    print_json,
)
from semesta.cli.language import current, say
from semesta.cli.ledger_party import On, rupiah
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.ledger.payment_files import PaymentFile
    from semesta.ledger.payments import Posted

#: Rows with a question that are printed; --out has them all.
SHOWN = 20


def pay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.ledger.pay.file", show_default=False)],
    bank: Annotated[str, typer.Option("--bank", help="cli.ledger.pay.bank", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="cli.ledger.pay.dry_run")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="cli.ledger.pay.out", show_default=False)] = None,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Post what is new, say of every row what became of it."""
    open_database(database)
    from semesta.ledger.banks import bank_of
    from semesta.ledger.payment_files import read_payment_file
    from semesta.ledger.payments import post_payments

    collector = bank_of(bank)
    read = read_payment_file(file, bank=collector.code, today=dt.date.today())
    posted = post_payments(
        read.payments, by=decision(by, reason, article, document or file.name), dry_run=dry_run
    )
    rows = _rows(read, posted)
    if out:
        _write(out, rows)
    if as_json:
        print_json({"outcomes": _outcomes(read, posted), "followed": posted.followed, "rows": rows})
        return
    _show(read, posted, rows, dry_run=dry_run)
    if out:
        note(say("cli.ledger.pay.written", path=str(out)))


def bank(
    code: Annotated[str, typer.Argument(metavar="CODE", help="cli.ledger.bank.code")] = "",
    name: Annotated[str, typer.Argument(metavar="NAME", help="cli.ledger.bank.name")] = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Register one, or list them."""
    open_database(database)
    from semesta.ledger.banks import banks, register_bank

    found = (
        (register_bank(code, name or code, by=decision(by, reason, article, document)),) if code else banks()
    )
    if as_json:
        print_json(found)
        return
    for one in found:
        output().print(f"{one.code}  {one.name}", markup=False)


def _rows(read: PaymentFile, posted: Posted) -> list[dict[str, str]]:
    """Every row of the file, in order, with its outcome."""
    language = current()
    rows = [
        {
            "place": one.payment.place,
            "row": one.payment.place.rpartition(":")[2],
            "paid_on": one.payment.paid_on.isoformat(),
            "reference": one.payment.reference,
            "account": one.payment.account,
            "amount_rupiah": str(one.payment.amount_rupiah),
            "outcome": one.outcome.value,
            "reason": one.reason.say(language),
            "remedy": one.remedy.say(language),
        }
        for one in posted.payments
    ]
    rows += [
        {
            "place": f"{read.name}:{one.row}", "row": str(one.row), "paid_on": "", "reference": "", "account": one.written,
            "amount_rupiah": "", "outcome": "rejected", "reason": one.reason.say(language), "remedy": one.remedy.say(language),
        }
        for one in read.rejected
    ]  # fmt: skip
    return sorted(rows, key=lambda row: int(row["row"]))


def _outcomes(read: PaymentFile, posted: Posted) -> dict[str, int]:
    return {**posted.outcomes, "rejected": len(read.rejected)}


def _show(read: PaymentFile, posted: Posted, rows: list[dict[str, str]], *, dry_run: bool) -> None:
    table = Table(
        title=say("cli.ledger.pay.title.dry" if dry_run else "cli.ledger.pay.title", file=read.name),
        title_justify="left",
    )
    table.add_column(say("cli.ledger.pay.outcome"))
    table.add_column(say("cli.ledger.pay.rows"), justify="right")
    for outcome, count in _outcomes(read, posted).items():
        table.add_row(say(f"cli.ledger.pay.{outcome}"), formats.number(count, current()))
    console = output()
    console.print(table)
    followed = posted.followed
    console.print(
        say("cli.ledger.pay.followed", activated=followed.activated, reactivated=followed.reactivated),
        markup=False,
    )
    asked = [row for row in rows if row["outcome"] in ("rejected", "refused", "parked")]
    for row in asked[:SHOWN]:
        errors().print(f"{row['place']}: {row['reason']} {row['remedy']}", style="yellow", markup=False)
    if len(asked) > SHOWN:
        errors().print(say("cli.ledger.pay.more", n=len(asked) - SHOWN), style="dim", markup=False)


def _write(out: Path, rows: list[dict[str, str]]) -> None:
    names = list(rows[0]) if rows else ["place"]
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def reverse(
    bank: Annotated[str, typer.Option("--bank", help="cli.ledger.pay.bank", show_default=False)],
    reference: Annotated[
        str, typer.Option("--reference", help="cli.ledger.reverse.reference", show_default=False)
    ],
    on: On = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """The payment stays in the books, and so does its reversal."""
    open_database(database)
    from semesta.ledger.reversing import reverse_payment

    found = reverse_payment(
        bank=bank,
        reference=reference,
        on=options.parse_date(on) if on else dt.date.today(),
        by=decision(by, reason, article, document),
    )
    if as_json:
        print_json(found)
        return
    output().print(
        say(
            "cli.ledger.reverse.done",
            rupiah=rupiah(found.amount_rupiah),
            suspended=formats.number(found.followed.suspended, current()),
        ),
        markup=False,
    )
