"""Kill the bill run, the import, the posting of payments and their like, many times each, on both databases.

`python -m benchmarks.kills --times 100`. Each piece of work is killed at random moments; what it left is the old
state, the new one, or broken; then it is done again and must come to what undisturbed work comes to. Ends with 1
where anything was broken. What is killed, and how, is in tests/robustness.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

KINDS = ("sqlite", "postgresql")


def main() -> int:
    """Print one line a piece of work and database; how many of them were broken."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("work", nargs="*", help="only these")
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", choices=KINDS, action="append")
    given = asked.parse_args()
    print(f"{'work':<14}{'database':<12}{'kills':>6}{'old':>6}{'new':>6}{'broken':>8}{'unequal after':>15}")
    bad = 0
    for kind in given.database or KINDS:
        command = [sys.executable, "-m", "tests.robustness.killing", kind, *given.work]
        done = subprocess.run(
            [*command, "--times", str(given.times), "--seed", str(given.seed)],
            stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        for one in json.loads(done.stdout.splitlines()[-1]):
            wrong = [*one["broken"], *one["unequal_after"]]
            bad += len(wrong)
            print(
                f"{one['work']:<14}{kind:<12}{given.times:>6}{one['old']:>6}{one['new']:>6}{len(one['broken']):>8}{len(one['unequal_after']):>15}"
            )
            for when in wrong:
                print(f"  {when}")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
