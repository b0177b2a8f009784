"""`semesta register demo`: an invented province lives three months in a database of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, choose_database, print_json
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.faults import InputRefused, Text
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.scenario.story import Happening

_SCALE = 0.01


def demo(
    out: Annotated[Path, typer.Option("--out", help="cli.register.demo.out")] = Path("demo-register"),
    database: Database = "",
    scale: Annotated[float, typer.Option("--scale", min=0.0005, help="cli.demo.scale")] = _SCALE,
    seed: Annotated[int, typer.Option("--seed", help="cli.demo.seed")] = 1,
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Make the province, play the story, print what happened and what to try next."""
    start = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    file = out / "register.sqlite3"
    if not database:  # that of an earlier demo is ours and invented
        for leftover in (file, *(out / f"{file.name}{end}" for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
    address = choose_database(database or f"sqlite:///{file}")
    from semesta.database import migrate, place
    from semesta.register.summary import summary
    from semesta.scenario.province import make_province
    from semesta.scenario.three_months import play

    migrate()
    if summary().changes:
        raise _not_empty(place())
    with Steps() as steps:
        with steps.group(say("cli.register.demo.province")):
            province = make_province(out, scale=scale, seed=seed, on_step=steps.began)
        story = play(province, out, on_step=lambda key: steps.began(f"scenario_{key}"))
    if as_json:
        print_json(tuple(story.happened))
        return
    console = output()
    console.print(_table(story.happened))
    took = formats.seconds(time.perf_counter() - start, current())
    laws = sum(it.laws for it in story.happened)
    console.print(
        say("cli.register.demo.done", took=took, laws=formats.number(laws, current()), place=place()),
        style="bold green",
        markup=False,
    )
    console.print(say("cli.demo.next"), style="bold")
    for key, command in (("status", "register status"), ("balances", "ledger balances")):
        console.print(f"  {say(f'cli.register.demo.next.{key}')}", style="dim", markup=False)
        console.print(
            f"    semesta {command} --database {address}", style="cyan", markup=False, soft_wrap=True
        )


def _table(happened: list[Happening]) -> Table:
    table = Table(title=say("cli.register.demo.title"), title_justify="left", show_lines=False)
    table.add_column(say("cli.register.demo.day"), no_wrap=True)
    table.add_column(say("cli.register.demo.happened"))
    for it in happened:
        figures = {name: _said(value) for name, value in it.figures.items()}
        table.add_row(formats.date(it.day, current()), say(f"scenario.{it.key}", **figures))
    return table


def _said(value: int | str) -> str:
    return value if isinstance(value, str) else formats.number(value, current())


def _not_empty(database: str) -> InputRefused:
    return InputRefused(
        place=database,
        reason=Text("Basis data ini sudah berisi.", "This database holds something already."),
        remedy=Text("Beri basis data yang kosong, atau jangan beri --database.", "Give an empty database, or no --database."),
    )  # fmt: skip
