"""What comes if nothing is done: fans with their bounds, when thresholds are passed, and the flows behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from semesta.planning.forecast_result import ForecastResult, RegionForecast
from semesta.reporting import formats
from semesta.reporting.fan_chart import FanLine, FanPoint, fan
from semesta.reporting.forecasts import (
    FIGURE,
    band_text,
    crossing_text,
    flow_grid,
    share_grids,
    stock_grid,
    usual_standard,
)
from semesta.reporting.grid import Grid
from semesta.reporting.views.context import Context

#: The measures that are drawn: those that thresholds speak of, on both bases of activity.
_DRAWN = ("activity_on_population", "activity_on_members", "coverage_administrative")


@dataclass(frozen=True, slots=True)
class FanView:
    """One fan and what it says."""

    label: str
    about: str
    drawing: Markup
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The section, in words."""

    heading: str
    intro: str
    fans: tuple[FanView, ...]
    tables: tuple[Grid, ...]
    stocks: Grid
    flows: Grid
    notes: tuple[str, ...]


def forecast_view(context: Context, found: ForecastResult | None) -> ForecastView | None:
    """None without a forecast; KeyError when it does not hold the report's region."""
    if found is None:
        return None
    code = context.facts.root.region_code
    whole = code in (found.region, found.whole.code)
    region = found.whole if whole else found.region_of(code)
    say, language = context.say, context.language
    standard = usual_standard(found)
    return ForecastView(
        heading=say("more.forecast.heading", months=found.months),
        intro=say(
            "more.forecast.intro",
            editions=", ".join(found.editions),
            draws=formats.number(found.draws, language),
            basis=found.population_basis or say("report.no_basis"),
        ),
        fans=tuple(_fan(context, found, region, measure, standard) for measure in _drawn(region)),
        tables=tuple(share_grids(found, say, standard=standard)) if whole else (),
        stocks=stock_grid(found, region, say),
        flows=flow_grid(found, region, say),
        notes=tuple(note.say(language) for note in found.notes),
    )


def _drawn(region: RegionForecast) -> Sequence[str]:
    known = {series.measure for series in region.series}
    return [measure for measure in _DRAWN if measure in known]


def _fan(
    context: Context, found: ForecastResult, region: RegionForecast, measure: str, standard: str
) -> FanView:
    say, language = context.say, context.language
    series = next(s for s in region.series if s.measure == measure)
    crossings = [
        c for c in region.crossings if c.standard == standard and FIGURE.get((c.measure, c.basis)) == measure
    ]
    lines = [
        FanLine(c.share_basis_points / 100, formats.percent(c.share_basis_points / 100, language, digits=0))
        for c in crossings
    ]  # fmt: skip
    points = [
        FanPoint(*(100 * value for value in (b.low95, b.low80, b.mid, b.high80, b.high95)))
        for b in series.bands
    ]
    last = len(points) - 1
    named = sorted({0, last // 2, last})
    months = [(at, formats.date(region.stocks[at].on, language)) for at in named]
    ends = (
        formats.percent(as_written(points[0].mid), language, digits=1),
        formats.percent(as_written(points[-1].mid), language, digits=1),
    )
    label, about = say(f"measure.{measure}"), say(f"measure.{measure}.about")
    at_end = say(
        "more.forecast.at_end",
        date=formats.date(region.stocks[-1].on, language),
        band=band_text(series.bands[-1], say),
        now=formats.percent(points[0].mid, language),
    )
    told = [_sentence(crossing_text(c, found, say)) for c in crossings]
    if lines:
        about += f"; {say('more.forecast.line', standard=crossings[0].title.say(language))}"
    drawing = fan(
        points, months, lines, texts=ends, key=f"fan-{measure}",
        title=f"{label}, {context.region}, {say('more.forecast.from', date=formats.date(found.as_of, language))}",
        description=f"{at_end} {' '.join(told)} {say('more.forecast.in_table')}",
    )  # fmt: skip
    return FanView(label, about, drawing, (at_end, *told))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def as_written(share: float) -> Decimal:
    """67.85 as the forecast writes it: as a binary float it lies below, and would be rounded to 67.8."""
    return Decimal(str(share))
