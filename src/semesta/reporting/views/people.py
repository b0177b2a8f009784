"""Who is left out: reasons, ages, segments. Counts only, never a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.coverage.reasons import action_text, reason_text
from semesta.reporting import grid
from semesta.reporting.charts import Bar, pyramid
from semesta.reporting.facts import AgeLine, ReasonLine, age_bands, left_out
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.views.context import Context
from semesta.tables import INACTIVE, NOT_ENROLLED, OUTSIDE


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The drawing, who is missing from it, and the same numbers as a table."""

    drawing: Markup
    unknown: str
    table: Grid


def reasons(context: Context) -> Grid:
    """Residents left out by reason, most first, with what to do about it."""
    lines = [line for line in context.facts.reasons if line.coverage in (INACTIVE, NOT_ENROLLED)]
    total = left_out(context.facts.root)
    return _reason_table(context, lines, total, caption="reasons.caption", unit="reasons.persons")


def outside(context: Context) -> Grid:
    """Cards without a living resident, by reason."""
    lines = [line for line in context.facts.reasons if line.coverage == OUTSIDE]
    total = sum(line.persons for line in lines)
    return _reason_table(context, lines, total, caption="reasons.outside.caption", unit="reasons.cards")


def segments(context: Context) -> Grid:
    """Cards by reporting group: how many, how many active."""
    say, language = context.say, context.language
    lines = context.facts.buckets
    cards, active = sum(line.cards for line in lines), sum(line.active for line in lines)

    def row(name: str, of_cards: int, of_active: int) -> Row:
        return Row(
            (
                grid.word(name),
                grid.count(of_cards, language),
                grid.share(of_cards, cards, language, digits=1),
                grid.count(of_active, language),
                grid.share(of_active, of_cards, language, digits=1),
            )
        )

    return Grid(
        caption=say("segments.caption", date=context.date),
        columns=(
            *grid.words(say("segments.segment"), sortable=True),
            *grid.numbers(
                say("col.cards"), say("segments.share_all"), say("col.active"), say("segments.share_active"),
                sortable=True,
            ),
        ),
        rows=tuple(row(say(f"bucket.{line.bucket}"), line.cards, line.active) for line in lines),
        total=row(say("col.total"), cards, active),
    )  # fmt: skip


def age_pyramid(context: Context) -> Pyramid:
    """Men and women who are left out, by age band."""
    known = {(line.band, line.sex): line for line in context.facts.ages}
    bands = age_bands()
    placed = sum(line.left_out for (band, sex), line in known.items() if band in bands and sex in ("L", "P"))
    unknown = left_out(context.facts.root) - placed
    say = context.say
    sides = {band: tuple(_line(known, band, sex) for sex in ("L", "P")) for band in bands}
    drawing = pyramid(
        [_bar(context, band, men, women) for band, (men, women) in sides.items()],
        key="pyramid",
        title=f"{say('pyramid.title')}, {context.region}, {context.date}",
        description=say("pyramid.description"),
        heads=(say("sex.L"), say("sex.P")),
        widest=max(line.left_out for pair in sides.values() for line in pair),
    )
    return Pyramid(
        drawing,
        say("pyramid.unknown", n=context.number(unknown)) if unknown else "",
        _age_table(context, [line for pair in sides.values() for line in pair]),
    )


def _reason_table(
    context: Context, lines: Sequence[ReasonLine], total: int, *, caption: str, unit: str
) -> Grid:
    say, language = context.say, context.language
    most = max((line.persons for line in lines), default=0)
    ordered = sorted(lines, key=lambda line: (-line.persons, line.reason))
    rows = tuple(
        Row(
            (
                grid.word(reason_text(line.reason).say(language), small=say(f"coverage.{line.coverage}")),
                grid.word(action_text(line.reason).say(language)),
                grid.count(line.persons, language, of=most),
                grid.share(line.persons, total, language, digits=1),
            ),
            css=f"{line.coverage}-row",
        )
        for line in ordered
    )
    totals = (
        Cell(say("col.total")),
        Cell(""),
        grid.count(total, language),
        grid.share(total, total, language, digits=1),
    )
    return Grid(
        caption=f"{say(caption, n=context.number(total))} · {context.date}",
        columns=(
            *grid.words(say("reasons.reason"), say("reasons.action")),
            *grid.numbers(say(unit), say("reasons.share")),
        ),
        rows=rows,
        total=Row(totals),
    )


def _line(known: dict[tuple[str, str], AgeLine], band: str, sex: str) -> AgeLine:
    return known.get((band, sex)) or AgeLine(band, sex, 0, 0, 0)


def _bar(context: Context, band: str, men: AgeLine, women: AgeLine) -> Bar:
    return Bar(
        band=_band(band),
        left=(men.inactive, men.not_enrolled),
        right=(women.inactive, women.not_enrolled),
        left_text=context.number(men.left_out),
        right_text=context.number(women.left_out),
    )


def _age_table(context: Context, lines: Sequence[AgeLine]) -> Grid:
    say, language = context.say, context.language
    columns = (
        *grid.words(say("pyramid.age"), say("sex.L") + "/" + say("sex.P")),
        *grid.numbers(
            say("col.residents"), say("col.not_enrolled"), say("col.inactive"), say("col.left_out_share")
        ),
    )
    rows = tuple(
        Row(
            (
                grid.word(_band(line.band)),
                grid.word(say(f"sex.{line.sex}")),
                grid.count(line.residents, language),
                grid.count(line.not_enrolled, language),
                grid.count(line.inactive, language),
                grid.share(line.left_out, line.residents, language, digits=1),
            )
        )
        for line in lines
    )
    return Grid(
        caption=f"{say('pyramid.title')} · {context.date} · {context.basis}", columns=columns, rows=rows
    )


def _band(band: str) -> str:
    """00-04 as 0–4."""
    low, dash, high = band.partition("-")
    return f"{int(low)}–{int(high)}" if dash else band
