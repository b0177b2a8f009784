"""`semesta rules explain`: what the law gives for one case, and which articles say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.language import current
from semesta.cli.law import AsJson, On, asked_day, require_known
from semesta.faults import Text
from semesta.reporting.explanation import explanation_view
from semesta.rules.explaining import explain
from semesta.rules.facts_given import facts_of
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law

_UNKNOWN = Text("Rumus ini tidak ada.", "There is no such formula.")


def explain_case(
    formula: Annotated[str, typer.Argument(metavar="FORMULA", help="cli.rules.explain.formula")],
    facts: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE...", help="cli.rules.explain.facts", show_default=False),
    ] = None,
    on: On = "",
    reform: Annotated[
        Path | None, typer.Option("--reform", help="cli.rules.reform", show_default=False)
    ] = None,
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Print result, facts and grounds; with a mark for every value that nobody has verified."""
    names = list(FORMULAS)
    all_names = Text(f"Rumus yang ada: {', '.join(names)}.", f"The formulas: {', '.join(names)}.")
    asked = FORMULAS[require_known(formula, names, what=_UNKNOWN, remedy=all_names)]
    law = Law.current() if reform is None else Law.current().with_reform(reform)
    explanation = explain(law, asked, asked_day(on), facts_of(asked, facts or ()))
    if as_json:
        typer.echo(json.dumps(explanation.to_json(), ensure_ascii=False, indent=2))
    else:
        output().print(explanation_view(explanation, current()))
