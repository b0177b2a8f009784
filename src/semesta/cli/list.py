"""`semesta list`: people of a village or region by name, on the terminal or as XLSX for the field."""

from __future__ import annotations

import datetime as dt
import enum
import getpass
import itertools
from pathlib import Path
from typing import Annotated

import typer

from semesta import tables
from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.editions import open_edition
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.edition import Edition
from semesta.faults import InputRefused, Text
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.lists import ListOrder, what_is_listed, write_list
from semesta.reporting.people import people, villages_of
from semesta.reporting.terminal import people_table

#: A terminal is for a look: more people than this need --out.
_SHOWN_AT_MOST = 200


class Coverage(enum.StrEnum):
    """Whom a list may hold (tables.COVERAGES); an enum, because the parser takes no list of literals."""

    ACTIVE = tables.ACTIVE
    INACTIVE = tables.INACTIVE
    NOT_ENROLLED = tables.NOT_ENROLLED
    DEPARTED = tables.DEPARTED
    OUTSIDE = tables.OUTSIDE


_LEFT_OUT = (Coverage.INACTIVE, Coverage.NOT_ENROLLED)


def list_people(
    edition: options.EditionPath,
    village: Annotated[str, typer.Option("--village", help="cli.list.village", show_default=False)] = "",
    region: options.Region = "",
    coverage: Annotated[
        list[Coverage] | None, typer.Option("--coverage", help="cli.list.coverage", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="cli.list.out", show_default=False)] = None,
    full_nik: Annotated[
        str, typer.Option("--full-nik", metavar="REASON", help="cli.list.full_nik", show_default=False)
    ] = "",
    by: Annotated[str, typer.Option("--by", help="cli.list.by", show_default=False)] = "",
    _lang: options.Lang = None,
) -> None:
    """Print or write the list."""
    opened = open_edition(edition)
    where = _where(opened, village, region)
    chosen = tuple(dict.fromkeys(each.value for each in coverage or _LEFT_OUT))
    if out is None:
        _print(opened, where, chosen, full_nik)
        return
    options.require_xlsx(out)
    order = ListOrder(
        region_name=where or opened.manifest.region,
        coverages=chosen,
        made_by=by or getpass.getuser(),
        made_at=dt.datetime.now().astimezone(),
        full_nik_reason=full_nik,
    )
    with opened.engine() as engine:
        villages = villages_of(engine, where)
        written = write_list(
            out,
            people(engine, region=where, coverages=chosen),
            manifest=opened.manifest,
            order=order,
            villages=villages,
            language=current(),
        )
    output().print(say("cli.list.written", n=formats.number(written, current()), path=out), markup=False)


def _print(opened: Edition, where: str, chosen: tuple[str, ...], full_nik: str) -> None:
    if full_nik:
        raise InputRefused(
            place="--full-nik",
            reason=Text("NIK lengkap tidak ditampilkan di layar.", "Full NIKs are not shown on the screen."),
            remedy=Text("Tambahkan --out daftar.xlsx.", "Add --out list.xlsx."),
        )
    with opened.engine() as engine:
        villages = villages_of(engine, where)
        stream = people(engine, region=where, coverages=chosen)
        found = [*itertools.islice(stream, _SHOWN_AT_MOST + 1)]
    title = f"{', '.join(villages.values()) if len(villages) == 1 else where or opened.manifest.region}: "
    console = output()
    console.print(title + what_is_listed(Speaker(current()), chosen), style="bold", markup=False)
    if not found:
        console.print(say("list.empty"))
        return
    console.print(people_table(found[:_SHOWN_AT_MOST], opened.manifest, current()))
    if len(found) > _SHOWN_AT_MOST:
        note(say("cli.list.more", n=_SHOWN_AT_MOST))


def _where(opened: Edition, village: str, region: str) -> str:
    if village and region:
        raise InputRefused(
            place="--village, --region",
            reason=Text("Keduanya diberikan.", "Both were given."),
            remedy=Text("Pilih salah satu.", "Choose one."),
        )
    return place_in(opened, village or region, option="--village" if village else "--region")
