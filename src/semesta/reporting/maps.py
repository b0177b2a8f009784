"""The map of a region's parts: a tile map drawn by us, or real boundaries that the user supplied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.reporting.boundaries import Boundaries
from semesta.reporting.palette import Scale, text_on
from semesta.reporting.svg import drawing, element
from semesta.reporting.tiles import places

_TILE, _GAP = 100.0, 6.0
#: Shapes below this area cannot hold their figure; it stands beside them.
_ROOM_FOR_FIGURE = 1_400.0


@dataclass(frozen=True, slots=True)
class Spot:
    """What the map shows of one region: the number that colours it, and that number as text."""

    code: str
    name: str
    value: float | None  # None: nobody is in the denominator
    text: str
    detail: str  # the whole figure in words, shown on hover and read aloud


def tile_map(spots: Sequence[Spot], scale: Scale, *, key: str, title: str, description: str) -> Markup:
    """One square for each region with its name and number."""
    where = places([spot.code for spot in spots])
    columns = max(column for column, _ in where.values()) + 1
    rows = max(row for _, row in where.values()) + 1
    pitch = _TILE + _GAP
    parts = [
        _tile(spot, where[spot.code][0] * pitch, where[spot.code][1] * pitch, scale)
        for spot in sorted(spots, key=lambda s: where[s.code][::-1])
    ]
    return drawing(
        parts,
        kind="tiles",
        width=columns * pitch - _GAP,
        height=rows * pitch - _GAP,
        title=title,
        description=description,
        key=key,
    )


def boundary_map(
    spots: Sequence[Spot], scale: Scale, shapes: Boundaries, *, key: str, title: str, description: str
) -> Markup:
    """Real shapes with their numbers; small ones carry the number on a plate of their own."""
    ordered = [spot for spot in spots if spot.code in shapes.shapes]
    areas = [_area(spot, shapes, scale) for spot in ordered]
    labels = [_label(spot, shapes, scale) for spot in ordered]
    return drawing(
        [*areas, *labels],
        kind="areas",
        width=shapes.width,
        height=shapes.height,
        title=title,
        description=description,
        key=key,
    )


def _tile(spot: Spot, x: float, y: float, scale: Scale) -> Markup:
    fill, ink = _colours(spot, scale)
    lines = _lines(spot.name)
    words = [
        element("text", line, x=x + 9, y=y + 21 + 16.5 * at, font_size=14.5, fill=ink)
        for at, line in enumerate(lines)
    ]
    figure = element(
        "text",
        spot.text,
        x=x + 9,
        y=y + _TILE - 11,
        font_size=figure_size(spot.text),
        font_weight=700,
        fill=ink,
        class_="fig",
    )
    square = element("rect", x=x, y=y, width=_TILE, height=_TILE, rx=6, fill=fill, class_="tile")
    return element("g", element("title", spot.detail), square, *words, figure)


def figure_size(text: str) -> float:
    """The largest size, up to 21, at which a tile's figure stays inside it; a bold digit is 0.66 of its size wide."""
    return round(min(21.0, (_TILE - 18) / (0.66 * max(len(text), 1))), 1)


def _area(spot: Spot, shapes: Boundaries, scale: Scale) -> Markup:
    path = element(
        "path",
        d=shapes.shapes[spot.code].path,
        fill=_colours(spot, scale)[0],
        class_="area",
        fill_rule="evenodd",
    )
    return element("g", element("title", f"{spot.name}: {spot.detail}"), path)


def _label(spot: Spot, shapes: Boundaries, scale: Scale) -> Markup:
    shape = shapes.shapes[spot.code]
    fill, ink = _colours(spot, scale)
    y = shape.label_y + 5
    text = element(
        "text", spot.text, x=shape.label_x, y=y, font_size=15, font_weight=700, fill=ink,
        text_anchor="middle", class_="fig",
    )  # fmt: skip
    if shape.area >= _ROOM_FOR_FIGURE:
        return text
    width = 9.0 * len(spot.text) + 8
    plate = element(
        "rect", x=shape.label_x - width / 2, y=shape.label_y - 11, width=width, height=22, rx=4,
        fill=fill, class_="area",
    )  # fmt: skip
    return element("g", plate, text)


def _colours(spot: Spot, scale: Scale) -> tuple[str, str]:
    fill = "#e6e9ea" if spot.value is None else scale.colour(spot.value)
    return fill, text_on(fill)


def _lines(name: str) -> list[str]:
    """A name in at most three short lines; KABUPATEN is left out, it says nothing on a tile."""
    words = [word for word in name.split() if word.upper() not in {"KABUPATEN", "KAB.", "KOTA"}]
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + len(word) < 11:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines[:3]
