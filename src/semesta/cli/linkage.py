"""`semesta linkage`: how good the links are."""

from __future__ import annotations

import typer

from semesta.cli import linkage_evaluate, linkage_refine, linkage_sample

app = typer.Typer(no_args_is_help=True)
app.command("evaluate", help="cli.linkage.evaluate")(linkage_evaluate.evaluate)
app.command("sample", help="cli.linkage.sample")(linkage_sample.sample)
app.command("refine", help="cli.linkage.refine")(linkage_refine.refine)
