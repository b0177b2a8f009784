"""Sections of the report for distances, audit, plan and forecast: there when given, whole, apart, nobody named."""

from __future__ import annotations

import dataclasses
import re

import pytest

from semesta.engine import Engine
from semesta.manifest import Manifest
from semesta.planning.standing import RegionStanding, standing_of, totals_of_regions
from semesta.reporting import formats
from semesta.reporting.facts import RegionFacts, gather
from semesta.reporting.page import Further, render_report
from semesta.reporting.views.forecast import as_written
from tests.reporting.further_world import made_audit, made_forecast, made_plan
from tests.reporting.test_reporting_page import LANGUAGES, outline

KEYS = ("distance", "findings", "plan", "forecast")


@pytest.fixture
def facts(engine: Engine, manifest: Manifest) -> RegionFacts:
    return gather(engine, manifest)


@pytest.fixture
def standings(engine: Engine, manifest: Manifest) -> tuple[RegionStanding, ...]:
    return tuple(standing_of(totals) for totals in totals_of_regions(engine, manifest))


@pytest.fixture
def everything(standings: tuple[RegionStanding, ...]) -> Further:
    return Further(standings, made_audit(), made_plan(), made_forecast())


def section(html: str, key: str) -> str:
    found = re.search(rf'<section id="{key}".*?</section>', html, re.S)
    assert found, key
    return found[0]


def test_each_section_appears_only_when_its_input_is_given(facts: RegionFacts, everything: Further) -> None:
    empty = render_report(facts)
    assert not any(f'<section id="{key}"' in empty for key in KEYS)
    given = {"distance": "standings", "findings": "audit", "plan": "plan", "forecast": "forecast"}
    for key, field in given.items():
        one = dataclasses.replace(Further(), **{field: getattr(everything, field)})
        html = render_report(facts, further=one)
        assert [other for other in KEYS if f'<section id="{other}"' in html] == [key]
        assert f'<a href="#{key}">' in html, "and the contents name it"


def test_all_together_are_one_sound_page_in_both_languages(facts: RegionFacts, everything: Further) -> None:
    for language in LANGUAGES:
        parsed = outline(render_report(facts, language=language, further=everything))
        assert parsed.open == [] and parsed.unclosed == []
        ids = [attributes["id"] for _, attributes in parsed.elements if attributes.get("id")]
        assert len(ids) == len(set(ids))
        for tag, attributes in parsed.elements:
            if tag == "svg":
                assert attributes.get("aria-hidden") == "true" or attributes.get("aria-labelledby")
            for name in ("src", "href"):
                assert (attributes.get(name) or "#").startswith("#"), "nothing is fetched"
        assert not re.search(r"\bmore\.[a-z]|\{", parsed.all_text()), "every key has its text"


def test_distances_show_both_bases_with_people_and_rupiah(
    facts: RegionFacts, everything: Further, standings: tuple[RegionStanding, ...]
) -> None:
    text = outline(section(render_report(facts, further=everything), "distance")).all_text()
    for region in standings:
        for standing in region.standings:
            for distance in standing.distances:
                if (distance.basis, distance.count) == ("members", "verified"):
                    continue
                assert f"{distance.numerator} / {distance.denominator}" in text
                if distance.people:
                    assert f"{distance.rupiah_year:,}".replace(",", ".") in text
    assert "bernilai Rp" in text and "37.800" in text and "1 Juli 2024" in text


def test_findings_keep_certainties_apart_and_name_nobody(
    facts: RegionFacts, everything: Further, engine: Engine
) -> None:
    part = section(render_report(facts, further=everything), "findings")
    text = outline(part).all_text()
    for rupiah in ("453.600", "75.600", "151.200"):
        assert f"Pemda Rp{rupiah}" in text
    together = f"{453_600 + 75_600 + 151_200:,}".replace(",", ".")
    assert together not in text, "what is certain is never added to what is only a hint"
    assert "Kab. Lampung Selatan" in text and "Kota Bandar Lampung" in text
    for nik, name in engine.rows("SELECT nik, name FROM residents"):
        assert nik not in part and name not in part


def test_a_regency_sees_its_own_findings_and_a_district_none(
    engine: Engine, manifest: Manifest, everything: Further
) -> None:
    one = Further(audit=everything.audit)
    regency = section(render_report(gather(engine, manifest, region="18.71"), further=one), "findings")
    assert "75.600" in regency and "453.600" not in regency
    assert '<section id="findings"' not in render_report(
        gather(engine, manifest, region="18.71.01"), further=one
    )


def test_the_plan_says_what_it_costs_and_what_holds_it_back(facts: RegionFacts, everything: Further) -> None:
    text = outline(section(render_report(facts, further=everything), "plan")).all_text()
    assert "Target tercapai pada Oktober 2024." in text and "Rp856.800" in text
    assert "Target: satu orang lagi diminta (18), biayanya bertambah Rp189.000." in text
    each = "1 orang sebulan lagi di masing-masing dari 3 bulan dan daerah"
    assert f"Kapasitas sebulan: Lunasi tunggakan: dengan {each}, rencana lebih murah Rp37.800." in text
    assert "Kuota peserta Pemda: terpakai habis, tetapi 1 orang lagi tidak mengubah rencana." in text
    budget = "Anggaran daerah (18.71): dengan Rp1.000.000 lagi, rencana lebih murah"
    assert f"{budget} kira-kira Rp250.000." in text, "what was not solved again is only about"
    assert "−Rp907.200" in text, "what is saved is told with its sign"
    cash = made_plan().cash
    for month in {line.month for line in cash}:
        total = sum(line.rupiah for line in cash if line.month == month)
        assert f"{abs(total):,}".replace(",", ".") in text


def test_a_plan_that_cannot_be_met_says_so_and_which_limits_conflict(facts: RegionFacts) -> None:
    html = render_report(facts, further=Further(plan=made_plan(met=False, objective="most_people")))
    text = outline(section(html, "plan")).all_text()
    assert "masih kurang 23 orang" in text
    assert "1.000.000" in text and "2.500.000" in text and "Anggaran" in text
    assert "37.800 orang lagi masuk" in text


def test_a_forecast_is_never_a_bare_line(facts: RegionFacts, everything: Further) -> None:
    part = section(render_report(facts, further=everything), "forecast")
    assert part.count('class="fan95"') == part.count('class="fan80"') == 3
    text = outline(part).all_text()
    assert "74,50% (71,00–80,00)" in text and "Mencapai 85%: peluang 37%" in text
    assert "Satu selang saja." in text


def test_a_forecast_of_a_part_is_shown_in_its_own_report(engine: Engine, manifest: Manifest) -> None:
    facts = gather(engine, manifest, region="18.01")
    part = section(render_report(facts, further=Further(forecast=made_forecast())), "forecast")
    assert part.count('class="fan95"') == 3


def test_a_share_in_a_chart_is_rounded_as_it_is_written() -> None:
    assert formats.percent(as_written(67.85), "id", digits=1) == "67,9%"
