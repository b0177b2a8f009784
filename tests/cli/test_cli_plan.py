"""Standing, liability and plan at the prompt: what is said, what is written, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from semesta.edition.plans import PlanFolder
from semesta.engine import Engine
from semesta.planning.result import PlanResult
from tests.cli.cli_world import Demo, Said, Semesta


@pytest.fixture
def made(demo: Demo, semesta: Semesta, tmp_path: Path) -> tuple[PlanFolder, Said]:
    (tmp_path / "plan.yaml").write_text(
        "targets: [{measure: activity, share: 70%}]\nlevers: {take_over: {capacity_month: 500}}\n"
    )
    said = semesta("plan", demo.new, "--plan", tmp_path / "plan.yaml", "--out", tmp_path / "plan")
    assert said.code == 0, said.err
    return PlanFolder.open(tmp_path / "plan"), said


def test_a_plan_is_said_and_kept_with_its_people(
    demo: Demo, semesta: Semesta, made: tuple[PlanFolder, Said], tmp_path: Path
) -> None:
    folder, said = made
    result = folder.result
    assert result.met and "Target tercapai" in said.words and "Dibayar Pemda" in said.words
    assert PlanResult.from_json(result.to_json()) == result
    with Engine() as engine:
        folder.view(engine)
        named = dict(engine.rows("SELECT step_id, count(*) FROM steps GROUP BY ALL"))
    assert named == {step.id: step.approached for step in result.steps if step.approached}
    step = next(step for step in result.steps if step.lever == "take_over")
    listed = semesta("plan", demo.new, "--out", folder.path, "--list", tmp_path / "l.xlsx", "--step", step.id)
    assert listed.code == 0, listed.err
    cells = [
        str(c.value)
        for sheet in openpyxl.load_workbook(tmp_path / "l.xlsx")
        for row in sheet.iter_rows()
        for c in row
    ]
    assert sum("********" in cell for cell in cells) >= step.approached, "the NIK is masked"


def test_a_plan_that_cannot_be_met_says_which_limits_and_keeps_the_nearest(
    demo: Demo, semesta: Semesta, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text("budget: {total_rupiah: 100000}\n")
    said = semesta("plan", demo.new, "--plan", tmp_path / "plan.yaml", "--out", tmp_path / "p")
    told = " ".join(said.err.split())
    assert said.code == 2 and "Anggaran: ada Rp 100.000, perlu Rp" in told and "rencana terdekat" in told, (
        told
    )
    assert not PlanFolder.open(tmp_path / "p").result.met


@pytest.mark.parametrize(
    ("text", "told"),
    [("quota: {regency: {'18.99': 5}}", "18.99"), ("levers: {takeover: {use: true}}", "take_over")],
)
def test_a_plan_with_a_mistake_is_refused(
    demo: Demo, semesta: Semesta, tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "plan.yaml").write_text(text)
    said = semesta("plan", demo.new, "--plan", tmp_path / "plan.yaml", "--out", tmp_path / "p")
    assert said.code == 2 and told in said.err and not (tmp_path / "p").exists()


def test_an_audit_of_another_edition_is_refused(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    assert semesta("audit", demo.old, "--out", tmp_path / "a").code == 0
    said = semesta("plan", demo.new, "--audit", tmp_path / "a", "--out", tmp_path / "p")
    assert said.code == 2 and "2023-08-01" in said.err


def test_standing_and_liability_as_text_and_json(demo: Demo, semesta: Semesta) -> None:
    said = semesta("standing", demo.new, "--year", "2025", "--region", "18")
    assert "UHC Prioritas" in said.words and "bernilai Rp" in said.words
    found = json.loads(semesta("standing", demo.new, "--level", "regency", "--json").out)
    assert {entry["totals"]["level"] for entry in found} == {"regency"}
    assert semesta("standing", demo.new, "--region", demo.village).code == 3
    owed = json.loads(semesta("liability", demo.new, "--json").out)
    assert owed["unknown"] == ["employer_civil_servants", "employer_village_staff"]
    assert "Tidak diketahui" in semesta("liability", demo.new).words


def test_a_plan_says_its_running_cost_and_speaks_in_words(
    demo: Demo, semesta: Semesta, tmp_path: Path
) -> None:
    """Twelve times the last month of the cash table; no codes, flags or region codes in what people read."""
    out = tmp_path / "words"
    said = semesta("plan", demo.new, "--out", out).out
    made = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    last = [
        line for line in made["cash"] if line["month"] == made["cash_until"] and line["line"] != "handling"
    ]
    year = 12 * sum(line["rupiah"] for line in last)
    assert f"Rp {abs(year):,} setahun".replace(",", ".") in " ".join(said.split())
    for code in ("True", "False", "(tbv)", "(reported)", "(18)", "× "):
        assert code not in said.replace("(12 × kas", ""), code


def test_a_standing_on_one_day_names_the_day_once(demo: Demo, semesta: Semesta) -> None:
    said = semesta("standing", demo.new).out
    assert "ambang yang berlaku 1 Juli 2024" in said
    assert "sampai" not in said.splitlines()[0]
