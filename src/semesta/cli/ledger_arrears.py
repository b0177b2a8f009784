"""`semesta ledger arrears` and `reactivate-amount`: who is suspended, and what it takes to be active again."""

from __future__ import annotations

import datetime as dt

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
from semesta.cli.ledger_party import FamilyText, Month, On, family_argument, rupiah
from semesta.reporting import formats


def arrears(
    month: Month,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Run a month that is over; again it changes nothing."""
    first = options.parse_month(month)
    open_database(database)
    from semesta.ledger.arrears import run_arrears

    found = run_arrears(first, by=decision(by, reason, article, document))
    if as_json:
        print_json(found)
        return
    console = output()
    table = Table(
        title=say("cli.ledger.arrears.title", month=formats.month(first, current())), title_justify="left"
    )
    for column in ("party", "parties", "rupiah"):
        table.add_column(
            say(f"cli.ledger.arrears.{column}"), justify="left" if column == "party" else "right"
        )
    for party, owing in found.owing.items():
        table.add_row(say(f"party.{party}"), formats.number(owing.parties, current()), rupiah(owing.rupiah))
    console.print(table)
    counts = {name: formats.number(count, current()) for name, count in found.people.items()}
    console.print(say("cli.ledger.arrears.people", **counts), markup=False)
    if found.change is None:
        console.print(say("cli.ledger.arrears.nothing"), markup=False)


def reactivate_amount(
    family: FamilyText,
    on: On = "",
    database: Database = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Month by month, with the articles."""
    day = options.parse_date(on) if on else dt.date.today()
    open_database(database)
    from semesta.ledger.reactivation import to_reactivate

    found = to_reactivate(family_argument(family), day)
    if as_json:
        print_json(
            {"total_rupiah": found.total_rupiah, "arrears_rupiah": found.arrears_rupiah, "detail": found}
        )
        return
    title = say("cli.ledger.reactivate.title", on=formats.date(day, current()), n=found.persons)
    table = Table(title=title, title_justify="left")
    table.add_column(say("cli.ledger.reactivate.month"))
    table.add_column(say("cli.ledger.reactivate.rupiah"), justify="right")
    table.add_column(say("cli.ledger.reactivate.article"))
    for month in found.months:
        mark = "" if month.billed else f" ({say('cli.ledger.reactivate.not_billed')})"
        table.add_row(
            f"{formats.month(month.month, current())}{mark}", rupiah(month.amount_rupiah), month.article
        )
    console = output()
    console.print(table)
    console.print(
        say("cli.ledger.reactivate.total", total=rupiah(found.total_rupiah), article=found.article),
        markup=False,
    )
    if found.beyond_rupiah:
        console.print(say("cli.ledger.reactivate.beyond", rupiah=rupiah(found.beyond_rupiah)), markup=False)
    if not found.complete:
        console.print(say("cli.ledger.reactivate.incomplete"), markup=False)
