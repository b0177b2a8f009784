"""Maps and tables of the regions below the one that the report is about."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.coverage.figures import Figures
from semesta.reporting import formats, grid
from semesta.reporting.boundaries import Boundaries
from semesta.reporting.facts import left_out
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.maps import Spot, boundary_map, tile_map
from semesta.reporting.palette import TEAL, WINE, Scale, scale
from semesta.reporting.views.context import Context

#: Villages in the table of those with most people left out; all others are found by the search box.
VILLAGES_SHOWN = 40
#: A map of more regions than this says nothing any more.
_MAP_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class LegendStep:
    """One class of the map's colours and the numbers in it."""

    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Rank:
    """One region in the list beside the map."""

    name: str
    colour: str
    text: str
    parts: str


@dataclass(frozen=True, slots=True)
class Map:
    """One map with its legend and the same numbers as a list."""

    key: str
    label: str
    about: str
    drawing: Markup
    legend: tuple[LegendStep, ...]
    list_heading: str
    ranking: tuple[Rank, ...]


@dataclass(frozen=True, slots=True)
class Villages:
    """The villages with most people left out, and all of them for the search box."""

    heading: str
    search: str
    table: Grid
    data: Markup


def maps(context: Context, shapes: Boundaries | None) -> tuple[Map, ...]:
    """Activity, coverage and people left out of each part; none where there is nothing to compare."""
    facts = context.facts
    parts = [f for f in facts.parts[facts.levels[0]] if f.region_code] if facts.levels else []
    if not 2 <= len(parts) <= _MAP_AT_MOST:
        return ()
    return (
        _share_map(context, parts, "activity_verified", shapes),
        _share_map(context, parts, "activity_on_population", shapes),
        _people_map(context, parts, shapes),
    )


def region_tables(context: Context) -> tuple[Grid, ...]:
    """A table for each level between the region and its villages."""
    levels = [level for level in context.facts.levels if level != "village"]
    return tuple(level_table(context, level, folded=at > 0) for at, level in enumerate(levels))


def villages(context: Context) -> Villages | None:
    """None where the report's region is itself a village."""
    found = context.facts.parts.get("village")
    if not found:
        return None
    say = context.say
    most = sorted(found, key=lambda f: (-left_out(f), f.region_code))[:VILLAGES_SHOWN]
    columns = (
        *grid.words(say("level.village"), sortable=True),
        *grid.numbers(
            say("col.residents"), say("col.not_enrolled"), say("col.inactive"), say("col.left_out"),
            say("col.left_out_share"), sortable=True,
        ),
    )  # fmt: skip
    table = Grid(
        caption=say("regions.caption", level=say("level.village"), date=context.date, basis=context.basis),
        columns=columns,
        rows=tuple(_village_row(context, village) for village in most),
    )
    return Villages(
        heading=say("regions.most", n=context.number(len(most))),
        search=say("regions.all_villages", n=context.number(sum(bool(f.region_code) for f in found))),
        table=table,
        data=_village_data(context, found),
    )


# --- maps -----------------------------------------------------------------------------------------


def _share_map(context: Context, parts: Sequence[Figures], measure: str, shapes: Boundaries | None) -> Map:
    def value(found: Figures) -> float | None:
        share = found.rate(measure).share
        return None if share is None else share * 100

    def text(found: Figures) -> str:
        rate = found.rate(measure)
        return formats.share(rate.numerator, rate.denominator, context.language, digits=1)

    colours = scale([v for f in parts if (v := value(f)) is not None], TEAL)
    spots = [
        Spot(f.region_code, context.place(f), value(f), text(f), context.rate_parts(f.rate(measure)))
        for f in parts
    ]
    digits = 0 if colours.step >= 1 and colours.step == int(colours.step) else 1
    steps = legend(colours, lambda v: formats.percent(v, context.language, digits=digits))
    return map_of(context, measure, f"measure.{measure}", spots, colours, steps, shapes, ascending=True)


def _people_map(context: Context, parts: Sequence[Figures], shapes: Boundaries | None) -> Map:
    colours = scale([float(left_out(f)) for f in parts], WINE)
    spots = [
        Spot(
            f.region_code,
            context.place(f),
            float(left_out(f)),
            context.number(left_out(f)),
            context.share(left_out(f), f.residents) + " / " + context.number(f.residents),
        )
        for f in parts
    ]
    steps = legend(colours, lambda v: context.number(round(v)))
    return map_of(context, "left_out", "map.left_out", spots, colours, steps, shapes, ascending=False)


def map_of(
    context: Context,
    key: str,
    label: str,
    spots: Sequence[Spot],
    colours: Scale,
    steps: tuple[LegendStep, ...],
    shapes: Boundaries | None,
    *,
    ascending: bool,
) -> Map:
    """A map with its legend and list, from the numbers of its regions."""
    say = context.say
    level = say(f"level.{context.facts.levels[0]}").lower()
    title = f"{say(label)}, {context.region}, {context.date}"
    description = say("map.description", region=context.region, level=level)
    if shapes:
        drawing = boundary_map(
            spots, colours, shapes, key=f"map-{key}-svg", title=title, description=description
        )
    else:
        drawing = tile_map(spots, colours, key=f"map-{key}-svg", title=title, description=description)
    ranked = sorted(spots, key=lambda s: (s.value is None, (s.value or 0.0) * (1 if ascending else -1)))
    return Map(
        key=key,
        label=say(label),
        about=say(f"{label}.about"),
        drawing=drawing,
        legend=steps,
        list_heading=say("map.list", order=say("map.order_low" if ascending else "map.order_high")),
        ranking=tuple(
            Rank(s.name, "#e6e9ea" if s.value is None else colours.colour(s.value), s.text, s.detail)
            for s in ranked
        ),
    )


def legend(colours: Scale, text: Callable[[float], str]) -> tuple[LegendStep, ...]:
    """The classes of a map with the numbers between which each lies."""
    steps = []
    for at, colour in enumerate(colours.colours):
        low, high = colours.bounds(at)
        steps.append(LegendStep(colour, f"{text(low)} – {text(high)}"))
    return tuple(steps)


# --- tables ---------------------------------------------------------------------------------------


def level_table(context: Context, level: str, *, folded: bool = False) -> Grid:
    """Every region of one level with its figures, and the total of the report's region."""
    say, found = context.say, _known_first(context.facts.parts[level])
    known = sum(bool(f.region_code) for f in found)
    name = say(f"level.{level}")
    columns = (
        *grid.words(name, sortable=True),
        *grid.numbers(
            say("col.residents"), say("col.coverage"), say("col.activity"), say("col.activity_verified"),
            say("col.inactive"), say("col.not_enrolled"), say("col.left_out"), sortable=True,
        ),
    )  # fmt: skip
    most = max((left_out(f) for f in found), default=0)
    return Grid(
        caption=say("regions.caption", level=name, date=context.date, basis=context.basis),
        heading=f"{name} ({context.number(known)})",
        columns=columns,
        rows=tuple(_region_row(context, f, context.place(f), most) for f in found),
        total=_region_row(context, context.facts.root, say("col.total"), 0),
        folded=folded,
        filter=say("regions.filter", level=name.lower()) if len(found) > 30 else "",
    )


def _known_first(found: Sequence[Figures]) -> list[Figures]:
    """In their order, the people of unknown places last."""
    return sorted(found, key=lambda f: not f.region_code)


def _region_row(context: Context, found: Figures, name: str, most: int) -> Row:
    language = context.language
    parent = context.facts.parents.get(found.region_code, "")
    shown_parent = parent and parent in {f.region_code for f in context.facts.parts.get("regency", ())}
    small = f"{found.region_code} · {context.name(parent)}" if shown_parent else found.region_code
    shares = (
        (found.cards, "col.cards"),
        (found.cards_active, "col.cards_active"),
        (found.active, "col.people"),
    )
    return Row(
        (
            grid.word(name, small=small),
            grid.count(found.residents, language),
            *(_share_cell(context, n, found.residents, unit) for n, unit in shares),
            grid.count(found.inactive, language),
            grid.count(found.not_enrolled, language),
            grid.count(left_out(found), language, of=most),
        )
    )


def _share_cell(context: Context, numerator: int, denominator: int, unit: str) -> Cell:
    """The share, sorted by, with its numerator below; the denominator is the row's residents."""
    cell = grid.share(numerator, denominator, context.language)
    return dataclasses.replace(cell, small=f"{context.number(numerator)} {context.say(unit).lower()}")


def _village_row(context: Context, village: Figures) -> Row:
    language = context.language
    where = (village.region_code, _parent_path(context, village.region_code))
    cells = (
        grid.word(context.place(village), small=" · ".join(part for part in where if part)),
        grid.count(village.residents, language),
        grid.count(village.not_enrolled, language),
        grid.count(village.inactive, language),
        Cell(context.number(left_out(village)), order=left_out(village), css="hot"),
        grid.share(left_out(village), village.residents, language, digits=1),
    )
    return Row(cells)


def _parent_path(context: Context, code: str) -> str:
    """District and regency, as far as they lie below the report's region."""
    district = context.facts.parents.get(code, "")
    regency = context.facts.parents.get(district, "")
    names = [
        context.name(parent)
        for parent in (district, regency)
        if parent and parent.startswith(context.facts.root.region_code)
    ]
    return ", ".join(names)


def _village_data(context: Context, found: Sequence[Figures]) -> Markup:
    """All villages for the search box; `<` cannot close the script element."""
    paths: dict[str, int] = {}
    rows = [
        [
            village.region_code,
            context.place(village),
            paths.setdefault(_parent_path(context, village.region_code), len(paths)),
            village.residents,
            village.inactive,
            village.not_enrolled,
        ]
        for village in found
    ]
    text = json.dumps({"parents": list(paths), "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON, and no element can begin in it
