"""`semesta ledger check`: the laws of the ledger on the whole database; exit code 5 where one is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text as RichText

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.database.laws import LawChecked


def check(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Say of each law whether it holds, as it is checked."""
    open_database(database)
    from semesta.database import place
    from semesta.database.laws import require_laws
    from semesta.ledger.checking import check as check_ledger

    found = check_ledger(None if as_json else _tell)
    if as_json:
        print_json(found)
    require_laws(found, place=place())
    if not as_json:
        output().print(RichText(say("cli.ledger.check.holds", n=len(found)), style="green"))


def _tell(law: LawChecked) -> None:
    console = output()
    console.print(RichText(f"{'✓' if law.holds else '✗'} {law.text.say(current())}", style="" if law.holds else "bold red"))  # fmt: skip
    for failure in law.failures[:3]:
        console.print(
            f"    {failure.place}: {formats.number(failure.left, current())} ≠ {formats.number(failure.right, current())}",
            markup=False,
        )
    if law.failed > 3:
        console.print(
            f"    {say('cli.ledger.check.more', n=formats.number(law.failed - 3, current()))}", markup=False
        )
