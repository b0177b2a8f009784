"""The parts of the benchmark: each measures one question and returns plain facts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import provinces
from benchmarks.process import Cost, Failed, answer, measure, python
from benchmarks.provinces import Province

Facts = dict[str, Any]
SCALES = (0.1, 1.0, 3.0)  # of the chosen scale
RIVALS = {"pandas": "benchmarks.rivals.pandas_merge", "Splink": "benchmarks.rivals.splink_residual"}


@dataclass
class Bench:
    """What a run of the benchmark was asked for, and where it works."""

    data: Path
    scale: float
    runs: int
    seeds: tuple[int, ...]
    threads: int
    say: Callable[[str], None]
    kept: dict[str, Path] = field(default_factory=dict)  # province -> an edition of it, for several parts

    def province(
        self, *, scale: float | None = None, seed: int | None = None, noise: str = "standard"
    ) -> Province:
        wanted, chosen = scale or self.scale, self.seeds[0] if seed is None else seed
        self.say(f"province {wanted:g}, seed {chosen}, {noise}")
        return provinces.make(self.data, scale=wanted, seed=chosen, noise=noise, threads=self.threads)

    def measure(self, name: str, command: list[str]) -> tuple[Cost, str]:
        self.say(name)
        return measure(command, self.data / "logs" / f"{name.replace(' ', '-')}.log", threads=self.threads)

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """An empty folder for results that nobody keeps."""
        path = self.data / "work" / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        yield path
        shutil.rmtree(path, ignore_errors=True)

    def build(self, province: Province, into: Path) -> tuple[Cost, Path]:
        """A build as a process of its own; the cost and the edition's folder."""
        files = ("--residents", province.residents, "--members", province.members)
        command = python(
            "-m", "benchmarks.alone", "build", *files, "--as-of", province.as_of, "--into", into, "--yes"
        )
        cost, _ = self.measure(f"build {province.name}", command)
        return cost, next(path.parent for path in into.glob("*/manifest.json"))

    def edition(self, province: Province) -> Path:
        """Some edition of a province; built once, kept until the end of the run."""
        if province.name not in self.kept:
            into = self.data / "work" / f"edition-{province.name}"
            shutil.rmtree(into, ignore_errors=True)
            into.mkdir(parents=True)
            self.kept[province.name] = self.build(province, into)[1]
        return self.kept[province.name]

    def clear(self) -> None:
        """Remove everything but the provinces and the logs."""
        shutil.rmtree(self.data / "work", ignore_errors=True)


def build(bench: Bench) -> Facts:
    """A build beside the floor, run by run in turn, and each step's share of the last build."""
    province = bench.province()
    rows = provinces.rows(
        province
    )  # reads both files: from here on they lie in the page cache for either side
    runs, hashes = [], set()
    for _ in range(bench.runs):
        with bench.folder("floor") as out:
            floor, _ = bench.measure(
                "floor",
                python(
                    "-m", "benchmarks.floor", out, str(bench.threads), province.residents, province.members
                ),
            )
        with bench.folder("build") as into:
            cost, edition = bench.build(province, into)
            manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
        hashes.add(tuple(table["sha256"] for table in manifest["tables"]))
        runs.append({"floor": floor.as_dict(), "build": cost.as_dict()})
    return {
        "rows": rows,
        "bytes": province.residents.stat().st_size + province.members.stat().st_size,
        "runs": runs,
        "floor": medians([run["floor"] for run in runs]),
        "build": medians([run["build"] for run in runs]),
        "ratio_wall": median(run["build"]["wall_seconds"] / run["floor"]["wall_seconds"] for run in runs),
        "ratio_cpu": median(run["build"]["cpu_seconds"] / run["floor"]["cpu_seconds"] for run in runs),
        "steps": manifest["steps"],
        "same_bytes": len(hashes) == 1,
        "edition_bytes": sum(table["size_bytes"] for table in manifest["tables"]),
    }


def scaling(bench: Bench) -> Facts:
    """Microseconds a row costs in a small, a middle and a large province."""
    facts: Facts = {}
    for factor in SCALES:
        province = bench.province(scale=bench.scale * factor)
        rows = sum(provinces.rows(province))
        costs = []
        for _ in range(bench.runs):
            with bench.folder("build") as into:
                costs.append(bench.build(province, into)[0].as_dict())
        middle = medians(costs)
        facts[f"{factor:g}"] = {
            "rows": rows,
            "wall_us_per_row": middle["wall_seconds"] / rows * 1e6,
            "cpu_us_per_row": middle["cpu_seconds"] / rows * 1e6,
            "peak_memory_mb": middle["peak_memory_mb"],
        }
    small, large = facts[f"{SCALES[0]:g}"], facts[f"{SCALES[-1]:g}"]
    facts["growth_wall"] = large["wall_us_per_row"] / small["wall_us_per_row"]
    facts["growth_cpu"] = large["cpu_us_per_row"] / small["cpu_us_per_row"]
    return facts


def quality(bench: Bench) -> Facts:
    """The links against the truth: every seed with standard noise, and the first with harsh noise."""
    facts: Facts = {}
    for seed, noise in [*((seed, "standard") for seed in bench.seeds), (bench.seeds[0], "harsh")]:
        province = bench.province(seed=seed, noise=noise)
        facts[f"{noise}, seed {seed}"] = judged(bench, "edition", bench.edition(province), province)
    return facts


def rivals(bench: Bench) -> Facts:
    """Semesta, pandas and Splink on the same files: time, memory and the same judgement."""
    province = bench.province()
    with bench.folder("build") as into:
        cost, edition = bench.build(province, into)
        facts: Facts = {"Semesta": {**cost.as_dict(), **judged(bench, "edition", edition, province)}}
    for name, module in RIVALS.items():
        with bench.folder(name) as folder:
            pairs = folder / "pairs.parquet"
            try:
                cost, _ = bench.measure(
                    name, python("-m", module, province.residents, province.members, pairs)
                )
                facts[name] = {**cost.as_dict(), **judged(bench, "pairs", pairs, province)}
            except Failed as failure:
                facts[name] = {"failed": str(failure)}  # running out of memory is a result
    return facts


def audit(bench: Bench) -> Facts:
    """An audit beside the build of the same edition, run by run in turn, and its findings against the truth."""
    province = bench.province()
    runs: list[Facts] = []
    judged_last: Facts = {}
    for _ in range(bench.runs):
        with bench.folder("build") as into, bench.folder("audit") as out:
            built, edition = bench.build(province, into)
            folder = out / "audit"
            command = python("-m", "benchmarks.alone", "audit", edition, "--out", folder, "--tables-only")
            audited, _ = bench.measure(f"audit {province.name}", command)
            runs.append({"build": built.as_dict(), "audit": audited.as_dict()})
            _, printed = bench.measure(
                "judge", python("-m", "benchmarks.audit", folder, edition, province.truth)
            )
            judged_last = answer(printed)
    return {
        "runs": runs,
        "build": medians([run["build"] for run in runs]),
        "audit": medians([run["audit"] for run in runs]),
        "ratio_wall": median(run["audit"]["wall_seconds"] / run["build"]["wall_seconds"] for run in runs),
        "ratio_cpu": median(run["audit"]["cpu_seconds"] / run["build"]["cpu_seconds"] for run in runs),
        **judged_last,
    }


def febrl(bench: Bench) -> Facts:
    """FEBRL 4 without labels."""
    cost, printed = bench.measure("febrl", python("-m", "benchmarks.febrl"))
    return {**cost.as_dict(), **answer(printed)}


def village(bench: Bench, *, villages: int = 200, cold_starts: int = 5) -> Facts:
    """One village's list: the first in fresh processes, then many in one."""
    edition = bench.edition(bench.province())
    answers = [
        answer(bench.measure("village", python("-m", "benchmarks.village", edition, str(villages)))[1])
        for _ in range(cold_starts)
    ]
    return medians(answers)


def law(bench: Bench) -> Facts:
    """Contribution, split and status of every card, beside reading and writing the same columns."""
    edition = bench.edition(bench.province())
    with bench.folder("law") as scratch:
        command = python("-m", "benchmarks.law", edition, scratch, str(bench.runs), str(bench.threads))
        facts: Facts = answer(bench.measure("law", command)[1])
    return facts


def judged(bench: Bench, what: str, path: Path, province: Province) -> Facts:
    residents, _ = provinces.rows(province)
    command = python("-m", "benchmarks.quality", what, path, province.truth, str(residents))
    facts: Facts = answer(bench.measure(f"quality {province.name}", command)[1])
    return facts


def medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure over the runs."""
    return {key: median(run[key] for run in runs) for key in runs[0]}


PARTS: dict[str, Callable[[Bench], Facts]] = {
    "build": build,
    "quality": quality,
    "audit": audit,
    "rivals": rivals,
    "febrl": febrl,
    "village": village,
    "law": law,
    "scaling": scaling,
}
