"""How the report came about: sources, what was refused, the links' stated error, the laws that held."""

from __future__ import annotations

from semesta.coverage import LAWS
from semesta.manifest import Interval, SourceFile
from semesta.reporting import formats, grid
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.views.context import Context
from semesta.sources import said_in


def sources(context: Context) -> Grid:
    """Each source file with its counts and hash."""
    say = context.say
    heads = ("method.rows_in", "method.rows_taken", "method.rows_rejected", "method.cells_rejected")
    return Grid(
        caption=say("method.sources.caption"),
        columns=(
            *grid.words(say("method.file"), say("method.kind")),
            *grid.numbers(*(say(head) for head in heads)),
            *grid.words(say("method.hash")),
        ),
        rows=tuple(_source(context, file) for file in context.facts.manifest.sources),
    )


def rejects(context: Context) -> Grid:
    """What was refused, by reason."""
    say = context.say
    return Grid(
        caption=say("method.rejects.caption", rows=_refused(context, "row"), cells=_refused(context, "cell")),
        columns=(
            *grid.words(say("reasons.reason"), say("rejects.scope")),
            *grid.numbers(say("method.count")),
        ),
        rows=tuple(
            Row(
                (
                    grid.word(said_in(context.language, line.reason), small=line.code),
                    grid.word(say(f"method.scope.{line.scope}")),
                    grid.count(line.count, context.language),
                )
            )
            for line in context.facts.rejects
        ),
    )


def laws(context: Context) -> tuple[str, ...]:
    """What was checked and held, in words; a law of another version of the program by its name."""
    known = {law.name: law.text for law in LAWS}
    held = context.facts.manifest.laws
    return tuple(known[name].say(context.language) if name in known else name for name in held)


def _refused(context: Context, scope: str) -> str:
    return context.number(sum(line.count for line in context.facts.rejects if line.scope == scope))


def linkage(context: Context) -> tuple[tuple[str, str], ...]:
    """The stated error of the links, as pairs of name and value."""
    error, say = context.facts.manifest.link_error, context.say
    return (
        (say("method.links"), context.number(error.links)),
        (say("method.reviews"), context.number(error.reviews)),
        (say("method.false_links"), _interval(context, error.false_links)),
        (say("method.missed_links"), _interval(context, error.missed_links)),
        (say("method.error_basis"), say.code("method.basis", error.basis)),
    )


def program(context: Context) -> str:
    manifest = context.facts.manifest
    return context.say(
        "method.program",
        built=formats.moment(manifest.built_at, context.language),
        program=manifest.program_version,
        rules=manifest.rules_version,
    )


def _source(context: Context, file: SourceFile) -> Row:
    language = context.language
    counts = (file.rows_in, file.rows_taken, file.rows_rejected, file.cells_rejected)
    return Row(
        (
            grid.word(file.name, small=formats.size(file.size_bytes, language)),
            grid.word(context.say.code("method.kind", file.kind)),
            *(grid.count(n, language) for n in counts),
            Cell(file.sha256, css="hash"),
        )
    )


def _interval(context: Context, interval: Interval) -> str:
    value, low, high = (context.number(round(v)) for v in (interval.value, interval.low, interval.high))
    return context.say("method.range", value=value, low=low, high=high)
