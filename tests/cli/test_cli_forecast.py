"""`forecast` and `whatif` from the command line: what is printed, what is kept, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.planning.forecast_result import ForecastResult
from semesta.planning.whatif_result import WhatIfResult
from tests.cli.cli_world import Demo, Semesta

CUT = """
date: 2025-02-01
changes:
  - title: {id: "PBI dipotong", en: "PBI cut"}
    subsidy_cut: {bucket: PBI_JK, share: 10%, by: proportional, take_over: {up_to_decile: 5, persons: 5}}
  - thresholds: {coverage_administrative: 99%, source: rekaan}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "potong.yaml"
    file.write_text(CUT, encoding="utf-8")
    return file


def test_a_forecast_is_printed_with_intervals_and_kept(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "forecast.json"
    said = semesta("forecast", demo.old, demo.new, "--months", 12, "--draws", 100, "--out", out)
    assert said.code == 0, said.err
    assert "bila tidak ada tindakan" in said.words and "rentang 80%" in said.words
    assert "diandaikan" in said.words, "one interval between editions: what is assumed is said"
    assert "Keaktifan terhadap penduduk" in said.words and "Keaktifan terhadap peserta" in said.words
    found = ForecastResult.from_json(out.read_text(encoding="utf-8"))
    assert found.months == 12 and found.whole.code == "18" and len(found.parts) >= 15
    assert str(found.whole.stocks[0].residents) in said.words.replace(".", "")


def test_a_forecast_in_english_of_one_city_by_its_districts(semesta: Semesta, demo: Demo) -> None:
    said = semesta(
        "forecast", demo.old, demo.new, "--region", "18.71", "--months", 6, "--draws", 100, "--lang", "en"
    )
    assert said.code == 0, said.err
    assert "Kota Bandar Lampung: 6 months from 1 July 2024, if nothing is done" in said.words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{new}",), "two or more"),
        (("{new}", "{old}"), "wrong order"),
        (("{new}", "{new}"), "no time between"),
        (("{old}", "{new}", "--months", "0"), "1 to 60"),
        (("{old}", "{new}", "--standard", "UHC_1999", "--draws", "100"), "UHC_PRIORITAS_2025"),
    ],
)
def test_what_cannot_be_forecast_is_refused(
    semesta: Semesta, demo: Demo, arguments: tuple[str, ...], said: str
) -> None:
    written = (argument.format(old=demo.old, new=demo.new) for argument in arguments)
    answer = semesta("forecast", *written, "--lang", "en")
    assert answer.code == 2
    assert said in " ".join(answer.err.split())


def test_a_what_if_stands_side_by_side(semesta: Semesta, demo: Demo, scenario: Path) -> None:
    said = semesta("whatif", demo.new, "--scenario", scenario)
    assert said.code == 0, said.err
    for words in ("1. PBI dipotong: sendirian", "Tanpa penanggung", "1 sampai 2 bersama", "sesudahnya 99%"):
        assert words in said.words


def test_a_what_if_is_plain_facts_with_json(
    semesta: Semesta, demo: Demo, scenario: Path, tmp_path: Path
) -> None:
    out = tmp_path / "whatif.json"
    said = semesta("whatif", demo.new, "--scenario", scenario, "--json", "--out", out)
    found = WhatIfResult.from_json(said.out)
    assert said.out == out.read_text(encoding="utf-8")
    removed = found.changes[0].people[0]
    assert removed.taken_over == 5 and removed.left_without == removed.removed - 5
    lost = (
        found.before.regions[0].standing.totals.cards_active
        - found.after.regions[0].standing.totals.cards_active
    )
    assert lost == removed.left_without


def test_a_what_if_that_asks_too_much_is_refused(semesta: Semesta, demo: Demo, scenario: Path) -> None:
    scenario.write_text("changes: [{subsidy_cut: {bucket: PBI_JK, persons: 999999}}]", encoding="utf-8")
    said = semesta("whatif", demo.new, "--scenario", scenario, "--lang", "en")
    assert said.code == 2 and "are active" in " ".join(said.err.split())
