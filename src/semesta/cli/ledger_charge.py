"""`semesta ledger charge`: the charge for inpatient care soon after a card is active again."""

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
from semesta.cli.language import current, say
from semesta.cli.ledger_party import rupiah
from semesta.cli.register_person import Person, person_of
from semesta.reporting import formats


def charge(
    person: Person,
    reference: Annotated[str, typer.Option("--reference", help="cli.ledger.charge.reference", show_default=False)],
    admitted: Annotated[str, typer.Option("--admitted", metavar="DATE", help="cli.ledger.charge.admitted", show_default=False)],
    cost: Annotated[int, typer.Option("--cost", min=0, help="cli.ledger.charge.cost", show_default=False)],
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Charge a stay; again it changes nothing."""
    day = options.parse_date(admitted)
    open_database(database)
    from semesta.ledger.charges import charge as charge_stay

    found = charge_stay(
        person_of(person),
        reference=reference,
        admitted_on=day,
        diagnosis_rupiah=cost,
        by=decision(by, reason, article, document),
    )
    if as_json:
        print_json(found)
        return
    if found.reactivated_on is None:
        output().print(say("cli.ledger.charge.never"), markup=False)
        return
    output().print(
        say(
            "cli.ledger.charge.said",
            rupiah=rupiah(found.charge_rupiah),
            payer=say(f"cli.ledger.charge.{found.payer}"),
            months=found.months,
            back=formats.date(found.reactivated_on, current()),
            article=found.article or "–",
        ),
        markup=False,
    )
    if found.already:
        output().print(say("cli.ledger.charge.already"), markup=False)
