"""`semesta register status`: what stands in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker

if TYPE_CHECKING:
    from semesta.register.summary import LastChange


def status(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Print people by status and segment, the last decisions, months billed and closed."""
    open_database(database)
    from semesta.ledger.balances import billed_and_closed
    from semesta.register.summary import summary

    found = summary()
    billed, closed = billed_and_closed()
    if as_json:
        print_json({"register": found, "months_billed": billed, "months_closed": closed})
        return
    console = output()
    console.print(
        say(
            "cli.register.status.people",
            place=found.database,
            persons=_number(found.persons),
            families=_number(found.families),
            merged=_number(found.merged),
        ),
        style="bold",
        markup=False,
    )
    for group, counts in (("status", found.by_status), ("segment", found.by_segment)):
        if counts:
            console.print(_counted(group, counts))
    if found.last_changes:
        console.print(_last(found.last_changes))
    for key, months in (("billed", billed), ("closed", closed)):
        if months:
            first, last = str(months[0])[:7], str(months[-1])[:7]
            console.print(
                say(f"cli.register.status.{key}", first=first, last=last, n=len(months)), markup=False
            )


def _number(value: int) -> str:
    return formats.number(value, current())


def _counted(group: str, counts: dict[str, int]) -> Table:
    table = Table(show_header=True)
    table.add_column(say(f"cli.register.status.by_{group}"))
    table.add_column(say("cli.register.status.n"), justify="right")
    for code, people in counts.items():
        table.add_row(Speaker(current()).code(group, code), _number(people))
    return table


def _last(changes: tuple[LastChange, ...]) -> Table:
    table = Table(title=say("cli.register.status.last"), title_justify="left")
    for column in ("number", "recorded_at", "action", "actor", "reason"):
        table.add_column(say(f"cli.register.status.last.{column}"))
    for change in changes:
        table.add_row(str(change.number), change.recorded_at[:16], change.action, change.actor, change.reason)
    return table
