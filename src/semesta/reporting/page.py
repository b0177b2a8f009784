"""The HTML report: one file, without network, for a browser, a printer and a screen reader."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

from semesta.faults import Language
from semesta.findings.summary import AuditSummary
from semesta.manifest import Manifest
from semesta.planning.forecast_result import ForecastResult
from semesta.planning.result import PlanResult
from semesta.planning.standing import RegionStanding
from semesta.reporting import formats
from semesta.reporting.boundaries import read_boundaries
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import Change, Point, RegionFacts
from semesta.reporting.grid import Grid
from semesta.reporting.views import change as change_view
from semesta.reporting.views import distances as distances_view
from semesta.reporting.views import figures as figures_view
from semesta.reporting.views import findings as findings_view
from semesta.reporting.views import forecast as forecast_view
from semesta.reporting.views import method as method_view
from semesta.reporting.views import people as people_view
from semesta.reporting.views import plan as plan_view
from semesta.reporting.views import regions as regions_view
from semesta.reporting.views.context import Context

#: In the order of the page; those that have nothing to show are left out.
_SECTIONS = (
    "figures", "standing", "distance", "trend", "flows", "map", "regions", "left_out", "findings", "plan",
    "forecast", "method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Further:
    """What was made of the edition since it was built. Each part is of the report's region and edition."""

    standings: Sequence[RegionStanding] = ()  # of the region and its regencies
    audit: AuditSummary | None = None
    plan: PlanResult | None = None
    forecast: ForecastResult | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows, already in words."""

    manifest: Manifest
    region: str
    date: str
    basis: str
    invented: bool
    sections: tuple[str, ...]
    lead: figures_view.Lead
    figures: tuple[figures_view.FigureCard, ...]
    gap: str
    standings: tuple[figures_view.Standing, ...]
    trend: change_view.Trend | None
    bridge: change_view.Bridge | None
    distances: distances_view.Distances | None
    findings: findings_view.Findings | None
    plan: plan_view.PlanView | None
    forecast: forecast_view.ForecastView | None
    map_heading: str
    map_note: str
    maps: tuple[regions_view.Map, ...]
    region_tables: tuple[Grid, ...]
    villages: regions_view.Villages | None
    reasons: Grid
    outside: Grid
    pyramid: people_view.Pyramid
    segments: Grid
    sources: Grid
    rejects: Grid
    linkage: tuple[tuple[str, str], ...]
    laws: tuple[str, ...]
    program: str


def render_report(
    facts: RegionFacts,
    *,
    language: Language = "id",
    trend: Sequence[Point] = (),
    change: Change | None = None,
    geojson: Path | None = None,
    further: Further | None = None,
) -> str:
    """The report as HTML text.

    `trend` holds the region's figures in other editions (the report's own is added); `change` the
    flows since the edition before; `geojson` real boundaries of the parts, else a tile map is drawn;
    `further` what was made of the edition since: each of its parts becomes a section.
    InputRefused when the GeoJSON cannot be used.
    """
    context = Context(facts, Speaker(language))
    page = _page(context, trend, change, geojson, further or Further())
    template = _templates().get_template("report.html.j2")
    return template.render(
        page=page,
        say=context.say,
        number=functools.partial(formats.number, language=language),
        style=_text("report.css") + _text("more.css"),
        script=_text("report.js"),
    )


def _page(
    context: Context, trend: Sequence[Point], change: Change | None, geojson: Path | None, further: Further
) -> Page:
    facts, say = context.facts, context.say
    own = Point(facts.manifest.name, facts.root)
    shapes = None
    if geojson and facts.levels:
        shapes = read_boundaries(geojson, [f.region_code for f in facts.parts[facts.levels[0]]])
    level = say(f"level.{facts.levels[0]}").lower() if facts.levels else ""
    maps = regions_view.maps(context, shapes)
    trend_view = change_view.trend_of(context, [*trend, own])
    bridge = change_view.bridge(context, change)
    distances = distances_view.distances(context, further.standings, shapes)
    found = findings_view.findings(context, further.audit)
    plan = plan_view.plan_view(context, further.plan)
    forecast = forecast_view.forecast_view(context, further.forecast)
    shown = {
        "trend": trend_view, "flows": bridge, "map": maps, "regions": facts.levels, "distance": distances,
        "findings": found, "plan": plan, "forecast": forecast,
    }  # fmt: skip
    return Page(
        manifest=facts.manifest,
        region=context.region,
        date=context.date,
        basis=context.basis,
        invented=facts.invented,
        sections=tuple(key for key in _SECTIONS if shown.get(key, True)),
        lead=figures_view.lead(context),
        figures=figures_view.figure_cards(context),
        gap=figures_view.gap(context),
        standings=figures_view.standings(context),
        trend=trend_view,
        bridge=bridge,
        distances=distances,
        findings=found,
        plan=plan,
        forecast=forecast,
        map_heading=say("map.heading", level=level),
        map_note="" if shapes else say("map.tile_note"),
        maps=maps,
        region_tables=regions_view.region_tables(context),
        villages=regions_view.villages(context),
        reasons=people_view.reasons(context),
        outside=people_view.outside(context),
        pyramid=people_view.age_pyramid(context),
        segments=people_view.segments(context),
        sources=method_view.sources(context),
        rejects=method_view.rejects(context),
        linkage=method_view.linkage(context),
        laws=method_view.laws(context),
        program=method_view.program(context),
    )


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("semesta.reporting"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> Markup:
    """A style sheet or script of the package, which needs no escaping."""
    text = files("semesta.reporting").joinpath("templates", name).read_text(encoding="utf-8")
    assert "</s" not in text, f"{name} would close its own element"
    return Markup(text)  # noqa: S704 - our own file
