"""The official brief: every figure with its parts, date and basis, one page, the same bytes, nobody's name."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from pathlib import Path

import docx
import pytest

from semesta.coverage.figures import Figures
from semesta.engine import Engine
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting.brief import Brief, Settings, compose
from semesta.reporting.brief.as_docx import docx_of
from semesta.reporting.brief.as_html import html_of
from semesta.reporting.brief.as_pdf import pages_of, pdf_of
from semesta.reporting.brief.templates import template_of
from semesta.reporting.facts import Point, RegionFacts, gather, left_out
from tests.reporting.test_reporting_page import outline

APPROVED = Path(__file__).parent / "approved"
AS_OF = dt.date(2024, 7, 1)


@pytest.fixture
def facts(engine: Engine, manifest: Manifest) -> RegionFacts:
    # The rules' version changes with every rule; a brief's approved text must not.
    return gather(engine, dataclasses.replace(manifest, rules_version="aturan-uji"))


@pytest.fixture
def brief(facts: RegionFacts) -> Brief:
    return compose(facts)


def html(brief: Brief) -> str:
    return html_of(brief, template_of(".html", None))


def text_of_docx(made: bytes) -> str:
    """Every paragraph, those in tables and in tables of tables too."""
    document = docx.Document(io.BytesIO(made))
    return " ".join(
        "".join(node.itertext()) for node in document.element.body.iter() if node.tag.endswith("}p")
    )


def test_the_paper_reads_as_approved(brief: Brief) -> None:
    approved = APPROVED / "brief.txt"
    paper = "\n".join(text for tag, text in outline(html(brief)).text if tag not in ("style", "title")) + "\n"
    if not approved.exists():
        approved.write_text(paper, "utf-8")
        raise AssertionError(f"{approved} was not there; read it, and keep it if it is right")
    assert paper == approved.read_text("utf-8"), (
        f"read the change; if it is right, remove {approved} and run again"
    )


def test_word_holds_what_the_page_holds(brief: Brief) -> None:
    text = text_of_docx(docx_of(brief, template_of(".docx", None)))
    for line in brief.figures:
        assert line.label in text and line.share in text and line.parts in text
    for standing in brief.standings:
        assert standing.parts in text and standing.people in text
    for region in (*brief.regions, brief.total):
        assert region.name in text and region.left_out in text
    for part in (brief.summary, brief.date, brief.basis, brief.invented, *brief.asked):
        assert part in text
    assert "{{" not in text and "{%" not in text


def test_every_figure_has_numerator_denominator_date_and_basis(brief: Brief, facts: RegionFacts) -> None:
    for line, rate in zip(brief.figures, facts.root.rates, strict=True):
        assert line.numerator == f"{rate.numerator:,}".replace(",", ".")
        assert line.denominator == f"{rate.denominator:,}".replace(",", ".")
        assert (line.date, line.basis) == ("1 Juli 2024", "DKB semester II 2023")
        assert bool(line.interval) == (rate.low is not None)


def test_activity_stands_on_both_bases_with_people_and_rupiah(brief: Brief, facts: RegionFacts) -> None:
    active = [line for line in brief.standings if line.threshold.endswith("aktif")]
    assert {line.basis for line in active} >= {"kartu aktif / penduduk", "kartu aktif / peserta"}
    root = facts.root
    missing = -(-85 * root.residents // 100) - root.cards_active
    assert active[0].people == f"{missing:,}".replace(",", ".")
    assert active[0].rupiah == f"Rp{missing * 37_800 * 12:,}".replace(",", ".")
    assert "37.800" in brief.unit_cost and "belum dibaca" in brief.unit_cost


def test_the_regions_add_up_to_the_total(brief: Brief) -> None:
    def number(text: str) -> int:
        return int(text.replace(".", ""))

    for field in ("residents", "left_out"):
        parts = sum(number(getattr(line, field)) for line in brief.regions)
        assert parts == number(getattr(brief.total, field))


def test_a_brief_fits_on_one_page_with_fifteen_regencies(facts: RegionFacts) -> None:
    long = compose(with_regencies(facts, 15), earlier=Point("2023-08-01", facts.root), settings=settings())
    assert len(long.regions) == 15
    assert pages_of(pdf_of(long, template_of(".pdf", None), as_of=AS_OF)) == 1
    # More parts than fit are added up, so that the page stays one.
    many = compose(with_regencies(facts, 40), settings=settings())
    assert len(many.regions) == 17 and many.regions[-1].name == "24 wilayah lain"
    assert pages_of(pdf_of(many, template_of(".pdf", None), as_of=AS_OF)) == 1


def with_regencies(facts: RegionFacts, count: int) -> RegionFacts:
    """The edition with as many regencies, all of them with long names."""
    one = facts.parts["regency"][0]
    regencies: tuple[Figures, ...] = tuple(
        dataclasses.replace(one, region_code=f"18.{n:02}", region_name=f"KABUPATEN TULANG BAWANG BARAT {n}")
        for n in range(1, count + 1)
    )
    return dataclasses.replace(facts, parts=facts.parts | {"regency": regencies})


def settings() -> Settings:
    return Settings({"kop": {"office": "DINAS KESEHATAN", "address": "Jalan Rekaan Nomor 1, Bandar Lampung"}})


def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    for _ in range(2):
        assert html(brief) == html(brief)
        assert pdf_of(brief, template_of(".pdf", None), as_of=AS_OF) == pdf_of(
            brief, template_of(".pdf", None), as_of=AS_OF
        )
        assert docx_of(brief, template_of(".docx", None)) == docx_of(brief, template_of(".docx", None))


def test_nobody_is_named_and_nothing_points_to_the_network(facts: RegionFacts, engine: Engine) -> None:
    page = html(compose(facts))
    for nik, name in engine.rows("SELECT nik, name FROM residents"):
        assert nik not in page and name not in page
    for tag, attributes in outline(page).elements:
        for attribute in ("src", "href"):
            assert not (attributes.get(attribute) or "data:").startswith("http"), tag
    assert "<script>alert" not in page.lower() and "default-src 'none'" in page


def test_the_page_is_well_formed_and_its_drawing_says_what_it_is(brief: Brief) -> None:
    page = outline(html(brief))
    assert page.open == [] and page.unclosed == []
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawings) == 1 and drawings[0].get("aria-labelledby")
    assert "tertinggi" in brief.chart.text and "mencapai ambang 85%" in brief.chart.text


def test_what_changed_is_split_into_cards_and_population(facts: RegionFacts) -> None:
    earlier = dataclasses.replace(facts.root, cards=facts.root.cards - 10, residents=facts.root.residents - 5)
    text = compose(facts, earlier=Point("2023-08-01", earlier)).change
    moves = [
        float(found.replace(",", ".").replace("−", "-")) for found in re.findall(r"([+−][\d,]+) poin", text)
    ]
    before, after = earlier.cards / earlier.residents, facts.root.cards / facts.root.residents
    assert sum(moves) == pytest.approx((after - before) * 100, abs=0.011)


def test_real_people_get_no_notice_and_english_is_spoken(engine: Engine, manifest: Manifest) -> None:
    found = gather(engine, manifest)
    assert compose(dataclasses.replace(found, invented=False)).invented == ""
    language: Language = "en"
    assert f"{left_out(found.root)} people are not protected" in compose(found, language=language).summary


def test_a_district_has_no_thresholds_and_still_a_page(engine: Engine, manifest: Manifest) -> None:
    found = compose(gather(engine, manifest, region="18.71.01"))
    assert found.standings == () and found.kop.government == "[nama pemerintah daerah]"
    assert pages_of(pdf_of(found, template_of(".pdf", None), as_of=AS_OF)) == 1
    village = compose(gather(engine, manifest, region="18.71.01.1001"))
    assert village.regions == () and html(village)
