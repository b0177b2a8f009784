"""Real boundaries from a GeoJSON that the user supplies: read, matched by code, projected, simplified."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from semesta.faults import InputRefused, Text

Ring = list[tuple[float, float]]
_CODE_PROPERTIES = ("kode", "code", "kode_wilayah", "kd_wilayah", "KODE", "CODE", "id")
#: Drawing units. A corner that moves less than this is not seen.
_TOLERANCE = 0.7
_WIDTH = 560.0
#: A triangle, closed.
_FEWEST_CORNERS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """One region as an SVG path, and where its label stands."""

    path: str
    label_x: float
    label_y: float
    area: float  # square drawing units of the largest ring


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The shapes of the regions that were asked for, in one drawing."""

    width: float
    height: float
    shapes: dict[str, Shape]


def read_boundaries(path: Path, codes: list[str]) -> Boundaries:
    """The shapes of `codes`, fitted to one drawing.

    Longitude and latitude in degrees; the code is looked for in the property `kode` or `code`, with
    or without dots. InputRefused when the file is no GeoJSON, or holds none of the codes.
    """
    wanted = {code.replace(".", ""): code for code in codes}
    found: dict[str, list[Ring]] = {}
    for feature in _features(path):
        properties = feature.get("properties") or {}
        for name in _CODE_PROPERTIES:
            code = wanted.get(str(properties.get(name, "")).replace(".", ""))
            if code and (rings := _rings(path, feature.get("geometry") or {})):
                found.setdefault(code, []).extend(rings)
                break
    if not found:
        raise _refused(
            path,
            Text("Tidak satu pun kode wilayah ditemukan.", "None of the region codes was found."),
            Text(
                f"Beri tiap wilayah properti 'kode' berisi kode Kemendagri, misalnya {codes[0]}.",
                f"Give each region a property 'kode' with its Kemendagri code, for example {codes[0]}.",
            ),
        )
    return _draw(found)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
        features = raw["features"]
        return [feature for feature in features if isinstance(feature, dict)]
    except OSError as error:
        raise _refused(
            path,
            Text("Berkas tidak bisa dibuka.", "The file cannot be opened."),
            Text("Periksa nama dan izin bacanya.", "Check its name and that you may read it."),
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _refused(
            path,
            Text("Berkas ini bukan GeoJSON (FeatureCollection).", "This is no GeoJSON FeatureCollection."),
            Text(
                "Ekspor batas wilayah sebagai GeoJSON dalam derajat (EPSG:4326).",
                "Export the boundaries as GeoJSON in degrees (EPSG:4326).",
            ),
        ) from error


def _rings(path: Path, geometry: dict[str, Any]) -> list[Ring]:
    try:
        kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
        polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
        rings = [[(float(p[0]), float(p[1])) for p in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError) as error:
        raise _refused(
            path,
            Text("Koordinatnya rusak.", "Its coordinates are damaged."),
            Text("Ekspor ulang berkas itu.", "Export the file again."),
        ) from error
    if any(abs(x) > 180 or abs(y) > 90 for ring in rings for x, y in ring):
        raise _refused(
            path,
            Text("Koordinatnya bukan derajat.", "Its coordinates are not degrees."),
            Text("Ekspor dalam derajat (EPSG:4326).", "Export it in degrees (EPSG:4326)."),
        )
    return [ring for ring in rings if len(ring) >= _FEWEST_CORNERS]


def _draw(found: dict[str, list[Ring]]) -> Boundaries:
    points = [point for rings in found.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # At one province's size, a degree of longitude shrunk by the middle latitude's cosine is map enough.
    shrink = math.cos(math.radians((south + north) / 2))
    unit = _WIDTH / max((east - west) * shrink, (north - south) * 0.6, 1e-9)
    height = (north - south) * unit
    shapes = {}
    for code, rings in sorted(found.items()):
        flat = [[((x - west) * shrink * unit, (north - y) * unit) for x, y in ring] for ring in rings]
        shapes[code] = _shape(flat)
    return Boundaries((east - west) * shrink * unit, height, shapes)


def _shape(rings: list[Ring]) -> Shape:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    kept = [simple for ring in rings if len(simple := simplify(ring)) >= _FEWEST_CORNERS] or [largest]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in kept)
    x, y = _label_place(largest)
    return Shape(path, x, y, abs(_area(largest)))


def simplify(ring: Ring, tolerance: float = _TOLERANCE) -> Ring:
    """Douglas-Peucker: the fewest of its corners from which no dropped corner is farther than `tolerance`."""
    keep, spans = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = tolerance, 0
        for middle in range(first + 1, last):
            distance = _distance(ring[middle], ring[first], ring[last])
            if distance > far:
                far, at = distance, middle
        if at:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [ring[at] for at in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _label_place(ring: Ring) -> tuple[float, float]:
    """The inner point farthest from the boundary, on a grid: a centroid may lie outside a bent region."""
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    edges = list(zip(ring, ring[1:] + ring[:1], strict=True))
    best, place = -1.0, ((left + right) / 2, (top + bottom) / 2)
    for column in range(1, 24):
        for row in range(1, 24):
            point = (left + (right - left) * column / 24, top + (bottom - top) * row / 24)
            if _inside(point, ring):
                room = min(_distance(point, a, b) for a, b in edges)
                if room > best:
                    best, place = room, point
    return place


def _inside(point: tuple[float, float], ring: Ring) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _refused(path: Path, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=path.name, reason=reason, remedy=remedy)
