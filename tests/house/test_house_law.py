"""The examples of docs/law.md do what the page says: a change of law without code, a reform, an explanation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from semesta.cli.main import run
from semesta.planning.reform import changes
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law, read_law
from tests.rules.case_files import read_cases

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src" / "semesta" / "rules" / "data" / "law"


@cache
def page() -> str:
    return (ROOT / "docs" / "law.md").read_text(encoding="utf-8")


def example(first_line: str) -> str:
    """The YAML block of the page that begins with this comment."""
    found = re.search(rf"```yaml\n# {re.escape(first_line)}\n(.*?)```", page(), re.S)
    assert found, f"docs/law.md has no example {first_line}"
    return found[1]


@pytest.fixture
def changed_law(tmp_path: Path) -> Law:
    """The shipped documents after steps 1 and 2 of the page: entries added, open values ended, no code."""
    documents = {f.name: yaml.safe_load(f.read_text(encoding="utf-8")) for f in SHIPPED.glob("*.yaml")}
    documents["regulations.yaml"]["regulations"] += yaml.safe_load(example("regulations.yaml"))["regulations"]
    for shown in yaml.safe_load(example("contributions_pbpu.yaml"))["parameters"]:
        (entry,) = (
            p for p in documents["contributions_pbpu.yaml"]["parameters"] if p["name"] == shown["name"]
        )
        for value in shown["values"]:
            put(entry["values"], value)
    for name, document in documents.items():
        (tmp_path / name).write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return read_law(tmp_path)


def put(values: list[dict[str, Any]], shown: Mapping[str, Any]) -> None:
    """Replace the value that begins on the same day, as an editor would end it, or add a new one."""
    for at, value in enumerate(values):
        if value["from"] == shown["from"]:
            assert value | {"until": shown["until"], "note": None} == {**shown, "note": None}, (
                f"docs/law.md shows an old value that is no longer in the documents: {shown}"
            )
            values[at] = dict(shown)
            return
    values.append(dict(shown))


def test_a_change_of_law_is_two_entries_and_a_case(changed_law: Law, tmp_path: Path) -> None:
    file = tmp_path / "iuran_2027.case"
    file.write_text(example("tests/rules/cases/iuran_2027.yaml"), encoding="utf-8")
    shown = read_cases(file)
    assert {case.day for case in shown} == {dt.date(2026, 12, 31), dt.date(2027, 1, 1)}
    for case in shown:
        formula = FORMULAS[case.formula]
        assert formula.calculate(changed_law, case.day, case.inputs) == dict(case.expected) | {"employer": 0}
    before, after = (FORMULAS[c.formula].calculate(Law.current(), c.day, c.inputs) for c in shown)
    assert before == after, "without the new entries the old amount goes on"


def test_a_change_of_law_changes_nothing_before_its_day(changed_law: Law) -> None:
    law = Law.current()
    for year in range(2014, 2027):
        for month in range(1, 13):
            assert not list(changes(law, changed_law, dt.date(year, month, 1)))
    changed = {change.parameter.name for change in changes(law, changed_law, dt.date(2027, 1, 1))}
    assert changed == {"pbpu.class_3.member", "pbpu.class_3.total"}


def test_the_reform_of_the_page_is_one(tmp_path: Path) -> None:
    file = tmp_path / "kris.yaml"
    file.write_text(example("kris.yaml"), encoding="utf-8")
    law = Law.current()
    reformed = law.with_reform(file)
    assert not list(changes(law, reformed, dt.date(2026, 12, 31)))
    assert len(list(changes(law, reformed, dt.date(2027, 1, 1)))) == 4
    assert all(word in page() for word in ("**invented**", "nobody's proposal"))


def test_the_explanation_of_the_page_is_what_the_program_says(capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"^semesta (rules explain arrears .*)$", page(), re.M)
    shown = re.search(r"```text\n(.*?)```", page(), re.S)
    assert command and shown
    assert run([*command[1].split(), "--lang", "id"]) == 0
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    for line in filter(None, (" ".join(line.split()) for line in shown[1].splitlines())):
        assert line in said, line
