"""The same figures in the terminal: tables and one bar, in colours that also read without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from semesta.coverage.reasons import reason_text
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import RegionFacts
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.people import Person
from semesta.reporting.personal import age_years, card_end, masked_nik, printable
from semesta.reporting.rejects import RejectGroup
from semesta.reporting.views import figures as figures_view
from semesta.reporting.views import regions as regions_view
from semesta.reporting.views.context import MEASURES, Context

_BAR_CELLS = 60
#: A name narrower than this cannot be read.
_NAME_CELLS = 18
#: Below this width the table of regions leaves out its administrative columns.
_WIDE = 104
_ADMINISTRATIVE_COLUMNS = (2, 3)
_STATE_LOOK = {"active": ("cyan", "█"), "inactive": ("yellow", "▓"), "not_enrolled": ("red", "░")}


def region_view(
    facts: RegionFacts, language: Language = "id", *, children: bool = True, width: int = 140
) -> RenderableType:
    """A region: who is protected, the five measures, the thresholds, and the next level's regions.

    On a terminal narrower than `width` allows, the administrative columns of the regions stay away;
    those of the region itself are always there.
    """
    context = Context(facts, Speaker(language))
    lead = figures_view.lead(context)
    parts: list[RenderableType] = [
        _head(context),
        RichText(lead.sentence, style="bold"),
        _bar(context),
        "",
        _measures(context),
    ]
    standings = _standings(context)
    if standings:
        parts += ["", standings]
    if children and facts.levels:
        regions = regions_view.level_table(context, facts.levels[0])
        narrow = width < _WIDE
        table = grid_table(
            regions, hidden=_ADMINISTRATIVE_COLUMNS if narrow else (), number_cells=10 if narrow else 16
        )
        parts += ["", table]
    return Group(*parts)


def grid_table(
    grid: Grid, *, hidden: Sequence[int] = (), number_cells: int = 16, name_cells: int = _NAME_CELLS
) -> Table:
    """A grid as a table for the terminal, without the `hidden` columns; a cell's second line stands beside it."""
    table = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        title=grid.caption,
        title_justify="left",
        title_style="dim",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_footer=grid.total is not None,
    )
    totals = grid.total.cells if grid.total else ()
    for at, column in enumerate(grid.columns):
        if at in hidden:
            continue
        table.add_column(
            column.label,
            footer=_text(totals[at], style="bold") if totals else "",
            justify="right" if column.numeric else "left",
            overflow="fold",
            min_width=0 if column.numeric else name_cells,
            max_width=number_cells if column.numeric else None,
        )
    for row in grid.rows:
        cells = [cell for at, cell in enumerate(_cells(row)) if at not in hidden]
        table.add_row(*cells, style="bold" if row.css == "edge" else None)
    return table


def verdict_table(grid: Grid) -> Table:
    """Verdicts on published figures: sentences in the last column, which takes the room that is left."""
    table = Table(
        box=box.SIMPLE_HEAD, header_style="bold", title=grid.caption, title_justify="left",
        title_style="bold", pad_edge=False, padding=(0, 1, 0, 0), leading=1,
    )  # fmt: skip
    for column, width in zip(grid.columns, (30, 18, 16, None), strict=True):
        table.add_column(column.label, overflow="fold", max_width=width)
    for row in grid.rows:
        table.add_row(*(_verdict_cell(cell) for cell in row.cells))
    return table


_VERDICT_LOOK = {
    "agrees": "green",
    "possible_only_if": "yellow",
    "cannot_be": "bold red",
    "cannot_be_checked": "dim",
}


def _verdict_cell(cell: Cell) -> RichText:
    lines = "\n".join(map(printable, cell.text.split("\n")))
    text = RichText(lines, style=_VERDICT_LOOK.get(cell.css, ""))
    if cell.small:
        text.append("\n" + printable(cell.small), style="dim")
    return text


def people_table(people: Iterable[Person], manifest: Manifest, language: Language = "id") -> Table:
    """People by name with masked NIK, for a look; the XLSX is for the field."""
    say = Speaker(language)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for key in ("no", "nik", "name", "sex", "age", "address", "rt_rw", "coverage", "reason", "card"):
        table.add_column(
            say(f"list.{key}"), justify="right" if key in ("no", "age") else "left", overflow="fold"
        )
    for number, person in enumerate(people, start=1):
        age = age_years(person.birth_date, manifest.as_of)
        cells = (
            str(number),
            masked_nik(person.nik or person.nik_written),
            person.name,
            person.sex,
            "" if age is None else str(age),
            person.address,
            "/".join(part for part in (person.rt, person.rw) if part),
            say(f"coverage.{person.coverage}"),
            reason_text(person.reason).say(language) if person.reason else "",
            card_end(person.card),
        )
        table.add_row(*(RichText(printable(cell)) for cell in cells))
    return table


def rejects_table(groups: Sequence[RejectGroup], language: Language = "id") -> Table:
    """Refusals by file, column and reason, each with its first place."""
    say = Speaker(language)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for key in ("count", "file", "scope", "column", "reason", "row", "value", "remedy"):
        table.add_column(
            say(f"rejects.{key}"), justify="right" if key in ("count", "row") else "left", overflow="fold"
        )
    for group in groups:
        cells = (
            formats.number(group.count, language),
            group.file,
            say(f"method.scope.{group.scope}"),
            group.column,
            group.reason,
            formats.number(group.first_row, language),
            group.first_value[:40],
            group.remedy,
        )
        table.add_row(*(RichText(printable(cell)) for cell in cells))
    return table


def _head(context: Context) -> RenderableType:
    facts = context.facts
    place = RichText(context.region, style="bold cyan")
    say = context.say
    basis = say("report.basis", basis=context.basis)
    line = f"  {say('report.as_of', date=context.date)} · {basis} · {say('report.edition', name=facts.manifest.name)}"
    return Padding(RichText.assemble(place, (line, "dim")), (0, 0, 1, 0))


def _bar(context: Context) -> RichText:
    """One bar of the three states; each state's number stands beside it."""
    root = context.facts.root
    text = RichText()
    counts = {state: int(getattr(root, state)) for state in _STATE_LOOK}
    for state, count in counts.items():
        colour, block = _STATE_LOOK[state]
        cells = round(_BAR_CELLS * count / root.residents) if root.residents else 0
        text.append(block * max(cells, 1 if count else 0), style=colour)
    text.append("\n")
    for state, count in counts.items():
        colour, block = _STATE_LOOK[state]
        text.append(f"{block} ", style=colour)
        text.append(f"{context.say(f'coverage.{state}')} {context.number(count)} ")
        text.append(f"({context.share(count, root.residents)})   ", style="dim")
    return text


def _measures(context: Context) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    table.add_column()
    for card, measure in zip(figures_view.figure_cards(context), MEASURES, strict=True):
        style = "bold cyan" if measure.endswith("verified") else "bold"
        table.add_row(
            card.label, RichText(card.share, style=style), card.parts, RichText(card.interval, style="dim")
        )
    return table


def _standings(context: Context) -> Table | None:
    standings = figures_view.standings(context)
    if not standings:
        return None
    say = context.say
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for key in ("threshold", "published", "verified"):
        table.add_column(say(f"standing.{key}"))
    for standing in standings:
        verdicts = [
            RichText(f"{'✓' if cell.met else '✗'} {cell.text}", style="green" if cell.met else "red")
            for cell in standing.cells
        ]
        table.add_row(standing.name, *verdicts)
    return table


def _cells(row: Row) -> list[RichText]:
    return [_text(cell, style={"up": "green", "down": "red"}.get(cell.css, "")) for cell in row.cells]


def _text(cell: Cell, style: str) -> RichText:
    """A cell on one line where there is room; a small number loses its unit, which the heading names."""
    text = RichText(printable(cell.text), style=style)
    if cell.small:
        number, _, unit = printable(cell.small).partition(" ")
        named_above = number[:1].isdigit() and not any(char.isdigit() for char in unit)
        text.append(f" {number if named_above else printable(cell.small)}", style="dim")
    return text
