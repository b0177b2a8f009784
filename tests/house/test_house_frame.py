"""The house stands: rooms keep their layers, the lock is public, the two commands of the README exist."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


@cache
def tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rooms_only_use_the_rooms_below_them() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_room_stands_in_the_layers_and_has_its_sentence() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    package = ROOT / "src" / "semesta"
    rooms = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert layers == rooms - {"__init__"}
    for module in package.rglob("*.py"):
        first = module.read_text(encoding="utf-8").lstrip()
        assert first.startswith('"""'), f"{module.relative_to(ROOT)} does not say what it is for"


def test_only_the_engine_names_duckdb() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][1]
    package = ROOT / "src" / "semesta"
    rooms = {f"semesta.{path.parent.name}" for path in package.glob("*/__init__.py")}
    assert rooms - {"semesta.engine"} <= set(contract["source_modules"]), "a new room is not watched"


def test_the_program_imports_only_what_users_get() -> None:
    # A user's environment has no dev or bench group: an import from there would fail only on their machine.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    installed = with_what_they_need(project["dependencies"])
    owners = packages_distributions()
    for module in (ROOT / "src" / "semesta").rglob("*.py"):
        for name in imported(module) - sys.stdlib_module_names - {"semesta"}:
            distributions = {owner.lower().replace("_", "-") for owner in owners.get(name, [name])}
            assert distributions & installed, (
                f"{module.relative_to(ROOT)} imports {name}, which users do not have"
            )


def with_what_they_need(requirements: list[str]) -> set[str]:
    """Names of the required packages and of all that they require in turn."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = requirement.name.lower().replace("_", "-")
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and name not in found:
            found.add(name)
            waiting += [Requirement(text) for text in requires(name) or ()]
    return found


def imported(module: Path) -> set[str]:
    """Top-level names of all that a module imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_readme_shows_exactly_two_commands_and_both_are_tasks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first_block = re.search(r"```\n(.*?)```", readme, re.S)
    assert first_block
    commands = [line.split("#")[0].strip() for line in first_block[1].strip().splitlines()]
    assert commands == ["python3 tasks.py demo", "python3 tasks.py test"]
    assert {"demo", "test"} <= tasks().TASKS.keys()


def test_every_task_is_in_its_usage() -> None:
    for name in tasks().TASKS:
        assert re.search(rf"^  {name}\s", tasks().USAGE, re.M), name


def test_task_groups_exist_and_the_demo_needs_none() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert {group for needs, _ in tasks().TASKS.values() for group in needs.split()} <= set(groups)
    assert tasks().TASKS["demo"][0] == ""


def test_unknown_task_is_refused_with_the_list() -> None:
    done = subprocess.run([sys.executable, "tasks.py", "dmo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "dmo" in done.stderr and "demo" in done.stderr


def test_old_python_is_told_what_to_do() -> None:
    assert "3.11" in tasks().explain_old_python()


def test_failed_download_names_the_remedy() -> None:
    with pytest.raises(tasks().SetupFailed, match="HTTPS_PROXY"):
        tasks().must([sys.executable, "-c", "import sys; sys.exit('no route')"], tasks().explain_download)


def test_stamp_remembers_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks(), "ENVIRONMENT", tmp_path)
    assert tasks().read_stamp() == ("", frozenset())
    (tmp_path / tasks().STAMP).write_text('{"fingerprint": "f", "groups": ["dev"]}')
    assert tasks().read_stamp() == ("f", frozenset({"dev"}))
    (tmp_path / tasks().STAMP).write_text('{"fingerprint": "f", "gro')
    assert tasks().read_stamp() == ("", frozenset())


def test_the_lock_names_public_registries_only() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text()))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
    assert "file:" not in (ROOT / "uv.lock").read_text()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this system")
def test_ci_script_parses_and_runs_the_readmes_test_command() -> None:
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)
    script = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"for task in lint types imports test;", script)
    assert 'tasks.py "$task"' in script
