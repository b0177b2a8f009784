"""`semesta linkage evaluate`: the links beside a truth file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current
from semesta.linkage.truth import evaluate_edition
from semesta.reporting.linkage_tables import evaluation_tables


def evaluate(
    edition: options.EditionPath,
    truth: Annotated[Path, typer.Option("--truth", help="cli.linkage.truth", show_default=False)],
    _lang: options.Lang = None,
) -> None:
    """Print precision, recall, F1, calibration, and the stated error beside the true one."""
    opened = open_edition(edition)
    with opened.engine() as engine:
        found = evaluate_edition(engine, opened.manifest, truth)
    output().print(evaluation_tables(found, opened.manifest.link_error, current()))
