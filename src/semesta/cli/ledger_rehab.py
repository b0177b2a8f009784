"""`semesta ledger rehab`: arrears paid in stages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import typer
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
from semesta.cli.ledger_party import FamilyText, On, family_argument, rupiah
from semesta.cli.register_person import stop_if_refused
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.ledger.instalments import Plan

app = typer.Typer(no_args_is_help=True)


@app.command("sign", help="cli.ledger.rehab.sign")
def sign_up(
    family: FamilyText,
    stages: Annotated[int | None, typer.Option("--stages", help="cli.ledger.rehab.stages", show_default=False)] = None,
    on: On = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Sign up."""
    day = _day(on)
    open_database(database)
    from semesta.ledger.instalments import sign
    from semesta.register.refusing import Refused

    found = sign(family_argument(family), on=day, stages=stages, by=decision(by, reason, article, document))
    if isinstance(found, Refused):
        stop_if_refused([found])
        return
    _show(found, as_json=as_json)


@app.command("status", help="cli.ledger.rehab.status")
def status(
    family: FamilyText,
    on: On = "",
    database: Database = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """How far it is."""
    day = _day(on)
    open_database(database)
    from semesta.ledger.instalments import plan_of

    _show(plan_of(family_argument(family), on=day), as_json=as_json)


@app.command("end", help="cli.ledger.rehab.end")
def end_plan(
    family: FamilyText,
    outcome: Annotated[Literal["broken", "withdrawn"], typer.Option("--as", help="cli.ledger.rehab.outcome", show_default=False)],
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """End a running plan."""
    open_database(database)
    from semesta.ledger.instalments import end

    _show(end(family_argument(family), outcome, by=decision(by, reason, article, document)), as_json=as_json)


def _show(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        print_json(plan)
        return
    language = current()
    table = Table(title=say("cli.ledger.rehab.title", on=formats.date(plan.signed_on, language), months=plan.months), title_justify="left")  # fmt: skip
    for column in ("stage", "month", "amount", "paid"):
        table.add_column(say(f"cli.ledger.rehab.{column}"), justify="left" if column == "month" else "right")
    for stage in plan.stages:
        table.add_row(str(stage.number), formats.month(stage.month, language), rupiah(stage.amount_rupiah), rupiah(stage.paid_rupiah))  # fmt: skip
    console = output()
    console.print(table)
    state = say(f"cli.ledger.rehab.state.{plan.outcome or 'running'}")
    console.print(
        say("cli.ledger.rehab.left", state=state, left=rupiah(plan.left_rupiah), late=len(plan.late), article=plan.article),
        markup=False,
    )  # fmt: skip


def _day(on: str) -> dt.date:
    return options.parse_date(on) if on else dt.date.today()
