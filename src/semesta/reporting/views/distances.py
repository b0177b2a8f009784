"""Where every region stands against the thresholds: people and rupiah, on both bases of activity, by card and by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semesta.planning.standing import Basis, Count, Distance, RegionStanding, Standing
from semesta.reporting import formats, grid
from semesta.reporting.boundaries import Boundaries
from semesta.reporting.grid import Cell, Column, Grid, Row
from semesta.reporting.maps import Spot
from semesta.reporting.palette import WINE, scale
from semesta.reporting.standings import basis_worth
from semesta.reporting.views.context import Context, short_name
from semesta.reporting.views.regions import Map, legend, map_of

#: Which counts a table shows, in this order; others are in `semesta standing`.
_SHOWN: tuple[tuple[Basis, Count], ...] = (
    ("population", "administrative"),
    ("members", "administrative"),
    ("population", "verified"),
)


@dataclass(frozen=True, slots=True)
class Distances:
    """A map of the people missing, a table for each threshold, and what the choice of the basis is worth."""

    worth: str
    unit: str
    map: Map | None
    tables: tuple[Grid, ...]


def distances(
    context: Context, found: Sequence[RegionStanding], shapes: Boundaries | None = None
) -> Distances | None:
    """None where no threshold is in force. The report's region stands last, as the total."""
    root = next((r for r in found if r.totals.region_code == context.facts.root.region_code), None)
    if root is None or not root.standings:
        return None
    parts = [region for region in found if region is not root]
    unit = root.unit_rupiah_month
    return Distances(
        worth=basis_worth(root, context.say),
        unit=context.say("planning.standing.unit", unit=context.number(unit))
        if unit
        else context.say("planning.standing.no_unit"),
        map=_map(context, parts, shapes),
        tables=tuple(_table(context, same, parts, root) for same in thresholds_of(root)),
    )


def thresholds_of(region: RegionStanding) -> list[list[Standing]]:
    """Thresholds of a region; those that ask for the same share of the same measure stand together."""
    found: dict[tuple[str, int], list[Standing]] = {}
    for one in region.standings:
        found.setdefault((one.measure, one.share_basis_points), []).append(one)
    return list(found.values())


def _map(context: Context, parts: Sequence[RegionStanding], shapes: Boundaries | None) -> Map | None:
    """People missing to the highest threshold of activity, on population."""
    levels = context.facts.levels
    if len(parts) < 2 or not levels or levels[0] != "regency":
        return None
    highest = [(part, _highest(part)) for part in parts]
    known = [(part, one, d) for part, one in highest if one and (d := one.distance("population"))]
    if len(known) < 2:
        return None
    colours = scale([float(d.people) for _, _, d in known], WINE)
    spots = [
        Spot(
            part.totals.region_code,
            short_name(part.totals.region_name),
            float(d.people),
            context.number(d.people),
            f"{context.share(d.numerator, d.denominator)} = {context.number(d.numerator)} / {context.number(d.denominator)}",
        )
        for part, _, d in known
    ]
    steps = legend(colours, lambda value: context.number(round(value)))
    share = formats.percent(known[0][1].share_basis_points / 100, context.language, digits=0)
    made = map_of(context, "distance", "more.distance.map", spots, colours, steps, shapes, ascending=False)
    return Map(
        key=made.key,
        label=made.label,
        about=context.say("more.distance.map.about.share", share=share),
        drawing=made.drawing,
        legend=made.legend,
        list_heading=made.list_heading,
        ranking=made.ranking,
    )


def _highest(region: RegionStanding) -> Standing | None:
    asked = [one for one in region.standings if one.measure == "activity_on_population"]
    return max(asked, key=lambda one: one.share_basis_points, default=None)


def _table(
    context: Context, same: Sequence[Standing], parts: Sequence[RegionStanding], root: RegionStanding
) -> Grid:
    say, first = context.say, same[0]
    shown = [d for basis, count in _SHOWN if (d := first.distance(basis, count))]
    share = formats.percent(first.share_basis_points / 100, context.language, digits=0)
    columns: list[Column] = [*grid.words(say("planning.standing.region"), sortable=True)]
    for distance in shown:
        label = say(f"more.distance.{first.measure}.{distance.basis}.{distance.count}")
        columns += grid.numbers(
            label, say("planning.standing.short"), say("planning.standing.rupiah"), sortable=True
        )
    names = ", ".join(one.title.say(context.language) for one in same)
    doubt = "" if all(one.tag.startswith("found") for one in same) else f" ({say('standing.to_verify')})"
    return Grid(
        caption=say("more.distance.caption", names=names + doubt, date=context.date, basis=context.basis),
        heading=say("more.distance.heading", share=share, measure=say(f"standing.{first.measure}")),
        columns=tuple(columns),
        rows=tuple(row for part in parts if (row := _row(context, part, first, shown))),
        total=_row(context, root, first, shown),
        # The classes of an award are many, and most of them speak of few regions.
        folded=all("AWARD" in one.standard for one in same),
    )


def _row(context: Context, region: RegionStanding, asked: Standing, shown: Sequence[Distance]) -> Row | None:
    """None where another level has another threshold."""
    key = (asked.measure, asked.share_basis_points)
    one = next((s for s in region.standings if (s.measure, s.share_basis_points) == key), None)
    if one is None:
        return None
    name = short_name(region.totals.region_name) or region.totals.region_code
    cells = [grid.word(name, small=region.totals.region_code)]
    for wanted in shown:
        distance = one.distance(wanted.basis, wanted.count)
        assert distance is not None, "a threshold is held against the same counts everywhere"
        cells += _cells(context, distance)
    return Row(tuple(cells))


def _cells(context: Context, found: Distance) -> tuple[Cell, Cell, Cell]:
    language = context.language
    parts = f"{context.number(found.numerator)} / {context.number(found.denominator)}"
    order = found.numerator / found.denominator if found.denominator else -1.0
    share = Cell(context.share(found.numerator, found.denominator), order=round(order, 6), small=parts)
    if not found.people:
        return share, Cell(context.say("planning.standing.met"), order=0, css="up"), Cell("", order=0)
    rupiah = Cell("–", order=-1) if found.rupiah_year is None else grid.count(found.rupiah_year, language)
    return share, grid.count(found.people, language, css="down"), rupiah
