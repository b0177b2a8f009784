"""`semesta standing`: how far every region is from the thresholds, in people and in rupiah."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.cli.places import place_in
from semesta.edition import Edition
from semesta.faults import NotFound, Text
from semesta.planning.plain import to_json
from semesta.planning.standing import RegionStanding, standing_of, totals_of_regions
from semesta.reporting.catalogue import Speaker
from semesta.reporting.standings import standings_view
from semesta.rules.law import Law

_FIRST_YEAR, _LAST_YEAR = 2014, 2100

#: Characters that a row of two bases takes at national size.
_WIDTH_OF_TABLES = 140


def standing(
    edition: options.EditionPath,
    year: Annotated[
        int | None,
        typer.Option("--year", min=_FIRST_YEAR, max=_LAST_YEAR, help="cli.standing.year", show_default=False),
    ] = None,
    level: Annotated[
        Literal["province", "regency"] | None,
        typer.Option("--level", help="cli.standing.level", show_default=False),
    ] = None,
    award: Annotated[
        Literal["utama", "madya", "pratama"] | None,
        typer.Option("--award", help="cli.standing.award", show_default=False),
    ] = None,
    region: options.Region = "",
    as_json: Annotated[bool, typer.Option("--json", help="cli.json")] = False,
    _lang: options.Lang = None,
) -> None:
    """Print it."""
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    day = opened.manifest.as_of
    since, until = (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else (day, day)
    found = regions_standing(
        opened, region=region, level=level or "", since=since, until=until, award=award or ""
    )
    if as_json:
        typer.echo(to_json(found), nl=False)
        return
    console = output()
    view = standings_view(found, since=since, until=until, say=Speaker(current()))
    # A narrow terminal wraps the lines; squeezed columns would cut rupiah unseen.
    console.width = max(console.width, _WIDTH_OF_TABLES)
    console.print(view, crop=False)


def regions_standing(
    opened: Edition, *, region: str, level: str, since: dt.date, until: dt.date, award: str = ""
) -> tuple[RegionStanding, ...]:
    """The standing of the regions that were asked for; NotFound for a place that is no province and no regency."""
    with opened.engine() as engine:
        totals = totals_of_regions(engine, opened.manifest)
    chosen = [
        t for t in totals if (not region or t.region_code == region) and (not level or t.level == level)
    ]
    if not chosen:
        raise NotFound(
            place=f"--region {region}" if region else f"--level {level}",
            reason=Text(
                "Ambang berlaku untuk provinsi, kabupaten dan kota; di sini tidak ada.",
                "Thresholds are for provinces and regencies; there is none here.",
            ),
            remedy=Text(
                f"Yang ada: {', '.join(t.region_code for t in totals)}.",
                f"There are: {', '.join(t.region_code for t in totals)}.",
            ),
        )
    law = Law.current()
    return tuple(standing_of(t, law=law, since=since, until=until, award_class=award) for t in chosen)
