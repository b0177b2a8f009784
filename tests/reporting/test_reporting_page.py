"""The HTML report: closed to the network, complete in its figures, without anybody's name, the same twice."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from semesta.coverage import LAWS
from semesta.engine import Engine
from semesta.faults import Language, NotFound
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import Change, FlowLine, Point, RegionFacts, gather, root_figures
from semesta.reporting.page import render_report
from semesta.reporting.views.context import Context
from semesta.reporting.views.method import laws
from semesta.reporting.views.regions import level_table

LANGUAGES: tuple[Language, ...] = ("id", "en")
VOID = {"meta", "link", "br", "img", "input", "hr", "circle", "path", "rect", "line", "polyline"}


@dataclass
class Outline(HTMLParser):
    """What the tests ask of a page: elements, ids, texts by element, references to elsewhere."""

    open: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: list[tuple[str, str]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.unclosed.append(tag)
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append((self.open[-1] if self.open else "", data.strip()))

    def all_text(self) -> str:
        return " ".join(text for tag, text in self.text if tag not in ("style", "script"))


def outline(html: str) -> Outline:
    page = Outline()
    page.feed(html)
    page.close()
    return page


@pytest.fixture
def facts(engine: Engine, manifest: Manifest) -> RegionFacts:
    return gather(engine, manifest)


@pytest.fixture(params=["id", "en"])
def page(request: pytest.FixtureRequest, facts: RegionFacts) -> tuple[Language, str]:
    return request.param, render_report(facts, language=request.param)


def test_nothing_on_the_page_points_to_the_network(page: tuple[Language, str]) -> None:
    html = page[1]
    for tag, attributes in outline(html).elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form"), tag
        for name in ("src", "href", "srcset", "action", "data", "poster", "xlink:href"):
            value = attributes.get(name)
            assert value is None or value.startswith("#"), f"<{tag} {name}={value}>"
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|sendBeacon", html)
    assert "default-src 'none'" in html


def test_the_page_is_well_formed_and_its_ids_are_unique(page: tuple[Language, str]) -> None:
    parsed = outline(page[1])
    assert parsed.open == [] and parsed.unclosed == []
    ids = [attributes["id"] for _, attributes in parsed.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for _, attributes in parsed.elements:
        for reference in ("for", "aria-labelledby", "aria-describedby"):
            for name in (attributes.get(reference) or "").split():
                assert name in ids, f"{reference} names {name}, which is not there"
        if (attributes.get("href") or "#x")[1:] not in ("x", *map(str, ids)):
            raise AssertionError(f"a link leads to {attributes['href']}")


def test_every_drawing_and_table_says_what_it_is(page: tuple[Language, str]) -> None:
    parsed = outline(page[1])
    for tag, attributes in parsed.elements:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("aria-labelledby")
        if attributes.get("role") == "region":
            assert attributes.get("aria-label") or attributes.get("aria-labelledby")
    html = page[1]
    assert f'<html lang="{page[0]}">' in html
    assert html.count("<h1>") == 1


def test_every_measure_has_numerator_denominator_date_and_basis(facts: RegionFacts) -> None:
    html = render_report(facts)
    cards = re.findall(r'<li class="figure.*?</li>', html, re.S)
    assert len(cards) == 5
    for card, rate in zip(cards, facts.root.rates, strict=True):
        text = outline(card).all_text()
        assert f"{rate.numerator:,}".replace(",", ".") in text
        assert f"{rate.denominator:,}".replace(",", ".") in text
        assert "1 Juli 2024" in text
        assert "DKB semester II 2023" in text
        if rate.low is not None:
            assert "antara" in text


def test_nobody_is_named_on_the_page(page: tuple[Language, str], engine: Engine) -> None:
    html = page[1]
    for nik, name, card, kk in engine.rows("SELECT nik, name, card, kk FROM residents"):
        assert nik not in html
        assert kk not in html
        assert card is None or card not in html
        assert name not in html


def test_a_name_from_the_gazetteer_cannot_become_markup(page: tuple[Language, str]) -> None:
    assert "<script>alert" not in page[1].lower()


def test_every_region_stands_in_its_table(facts: RegionFacts) -> None:
    text = outline(render_report(facts)).all_text()
    for level in ("regency", "district", "village"):
        for part in facts.parts[level]:
            assert part.region_code in text


def test_people_of_unknown_places_stand_last_and_are_no_region(facts: RegionFacts) -> None:
    unknown = replace(facts.parts["regency"][0], region_code="", region_name="")
    both = replace(facts, parts=facts.parts | {"regency": (unknown, *facts.parts["regency"])})
    table = level_table(Context(both, Speaker("id")), "regency")
    assert table.heading == f"Kabupaten/kota ({len(facts.parts['regency'])})"
    assert table.rows[-1].cells[0].text == "Wilayah tidak diketahui" and not table.rows[-1].cells[0].small


def test_the_laws_are_told_in_words(facts: RegionFacts) -> None:
    known = replace(facts, manifest=replace(facts.manifest, laws=(LAWS[0].name, "law_of_tomorrow")))
    for language in LANGUAGES:
        assert laws(Context(known, Speaker(language))) == (LAWS[0].text.say(language), "law_of_tomorrow")


def test_the_search_data_hold_every_village_and_add_up(facts: RegionFacts) -> None:
    html = render_report(facts)
    found = re.search(r'id="villages-data">(.*?)</script>', html, re.S)
    assert found
    data = json.loads(found[1])
    assert len(data["rows"]) == len(facts.parts["village"])
    assert sum(row[3] for row in data["rows"]) == facts.root.residents
    assert sum(row[4] + row[5] for row in data["rows"]) == facts.root.inactive + facts.root.not_enrolled
    assert all(row[2] < len(data["parents"]) for row in data["rows"])


def test_invented_people_are_announced_and_real_ones_are_not(engine: Engine, manifest: Manifest) -> None:
    assert "rekaan" in outline(render_report(gather(engine, manifest))).all_text()
    engine.run("BEGIN; UPDATE residents SET nik = nik[1:12] || '0001' WHERE resident_id = 5")
    try:
        assert "rekaan" not in outline(render_report(gather(engine, manifest))).all_text()
    finally:
        engine.run("ROLLBACK")


def test_the_same_edition_gives_the_same_bytes(engine: Engine, manifest: Manifest) -> None:
    assert render_report(gather(engine, manifest)) == render_report(gather(engine, manifest))


def test_sources_rejects_and_laws_are_told(facts: RegionFacts) -> None:
    text = outline(render_report(facts)).all_text()
    assert "ab" * 32 in text
    assert "nik_excel_damage" in text
    assert "active + inactive + not_enrolled = residents" in text
    assert "1 (95%: 0 sampai 3)" in text


@pytest.mark.parametrize("region", ["18.71", "18.71.01", "18.71.01.1001"])
def test_a_report_of_any_level_shows_only_its_own(engine: Engine, manifest: Manifest, region: str) -> None:
    facts = gather(engine, manifest, region=region)
    html = render_report(facts)
    assert outline(html).open == []
    assert "18.01.04" not in html
    residents = engine.value(
        "SELECT count(*) FROM residents WHERE coverage <> 'departed' AND starts_with(village_code, ?)",
        [region],
    )
    assert facts.root.residents == residents
    assert sum(line.persons for line in facts.reasons if line.coverage in ("inactive", "not_enrolled")) == (
        facts.root.inactive + facts.root.not_enrolled
    )


def test_a_region_that_is_not_there_is_named_with_a_remedy(engine: Engine, manifest: Manifest) -> None:
    with pytest.raises(NotFound, match=r"18\.99"):
        gather(engine, manifest, region="18.99")


# --- over time ------------------------------------------------------------------------------------


@pytest.fixture
def earlier(another_engine: Callable[[int, int], Engine], manifest: Manifest) -> Point:
    import dataclasses

    then = dataclasses.replace(
        manifest, name="2023-08-01", as_of=dt.date(2023, 8, 1), population_basis="DKB semester II 2022"
    )
    return Point("2023-08-01", root_figures(another_engine(50, 2), then))


def flows_between(before: Point, facts: RegionFacts) -> tuple[FlowLine, ...]:
    """Births and departures that explain the change, and one move between the states."""
    flows = [
        FlowLine("became_inactive", "active", "inactive", 7),
        FlowLine("moved_within", "active", "active", 3),
        FlowLine("moved_within", "inactive", "inactive", 2),
    ]
    for state, shift in (("active", 7), ("inactive", -7), ("not_enrolled", 0)):
        came = getattr(facts.root, state) - getattr(before.figures, state) + shift
        flows.append(
            FlowLine("moved_in", "", state, came) if came >= 0 else FlowLine("moved_away", state, "", -came)
        )
    return tuple(flows)


def test_the_trend_shows_every_edition_with_its_own_denominator(facts: RegionFacts, earlier: Point) -> None:
    html = render_report(facts, trend=[earlier])
    text = outline(html).all_text()
    assert "1 Agustus 2023" in text and "DKB semester II 2022" in text
    assert f"{earlier.figures.residents} penduduk" in text
    assert "dasar penduduk berubah" in text
    assert 'id="trend"' in html and 'id="flows"' not in html


def test_the_bridge_adds_up_in_every_column(facts: RegionFacts, earlier: Point) -> None:
    change = Change(earlier.figures, earlier.edition, flows_between(earlier, facts))
    html = render_report(facts, trend=[earlier], change=change)
    table = re.search(r'<table class="bridge">.*?</table>', html, re.S)
    assert table
    rows = [
        [_number(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr.*?</tr>", table[0], re.S)[1:]
    ]
    assert "pindah dalam wilayah 5." in outline(html).all_text(), "moves that change no state are told once"
    first, *moves, last = rows
    assert len(moves) >= 2
    for column in range(1, 5):
        assert first[column] + sum(move[column] for move in moves) == last[column]


def test_flows_that_do_not_add_up_are_never_shown(facts: RegionFacts, earlier: Point) -> None:
    wrong = (*flows_between(earlier, facts), FlowLine("born", "", "active", 1))
    with pytest.raises(AssertionError, match="active"):
        render_report(facts, change=Change(earlier.figures, earlier.edition, wrong))


def _number(cell: str) -> int:
    text = re.sub(r"<.*?>", "", cell).strip().replace(".", "").replace("−", "-").replace("+", "")
    return int(text) if text not in ("", "·") else 0


# --- maps -----------------------------------------------------------------------------------------


def test_real_boundaries_replace_the_tiles(facts: RegionFacts, tmp_path: Path) -> None:
    ring = [[104, -5], [105, -5], [105, -4], [104, -4], [104, -5]]
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code in ("18.01", "18.71")
    ]
    file = tmp_path / "b.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    html = render_report(facts, geojson=file)
    assert 'class="area"' in html
    assert 'class="tile"' not in html
    assert "Peta petak" not in html


def test_each_colour_of_the_map_has_its_number_in_the_list(facts: RegionFacts) -> None:
    html = render_report(facts)
    panels = re.findall(r'<div class="panel">.*?</table>', html, re.S)
    assert len(panels) == 3
    for panel in panels:
        assert len(re.findall(r'class="chip"', panel)) == len(facts.parts["regency"])
        assert len(re.findall(r'class="tile"', panel)) == len(facts.parts["regency"])
