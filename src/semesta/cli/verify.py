"""`semesta verify`: hashes, counts and laws of an edition, recomputed."""

from __future__ import annotations

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.edition import verify as verify_edition
from semesta.faults import LawBroken
from semesta.reporting import formats


def verify(edition: options.EditionPath, _lang: options.Lang = None) -> None:
    """Say that all holds, or list what does not and end with the code of a broken law."""
    opened = open_edition(edition)
    found = verify_edition(opened)
    console = output()
    if found.sound:
        counted = {
            "name": opened.manifest.name,
            "files": found.files,
            "rows": formats.number(found.rows, current()),
            "laws": found.laws,
        }
        console.print(say("cli.verify.holds", **counted), style="bold green", markup=False)
        return
    for difference in found.differences:
        console.print(f"✗ {difference.place}: {difference.text.say(current())}", style="red", markup=False)
    raise typer.Exit(LawBroken.exit_code)
