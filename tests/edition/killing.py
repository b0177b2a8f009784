"""A process that builds editions in children of its own and kills them; prints what each left behind.

`python -m tests.edition.killing FOLDER`. Children are forked before any engine is open, so each costs
a build, not a start of Python.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from semesta.edition import Edition, build, verify
from semesta.faults import SemestaError
from semesta.regions import Regions
from tests.edition.stages import request, stages
from tests.edition.towns import town


def main(folder: Path) -> None:
    Regions.load()  # so that no child needs to
    steps = all_steps(folder / "steps")
    found = {
        "steps": steps,
        "killed_in_step": [killed_in(step, folder / "killed") for step in steps],
        "killed_after_ms": [killed_after(ms, folder / "killed") for ms in (1, 100, 300)],
        "next": next_build(folder / "killed"),
        "disk_full_in_step": [disk_full(step, folder / "full") for step in ("read", "write", "move")],
        "together": together(folder / "together"),
    }
    print(json.dumps(found))


def in_child(work: Callable[[], None]) -> int:
    """The process number of a child that does the work and ends with 0, or 1 after a SemestaError."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        work()
        code = 0
    except SemestaError as error:
        print(type(error).__name__, error, file=sys.stderr)
        code = error.exit_code
    finally:
        os._exit(code)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def build_into(into: Path, on_step: Callable[[str], None] | None = None) -> None:
    build(request(into), stages=stages(town()), on_step=on_step)


def all_steps(into: Path) -> list[str]:
    """The names of all steps of a build, in order, as a child saw them."""
    log = into.with_suffix(".log")
    ended(in_child(lambda: build_into(into, lambda step: print(step, file=log.open("a")))))
    return log.read_text().split()


def killed_in(step: str, into: Path) -> dict[str, object]:
    def die(now: str) -> None:
        if now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    code = ended(in_child(lambda: build_into(into, die)))
    return {"code": code, "editions": editions(into), "leftovers": len(leftovers(into))}


def killed_after(milliseconds: int, into: Path) -> dict[str, bool]:
    child = in_child(lambda: build_into(into))
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    ended(child)
    return editions(into)


def next_build(into: Path) -> dict[str, object]:
    code = ended(in_child(lambda: build_into(into)))
    return {"code": code, "sound": all(editions(into).values()), "leftovers": leftovers(into)}


def disk_full(step: str, into: Path) -> dict[str, object]:
    """From a step on, no file may grow beyond 100 bytes: writing fails as on a full disk."""

    def fill(now: str) -> None:
        if now == step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    code = ended(in_child(lambda: build_into(into, fill)))
    return {"code": code, "left": sorted(path.name for path in into.iterdir())}


def together(into: Path) -> dict[str, object]:
    children = [in_child(lambda: build_into(into)) for _ in range(2)]
    return {
        "codes": [ended(child) for child in children],
        "editions": editions(into),
        "left": leftovers(into),
    }


def editions(into: Path) -> dict[str, bool]:
    """The folders that look like editions, and whether each is sound."""
    if not into.exists():
        return {}
    folders = sorted(path for path in into.iterdir() if not path.name.startswith("."))
    if not folders:
        return {}
    log = into.with_suffix(".verify")
    log.write_text("")

    def check() -> None:
        for path in folders:
            print(path.name, verify(Edition.open(path)).sound, file=log.open("a"))

    ended(in_child(check))
    lines = dict(line.split() for line in log.read_text().splitlines())
    return {path.name: lines.get(path.name) == "True" for path in folders}


def leftovers(into: Path) -> list[str]:
    return sorted(path.name for path in into.glob(".*")) if into.exists() else []


if __name__ == "__main__":
    main(Path(sys.argv[1]))
