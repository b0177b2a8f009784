"""`semesta ledger refund` and `park`: money given back by two people; parked money finds its party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import output
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
from semesta.cli.ledger_party import On, PartyText, party_argument, rupiah
from semesta.faults import InputRefused, Text
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.ledger.refunds import Refund

refunds = typer.Typer(no_args_is_help=True)
parked = typer.Typer(no_args_is_help=True)
Number = Annotated[int, typer.Argument(metavar="REFUND", help="cli.ledger.refund.number", show_default=False)]
Bank = Annotated[str, typer.Option("--bank", help="cli.ledger.pay.bank", show_default=False)]
Reference = Annotated[str, typer.Option("--reference", help="cli.ledger.park.reference", show_default=False)]


@refunds.command("ask", help="cli.ledger.refund.ask")
def ask_for(
    party: Annotated[str, typer.Argument(metavar="PARTY", help="cli.ledger.party")] = "",
    amount: Annotated[int | None, typer.Option("--amount", min=1, help="cli.ledger.refund.amount", show_default=False)] = None,
    bank: Annotated[str, typer.Option("--bank", help="cli.ledger.pay.bank", show_default=False)] = "",
    reference: Annotated[str, typer.Option("--reference", help="cli.ledger.park.reference", show_default=False)] = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Of a party's credit, or of a parked payment."""
    open_database(database)
    from semesta.ledger.parking import parked_payment
    from semesta.ledger.refunds import ask, ask_for_parked

    decided = decision(by, reason, article, document)
    if bank and reference:
        found = ask_for_parked(parked_payment(bank, reference), by=decided)
    elif party and amount:
        found = ask(party_argument(party), amount, by=decided)
    else:
        raise InputRefused(
            place="",
            reason=Text("Pengembalian apa?", "A refund of what?"),
            remedy=Text("Beri PARTY dan --amount, atau --bank dan --reference sebuah titipan.", "Give PARTY and --amount, or --bank and --reference of a parked payment."),
        )  # fmt: skip
    _show([found], as_json=as_json)


@refunds.command("agree", help="cli.ledger.refund.agree")
def agree_to(
    refund: Number,
    on: On = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """By another person than asked."""
    day = _day(on)
    open_database(database)
    from semesta.ledger.refunds import agree

    _show([agree(refund, on=day, by=decision(by, reason, article, document))], as_json=as_json)


@refunds.command("refuse", help="cli.ledger.refund.refuse")
def refuse_it(
    refund: Number,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """By another person than asked."""
    open_database(database)
    from semesta.ledger.refunds import refuse

    _show([refuse(refund, by=decision(by, reason, article, document))], as_json=as_json)


@refunds.command("paid", help="cli.ledger.refund.paid")
def paid(
    refund: Number,
    bank: Bank,
    on: On = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """A bank paid it out."""
    day = _day(on)
    open_database(database)
    from semesta.ledger.refunds import paid_out

    _show([paid_out(refund, bank=bank, on=day, by=decision(by, reason, article, document))], as_json=as_json)


@refunds.command("list", help="cli.ledger.refund.list")
def list_refunds(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Those that wait."""
    open_database(database)
    from semesta.ledger.refunds import refunds_waiting

    _show(refunds_waiting(), as_json=as_json)


@parked.command("list", help="cli.ledger.park.list")
def list_parked(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Those whose party is not known."""
    open_database(database)
    from semesta.ledger.parking import parked_payments

    found = parked_payments()
    if as_json:
        print_json(found)
        return
    table = Table(title=say("cli.ledger.park.title"), title_justify="left")
    for column in ("bank", "reference", "account", "paid_on", "amount"):
        table.add_column(
            say(f"cli.ledger.park.col.{column}"), justify="right" if column == "amount" else "left"
        )
    for one in found:
        table.add_row(
            one.bank_code,
            one.reference,
            one.account,
            formats.date(one.paid_on, current()),
            rupiah(one.amount_rupiah),
        )
    output().print(table)


@parked.command("resolve", help="cli.ledger.park.resolve")
def resolve_parked(
    party: PartyText,
    bank: Bank,
    reference: Reference,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Give it to its party."""
    open_database(database)
    from semesta.ledger.parking import parked_payment, resolve

    found = resolve(
        parked_payment(bank, reference), party_argument(party), by=decision(by, reason, article, document)
    )
    if as_json:
        print_json(found)
        return
    followed = found.followed
    output().print(
        say("cli.ledger.park.resolved", rupiah=rupiah(found.parked.amount_rupiah), activated=followed.activated, reactivated=followed.reactivated),
        markup=False,
    )  # fmt: skip


def _show(found: Sequence[Refund], *, as_json: bool) -> None:
    if as_json:
        print_json(tuple(found))
        return
    table = Table()
    for column in ("number", "party", "amount", "state", "asked_by", "decided_by"):
        table.add_column(
            say(f"cli.ledger.refund.col.{column}"), justify="right" if column == "amount" else "left"
        )
    for one in found:
        party = f"{say(f'party.{one.party[0].name}')} {one.party[1]}"
        table.add_row(str(one.id), party, rupiah(one.amount_rupiah), say(f"cli.ledger.refund.state.{one.state}"), one.asked_by, one.decided_by or "–")  # fmt: skip
    output().print(table)


def _day(on: str) -> dt.date:
    return options.parse_date(on) if on else dt.date.today()
