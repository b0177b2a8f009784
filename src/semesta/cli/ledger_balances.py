"""`semesta ledger balances`: what each account stands at, months billed and closed. A command to copy."""

from __future__ import annotations

from rich.table import Table

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.reporting import formats


def balances(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Print them."""
    open_database(database)
    from semesta.ledger.balances import balances as balances_of

    found = balances_of()
    if as_json:
        print_json(found)
        return
    table = Table(title=say("cli.ledger.balances.title"), title_justify="left")
    table.add_column(say("cli.ledger.balances.account"))
    table.add_column(say("cli.ledger.balances.party"))
    table.add_column(say("cli.ledger.balances.parties"), justify="right")
    table.add_column("Rp", justify="right")
    for row in found.accounts:
        table.add_row(
            say(f"account.{row.account}"),
            say(f"party.{row.party}"),
            formats.number(row.parties, current()),
            formats.number(row.amount_rupiah, current()),
        )
    console = output()
    console.print(table)
    console.print(
        say(
            "cli.ledger.balances.months",
            entries=formats.number(found.entries, current()),
            billed=_months(found.billed),
            closed=_months(found.closed),
        ),
        markup=False,
    )


def _months(months: tuple[object, ...]) -> str:
    """The first and the last: months are billed and closed in order."""
    if not months:
        return "–"
    first, last = str(months[0])[:7], str(months[-1])[:7]
    return first if len(months) == 1 else f"{first} … {last} ({len(months)})"
