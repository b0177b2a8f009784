"""`semesta ledger close`: the books of a month take no entry any more."""

from __future__ import annotations

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
from semesta.cli.ledger_party import Month
from semesta.reporting import formats


def close(
    month: Month,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Check every law of the ledger, then close it; again it changes nothing."""
    first = options.parse_month(month)
    open_database(database)
    from semesta.ledger.closing import close_month

    done = close_month(month=first, by=decision(by, reason, article, document))
    if as_json:
        print_json(done)
        return
    shown = formats.month(first, current())
    key = "cli.ledger.close.already" if done.already else "cli.ledger.close.done"
    output().print(say(key, month=shown, laws=str(done.laws)), markup=False)
