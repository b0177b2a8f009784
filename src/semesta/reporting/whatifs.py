"""A what-if as tables for the terminal: stage by stage, region by region, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.planning.standing import Distance, Standing
from semesta.planning.whatif_result import ChangeEffect, RegionOutcome, WhatIfResult
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.forecasts import FIGURE
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.terminal import grid_table
from semesta.reporting.views.context import short_name

#: Below these widths some columns stay away: an amount that is cut is no amount. All of them are in --out.
_WIDE, _MIDDLE, _NARROW = 130, 110, 90
_STAGES_AWAY, _POINTS_AWAY, _DISTANCES_AWAY, _YEARS_AWAY = (1, 2, 3, 8), (3,), (3, 4, 5), (5, 6)


def whatif_view(found: WhatIfResult, say: Speaker, *, region: str = "", width: int = 140) -> RenderableType:
    """Head, the stages of the whole (or of one region), every region against each threshold, and who is moved."""
    language, narrow = say.language, width < _WIDE
    cells = 14 if width < _MIDDLE else 20  # room for 33.682.042.800
    away_from_stages = (*_STAGES_AWAY, *((7,) if width < _NARROW else ())) if narrow else ()
    head = say(
        "whatif.head",
        edition=found.edition,
        as_of=formats.date(found.as_of, language),
        date=formats.date(found.date, language),
        standard=found.before.regions[0].standing.standings[0].title.say(language),
    )
    parts: list[RenderableType] = [
        RichText(say("whatif.title", title=found.title.say(language)), style="bold cyan"),
        RichText(head, style="dim"),
        "",
        grid_table(stage_grid(found, say, region=region), hidden=away_from_stages, number_cells=cells),
    ]
    for change in found.changes:
        parts += [RichText(f"• {note.say(language)}", style="dim") for note in change.notes]
    away = _DISTANCES_AWAY if width < _MIDDLE else _POINTS_AWAY if narrow else ()
    for grid in threshold_grids(found, say):
        parts += ["", grid_table(grid, hidden=away, number_cells=32)]
    if any(
        old.money != new.money for old, new in zip(found.before.regions, found.after.regions, strict=True)
    ):
        parts += [
            "",
            grid_table(money_grid(found, say), hidden=_YEARS_AWAY if narrow else (), number_cells=cells),
        ]
    for change in found.changes:
        if change.people:
            parts += ["", grid_table(people_grid(found, change, say))]
    return Group(*parts, "", *(RichText(line, style="dim") for line in _remarks(found, say)))


def stage_grid(found: WhatIfResult, say: Speaker, *, region: str = "") -> Grid:
    """One region now, after each change alone, and after all changes up to each."""
    code = region or found.before.regions[0].standing.totals.region_code
    now = found.before.of(code)
    rows = [_stage_row(say("whatif.now"), now, say, css="")]
    for n, change in enumerate(found.changes, 1):
        rows.append(
            _stage_row(
                say("whatif.alone", n=n, title=change.title.say(say.language)), change.alone.of(code), say
            )
        )
        if n > 1:
            rows.append(_stage_row(say("whatif.together", n=n), change.together.of(code), say, css="edge"))
    names = (
        "residents",
        "cards",
        "cards_active",
        "coverage",
        "on_population",
        "on_members",
        "local_month",
        "local_year",
    )
    columns = (*words(say("whatif.step")), *numbers(*(say(f"whatif.{name}") for name in names)))
    caption = say("whatif.steps", region=short_name(now.standing.totals.region_name))
    return Grid(caption, columns, tuple(rows))


def _stage_row(title: str, outcome: RegionOutcome, say: Speaker, *, css: str = "") -> Row:
    totals, money, language = outcome.standing.totals, outcome.money, say.language
    counts = (totals.residents, totals.cards, totals.cards_active)
    shares = (
        (totals.cards, totals.residents),
        (totals.cards_active, totals.residents),
        (totals.cards_active, totals.cards),
    )
    cells = (
        Cell(title),
        *(Cell(formats.number(count, language)) for count in counts),
        *(Cell(formats.share(above, below, language)) for above, below in shares),
        Cell(formats.number(money.local if money else None, language)),
        Cell(formats.number(money.local_year if money else None, language)),
    )
    return Row(cells, css=css)


def threshold_grids(found: WhatIfResult, say: Speaker) -> list[Grid]:
    """A table for each threshold and basis: every region before and after, with numerator and denominator."""
    after = found.after.regions[0].standing.standings
    keys = [(s.measure, d.basis) for s in after for d in s.distances if d.count == "administrative"]
    return [_threshold_grid(found, measure, basis, say) for measure, basis in dict.fromkeys(keys)]


def _threshold_grid(found: WhatIfResult, measure: str, basis: str, say: Speaker) -> Grid:
    language = say.language
    rows, captions = [], []
    for old, new in zip(found.before.regions, found.after.regions, strict=True):
        was, now = _distance(old, measure, basis), _distance(new, measure, basis)
        if now is None:
            continue
        bar, distance = now
        captions.append(_caption(was[0] if was else None, bar, measure, basis, say))
        before = was[1] if was else None
        rows.append(
            Row(
                (
                    Cell(short_name(new.standing.totals.region_name)),
                    *_share_cells(before, say),
                    *_share_cells(distance, say),
                    Cell(_points(before, distance, say)),
                    Cell(formats.number(before.people if before else None, language)),
                    Cell(formats.number(distance.people, language)),
                    _verdict(before, distance, say),
                )
            )
        )
    columns = (
        *words(say("whatif.region")),
        *numbers(
            say("whatif.before"),
            say("whatif.after"),
            say("whatif.points"),
            f"{say('whatif.short')}: {say('whatif.before').lower()}",
            say("whatif.after").lower(),
        ),
        *words(say("whatif.verdict")),
    )
    return Grid(captions[0] if captions else "", columns, tuple(rows))


def _caption(was: Standing | None, bar: Standing, measure: str, basis: str, say: Speaker) -> str:
    figure = FIGURE.get((measure, basis))
    called = say(f"measure.{figure}") if figure else say(f"standing.{measure}")
    share = formats.percent((was or bar).share_basis_points / 100, say.language, digits=0)
    text = f"{called}: {share}, {(was or bar).title.say(say.language)}"
    if was and was.share_basis_points != bar.share_basis_points:
        later = formats.percent(bar.share_basis_points / 100, say.language, digits=0)
        text += f"; {say('whatif.bar_after', share=later)} ({bar.title.say(say.language)})"
    return text


def _distance(outcome: RegionOutcome, measure: str, basis: str) -> tuple[Standing, Distance] | None:
    for standing in outcome.standing.standings:
        if standing.measure == measure:
            for distance in standing.distances:
                if (distance.basis, distance.count) == (basis, "administrative"):
                    return standing, distance
    return None


def _share_cells(distance: Distance | None, say: Speaker) -> tuple[Cell, ...]:
    if distance is None:
        return (Cell(formats.NO_FIGURE),)
    parts = f"{formats.number(distance.numerator, say.language)}/{formats.number(distance.denominator, say.language)}"
    return (Cell(formats.share(distance.numerator, distance.denominator, say.language), small=parts),)


def _points(before: Distance | None, after: Distance, say: Speaker) -> str:
    """Points of per cent, from the exact shares."""
    if before is None or not before.denominator or not after.denominator:
        return formats.NO_FIGURE
    points = 100 * (after.numerator / after.denominator - before.numerator / before.denominator)
    told = formats.percent(points, say.language).rstrip("%")
    return f"+{told}" if points > 0 and told.strip("0,.") else told


def _verdict(before: Distance | None, after: Distance, say: Speaker) -> Cell:
    was, now = before is not None and before.people == 0, after.people == 0
    key = {
        (True, True): "still_met",
        (False, True): "now_met",
        (True, False): "lost",
        (False, False): "not_met",
    }
    return Cell(say(f"whatif.{key[was, now]}"), css="up" if now else "down")


def money_grid(found: WhatIfResult, say: Speaker) -> Grid:
    """Per region: who is paid for by the local government and what that costs, before and after."""
    language = say.language
    rows = []
    for old, new in zip(found.before.regions, found.after.regions, strict=True):
        rupiah = [
            formats.number(getattr(outcome.money, name) if outcome.money else None, language)
            for name in ("local", "local_year")
            for outcome in (old, new)
        ]
        people = (formats.number(outcome.local_active, language) for outcome in (old, new))
        name = short_name(new.standing.totals.region_name)
        rows.append(Row(tuple(Cell(text) for text in (name, *people, *rupiah))))
    before, after = say("whatif.before").lower(), say("whatif.after").lower()
    labels = [
        text
        for key in ("local_active", "rupiah_month", "rupiah_year")
        for text in (f"{say(f'whatif.{key}')}: {before}", after)
    ]
    caption = say("whatif.money", date=formats.date(found.date, language))
    return Grid(caption, (*words(say("whatif.region")), *numbers(*labels)), tuple(rows))


def people_grid(found: WhatIfResult, change: ChangeEffect, say: Speaker) -> Grid:
    """Per region: how many lost their payer, how many were taken over, how many are left."""
    names = {r.standing.totals.region_code: r.standing.totals.region_name for r in found.before.regions}
    rows = [
        Row((
            Cell(short_name(names[people.region])),
            *(
                Cell(formats.number(count, say.language))
                for count in (people.removed, people.taken_over, people.left_without)
            ),
        ))
        for people in change.people
    ]  # fmt: skip
    labels = (say(f"whatif.{name}") for name in ("removed", "taken_over", "left_without"))
    columns = (*words(say("whatif.region")), *numbers(*labels))
    return Grid(say("whatif.people", title=change.title.say(say.language)), columns, tuple(rows))


def _remarks(found: WhatIfResult, say: Speaker) -> Sequence[str]:
    before, after = found.before.regions[0], found.after.regions[0]
    lines = [say("whatif.lines") if before.money and after.money else say("whatif.no_money")]
    if before.population_source != after.population_source:
        lines.append(
            say(
                "whatif.populations",
                before=before.population_source or say("report.no_basis"),
                after=after.population_source,
                date=formats.date(after.population_date, say.language),
            )
        )
    return lines
