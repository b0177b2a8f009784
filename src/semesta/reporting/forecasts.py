"""A forecast as tables for the terminal: counts, shares with intervals, thresholds, entries and exits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.faults import InputRefused, Text
from semesta.planning.forecast_result import Band, Crossing, ForecastResult, RegionForecast
from semesta.planning.projection import FLOW_KINDS, MOVED_IN, MOVED_OUT
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.terminal import grid_table
from semesta.reporting.views.context import short_name

#: The figure that is held against a threshold of the law, by its measure and basis.
FIGURE = {
    ("coverage_administrative", "population"): "coverage_administrative",
    ("activity_on_population", "population"): "activity_on_population",
    ("activity_on_population", "members"): "activity_on_members",
}

#: What a figure is made of, as MonthStock names it.
PARTS_OF_MEASURE = {
    "coverage_administrative": ("cards", "residents"),
    "activity_on_population": ("cards_active", "residents"),
    "activity_on_members": ("cards_active", "cards"),
}
#: Chances nearer to 0 or 1 than this are not told apart by a thousand draws.
_SMALL = 0.01


def forecast_view(found: ForecastResult, say: Speaker, *, standard: str = "") -> RenderableType:
    """Head, counts, one table for each threshold of a standard and basis, entries and exits, and what to know."""
    language = say.language
    parts: list[RenderableType] = [
        RichText(
            say(
                "forecast.title",
                region=short_name(found.whole.name),
                months=found.months,
                date=formats.date(found.as_of, language),
            ),
            style="bold cyan",
        ),
        RichText(
            say(
                "forecast.basis",
                basis=found.population_basis or say("report.no_basis"),
                editions=", ".join(found.editions),
                draws=formats.number(found.draws, language),
                seed=found.seed,
            ),
            style="dim",
        ),
        "",
        grid_table(stock_grid(found, found.whole, say)),
    ]
    for grid in share_grids(found, say, standard=standard or usual_standard(found)):
        parts += ["", grid_table(grid, number_cells=30)]
    parts += ["", grid_table(flow_grid(found, found.whole, say), number_cells=24), ""]
    parts += [RichText(f"• {note.say(language)}", style="dim") for note in found.notes]
    return Group(*parts)


def usual_standard(found: ForecastResult) -> str:
    """The standard that is shown unasked: UHC Prioritas where it is in force, else the first that asks activity."""
    names = [crossing.standard for crossing in found.whole.crossings]
    asked = [c.standard for c in found.whole.crossings if c.measure == "activity_on_population"]
    return next((name for name in names if name.startswith("UHC_PRIORITAS")), (*asked, *names, "")[0])


def require_standard(found: ForecastResult, standard: str) -> None:
    """InputRefused, with the standards that are in force in the months shown, where another is asked for."""
    names = list(dict.fromkeys(crossing.standard for crossing in found.whole.crossings))
    if standard and standard not in names:
        listed = ", ".join(names) or "-"
        raise InputRefused(
            place=f"--standard {standard}",
            reason=Text(
                "Standar ini tidak berlaku dalam bulan-bulan itu, atau bukan untuk tingkat wilayah ini.",
                "This standard is not in force in those months, or not for regions of this level.",
            ),
            remedy=Text(f"Pilih: {listed}.", f"Choose: {listed}."),
        )


def stock_grid(found: ForecastResult, region: RegionForecast, say: Speaker) -> Grid:
    """Expected counts every half-year."""
    names = ("residents", "cards", "cards_active", "enrolled", "active")
    columns = (*words(say("forecast.stock.on")), *numbers(*(say(f"forecast.stock.{n}") for n in names)))
    rows = [
        Row((
            Cell(formats.date(stock.on, say.language)),
            *(Cell(formats.number(getattr(stock, name), say.language)) for name in names),
        ))
        for stock in (region.stocks[month] for month in _months(found.months, 6))
    ]  # fmt: skip
    return Grid(say("forecast.stock.caption"), columns, tuple(rows))


def share_grids(found: ForecastResult, say: Speaker, *, standard: str) -> list[Grid]:
    """For each threshold and basis of a standard: every region's share now and later, and when it passes."""
    return [
        _share_grid(found, crossing, say)
        for crossing in found.whole.crossings
        if crossing.standard == standard
    ]


def _share_grid(found: ForecastResult, asked: Crossing, say: Speaker) -> Grid:
    measure, language = FIGURE[asked.measure, asked.basis], say.language
    months = [m for m in _months(found.months, 12) if m]
    bar = formats.percent(asked.share_basis_points / 100, language, digits=0)
    caption = say(
        "forecast.share.caption",
        measure=say(f"measure.{measure}"),
        about=say(f"measure.{measure}.about"),
        date=formats.date(found.as_of, language),
        share=bar,
        standard=asked.title.say(language),
    )
    if asked.since and asked.since > found.as_of:
        caption += " " + say("forecast.share.in_force", date=formats.date(asked.since, language))
    columns = (
        *words(say("forecast.share.region")),
        *numbers(
            say("forecast.share.now"),
            *(formats.date(found.whole.stocks[month].on, language) for month in months),
        ),
        *words(say("forecast.share.crossing")),
    )
    rows = []
    for region in (*found.parts, found.whole):
        crossing = next((c for c in region.crossings if _same(c, asked)), None)
        if not region.code:
            continue
        cells = (
            Cell(short_name(region.name)),
            Cell(
                _percent(region.band(measure, 0).mid, say),
                css="" if crossing is None else "up" if crossing.meets_now else "down",
                small=_counts(region, measure, say),
            ),
            *(Cell(band_text(region.band(measure, month), say)) for month in months),
            # no law asks a share of a district or a village
            Cell(crossing_text(crossing, found, say) if crossing else formats.NO_FIGURE),
        )
        rows.append(Row(cells, css="edge" if region is found.whole else ""))
    return Grid(caption, columns, tuple(rows))


def band_text(band: Band, say: Speaker) -> str:
    """98,31% (97,56–99,04)."""
    low, high = (_percent(value, say).rstrip("%") for value in (band.low80, band.high80))
    return f"{_percent(band.mid, say)} ({low}–{high})"


def crossing_text(crossing: Crossing, found: ForecastResult, say: Speaker) -> str:
    """What happens at a threshold, how likely, and when, with the 80% interval of the date."""
    if crossing.chance == 0:
        return say("forecast.stays_met" if crossing.meets_now else "forecast.stays_below")
    language = say.language
    text = say(
        "forecast.falls" if crossing.meets_now else "forecast.reaches",
        share=formats.percent(crossing.share_basis_points / 100, language, digits=0),
        chance=_chance(crossing.chance, say),
    )
    if crossing.early is None:
        return text
    early = _month(crossing.early, say)
    if crossing.middle is None:
        return f"{text}; {say('forecast.earliest', early=early)}"
    late = say("forecast.late", date=_month(found.whole.stocks[-1].on, say))
    end = _month(crossing.late, say) if crossing.late else late
    return f"{text}; {say('forecast.when', early=early, middle=_month(crossing.middle, say), late=end)}"


def _chance(chance: float, say: Speaker) -> str:
    if 0 < chance < _SMALL:
        return "<" + formats.percent(_SMALL * 100, say.language, digits=0)
    if 1 - _SMALL < chance < 1:
        return ">" + formats.percent((1 - _SMALL) * 100, say.language, digits=0)
    return formats.percent(chance * 100, say.language, digits=0)


def _counts(region: RegionForecast, measure: str, say: Speaker) -> str:
    """Numerator and denominator of a measure now, as 11.094/11.287."""
    counted = (getattr(region.stocks[0], name) for name in PARTS_OF_MEASURE[measure])
    return "/".join(formats.number(value, say.language) for value in counted)


def flow_grid(found: ForecastResult, region: RegionForecast, say: Speaker) -> Grid:
    """Each kind of flow: seen between the editions in the whole, and expected here in the first twelve months."""
    language, until = say.language, found.whole.stocks[min(12, found.months)].on
    rates = {rate.kind: rate for rate in found.rates}
    rows, totals = [], [0, 0, 0]
    for kind in FLOW_KINDS:
        lines = [flow for flow in region.flows if flow.kind == kind and flow.on <= until]
        sums = [sum(getattr(flow, name) for flow in lines) for name in ("residents", "enrolled", "active")]
        rate = rates.get("moved" if kind in (MOVED_IN, MOVED_OUT) else kind)
        if rate is None or not (rate.events or any(sums)):
            continue
        totals = [total + more for total, more in zip(totals, sums, strict=True)]
        told = f"{_decimal(rate.per_thousand_year, say)} ({_decimal(rate.low80, say)}–{_decimal(rate.high80, say)})"
        cells = (
            Cell(say(f"forecast.kind.{kind}")),
            Cell(formats.number(rate.events, language)),
            Cell(told),
            *(Cell(formats.signed(value, language) if value else "·") for value in sums),
        )
        rows.append(Row(cells))
    columns = (
        *words(say("forecast.flow.kind")),
        *numbers(*(say(f"forecast.flow.{n}") for n in ("seen", "rate", "residents", "enrolled", "active"))),
    )
    end = Row(
        (
            Cell(say("forecast.flow.total")),
            Cell(""),
            Cell(""),
            *(Cell(formats.signed(t, language)) for t in totals),
        )
    )
    caption = say(
        "forecast.flow.caption",
        **{"from": formats.date(found.since, language), "to": formats.date(found.as_of, language)},
    )
    return Grid(caption, columns, tuple(rows), total=end)


def _same(one: Crossing, other: Crossing) -> bool:
    return (one.standard, one.measure, one.basis, one.award_class) == (
        other.standard, other.measure, other.basis, other.award_class,
    )  # fmt: skip


def _months(last: int, step: int) -> Sequence[int]:
    """0, step, 2 step ... and the last."""
    return sorted({*range(0, last + 1, step), last})


def _percent(share: float, say: Speaker) -> str:
    return formats.percent(share * 100, say.language)


def _decimal(value: float, say: Speaker) -> str:
    return formats.percent(value, say.language, digits=2).rstrip("%")


def _month(day: dt.date, say: Speaker) -> str:
    """Juni 2025."""
    return formats.date(day, say.language).split(" ", 1)[1]
