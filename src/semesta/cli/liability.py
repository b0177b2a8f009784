"""`semesta liability`: what a local government owes for the scheme, by month and line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.cli.places import place_in
from semesta.planning.liability import count_people
from semesta.planning.liability import liability as reckon
from semesta.planning.liability_settings import read_liability
from semesta.planning.plain import to_json
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import root_figures
from semesta.reporting.liability_view import liability_view
from semesta.reporting.views.context import short_name
from semesta.rules.law import Law


def liability(
    edition: options.EditionPath,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="cli.liability.settings", show_default=False)
    ] = None,
    region: options.Region = "",
    as_json: Annotated[bool, typer.Option("--json", help="cli.json")] = False,
    _lang: options.Lang = None,
) -> None:
    """Print it."""
    opened = open_edition(edition)
    where = place_in(opened, region, option="--region")
    wanted = read_liability(settings, as_of=opened.manifest.as_of)
    with opened.engine() as engine:
        people = count_people(engine, where)
        named = root_figures(engine, opened.manifest, region=where).region_name
    code = where or opened.manifest.region
    found = reckon(people, wanted, Law.current(), region=code, as_of=opened.manifest.as_of)
    if as_json:
        typer.echo(to_json(found), nl=False)
        return
    output().print(liability_view(found, Speaker(current()), region=short_name(named)))
