"""`semesta register copy`: a database that has outgrown its laptop, from SQLite into an empty PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.reporting import formats


def copy(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="cli.register.copy.to")],
    database: Database = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Copy every row with its number, and check all laws in the copy."""
    source = open_database(database)
    from semesta.database.copying import copy_database
    from semesta.database.laws import require_laws
    from semesta.ledger.checking import check as check_ledger
    from semesta.register.checking import check as check_register

    with Steps() as steps:
        copied = copy_database(source=source, target=to, on_step=steps.began)
    checked = (*check_register(), *check_ledger())
    require_laws(checked, place=to.partition("://")[0])
    if as_json:
        print_json(copied)
        return
    output().print(
        say(
            "cli.register.copy.done",
            rows=formats.number(sum(copied.rows.values()), current()),
            tables=len(copied.rows),
            laws=len(checked),
        ),
        style="bold green",
        markup=False,
    )
