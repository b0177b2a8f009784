"""The standings of regions as tables for the terminal: one for each threshold, every basis side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.planning.standing import Count, Distance, RegionStanding, Standing
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Column, Grid, Row, numbers, words
from semesta.reporting.terminal import grid_table
from semesta.reporting.views.context import short_name


def standings_view(
    found: Sequence[RegionStanding], *, since: dt.date, until: dt.date, say: Speaker
) -> RenderableType:
    """Head, one table for each threshold, and what the choice of the basis of activity is worth."""
    if not any(region.standings for region in found):
        return RichText(say("planning.standing.none"))
    parts: list[RenderableType] = [RichText(line) for line in head_lines(found, since, until, say)]
    for grid in standing_grids(found, say):
        parts += ["", grid_table(grid, number_cells=20)]
    worth = basis_worth(found[0], say)
    return Group(*parts, *(("", RichText(worth, style="bold")) if worth else ()))


def head_lines(
    found: Sequence[RegionStanding], since: dt.date, until: dt.date, say: Speaker
) -> tuple[str, str]:
    """Date, basis and thresholds; and the unit cost that the rupiah rest on."""
    totals, language = found[0].totals, say.language
    head = say(
        "planning.standing.head_day" if since == until else "planning.standing.head",
        date=formats.date(totals.as_of, language),
        basis=totals.population_basis or say("report.no_basis"),
        since=formats.date(since, language),
        until=formats.date(until, language),
    )
    unit = found[0].unit_rupiah_month
    cost = (
        say("planning.standing.no_unit")
        if unit is None
        else say("planning.standing.unit", unit=formats.number(unit, language))
    )
    return head, cost


def standing_grids(found: Sequence[RegionStanding], say: Speaker) -> list[Grid]:
    """A table for each threshold and count (cards, residents) that the regions are held against, in their order."""
    keys = dict.fromkeys(
        (s.standard, s.measure, d.count) for region in found for s in region.standings for d in s.distances
    )
    return [_grid(found, *key, say) for key in keys]


def basis_worth(region: RegionStanding, say: Speaker) -> str:
    """What the choice between residents and members costs a year at the highest threshold of activity; '' if nothing."""
    wanted = [s for s in region.standings if s.measure == "activity_on_population"]
    if not wanted:
        return ""
    highest = max(wanted, key=lambda s: s.share_basis_points)
    population, members = highest.distance("population"), highest.distance("members")
    if not population or not members or population.people == members.people:
        return ""
    if population.rupiah_year is None or members.rupiah_year is None:
        return ""
    return say(
        "planning.standing.worth",
        region=short_name(region.totals.region_name),
        rupiah=formats.number(abs(population.rupiah_year - members.rupiah_year), say.language),
        people=formats.number(abs(population.people - members.people), say.language),
    )


def _grid(found: Sequence[RegionStanding], standard: str, measure: str, count: Count, say: Speaker) -> Grid:
    rows = []
    first: Standing | None = None
    for region in found:
        standing = next((s for s in region.standings if (s.standard, s.measure) == (standard, measure)), None)
        if standing is None:
            continue
        first = first or standing
        cells = [Cell(short_name(region.totals.region_name) or region.totals.region_code)]
        for distance in _of(standing, count):
            cells += _cells(distance, say)
        rows.append(Row(tuple(cells)))
    assert first is not None
    caption = say(
        "planning.standing.caption",
        title=first.title.say(say.language),
        share=formats.percent(first.share_basis_points / 100, say.language, digits=0),
        measure=say(f"standing.{first.measure}"),
        counted=say(f"planning.standing.{count}"),
    )
    columns = (*words(say("planning.standing.region")), *_columns(_of(first, count), say))
    return Grid(caption, columns, tuple(rows))


def _of(standing: Standing, count: Count) -> list[Distance]:
    return [distance for distance in standing.distances if distance.count == count]


def _columns(distances: Sequence[Distance], say: Speaker) -> tuple[Column, ...]:
    labels: list[str] = []
    for distance in distances:
        labels.append(say(f"planning.standing.{distance.basis}"))
        labels += [say("planning.standing.short"), say("planning.standing.rupiah")]
    return numbers(*labels)


def _cells(distance: Distance, say: Speaker) -> tuple[Cell, Cell, Cell]:
    language = say.language
    share = Cell(formats.share(distance.numerator, distance.denominator, language))
    if distance.people == 0:
        return share, Cell(say("planning.standing.met"), css="up"), Cell("")
    rupiah = formats.number(distance.rupiah_year, language)
    return share, Cell(formats.number(distance.people, language), css="down"), Cell(rupiah)
