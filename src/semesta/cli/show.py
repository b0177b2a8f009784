"""`semesta show`: the figures of a region and its parts."""

from __future__ import annotations

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.cli.places import place_in
from semesta.reporting.facts import gather, next_level
from semesta.reporting.terminal import region_view


def show(edition: options.EditionPath, region: options.Region = "", _lang: options.Lang = None) -> None:
    """Print them."""
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    with opened.engine() as engine:
        deepest = next_level(region or opened.manifest.region)
        facts = gather(engine, opened.manifest, region=region, deepest=deepest)
    console = output()
    console.print(region_view(facts, current(), width=console.width))
