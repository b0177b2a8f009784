"""`semesta demo`: from nothing to an open report, on an invented Lampung."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.demo_results import DemoResults, make_results
from semesta.cli.language import current, say
from semesta.cli.progress import Steps
from semesta.cli.report import write_report
from semesta.cli.report_parts import further_of
from semesta.edition import BuildRequest, Edition
from semesta.edition import build as build_edition
from semesta.engine import Engine
from semesta.reporting import formats
from semesta.reporting.facts import RegionFacts, gather, left_out
from semesta.reporting.terminal import region_view
from semesta.synthetic import LAMPUNG_MOMENTS, MadeFiles, make

_SCALE = 0.01
#: The registers that the published figures of the two moments were most likely divided by (jkn.md 4.2).
_BASES = {"2023-08-01": "penduduk 2022 (rekaan)", "2024-07-01": "DKB semester II 2023 (rekaan)"}


def demo(
    full: Annotated[bool, typer.Option("--full", help="cli.demo.full")] = False,
    out: Annotated[Path, typer.Option("--out", help="cli.demo.out")] = Path("demo"),
    scale: Annotated[float, typer.Option("--scale", min=0.0001, help="cli.demo.scale")] = _SCALE,
    seed: Annotated[int, typer.Option("--seed", help="cli.demo.seed")] = 1,
    no_open: Annotated[bool, typer.Option("--no-open", help="cli.demo.no_open")] = False,
    _lang: options.Lang = None,
) -> None:
    """Make the files, build two editions, audit, plan, forecast, write brief and report, say what to try next."""
    start = time.perf_counter()
    chosen = 1.0 if full else scale
    console = output()
    console.print(say("cli.demo.begins", scale=_scale_text(chosen)), style="bold", markup=False)
    report = out / "report.html"
    with Steps() as steps:
        with steps.group(say("cli.demo.files")):
            made = _make_files(out / "files", steps, scale=chosen, seed=seed)
        editions = []
        for files in made:
            date = formats.date(files.moment.as_of, current())
            with steps.group(say("cli.demo.edition", date=date)):
                editions.append(_build(files, out / "editions", steps))
        results = make_results(editions, out, steps)
        with steps.group(say("cli.demo.report")):
            further = further_of(
                editions[-1], audit=results.audit, plan=results.plan, forecast=results.forecast
            )
            write_report(
                report, editions[-1], editions[:-1], language=current(), further=further, on_step=steps.began
            )
    newest = editions[-1]
    with newest.engine() as engine:
        facts = gather(engine, newest.manifest)
    console.print()
    console.print(region_view(facts, current(), children=False))
    took = formats.seconds(time.perf_counter() - start, current())
    console.print(say("cli.demo.done", took=took, path=report), style="bold green", markup=False)
    console.print(
        say("cli.demo.results", audit=results.audit, plan=results.plan, brief=results.brief), markup=False
    )
    _tell_next(editions, facts, results)
    if not no_open and _has_display():
        webbrowser.open(report.resolve().as_uri())


def _make_files(folder: Path, steps: Steps, *, scale: float, seed: int) -> tuple[MadeFiles, ...]:
    with tempfile.TemporaryDirectory() as scratch, Engine(Path(scratch), on_step=steps.began) as engine:
        return make(engine, folder, moments=LAMPUNG_MOMENTS, seed=seed, scale=scale)


def _build(files: MadeFiles, into: Path, steps: Steps) -> Edition:
    """The edition of one moment; that of an earlier demo makes way, because it is ours and invented."""
    name = files.moment.as_of.isoformat()
    remove_edition(into / name)
    request = BuildRequest(
        residents=(files.residents,),
        members=(files.members,),
        rosters=files.rosters,
        as_of=files.moment.as_of,
        into=into,
        population_basis=_BASES.get(name, ""),
        name=name,
    )
    return build_edition(request, on_step=steps.began)


def _tell_next(editions: list[Edition], facts: RegionFacts, results: DemoResults) -> None:
    """Commands that work as they stand: real paths, and the village with most people left out."""
    console = output()
    newest, oldest = editions[-1].path, editions[0].path
    worst = max(facts.parts["village"], key=lambda village: (left_out(village), village.region_code))
    regency = worst.region_code[:5]
    folder = newest.parent.parent
    commands = {
        "show": f"semesta show {newest} --region {regency}",
        "list": f"semesta list {newest} --village {worst.region_code} --out {folder / 'kunjungan.xlsx'}",
        "compare": f"semesta compare {oldest} {newest} --region {regency}",
        "standing": f"semesta standing {newest} --year 2025",
        "step": f"semesta plan {newest} --out {results.plan} --step 1 --list {folder / 'langkah-1.xlsx'}",
        "brief": f"semesta brief {newest} --region {regency} --out {folder / f'nota-dinas-{regency}.pdf'}",
        "rules": "semesta rules show pemda.contribution",
        "verify": f"semesta verify {newest}",
    }
    console.print()
    console.print(say("cli.demo.next"), style="bold")
    for key, command in commands.items():
        console.print(f"  {say(f'cli.demo.next.{key}')}", style="dim", markup=False)
        console.print(f"    {command}", style="cyan", markup=False, soft_wrap=True)
    console.print(f"  {say('cli.demo.next.build')}", style="dim", markup=False)
    console.print(f"    {say('cli.demo.next.build.command')}", style="cyan", markup=False, soft_wrap=True)


def remove_edition(edition: Path) -> None:
    """Remove an edition, whose files are read-only; a folder that is none stays."""
    if not (edition / "manifest.json").is_file():
        return
    for path in (edition, *edition.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(edition)


def _has_display() -> bool:
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _scale_text(scale: float) -> str:
    whole = round(1 / scale) if scale else 1
    return f"1:{formats.number(max(whole, 1), current())}" if scale <= 1 else f"{scale:g}:1"
