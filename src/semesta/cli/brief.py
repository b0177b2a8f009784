"""`semesta brief`: one official page of an edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.editions import open_edition
from semesta.cli.history import point_of
from semesta.cli.language import current, say
from semesta.cli.places import place_in
from semesta.edition import Edition
from semesta.reporting import formats
from semesta.reporting.brief import Settings, compose, read_settings, write_brief
from semesta.reporting.brief.writing import form_of
from semesta.reporting.facts import gather


def brief(
    edition: options.EditionPath,
    out: Annotated[Path, typer.Option("--out", help="cli.brief.out")] = Path("brief.docx"),
    region: options.Region = "",
    earlier: Annotated[
        Path | None, typer.Option("--with", metavar="EDITION", help="cli.brief.with", show_default=False)
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FOLDER", help="cli.brief.template", show_default=False),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="YAML", help="cli.brief.settings", show_default=False)
    ] = None,
    _lang: options.Lang = None,
) -> None:
    """Write it and say where it is."""
    form_of(out)
    opened = open_edition(edition)
    region = place_in(opened, region, option="--region")
    office = read_settings(settings) if settings else Settings()
    before = open_edition(earlier) if earlier else None
    brief_of(out, opened, region=region, before=before, settings=office, templates=template)
    size = formats.size(out.stat().st_size, current())
    output().print(say("cli.brief.written", path=out, size=size), style="bold green", markup=False)


def brief_of(
    out: Path,
    edition: Edition,
    *,
    region: str = "",
    before: Edition | None = None,
    settings: Settings | None = None,
    templates: Path | None = None,
) -> None:
    """The brief of an edition into a file, in the language of this run."""
    settings = settings or Settings()
    with edition.engine() as engine:
        facts = gather(engine, edition.manifest, region=region)
    point = point_of(before, region=region) if before else None
    content = compose(facts, language=current(), settings=settings, earlier=point)
    pages = write_brief(out, content, as_of=edition.manifest.as_of, templates=templates, logo=settings.logo)
    if pages is not None and pages > 1:
        note(say("cli.brief.pages", n=formats.number(pages, current())))
