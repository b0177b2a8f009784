"""Runs every job of this repository and sets up by itself what the job needs: `python3 tasks.py demo`.

Only the standard library, so that a fresh machine with Python 3.11 needs nothing else. The first run
makes two folders here: `.uv/` with the installer uv (pinned with hashes in uv.requirements.txt) and
`.venv/` with exactly the packages of uv.lock. Later runs find both unchanged and start at once.
"""

from __future__ import annotations  # lets an older Python come as far as being told that it is too old

import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTALLER = ROOT / ".uv"
ENVIRONMENT = ROOT / ".venv"
STAMP = "semesta-stamp.json"
PYTHON_AT_LEAST = (3, 11)

USAGE = """\
python3 tasks.py TASK [arguments]

  demo      buat Lampung rekaan, susun dua edisi, buka laporannya   (make an invented Lampung, open its report)
  semesta   jalankan program: tasks.py semesta build --help         (run the program)

  test      run the tests; further arguments go to pytest
  lint      ruff: rules and format
  types     mypy, strict
  imports   import-linter: rooms only use the rooms below them
  check     lint, types, imports, test
  docs      rewrite the pages that are made from the code (docs/tables.md, docs/commands.md)
  bench     measure speed and linkage quality: tasks.py bench --scale 0.01 --runs 3
  backtest  hold forecasts against what came, on invented provinces
  setup     set up for everything above, run nothing
"""


class SetupFailed(Exception):
    """Stops with one clear paragraph instead of a traceback."""


def main(arguments: list[str]) -> int:
    """Run one task; the exit code is that of what ran."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    task, rest = arguments[0], arguments[1:]
    if task not in TASKS:
        print(f"tasks.py: tidak ada tugas '{task}' (no such task).\n\n{USAGE}", end="", file=sys.stderr)
        return 2
    groups, commands = TASKS[task]
    try:
        python = ready(frozenset(groups.split()))
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return run_all(python, commands, rest)


#: What Python runs for a task; further arguments of the command line go to the last of them.
LINT = (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))
TYPES = (("-m", "mypy"),)
IMPORTS = (("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),)
TEST = (("-m", "pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"),)

#: Task -> the dependency groups of pyproject.toml that it needs, and what it runs.
TASKS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "demo": ("", (("-m", "semesta", "demo"),)),
    "semesta": ("", (("-m", "semesta"),)),
    "test": ("dev", TEST),
    "lint": ("dev", LINT),
    "types": ("dev", TYPES),
    "imports": ("dev", IMPORTS),
    "check": ("dev", (*LINT, *TYPES, *IMPORTS, *TEST)),
    "docs": ("dev", (("docs/generate.py",),)),
    "bench": ("dev bench", (("-m", "benchmarks"),)),
    "backtest": ("dev", (("-m", "benchmarks.forecast"),)),
    "setup": ("dev bench", ()),
}


def run_all(python: Path, commands: tuple[tuple[str, ...], ...], rest: list[str]) -> int:
    """Run all commands even after a failure, so that one run shows all that is wrong; the worst code wins."""
    worst = 0
    for command in commands:
        extra = rest if command is commands[-1] else []
        try:
            code = subprocess.run(
                [str(python), *command, *extra], cwd=ROOT, env=clean_environment()
            ).returncode
        except KeyboardInterrupt:
            return 130
        worst = max(worst, 1 if code < 0 else code)
    return worst


# --- setting up -----------------------------------------------------------------------------------


def ready(groups: frozenset[str]) -> Path:
    """The environment's Python, with at least these dependency groups as locked; installs what lacks."""
    if sys.version_info < PYTHON_AT_LEAST:
        raise SetupFailed(explain_old_python())
    python = inside(ENVIRONMENT, "python")
    wanted, (found, present) = fingerprint(), read_stamp()
    if python.exists() and found == wanted and groups <= present:
        return python
    say(
        "Menyiapkan pustaka, sekali saja; perlu internet. (Setting up the libraries, once; needs the network.)"
    )
    # Groups that are here already stay: running the demo must not throw the test tools away.
    groups |= present
    install_packages(install_uv(), groups)
    (ENVIRONMENT / STAMP).write_text(json.dumps({"fingerprint": wanted, "groups": sorted(groups)}) + "\n")
    return python


def install_uv() -> Path:
    """The pinned uv in a small environment of its own, so that uv.lock alone decides what `.venv` holds."""
    uv = inside(INSTALLER, "uv")
    pins = (ROOT / "uv.requirements.txt").read_bytes()
    pinned = INSTALLER / "pinned.txt"
    if uv.exists() and pinned.exists() and pinned.read_bytes() == pins:
        return uv
    if not inside(INSTALLER, "python").exists():
        must([sys.executable, "-m", "venv", "--clear", str(INSTALLER)], explain_no_venv)
    pip = [str(inside(INSTALLER, "python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    must([*pip, "--require-hashes", "-r", str(ROOT / "uv.requirements.txt")], explain_download)
    pinned.write_bytes(pins)
    return uv


def install_packages(uv: Path, groups: frozenset[str]) -> None:
    """Make `.venv` hold exactly uv.lock for these groups."""
    wanted = [word for group in sorted(groups) for word in ("--group", group)]
    sync = [str(uv), "sync", "--locked", "--quiet", "--no-default-groups", "--no-python-downloads"]
    must([*sync, "--python", sys.executable, *wanted], explain_download)


def must(command: list[str], explain: Callable[[str], str]) -> None:
    """Run quietly; on failure stop with the tool's last words and what to do."""
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise SetupFailed(explain((done.stderr + done.stdout).strip()))


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would lead uv or Python to another environment than ours."""
    dropped = (
        "VIRTUAL_ENV",
        "PYTHONHOME",
        "PYTHONPATH",
        "UV_PROJECT",
        "UV_WORKING_DIRECTORY",
        "__PYVENV_LAUNCHER__",
    )
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT), "PYTHONUTF8": "1"}


def fingerprint() -> str:
    """Changes when the lock, the project file or this Python changes; then set-up runs again."""
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    digest.update(f"{sys.version_info[:3]} {ROOT}".encode())
    return digest.hexdigest()


def read_stamp() -> tuple[str, frozenset[str]]:
    """Fingerprint and groups of the last set-up; empty when there was none."""
    try:
        found = json.loads((ENVIRONMENT / STAMP).read_text())
        return str(found["fingerprint"]), frozenset(map(str, found["groups"]))
    except (OSError, ValueError, KeyError, TypeError):
        return "", frozenset()


def inside(environment: Path, program: str) -> Path:
    """Where an environment keeps a program on this system."""
    windows = os.name == "nt"
    return environment / ("Scripts" if windows else "bin") / (program + ".exe" if windows else program)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- what to do when it fails ---------------------------------------------------------------------


def explain_old_python() -> str:
    have = ".".join(str(part) for part in sys.version_info[:3])
    return (
        f"tasks.py: Python {have} terlalu tua; perlu 3.11 atau lebih baru. Pasang Python 3.11 lalu ulangi dengan "
        f"python3.11 tasks.py ...\n(Python {have} is too old: install 3.11 or newer, then: python3.11 tasks.py ...)"
    )


def explain_no_venv(output: str) -> str:
    return (
        "tasks.py: modul venv tidak lengkap pada Python ini. Di Debian atau Ubuntu: sudo apt install python3-venv, "
        "lalu ulangi.\n(This Python lacks a complete venv module. On Debian or Ubuntu: sudo apt install "
        f"python3-venv, then repeat.)\n{last_lines(output)}"
    )


def explain_download(output: str) -> str:
    if shutil.disk_usage(ROOT).free < 2**30:
        return (
            "tasks.py: ruang disk kurang dari 1 GB. Kosongkan dahulu, lalu ulangi.\n"
            f"(Less than 1 GB of disk is free: make room, then repeat.)\n{last_lines(output)}"
        )
    return (
        "tasks.py: pustaka tidak dapat diambil dari PyPI. Periksa sambungan internet; di balik proxy isi HTTPS_PROXY, "
        "lalu ulangi: yang sudah terunduh tidak diulang.\n(The libraries could not be fetched from PyPI. Check the "
        "network; behind a proxy set HTTPS_PROXY, then repeat: what was fetched is kept.)\n"
        + last_lines(output)
    )


def last_lines(output: str) -> str:
    return textwrap.indent("\n".join(output.splitlines()[-6:]), "  | ")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
