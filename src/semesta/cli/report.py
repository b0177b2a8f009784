"""`semesta report`: one HTML file that opens anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.editions import open_edition
from semesta.cli.history import change_between, point_of
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.cli.progress import Steps
from semesta.cli.report_parts import further_of
from semesta.edition import Edition
from semesta.faults import Language, MachineFailed, Text
from semesta.reporting import formats
from semesta.reporting.facts import gather
from semesta.reporting.page import Further, render_report


def report(
    edition: options.EditionPath,
    out: Annotated[Path, typer.Option("--out", help="cli.report.out")] = Path("report.html"),
    earlier: Annotated[
        list[Path] | None,
        typer.Option("--with", metavar="EDITION", help="cli.report.with", show_default=False),
    ] = None,
    region: options.Region = "",
    geojson: Annotated[
        Path | None, typer.Option("--geojson", help="cli.report.geojson", show_default=False)
    ] = None,
    audit: Annotated[
        Path | None, typer.Option("--audit", metavar="FOLDER", help="cli.report.audit", show_default=False)
    ] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FOLDER", help="cli.report.plan", show_default=False)
    ] = None,
    forecast: Annotated[
        Path | None,
        typer.Option("--forecast", metavar="FILE", help="cli.report.forecast", show_default=False),
    ] = None,
    _lang: options.Lang = None,
) -> None:
    """Write the report and say where it is."""
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    others = [open_edition(path) for path in earlier or ()]
    further = further_of(opened, region=region, audit=audit, plan=plan, forecast=forecast)
    with Steps() as steps:
        write_report(
            out, opened, others, region=region, geojson=geojson, language=current(), further=further,
            on_step=steps.began,
        )  # fmt: skip
    size = formats.size(out.stat().st_size, current())
    output().print(say("cli.report.written", path=out, size=size), style="bold green", markup=False)


def write_report(
    out: Path,
    edition: Edition,
    others: Sequence[Edition] = (),
    *,
    region: str = "",
    geojson: Path | None = None,
    language: Language = "id",
    further: Further | None = None,
    on_step: Callable[[str], None] | None = None,
) -> None:
    """The report of an edition, with the trend over the others and the flows since the one before."""
    with edition.engine() as engine:
        facts = gather(engine, edition.manifest, region=region)
    before = [other for other in others if other.manifest.as_of < edition.manifest.as_of]
    previous = max(before, key=lambda other: other.manifest.as_of, default=None)
    html = render_report(
        facts,
        language=language,
        trend=[point_of(other, region=region) for other in others],
        change=change_between(previous, edition, region=region, on_step=on_step) if previous else None,
        geojson=geojson,
        further=further,
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(html, encoding="utf-8")
    except OSError as error:
        raise MachineFailed(
            place=str(out),
            reason=Text("Berkas tidak bisa ditulis.", "The file cannot be written."),
            remedy=Text(
                "Beri nama berkas, bukan folder, dan periksa ruang serta izin tulisnya.",
                "Give a file, not a folder, and check space and permission.",
            ),
        ) from error
