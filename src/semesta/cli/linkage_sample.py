"""`semesta linkage sample`: a sheet of pairs for people to review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.linkage.clerical import draw, stratum_sizes
from semesta.reporting import formats
from semesta.reporting.review_sheet import write_review_sheet


def sample(
    edition: options.EditionPath,
    out: Annotated[Path, typer.Option("--out", help="cli.linkage.out", show_default=False)],
    size: Annotated[int, typer.Option("--size", min=1, max=100_000, help="cli.linkage.size")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="cli.linkage.seed")] = 1,
    full_nik: Annotated[
        str, typer.Option("--full-nik", metavar="REASON", help="cli.linkage.full_nik", show_default=False)
    ] = "",
    _lang: options.Lang = None,
) -> None:
    """Draw pairs in strata and write them to XLSX."""
    options.require_xlsx(out)
    opened = open_edition(edition)
    with opened.engine() as engine:
        pairs = draw(engine, size=size, seed=seed)
        sizes = stratum_sizes(engine)
    count = write_review_sheet(
        out,
        pairs,
        sizes,
        manifest=opened.manifest,
        seed=seed,
        full_nik_reason=full_nik,
        language=current(),
    )
    text = say("cli.linkage.sampled", n=formats.number(count, current()), path=out, edition=opened.path)
    output().print(text, markup=False)
