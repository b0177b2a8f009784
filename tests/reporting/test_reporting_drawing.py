"""Colours that can be read, classes that hold every value, maps that place every region once."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.faults import InputRefused
from semesta.reporting.boundaries import Ring, read_boundaries, simplify
from semesta.reporting.charts import spread
from semesta.reporting.maps import Spot, boundary_map, figure_size, tile_map
from semesta.reporting.palette import TEAL, WINE, contrast, scale, text_on
from semesta.reporting.svg import element
from semesta.reporting.tiles import LAMPUNG, places

#: WCAG 2.2, AA, for text
READABLE = 4.5


@pytest.mark.parametrize("colour", [*TEAL, *WINE])
def test_a_number_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= READABLE


@pytest.mark.parametrize("colours", [TEAL, WINE])
def test_colours_are_ordered_by_lightness_alone(colours: tuple[str, ...]) -> None:
    steps = [contrast(colour, "#ffffff") for colour in colours]
    assert steps == sorted(steps)
    assert all(later / earlier > 1.25 for earlier, later in itertools.pairwise(steps))


def _colours_of_the_page() -> list[dict[str, str]]:
    """The custom colours of the light and the dark page, from the style sheet."""
    import re
    from importlib.resources import files

    sheet = files("semesta.reporting").joinpath("templates/report.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", sheet[: sheet.index("@media")]))
    dark_part = sheet[sheet.index("@media screen and (prefers-color-scheme:dark){:root") :]
    dark = light | dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", dark_part[: dark_part.index("}}")]))
    return [{name: _long(colour) for name, colour in colours.items()} for colours in (light, dark)]


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(char * 2 for char in colour[1:])


@pytest.mark.parametrize("page", _colours_of_the_page(), ids=["light", "dark"])
def test_text_of_the_page_can_be_read(page: dict[str, str]) -> None:
    pairs = [
        (ink, ground) for ink in ("ink", "muted", "accent", "met", "short") for ground in ("paper", "ground")
    ]
    pairs += [("mast-ink", "mast"), ("mast-soft", "mast"), ("note-ink", "note"), ("paper", "accent")]
    faint = {pair: round(contrast(page[pair[0]], page[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in faint.items() if value < READABLE} == {}


@given(st.lists(st.floats(min_value=0, max_value=1e7), min_size=1, max_size=30))
def test_classes_hold_every_value(values: list[float]) -> None:
    made = scale(values, TEAL)
    for value in values:
        low, high = made.bounds(made.index(value))
        slack = max(1e-6, abs(value) * 1e-6)
        assert low - slack <= value <= high + slack


def test_classes_have_round_bounds() -> None:
    made = scale([66.6, 81.0, 70.1], TEAL)
    assert (made.low, made.step) == (66.0, 3.0)


def test_every_regency_of_lampung_has_a_tile_of_its_own() -> None:
    assert len(LAMPUNG) == 15
    assert len(set(LAMPUNG.values())) == 15
    assert places(list(LAMPUNG)) == LAMPUNG


@given(st.integers(min_value=1, max_value=60))
def test_other_regions_stand_in_a_grid_without_two_in_one_place(count: int) -> None:
    codes = [f"32.{number:02}" for number in range(1, count + 1)]
    placed = places(codes)
    assert len(set(placed.values())) == count
    assert [code for code, _ in sorted(placed.items(), key=lambda item: item[1][::-1])] == codes


def spots() -> list[Spot]:
    return [
        Spot("18.01", "Kab. Lampung Selatan", 70.0, "70,0%", "7 / 10"),
        Spot("18.71", "Kota <b>", 80.0, "80,0%", "8 / 10"),
        Spot("18.72", "Kota Metro", None, "–", "0 / 0"),
    ]


def test_a_tile_map_writes_each_name_and_number_and_escapes_them() -> None:
    drawn = tile_map(spots(), scale([70.0, 80.0], TEAL), key="k", title="T & T", description="D")
    assert "70,0%" in drawn and "80,0%" in drawn and "–" in drawn
    assert "<b>" not in drawn and "T &amp; T" in drawn
    assert 'role="img"' in drawn and 'aria-labelledby="k-title k-desc"' in drawn


def square(west: float, south: float, size: float = 1.0) -> list[list[float]]:
    return [
        [west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south],
    ]  # fmt: skip


def geojson(path: Path, features: list[dict[str, object]]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(code: str, ring: list[list[float]], name: str = "kode") -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_real_boundaries_are_found_by_code_with_or_without_dots(tmp_path: Path) -> None:
    file = geojson(
        tmp_path / "b.geojson",
        [
            feature("18.01", square(104, -5)),
            feature("1871", square(105, -5), "code"),
            feature("99", square(0, 0)),
        ],
    )
    found = read_boundaries(file, ["18.01", "18.71", "18.72"])
    assert set(found.shapes) == {"18.01", "18.71"}
    west, east = found.shapes["18.01"], found.shapes["18.71"]
    assert west.label_x < east.label_x
    drawn = boundary_map(spots(), scale([70.0, 80.0], TEAL), found, key="k", title="T", description="D")
    assert drawn.count("<path") == 2


def test_north_is_up(tmp_path: Path) -> None:
    file = geojson(
        tmp_path / "b.geojson", [feature("18.01", square(104, -4)), feature("18.71", square(104, -6))]
    )
    found = read_boundaries(file, ["18.01", "18.71"])
    assert found.shapes["18.01"].label_y < found.shapes["18.71"].label_y


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"features": 3}', '{"features": []}', "\x00", '{"features": [{"properties": {"kode": "18.01"}}]}'],
)  # fmt: skip
def test_what_is_no_geojson_is_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    file = tmp_path / "b.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_boundaries(file, ["18.01"])
    assert refused.value.place == "b.geojson"
    assert refused.value.remedy.id


def test_metres_are_refused(tmp_path: Path) -> None:
    file = geojson(tmp_path / "b.geojson", [feature("18.01", square(530_000, 9_400_000))])
    with pytest.raises(InputRefused, match="degrees"):
        read_boundaries(file, ["18.01"])


points = st.tuples(st.floats(0, 100), st.floats(0, 100))


@given(st.lists(points, min_size=3, max_size=40))
def test_simplifying_keeps_the_ends_and_only_drops_corners(ring: Ring) -> None:
    closed = [*ring, ring[0]]
    kept = simplify(closed, 1.0)
    assert kept[0] == kept[-1] == ring[0]
    rest = iter(closed)
    assert all(corner in rest for corner in kept), "order is kept"


@given(st.dictionaries(st.integers(0, 5), st.floats(20, 250), min_size=1))
def test_labels_never_cover_each_other(wanted: dict[int, float]) -> None:
    heights = sorted(spread(wanted, 16, 258).values())
    assert all(later - earlier > 18.9 for earlier, later in itertools.pairwise(heights))


def test_an_element_escapes_its_attributes() -> None:
    assert (
        element("text", "a<b", class_='"x"', font_size=3.0)
        == '<text class="&#34;x&#34;" font-size="3">a&lt;b</text>'
    )


@pytest.mark.parametrize("text", ["7,1%", "98,46%", "262.170", "1.552.326"])
def test_a_figure_stays_inside_its_tile(text: str) -> None:
    assert 9 + 0.66 * figure_size(text) * len(text) <= 100 - 9 + 0.5
