"""`semesta register adopt`: take over all cards of an edition."""

from __future__ import annotations

from typing import Annotated

import typer

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
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.reporting import formats


def adopt(
    edition: options.EditionPath,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=256, help="cli.register.adopt.memory")
    ] = DEFAULT_MEMORY_MB,
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Take it over and say what became of its cards. The same edition again changes nothing."""
    opened = open_edition(edition)
    open_database(database)
    from semesta.register.adopting import adopt as adopt_edition

    with Steps() as steps:
        adopted = adopt_edition(
            opened, by=decision(by, reason, article, document), on_step=steps.began, memory_mb=memory
        )
    if as_json:
        print_json(adopted)
        return
    numbers = {name: formats.number(n, current()) for name, n in adopted.outcomes.items()}
    cards = formats.number(adopted.cards, current())
    key = "cli.register.adopt.again" if adopted.again else "cli.register.adopt.done"
    output().print(
        say(key, edition=opened.manifest.name, cards=cards, **numbers), style="bold green", markup=False
    )
