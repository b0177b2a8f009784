"""`python3 tasks.py backtest`: hold forecasts against what came, on invented provinces.

Several provinces are invented with six editions each, half a year apart. Residents, coverage and
activity wander by a process of this file (`Path`), which the forecast does not know: a drift of the
province, steps of its half-years and steps of each regency. A forecast is fitted on the first editions and
held against the later ones: how often the truth lies within the 80% and 95% intervals, and how far the
middle is off, beside two naive forecasts: nothing changes, and a straight line through the fitted editions.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.process import ROOT
from benchmarks.provinces import cache_folder
from semesta.coverage.figures import edition_figures, figures
from semesta.edition import BuildRequest, Edition, build
from semesta.edition.cohorts import history
from semesta.engine import Engine
from semesta.planning.forecast import MEASURES, forecast
from semesta.synthetic import Moment, make, moment_on
from semesta.synthetic.spec import LAMPUNG_REGENCIES

DATES = tuple(dt.date(2022 + n // 2, (1, 7)[n % 2], 1) for n in range(6))
#: Fitted on so many editions, the others are foretold.
FITS = (2, 3, 4)
PEOPLE = sum(regency.male + regency.female for regency in LAMPUNG_REGENCIES)
Facts = dict[str, Any]
Shares = dict[str, dict[str, float]]  # region -> measure -> share


def main() -> int:
    options = parse()
    cases: list[Facts] = []
    start = time.perf_counter()
    for seed in options.seeds:
        editions = series(options.data, seed, options.scale)
        truth = [shares_of(edition) for edition in editions]
        for fitted in FITS:
            cases += judged(editions, truth, fitted, draws=options.draws, seed=seed)
        say(f"seed {seed}: {len(cases)} cases, {time.perf_counter() - start:.0f} s")
    facts = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "scale": options.scale,
        "seeds": options.seeds,
        "draws": options.draws,
        "editions": len(DATES),
        "tables": tables(cases),
    }
    print(page(facts))
    options.results.mkdir(parents=True, exist_ok=True)
    stem = options.results / f"{facts['date']}-forecast-scale{options.scale:g}"
    stem.with_name(stem.name + ".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    stem.with_name(stem.name + ".md").write_text(page(facts) + "\n", encoding="utf-8")
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tasks.py backtest", description="Forecasts against what came.")
    parser.add_argument("--scale", type=float, default=0.01, help="1 is Lampung (0.01)")
    parser.add_argument("--seeds", nargs="+", type=int, default=list(range(8201, 8209)), help="provinces")
    parser.add_argument("--draws", type=int, default=500, help="random paths of each forecast (500)")
    parser.add_argument("--data", type=Path, default=cache_folder(), help="where series are kept")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "benchmarks" / "results", help="where the facts go"
    )
    return parser.parse_args()


# --- inventing a series ---------------------------------------------------------------------------


def series(data: Path, seed: int, scale: float) -> list[Edition]:
    """Six editions of the province of a seed; built once, then reused."""
    folder = data / f"series-{scale:g}-seed{seed}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch, Engine(Path(scratch)) as engine:
            made = make(engine, folder / "files", moments=moments(seed), seed=seed, scale=scale)
        for files in made:
            build(
                BuildRequest(
                    residents=(files.residents,),
                    members=(files.members,),
                    as_of=files.moment.as_of,
                    into=folder / "editions",
                    population_basis="invented",
                    name=files.moment.as_of.isoformat(),
                )
            )
        shutil.rmtree(folder / "files")
        (folder / "done").touch()
    return [Edition.open(folder / "editions" / date.isoformat()) for date in DATES]


def moments(seed: int) -> tuple[Moment, ...]:
    """Totals that wander: nothing of the forecast's model is in here."""
    chance = np.random.default_rng(seed)
    residents = 8_850_000.0
    coverage, activity = 0.90 + 0.06 * chance.random(), 0.66 + 0.10 * chance.random()
    drift_coverage, drift_activity = chance.normal(0.001, 0.004), chance.normal(0.0, 0.008)
    apart_coverage = chance.normal(0, 0.02, len(LAMPUNG_REGENCIES))
    apart_activity = chance.normal(0, 0.04, len(LAMPUNG_REGENCIES))
    found = []
    for date in DATES:
        own_coverage = np.clip(coverage + apart_coverage, 0.70, 0.985)
        own_activity = np.clip(activity + apart_activity, 0.35, 0.92) * own_coverage
        people = np.array([r.male + r.female for r in LAMPUNG_REGENCIES]) / PEOPLE
        moment = moment_on(
            date,
            residents=round(residents),
            members=round(float((own_coverage * people).sum()) * residents),
            active=round(float((own_activity * people).sum()) * residents),
        )
        # one regency is left free, so that the parts can meet the total
        free = LAMPUNG_REGENCIES[1].code
        found.append(
            dataclasses.replace(
                moment,
                coverage={r.code: float(c) for r, c in zip(LAMPUNG_REGENCIES, own_coverage, strict=True) if r.code != free},
                activity={r.code: float(a) for r, a in zip(LAMPUNG_REGENCIES, own_activity, strict=True) if r.code != free},
            )
        )  # fmt: skip
        residents *= 1 + chance.normal(0.006, 0.002)
        coverage += drift_coverage + chance.normal(0, 0.005)
        activity += drift_activity + chance.normal(0, 0.008)
        apart_coverage = apart_coverage + chance.normal(0, 0.003, apart_coverage.size)
        apart_activity = apart_activity + chance.normal(0, 0.005, apart_activity.size)
    return tuple(found)


# --- judging --------------------------------------------------------------------------------------


def shares_of(edition: Edition) -> Shares:
    """Every measure of the whole ('') and of each regency, as the edition counts them."""
    manifest = edition.manifest
    with edition.engine() as engine:
        whole = edition_figures(
            engine,
            region=manifest.region,
            as_of=manifest.as_of,
            population_basis="",
            link_error=manifest.link_error,
        )
        parts = figures(
            engine, level="regency", as_of=manifest.as_of, population_basis="", link_error=manifest.link_error
        )
    found = {"": whole, **{part.region_code: part for part in parts if part.residents}}
    return {code: {m: f.rate(m).share or 0.0 for m in MEASURES} for code, f in found.items()}


def judged(
    editions: Sequence[Edition], truth: Sequence[Shares], fitted: int, *, draws: int, seed: int
) -> Iterator[Facts]:
    """One case for each region, measure and later edition."""
    horizon = 6 * (len(editions) - fitted)
    found = forecast(history(editions[:fitted], months=horizon), months=horizon, draws=draws, seed=seed)
    for later in range(fitted, len(editions)):
        month = 6 * (later - fitted + 1)
        for code in truth[later]:
            region = found.region_of(code or found.region)
            for measure in MEASURES:
                band, came = region.band(measure, month), truth[later][code][measure]
                first, last = truth[0][code][measure], truth[fitted - 1][code][measure]
                line = last + (last - first) / (fitted - 1) * (later - fitted + 1)
                yield {
                    "whole": code == "", "measure": measure, "fitted": fitted, "month": month,
                    "in80": band.low80 <= came <= band.high80, "in95": band.low95 <= came <= band.high95,
                    "width80": band.high80 - band.low80, "error": abs(band.mid - came),
                    "unchanged": abs(last - came), "line": abs(line - came),
                }  # fmt: skip


def tables(cases: Sequence[Facts]) -> list[Facts]:
    """Cases averaged by what was fitted, how far ahead, whole or regencies; and by measure."""
    keys = [
        *((("fitted", f), ("month", m), ("whole", w)) for f in FITS for m in (6, 12, 18, 24) for w in (True, False)),
        *((("measure", m), ("whole", w)) for m in MEASURES for w in (True, False)),
        (("whole", True),), (("whole", False),),
    ]  # fmt: skip
    found = []
    for key in keys:
        chosen = [case for case in cases if all(case[name] == value for name, value in key)]
        if chosen:
            means = {
                name: sum(float(case[name]) for case in chosen) / len(chosen)
                for name in ("in80", "in95", "width80", "error", "unchanged", "line")
            }
            found.append({"where": dict(key), "cases": len(chosen), **means})
    return found


def page(facts: Facts) -> str:
    """The tables in Markdown; errors and widths in points of per cent."""
    lines = [
        f"# Forecast against what came, {facts['date']}",
        "",
        f"{len(facts['seeds'])} invented provinces at scale {facts['scale']:g}, {facts['editions']} editions each, half "
        f"a year apart; {facts['draws']} draws. Error: mean distance of the middle from what came, points of per cent.",
        "",
        "| region | fitted on | months ahead | measure | cases | in 80% | in 95% | width of 80% | error | no change | straight line |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for table in facts["tables"]:
        where = table["where"]
        lines.append(
            f"| {'province' if where['whole'] else 'regencies'} | {where.get('fitted', 'all')} | {where.get('month', 'all')} "
            f"| {where.get('measure', 'all')} | {table['cases']} | {table['in80']:.0%} | {table['in95']:.0%} "
            f"| {table['width80'] * 100:.2f} | {table['error'] * 100:.2f} | {table['unchanged'] * 100:.2f} "
            f"| {table['line'] * 100:.2f} |"
        )
    return "\n".join(lines)


def say(text: str) -> None:
    print(f"{dt.datetime.now().astimezone():%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
