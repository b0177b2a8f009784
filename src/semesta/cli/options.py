"""Options and arguments that several commands share.

`help` everywhere in this room is a key of the catalogue; `main.command` puts the text in its place.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from semesta.cli import language
from semesta.faults import InputRefused, Text


def _use(value: Literal["id", "en"] | None) -> Literal["id", "en"] | None:
    language.use(value)
    return value


def parse_date(text: str) -> dt.date:
    """A date as YYYY-MM-DD; InputRefused otherwise, so that 01/07/2024 is never guessed."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputRefused(
            place=text,
            reason=Text("Ini bukan tanggal.", "This is no date."),
            remedy=Text(
                "Tulis tahun-bulan-hari, misalnya 2024-07-01.",
                "Write year-month-day, for example 2024-07-01.",
            ),
        ) from error


def parse_month(text: str, *, option: str = "--month") -> dt.date:
    """The first day of a month written YYYY-MM; InputRefused otherwise."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return dt.date.fromisoformat(f"{text}-01")
    raise InputRefused(
        place=f"{option} {text}",
        reason=Text("Ini bukan bulan.", "This is no month."),
        remedy=Text("Tulis tahun-bulan, misalnya 2024-07.", "Write year-month, for example 2024-07."),
    )


def require_xlsx(out: Path, *, option: str = "--out") -> None:
    """InputRefused for a name that says another form: Excel would warn of a damaged file."""
    if out.suffix.lower() != ".xlsx":
        raise InputRefused(
            place=f"{option} {out}",
            reason=Text("Daftar ditulis sebagai XLSX.", "Lists are written as XLSX."),
            remedy=Text(
                f"Tulis {option} {out.with_suffix('.xlsx')}.", f"Write {option} {out.with_suffix('.xlsx')}."
            ),
        )


Lang = Annotated[
    Literal["id", "en"] | None,
    typer.Option("--lang", help="cli.lang", callback=_use, is_eager=True, show_default=False),
]
EditionPath = Annotated[Path, typer.Argument(metavar="EDITION", help="cli.edition", show_default=False)]
Region = Annotated[str, typer.Option("--region", help="cli.region", show_default=False)]
