"""How the figures moved: the trend over editions, and the flows since the edition before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.coverage.figures import Figures
from semesta.reporting import formats, grid
from semesta.reporting.charts import Line, trend
from semesta.reporting.facts import Change, FlowLine, Point
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.views.context import MEASURES, Context
from semesta.tables import ACTIVE, INACTIVE, NOT_ENROLLED, RESIDENT_COVERAGES

#: Which measures the chart draws, and the CSS class of each line.
_DRAWN = {
    "coverage_administrative": "m1",
    "activity_on_population": "m2",
    "coverage_verified": "m4",
    "activity_verified": "m5",
}


@dataclass(frozen=True, slots=True)
class Trend:
    """A line chart of the measures and the same numbers as a table."""

    drawing: Markup
    lines: tuple[Line, ...]
    table: Grid
    basis_changed: bool


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the state then to the state now, as a table that adds up."""

    heading: str
    intro: str
    table: Grid
    unchanged: str


def trend_of(context: Context, points: Sequence[Point]) -> Trend | None:
    """The editions in order of their dates; None where there is only one."""
    ordered = sorted(points, key=lambda p: (_as_of(p.figures), p.edition))
    if len({_as_of(point.figures) for point in ordered}) < 2:
        return None
    say, language = context.say, context.language
    dates = [_as_of(point.figures) for point in ordered]
    lines = tuple(_line(context, measure, style, ordered) for measure, style in _DRAWN.items())
    drawing = trend(
        dates,
        [formats.date(day, language) for day in dates],
        lines,
        key="trend-svg",
        title=f"{say('trend.heading')}, {context.region}",
        description=say("trend.description", measures=", ".join(line.label for line in lines)),
    )
    bases = {point.figures.rate("coverage_administrative").population_basis for point in ordered}
    return Trend(drawing, lines, _trend_table(context, ordered), len(bases) > 1)


def bridge(context: Context, change: Change | None) -> Bridge | None:
    """The flows since an earlier edition; asserts that every column adds up."""
    if change is None:
        return None
    say, language = context.say, context.language
    before, after = change.before, context.facts.root
    moving = [flow for flow in change.flows if flow.before != flow.after]
    staying = [flow for flow in change.flows if flow.before == flow.after and flow.kind != "unchanged"]
    for state in RESIDENT_COVERAGES:
        came = sum(flow.persons for flow in moving if flow.after == state)
        went = sum(flow.persons for flow in moving if flow.before == state)
        assert _count(before, state) + came - went == _count(after, state), f"flows of {state} do not add up"
    then, now = formats.date(_as_of(before), language), context.date
    rows = [_edge(context, say("flows.then", date=then), before)]
    rows += [_flow_row(context, kind, flows) for kind, flows in _by_kind(moving)]
    rows += [_edge(context, say("flows.then", date=now), after)]
    columns = (
        *grid.words(say("flows.kind")),
        *grid.numbers(
            say("flows.persons"),
            *(say(f"coverage.{state}") for state in RESIDENT_COVERAGES),
            say("col.residents"),
        ),
    )
    kept = ", ".join(
        f"{say.code('flow', kind).lower()} {context.number(sum(flow.persons for flow in flows))}"
        for kind, flows in _by_kind(staying)
    )
    return Bridge(
        heading=say("flows.heading", date=then),
        intro=say("flows.intro", before=change.before_edition, after=context.facts.manifest.name),
        table=Grid(caption=say("flows.caption", before=then, after=now), columns=columns, rows=tuple(rows)),
        unchanged=say("flows.unchanged", text=kept) if kept else "",
    )


def _line(context: Context, measure: str, style: str, points: Sequence[Point]) -> Line:
    rates = [point.figures.rate(measure) for point in points]
    return Line(
        label=context.say(f"measure.{measure}"),
        style=style,
        values=tuple(None if rate.share is None else rate.share * 100 for rate in rates),
        texts=tuple(
            formats.share(rate.numerator, rate.denominator, context.language, digits=1) for rate in rates
        ),
    )


def _trend_table(context: Context, points: Sequence[Point]) -> Grid:
    say = context.say
    heads = []
    for point in points:
        basis = point.figures.rate(MEASURES[0]).population_basis or say("report.no_basis")
        heads.append(f"{formats.date(_as_of(point.figures), context.language)} · {basis}")
    rows = []
    for measure in MEASURES:
        cells = [grid.word(say(f"measure.{measure}"))]
        for point in points:
            rate = point.figures.rate(measure)
            cells.append(
                Cell(context.share(rate.numerator, rate.denominator), small=context.rate_parts(rate))
            )
        rows.append(Row(tuple(cells)))
    return Grid(
        caption=say("trend.caption"),
        columns=(*grid.words(""), *grid.numbers(*heads)),
        rows=tuple(rows),
    )


def _edge(context: Context, label: str, found: Figures) -> Row:
    counts = [_count(found, state) for state in RESIDENT_COVERAGES]
    cells = [grid.word(label), Cell("")] + [
        grid.count(n, context.language) for n in (*counts, found.residents)
    ]
    return Row(tuple(cells), css="edge")


def _flow_row(context: Context, kind: str, flows: Sequence[FlowLine]) -> Row:
    """One kind of flow: how many people, and what it adds to or takes from each state."""
    say, language = context.say, context.language
    cells = [grid.word(say.code("flow", kind), small=_path(context, flows))]
    cells.append(grid.count(sum(flow.persons for flow in flows), language))
    inside = all(flow.before in RESIDENT_COVERAGES and flow.after in RESIDENT_COVERAGES for flow in flows)
    for state in RESIDENT_COVERAGES:
        net = sum(flow.persons * ((flow.after == state) - (flow.before == state)) for flow in flows)
        # Whether more dead cards are good or bad depends on where their holders came from.
        judged = inside and state != INACTIVE
        cells.append(grid.change(net, language, good=(net > 0) == (state == ACTIVE) if judged else None))
    in_register = sum(
        flow.persons * ((flow.after in RESIDENT_COVERAGES) - (flow.before in RESIDENT_COVERAGES))
        for flow in flows
    )
    cells.append(grid.change(in_register, language))
    return Row(tuple(cells))


def _path(context: Context, flows: Sequence[FlowLine]) -> str:
    """From which state to which, where all people of this kind went the same way."""
    ways = {(flow.before, flow.after) for flow in flows}
    before, after = next(iter(ways))
    if len(ways) > 1 or before not in RESIDENT_COVERAGES or after not in RESIDENT_COVERAGES:
        return ""
    return f"{context.say(f'coverage.{before}')} → {context.say(f'coverage.{after}')}"


def _by_kind(flows: Sequence[FlowLine]) -> list[tuple[str, list[FlowLine]]]:
    """The kinds of flow, those that carry most people first."""
    kinds: dict[str, list[FlowLine]] = {}
    for flow in flows:
        kinds.setdefault(flow.kind, []).append(flow)
    return sorted(kinds.items(), key=lambda item: (-sum(flow.persons for flow in item[1]), item[0]))


def _count(found: Figures, state: str) -> int:
    return {ACTIVE: found.active, INACTIVE: found.inactive, NOT_ENROLLED: found.not_enrolled}[state]


def _as_of(found: Figures) -> dt.date:
    return found.rates[0].as_of
