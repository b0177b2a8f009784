"""`python3 tasks.py bench`: measure, print tables, keep the facts in benchmarks/results."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.pages import page
from benchmarks.parts import PARTS, Bench
from benchmarks.process import ROOT, Failed
from benchmarks.provinces import cache_folder


def main() -> int:
    options = parse()
    if not hasattr(os, "wait4"):
        print("benchmarks need wait4 to count CPU and memory: Linux or macOS.", file=sys.stderr)
        return 2
    bench = Bench(options.data, options.scale, options.runs, tuple(options.seeds), options.threads, say)
    facts: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit(),
        "scale": options.scale,
        "runs": options.runs,
        "seeds": options.seeds,
        "threads": options.threads,
        "machine": machine(),
        "parts": {},
    }
    failed = False
    for name in options.parts:
        try:
            facts["parts"][name] = PARTS[name](bench)
        except Failed as failure:
            facts["parts"][name] = {"failed": str(failure)}
            failed = True
    bench.clear()
    print(page(facts))
    keep(facts, options.results)
    return 1 if failed else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tasks.py bench", description="Speed and linkage quality of Semesta."
    )
    parser.add_argument(
        "--scale", type=float, default=0.01, help="1 is Lampung, 9.05 + 8.9 million rows (0.01)"
    )
    parser.add_argument("--runs", type=int, default=3, help="medians are taken over so many runs (3)")
    parser.add_argument(
        "--parts", nargs="+", choices=tuple(PARTS), default=list(PARTS), help="which questions (all)"
    )
    parser.add_argument(
        "--seeds", nargs="+", type=int, default=[7001, 7002, 7003], help="provinces for quality"
    )
    parser.add_argument("--threads", type=int, default=2, help="threads of the floor (2)")
    parser.add_argument("--data", type=Path, default=cache_folder(), help="where invented provinces are kept")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "benchmarks" / "results", help="where the facts go"
    )
    return parser.parse_args()


def keep(facts: dict[str, Any], results: Path) -> None:
    results.mkdir(parents=True, exist_ok=True)
    stem = results / f"{facts['date']}-scale{facts['scale']:g}"
    stem.with_name(stem.name + ".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    stem.with_name(stem.name + ".md").write_text(page(facts) + "\n", encoding="utf-8")
    say(f"kept in {stem}.md and .json")


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "load": os.getloadavg()[0],
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def commit() -> str:
    """The commit measured, marked when files differ from it; empty without git."""
    try:
        command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def say(text: str) -> None:
    print(f"{dt.datetime.now().astimezone():%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
