"""`semesta compare`: what led from one edition's figures to another's, person by person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.history import change_between
from semesta.cli.language import current
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import gather, level_of
from semesta.reporting.terminal import grid_table
from semesta.reporting.views.change import bridge
from semesta.reporting.views.context import Context


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="cli.compare.old", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="cli.compare.new", show_default=False)],
    region: options.Region = "",
    _lang: options.Lang = None,
) -> None:
    """Print the bridge from the old figures to the new."""
    before, after = open_edition(old), open_edition(new)
    region = place_in(after, region, option="--region")
    with Steps() as steps:
        change = change_between(before, after, region=region, on_step=steps.began)
    with after.engine() as engine:
        deepest = level_of(region or after.manifest.region)
        facts = gather(engine, after.manifest, region=region, deepest=deepest)
    shown = bridge(Context(facts, Speaker(current())), change)
    assert shown
    console = output()
    console.print(shown.heading, style="bold", markup=False)
    console.print(grid_table(shown.table))
    if shown.unchanged:
        console.print(shown.unchanged, style="dim", markup=False)
