"""What all commands of register and ledger share: which database, who decides and why, and how they begin.

Django takes a third of a second to import, and models can only be imported once the database is chosen. So a
command of these groups imports the services it calls inside its function, after `open_database`:

    def close(month: Month, database: Database = "", by: By = "", reason: Reason = "", ...) -> None:
        open_database(database)
        from semesta.ledger.closing import close_month

        closed = close_month(month=options.parse_date(month), by=decision(by, reason, article, document))

Nothing else in this room imports `semesta.database`, `semesta.register` or `semesta.ledger` at its top.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from semesta.cli.language import say
from semesta.planning.plain import to_json

if TYPE_CHECKING:
    from semesta.register.recording import Decision

Database = Annotated[
    str,
    typer.Option("--database", metavar="URL", help="cli.database.url", show_default=False),
]
By = Annotated[str, typer.Option("--by", help="cli.database.by", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="cli.database.reason", show_default=False)]
Article = Annotated[str, typer.Option("--article", help="cli.database.article", show_default=False)]
Document = Annotated[str, typer.Option("--document", help="cli.database.document", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="cli.json")]


def choose_database(url: str) -> str:
    """Work on this database, else on SEMESTA_DATABASE, else on ./semesta.sqlite3; whatever stands in it."""
    from semesta.database import use

    return use(url or None)


def open_database(url: str) -> str:
    """Like `choose_database`, and its tables are there and current; else NotFound or InputRefused with the remedy."""
    address = choose_database(url)
    from semesta.database import require_tables

    require_tables()
    return address


def decision(by: str, reason: str, article: str = "", document: str = "") -> Decision:
    """Who decides: --by, else the login name; why: --reason, else that it was done at the command line."""
    from semesta.register.recording import Decision

    return Decision(
        actor=by or getpass.getuser(),
        reason=reason or say("cli.database.no_reason"),
        article=article,
        document=document,
    )


def print_json(result: object) -> None:
    """A frozen dataclass, or a mapping or tuple of such, as JSON on stdout."""
    typer.echo(to_json(result), nl=False)
