"""`semesta rosters`: who on the lists of employers and agencies is insured as the law wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.faults import InputRefused, NotFound, Text
from semesta.findings.rosters import judge_rosters
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.roster_tables import employers_grid, groups_grid, said_rules, write_rosters
from semesta.reporting.terminal import grid_table
from semesta.rules.law import Law

#: A terminal is for a look.
_SHOWN_AT_MOST = 20


def rosters(
    edition: options.EditionPath,
    group: Annotated[str, typer.Option("--group", help="cli.rosters.group", show_default=False)] = "",
    out: Annotated[Path | None, typer.Option("--out", help="cli.rosters.out", show_default=False)] = None,
    full_nik: Annotated[
        str, typer.Option("--full-nik", metavar="REASON", help="cli.list.full_nik", show_default=False)
    ] = "",
    _lang: options.Lang = None,
) -> None:
    """Print groups and employers, or write everybody by name to XLSX."""
    if out is not None:
        options.require_xlsx(out)
    elif full_nik:
        raise InputRefused(
            place="--full-nik",
            reason=Text("NIK lengkap tidak ditampilkan di layar.", "Full NIKs are not shown on the screen."),
            remedy=Text("Tambahkan --out daftar.xlsx.", "Add --out list.xlsx."),
        )
    opened, speak, console = open_edition(edition), Speaker(current()), output()
    with opened.engine() as engine:
        rules, lines = judge_rosters(engine, Law.current(), opened.manifest.as_of)
        if not lines:
            console.print(say("cli.rosters.none"), markup=False)
            return
        _require_group(group, [rule.group for rule in rules])
        if out is not None:
            count = write_rosters(
                out,
                engine,
                manifest=opened.manifest,
                rules=rules,
                lines=lines,
                say=speak,
                full_nik_reason=full_nik,
            )
            console.print(
                say("cli.rosters.written", n=formats.number(count, current()), path=out), markup=False
            )
            return
    for sentence in said_rules(rules, speak):
        console.print(sentence, markup=False)
    console.print(grid_table(groups_grid(lines, speak), number_cells=10))
    chosen = [line for line in lines if not group or line.group == group]
    worst = (
        chosen
        if group
        else sorted(chosen, key=lambda line: (line.right - line.people, line.group, line.employer))
    )
    shown = worst if group else worst[:_SHOWN_AT_MOST]
    console.print(grid_table(employers_grid(shown, speak), number_cells=10))
    if len(shown) < len(worst):
        note(say("cli.rosters.more", n=_SHOWN_AT_MOST))


def _require_group(group: str, known: list[str]) -> None:
    if group and group not in known:
        raise NotFound(
            place=f"--group {group}",
            reason=Text("Edisi ini tidak memuat kelompok itu.", "This edition has no such group."),
            remedy=Text(f"Yang ada: {', '.join(known)}.", f"There are: {', '.join(known)}."),
        )
