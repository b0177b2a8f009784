"""`semesta synth`: a province that does not exist, made to totals."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Literal

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.engine import Engine
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.reporting import formats
from semesta.synthetic import BY_NAME, LAMPUNG_2024_07, BillOrder, MadeFiles, make, moment_on


def synth(
    out: Annotated[Path, typer.Option("--out", help="cli.synth.out", show_default=False)],
    residents: Annotated[
        int, typer.Option("--residents", min=1, help="cli.synth.residents")
    ] = LAMPUNG_2024_07.residents,
    members: Annotated[
        int, typer.Option("--members", min=0, help="cli.synth.members")
    ] = LAMPUNG_2024_07.members,
    active: Annotated[int, typer.Option("--active", min=0, help="cli.synth.active")] = LAMPUNG_2024_07.active,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="cli.synth.as_of")
    ] = LAMPUNG_2024_07.as_of.isoformat(),
    seed: Annotated[int, typer.Option("--seed", help="cli.synth.seed")] = 1,
    scale: Annotated[float, typer.Option("--scale", min=0.0001, help="cli.synth.scale")] = 1.0,
    noise: Annotated[
        Literal["standard", "harsh"], typer.Option("--noise", help="cli.synth.noise")
    ] = "standard",
    form: Annotated[Literal["csv", "xlsx", "both"], typer.Option("--form", help="cli.synth.form")] = "csv",
    bill: Annotated[str, typer.Option("--bill", metavar="CODE", help="cli.synth.bill")] = BillOrder().payer,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=256, help="cli.synth.memory")
    ] = DEFAULT_MEMORY_MB,
    _lang: options.Lang = None,
) -> None:
    """Write the files and say where they are."""
    if active > members:
        raise InputRefused(
            place=f"--active {active}",
            reason=Text("Lebih banyak daripada pesertanya.", "More than there are members."),
            remedy=Text(f"Pilih paling banyak {members}.", f"Choose at most {members}."),
        )
    moment = moment_on(options.parse_date(as_of), residents=residents, members=members, active=active)
    with (
        tempfile.TemporaryDirectory() as scratch,
        Steps() as steps,
        Engine(Path(scratch), memory_mb=memory, on_step=steps.began) as engine,
    ):
        made = make(
            engine,
            out,
            moments=(moment,),
            seed=seed,
            scale=scale,
            noise=BY_NAME[noise],
            form=form,
            orders=(BillOrder(bill, "csv" if form == "csv" else "xlsx"),),
        )
    for files in made:
        tell(files)


def tell(files: MadeFiles) -> None:
    """Name the files of one moment."""
    console = output()
    console.print(say("cli.synth.made", date=formats.date(files.moment.as_of, current())), style="bold")
    rosters = tuple(path for _, path in files.rosters)
    bills = tuple(path for bill in files.bills for path in (bill.path, bill.truth))
    for path in (
        files.residents,
        files.members,
        files.members_xlsx,
        *rosters,
        files.truth,
        files.deaths,
        *bills,
    ):
        if path is not None:
            size = formats.size(path.stat().st_size, current())
            console.print(f"  {path}  ({size})", markup=False)
