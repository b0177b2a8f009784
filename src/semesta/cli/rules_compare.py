"""`semesta rules compare`: who pays more or less under a reform, on the cards of an edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.cli.law import AsJson, warn_beyond
from semesta.cli.places import place_in
from semesta.planning.reform import reform_effect
from semesta.reporting.reform_tables import reform_view
from semesta.reporting.views.context import short_name
from semesta.rules.law import Law


def compare_reform(
    edition: options.EditionPath,
    reform: Annotated[Path, typer.Option("--reform", help="cli.rules.reform", show_default=False)],
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="cli.rules.compare.on", show_default=False)
    ] = "",
    region: options.Region = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Print each payer's bill before and after, by kind of card and by regency."""
    law = Law.current()
    reformed = law.with_reform(reform)
    day = options.parse_date(on) if on else None
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    with opened.engine() as engine:
        effect = reform_effect(engine, law, reformed, on=day, region=region)
        names = dict(engine.rows("SELECT code, name FROM regions WHERE level IN ('province', 'regency')"))
    warn_beyond(effect.on)
    if as_json:
        typer.echo(json.dumps(effect.to_json(), ensure_ascii=False, indent=2))
        return
    shown = {code: short_name(name) for code, name in names.items()}
    output().print(reform_view(effect, shown, current()))
