"""`semesta verify`: hashes, counts and laws of an edition, recomputed."""

from __future__ import annotations

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.faults import LawBroken


def verify(edition: options.EditionPath, _lang: options.Lang = None) -> None:
    """Say that all holds, or list what does not and end with the code of a broken law."""
    from semesta.edition import verify as verify_edition

    opened = open_edition(edition)
    faults = verify_edition(opened)
    console = output()
    if not faults:
        console.print(
            say("cli.verify.holds", name=opened.manifest.name, tables=len(opened.manifest.tables)),
            style="bold green",
            markup=False,
        )
        return
    for fault in faults:
        console.print(f"✗ {fault.say(current())}", style="red", markup=False)
    raise typer.Exit(LawBroken.exit_code)
