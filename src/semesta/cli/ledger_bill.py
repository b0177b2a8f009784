"""`semesta ledger bill` and `adjust`: a month's bills to everybody who owes, and what became known late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

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
from semesta.cli.ledger_party import Month, On, rupiah
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker, catalogue

if TYPE_CHECKING:
    from semesta.ledger.adjusting import Adjusted


def bill(
    month: Month,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Bill it; again it changes nothing."""
    first = options.parse_month(month)
    open_database(database)
    from semesta.ledger.billing import run_bills

    done = run_bills(month=first, by=decision(by, reason, article, document))
    if as_json:
        print_json(done)
        return
    console = output()
    shown = formats.month(first, current())
    if done.already:
        console.print(say("cli.ledger.bill.already", month=shown), markup=False)
    elif done.rupiah:
        console.print(_by_party(say("cli.ledger.bill.title", month=shown), done.rupiah))
    console.print(_people(done.outcomes))
    if done.adjusted and done.adjusted.lines:
        _say_adjusted(done.adjusted)
    if done.taken_back and done.taken_back.lines:
        console.print(
            say(
                "cli.ledger.bill.taken_back",
                families=_n(done.taken_back.families),
                rupiah=rupiah(done.taken_back.rupiah),
            ),
            markup=False,
        )


def adjust(
    on: On = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Compare what should be billed with what was, for everybody of whom something was recorded since."""
    day = options.parse_date(on) if on else dt.date.today()
    open_database(database)
    from semesta.ledger.adjusting import adjust as adjust_books

    done = adjust_books(on=day, by=decision(by, reason, article, document))
    if as_json:
        print_json(done)
    elif done.lines:
        _say_adjusted(done)
    else:
        output().print(say("cli.ledger.adjust.nothing"), markup=False)


def _say_adjusted(done: Adjusted) -> None:
    console = output()
    console.print(
        say(
            "cli.ledger.adjust.done",
            month=formats.month(done.month, current()),
            people=_n(done.people),
            lines=_n(done.lines),
        ),
        markup=False,
    )
    if done.rupiah:
        console.print(_by_party(say("cli.ledger.adjust.title"), done.rupiah))


def _by_party(title: str, amounts: Mapping[str, int]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(say("cli.ledger.bill.party"))
    table.add_column("Rp", justify="right")
    for party, amount in amounts.items():
        table.add_row(say(f"party.{party}"), _n(amount))
    return table


def _people(outcomes: Mapping[str, int]) -> Table:
    table = Table(title=say("cli.ledger.bill.people", n=_n(sum(outcomes.values()))), title_justify="left")
    table.add_column(say("cli.ledger.bill.outcome"))
    table.add_column(say("cli.ledger.bill.n"), justify="right")
    speaker = Speaker(current())
    for name, people in sorted(outcomes.items(), key=lambda one: -one[1]):
        group = "bill_outcome" if f"bill_outcome.{name}" in catalogue() else "status"
        table.add_row(speaker.code(group, name), _n(people))
    return table


def _n(value: int) -> str:
    return formats.number(value, current())
