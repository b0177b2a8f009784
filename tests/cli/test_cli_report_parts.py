"""`semesta report` with an audit, a plan and a forecast: shown when they are of this edition, refused when not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from semesta.edition import Edition
from tests.cli.cli_world import Demo, Semesta
from tests.reporting.further_world import made_forecast, made_plan


@pytest.fixture
def audit(demo: Demo, semesta: Semesta, tmp_path: Path) -> Path:
    assert semesta("audit", demo.new, "--out", tmp_path / "audit").code == 0
    return tmp_path / "audit"


def test_an_audit_and_a_forecast_become_sections(
    demo: Demo, semesta: Semesta, tmp_path: Path, audit: Path
) -> None:
    forecast, out = tmp_path / "f.json", tmp_path / "r.html"
    made = semesta("forecast", demo.old, demo.new, "--months", "6", "--draws", "100", "--out", forecast)
    assert made.code == 0, made.err
    said = semesta("report", demo.new, "--audit", audit, "--forecast", forecast, "--out", out)
    assert said.code == 0, said.err
    html = out.read_text("utf-8")
    for key in ("distance", "findings", "forecast"):
        assert f'<section id="{key}"' in html
    assert '<section id="plan"' not in html


def test_results_of_another_edition_or_region_are_refused(
    demo: Demo, semesta: Semesta, tmp_path: Path, audit: Path
) -> None:
    out = ("--out", tmp_path / "r.html")
    assert semesta("report", demo.old, "--audit", audit, *out).code == 2
    plan = dataclasses.replace(made_plan(), edition_sha256=Edition.open(demo.new).sha256)
    (tmp_path / "plan.json").write_text(plan.to_json(), "utf-8")
    (tmp_path / "steps.parquet").touch()
    assert semesta("report", demo.new, "--plan", tmp_path, *out).code == 0
    assert semesta("report", demo.old, "--plan", tmp_path, *out).code == 2
    assert semesta("report", demo.new, "--plan", tmp_path, "--region", "18.71", *out).code == 2
    (tmp_path / "f.json").write_text(made_forecast().to_json(), "utf-8")
    assert semesta("report", demo.old, "--forecast", tmp_path / "f.json", *out).code == 2
    assert semesta("report", demo.new, "--forecast", tmp_path / "f.json", "--region", "18.72", *out).code == 2


def test_what_is_not_there_or_no_result_is_said(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "r.html")
    assert semesta("report", demo.new, "--audit", tmp_path, *out).code == 3
    said = semesta("report", demo.new, "--plan", tmp_path, *out)
    assert said.code == 3 and "semesta plan" in " ".join(said.err.split())
    (tmp_path / "f.json").write_text("{}", "utf-8")
    said = semesta("report", demo.new, "--forecast", tmp_path / "f.json", *out)
    assert said.code == 2 and "semesta forecast" in " ".join(said.err.split())
