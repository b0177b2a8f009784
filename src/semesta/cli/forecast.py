"""`semesta forecast`: what comes if nothing is done, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.cli.results import keep
from semesta.edition import Edition
from semesta.edition.cohorts import history
from semesta.planning.forecast import DEFAULT_DRAWS, DEFAULT_MONTHS
from semesta.planning.forecast import forecast as project
from semesta.planning.forecast_result import ForecastResult
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.forecasts import forecast_view, require_standard


def forecast(
    editions: Annotated[
        list[Path], typer.Argument(metavar="EDITION...", help="cli.forecast.editions", show_default=False)
    ],
    months: Annotated[int, typer.Option("--months", help="cli.forecast.months")] = DEFAULT_MONTHS,
    region: options.Region = "",
    out: Annotated[Path | None, typer.Option("--out", help="cli.forecast.out", show_default=False)] = None,
    standard: Annotated[
        str, typer.Option("--standard", help="cli.forecast.standard", show_default=False)
    ] = "",
    draws: Annotated[
        int, typer.Option("--draws", min=100, max=20_000, help="cli.forecast.draws")
    ] = DEFAULT_DRAWS,
    seed: Annotated[int, typer.Option("--seed", min=0, help="cli.forecast.seed")] = 1,
    _lang: options.Lang = None,
) -> None:
    """Print the forecast; with --out keep all of it."""
    opened = [open_edition(path) for path in editions]
    region = place_in(opened[-1], region, option="--region")
    with Steps() as steps:
        found = forecast_of(opened, region=region, months=months, draws=draws, seed=seed, on_step=steps.began)
    require_standard(found, standard)
    if out:
        keep(found.to_json(), out)
    output().print(forecast_view(found, Speaker(current()), standard=standard))
    if out:
        size = formats.size(out.stat().st_size, current())
        output().print(say("cli.forecast.written", path=out, size=size), style="bold green", markup=False)


def forecast_of(
    editions: Sequence[Edition],
    *,
    region: str = "",
    months: int = DEFAULT_MONTHS,
    draws: int = DEFAULT_DRAWS,
    seed: int = 1,
    on_step: Callable[[str], None] | None = None,
) -> ForecastResult:
    """The forecast of a region (empty: all of it) from its editions, the oldest first."""
    seen = history(editions, region=region, months=months, on_step=on_step)
    if on_step:
        on_step("forecast_project")
    return project(seen, months=months, draws=draws, seed=seed)
