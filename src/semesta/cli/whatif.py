"""`semesta whatif`: prices, thresholds, population or subsidies change; what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.cli.results import keep
from semesta.planning.scenario import read_scenario
from semesta.planning.whatif import what_if
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.whatifs import whatif_view


def whatif(
    edition: options.EditionPath,
    scenario: Annotated[
        Path, typer.Option("--scenario", metavar="YAML", help="cli.whatif.scenario", show_default=False)
    ],
    region: options.Region = "",
    as_json: Annotated[bool, typer.Option("--json", help="cli.json")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="cli.whatif.out", show_default=False)] = None,
    _lang: options.Lang = None,
) -> None:
    """Print before and after; with --json or --out all of it."""
    wanted = read_scenario(scenario)
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    with Steps() as steps, opened.engine() as engine:
        steps.began("whatif")
        found = what_if(engine, opened.manifest, wanted)
    if out:
        keep(found.to_json(), out)
    if as_json:
        typer.echo(found.to_json(), nl=False)
        return
    console = output()
    console.print(whatif_view(found, Speaker(current()), region=region, width=console.width))
    if out:
        size = formats.size(out.stat().st_size, current())
        console.print(say("cli.forecast.written", path=out, size=size), style="bold green", markup=False)
