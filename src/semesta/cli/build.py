"""`semesta build`: from the files people have to an edition."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.ending import INTERRUPTED
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.cli.understood import show_understanding
from semesta.edition import BuildRequest, Edition
from semesta.edition import build as build_edition
from semesta.faults import InputRefused, Text
from semesta.reporting.facts import gather, level_of
from semesta.reporting.terminal import region_view
from semesta.sources import understand


def build(
    residents: Annotated[
        list[Path], typer.Option("--residents", help="cli.build.residents", show_default=False)
    ],
    members: Annotated[list[Path], typer.Option("--members", help="cli.build.members", show_default=False)],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="cli.build.as_of", show_default=False)
    ],
    into: Annotated[Path, typer.Option("--into", help="cli.build.into")] = Path("editions"),
    roster: Annotated[
        list[str] | None,
        typer.Option("--roster", metavar="GROUP=FILE", help="cli.build.roster", show_default=False),
    ] = None,
    maps: Annotated[Path | None, typer.Option("--map", help="cli.build.map", show_default=False)] = None,
    population_basis: Annotated[
        str, typer.Option("--population-basis", help="cli.build.basis", show_default=False)
    ] = "",
    name: Annotated[str, typer.Option("--name", help="cli.build.name", show_default=False)] = "",
    accept_caps: Annotated[
        list[str] | None,
        typer.Option("--accept-caps", metavar="NAME", help="cli.build.accept_caps", show_default=False),
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", min=256, help="cli.build.memory", show_default=False),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="cli.build.threads", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="cli.build.yes")] = False,
    _lang: options.Lang = None,
) -> None:
    """Show how the files are understood, build, show the figures."""
    request = BuildRequest(
        residents=tuple(residents),
        members=tuple(members),
        rosters=tuple(_roster(text) for text in roster or ()),
        as_of=options.parse_date(as_of),
        into=into,
        maps=maps,
        population_basis=population_basis,
        memory_mb=memory,
        threads=threads,
        name=name or None,
        accept_caps=frozenset(accept_caps or ()),
    )
    understood = understand(request.sources)
    show_understanding(understood)
    if not yes and sys.stdin.isatty() and not typer.confirm(say("cli.build.go_on"), default=True, err=True):
        raise typer.Exit(INTERRUPTED)
    with Steps() as steps:
        edition = build_edition(request, on_step=steps.began, understood=understood)
    show_result(edition)


def show_result(edition: Edition) -> None:
    """The figures, what was refused, and where the edition lies."""
    console = output()
    with edition.engine() as engine:
        facts = gather(engine, edition.manifest, deepest=level_of(edition.manifest.region))
    console.print(region_view(facts, current(), children=False))
    refused = sum(file.rows_rejected + file.cells_rejected for file in edition.manifest.sources)
    if refused:
        console.print(say("cli.build.refused", path=edition.path), style="yellow", markup=False)
    console.print(say("cli.build.done", path=edition.path), style="bold green", markup=False)


def _roster(text: str) -> tuple[str, Path]:
    group, equals, file = text.partition("=")
    if not (group and equals and file):
        raise InputRefused(
            place=f"--roster {text}",
            reason=Text("Nama kelompok atau berkasnya tidak ada.", "The group or the file is missing."),
            remedy=Text(
                "Tulis KELOMPOK=BERKAS, misalnya council=dprd.xlsx.",
                "Write GROUP=FILE, for example council=dprd.xlsx.",
            ),
        )
    return group, Path(file)
