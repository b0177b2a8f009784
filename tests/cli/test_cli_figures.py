"""`semesta figures check`: verdicts, its exit code, JSON, a sheet, and an edition beside the statements."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from semesta.coverage.figures import Figures
from semesta.edition import Edition
from semesta.reporting.facts import root_figures
from tests.cli.cli_world import Demo, Semesta

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "angka-lampung.yaml"


def test_a_figure_that_cannot_be_ends_with_its_own_code(semesta: Semesta) -> None:
    said = semesta("figures", "check", EXAMPLE)
    assert said.code == 8
    assert "98,46%" in said.out and "419.590" in said.out and "tidak mungkin" in said.out


def test_what_agrees_ends_well_and_english_is_spoken(semesta: Semesta, tmp_path: Path) -> None:
    good = 'id: a, figure: coverage, region: "18", date: 2025-08-01, source: S1, printed: "97.22%"'
    (tmp_path / "a.yaml").write_text(f"- {{{good}, numerator: 8890246, denominator: 9144263}}", "utf-8")
    said = semesta("figures", "check", tmp_path / "a.yaml", "--lang", "en")
    assert said.code == 0 and "agrees" in said.out


def test_json_and_sheet_hold_every_statement(semesta: Semesta, tmp_path: Path) -> None:
    out = tmp_path / "hasil.xlsx"
    said = semesta("figures", "check", EXAMPLE, "--json", "--out", out)
    statements = json.loads(said.out)["statements"]
    sheet = load_workbook(out).active
    assert sheet is not None
    assert {row[0].value for row in sheet.iter_rows()} >= {s["id"] for s in statements}
    assert semesta("figures", "check", EXAMPLE, "--out", tmp_path / "hasil.csv").code == 2


def test_an_edition_of_the_date_is_held_against_the_print(
    demo: Demo, semesta: Semesta, tmp_path: Path
) -> None:
    edition = Edition.open(demo.new)
    with edition.engine() as engine:
        root: Figures = root_figures(engine, edition.manifest)
    base = f"figure: members, region: '18', date: {edition.manifest.as_of}, source: kantor"
    (tmp_path / "a.yaml").write_text(
        f"- {{id: benar, {base}, printed: '{root.cards}'}}\n- {{id: salah, {base}, printed: '{root.cards + 1}'}}",
        "utf-8",
    )
    said = semesta("figures", "check", tmp_path / "a.yaml", "--edition", demo.editions, "--json")
    found = {s["id"]: s["checks"] for s in json.loads(said.out)["statements"]}
    verdicts = {
        key: [c["verdict"] for c in checks if c["ground"] == "edition"] for key, checks in found.items()
    }
    assert verdicts == {"benar": ["agrees"], "salah": ["cannot_be"]}
    said = semesta("figures", "check", EXAMPLE, "--edition", demo.old)
    assert "edisi 2023-08-01" in said.out, "statements of its date are held against it"
