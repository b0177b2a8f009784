"""`semesta linkage refine`: what the answers on a review sheet say about the edition's error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.linkage.clerical import refine as refine_error
from semesta.reporting.linkage_tables import refinement_tables
from semesta.reporting.review_sheet import read_review_sheet


def refine(
    edition: options.EditionPath,
    answers: Annotated[Path, typer.Option("--answers", help="cli.linkage.answers", show_default=False)],
    _lang: options.Lang = None,
) -> None:
    """Print the answers by stratum and the refined error; the edition itself stays as it is."""
    opened = open_edition(edition)
    sheet = read_review_sheet(answers, opened.manifest)
    stated = opened.manifest.link_error
    with opened.engine() as engine:
        refined = refine_error(engine, sheet.answers, stated)
    output().print(refinement_tables(refined, stated, sheet.unanswered, current()))
