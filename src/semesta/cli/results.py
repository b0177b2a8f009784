"""Keeping a result that a person asked for with --out."""

from __future__ import annotations

from pathlib import Path

from semesta.faults import MachineFailed, Text, refusal_of_machine


def keep(text: str, out: Path) -> None:
    """Write a result to a file; MachineFailed where the disk refuses."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MachineFailed(
            place=str(out),
            reason=refusal_of_machine(error),
            remedy=Text(
                "Beri nama berkas di folder yang bisa ditulis.",
                "Give a file in a folder that can be written.",
            ),
        ) from error
