"""Which edition an argument means: the folder of one, or the newest in a folder of editions."""

from __future__ import annotations

from pathlib import Path

from semesta.cli.console import note
from semesta.cli.language import say
from semesta.edition import Edition
from semesta.faults import NotFound, Text

_MANIFEST = "manifest.json"


def open_edition(path: Path) -> Edition:
    """The edition at a path; in a folder of editions the newest, and says which. NotFound if there is none."""
    if (path / _MANIFEST).is_file() or not path.is_dir():
        return Edition.open(path)
    within = sorted(
        child.parent for child in path.glob(f"*/{_MANIFEST}") if not child.parent.name.startswith(".")
    )
    if not within:
        raise NotFound(
            place=str(path),
            reason=Text("Tidak ada edisi di folder ini.", "There is no edition in this folder."),
            remedy=Text(
                "Buat dulu dengan `semesta build`, atau coba `semesta demo`.",
                "Make one with `semesta build`, or try `semesta demo`.",
            ),
        )
    opened = [Edition.open(folder) for folder in within]
    newest = max(opened, key=lambda edition: (edition.manifest.as_of, edition.manifest.built_at))
    note(say("cli.newest", path=newest.path))
    return newest
