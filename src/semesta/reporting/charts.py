"""Line and pyramid drawings with their numbers beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.reporting.svg import drawing, element

_WIDTH = 560.0
_LABEL_GAP = 19.0


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over time; shares in percent, None where there is no figure."""

    label: str
    style: str  # class that gives colour and dash
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One band of the pyramid: two groups on each side."""

    band: str
    left: tuple[int, int]  # men: inactive, not enrolled
    right: tuple[int, int]  # women
    left_text: str
    right_text: str


def trend(
    dates: Sequence[dt.date],
    date_texts: Sequence[str],
    lines: Sequence[Line],
    *,
    key: str,
    title: str,
    description: str,
) -> Markup:
    """Lines over time with a label at both ends of each."""
    left, right, top, bottom = 66.0, _WIDTH - 70.0, 16.0, 258.0
    shown = [value for line in lines for value in line.values if value is not None]
    low, high = min(shown) - 2, max(shown) + 2
    days = max((dates[-1] - dates[0]).days, 1)

    def x(at: int) -> float:
        return left + (right - left) * (dates[at] - dates[0]).days / days

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    parts = [
        element("line", x1=x(at), x2=x(at), y1=top, y2=bottom, class_="guide") for at in range(len(dates))
    ]
    parts += [_date_label(x(at), bottom + 24, text) for at, text in enumerate(date_texts)]
    for end, anchor, shift in ((0, "end", -10.0), (len(dates) - 1, "start", 10.0)):
        wanted = {n: y(v) for n, line in enumerate(lines) if (v := line.values[end]) is not None}
        for number, height in spread(wanted, top, bottom).items():
            line = lines[number]
            parts.append(
                element(
                    "text", line.texts[end], x=x(end) + shift, y=height + 5, font_size=14, font_weight=700,
                    text_anchor=anchor, class_=f"fig on-{line.style}",
                )
            )  # fmt: skip
    for line in lines:
        known = [(x(at), y(value)) for at, value in enumerate(line.values) if value is not None]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in known)
        parts.append(element("polyline", points=path, class_=f"line {line.style}"))
        parts += [element("circle", cx=px, cy=py, r=4.5, class_=f"dot {line.style}") for px, py in known]
    return drawing(
        parts, kind="trend", width=_WIDTH, height=290, title=title, description=description, key=key
    )


def spread(wanted: dict[int, float], top: float, bottom: float) -> dict[int, float]:
    """Heights near the wanted ones, in their order, no two closer than a line of text."""
    order = sorted(wanted, key=lambda n: wanted[n])
    heights = [wanted[n] for n in order]
    for at in range(1, len(heights)):
        heights[at] = max(heights[at], heights[at - 1] + _LABEL_GAP)
    over = max(0.0, heights[-1] - bottom) if heights else 0.0
    for at in range(len(heights) - 1, -1, -1):
        limit = heights[at + 1] - _LABEL_GAP if at + 1 < len(heights) else heights[at] - over
        heights[at] = min(heights[at], limit)
    assert not heights or heights[0] >= top - _LABEL_GAP * len(heights)
    return dict(zip(order, heights, strict=True))


def pyramid(
    bars: Sequence[Bar], *, key: str, title: str, description: str, heads: tuple[str, str], widest: int
) -> Markup:
    """Men to the left, women to the right, the oldest on top; `widest` people fill one side."""
    middle, band_width, side, height = _WIDTH / 2, 60.0, 182.0, 21.0
    parts = [
        element("text", heads[0], x=middle - band_width / 2, y=15, font_size=14, font_weight=700, text_anchor="end", class_="word"),
        element("text", heads[1], x=middle + band_width / 2, y=15, font_size=14, font_weight=700, class_="word"),
    ]  # fmt: skip
    unit = side / max(widest, 1)
    for at, bar in enumerate(reversed(bars)):
        y = 26 + at * height
        parts.append(
            element("text", bar.band, x=middle, y=y + 14, font_size=13, text_anchor="middle", class_="word")
        )
        parts += _half(bar.left, bar.left_text, middle - band_width / 2, y, -unit)
        parts += _half(bar.right, bar.right_text, middle + band_width / 2, y, unit)
    return drawing(
        parts,
        kind="pyramid",
        width=_WIDTH,
        height=26 + height * len(bars) + 4,
        title=title,
        description=description,
        key=key,
    )


def _half(counts: tuple[int, int], text: str, start: float, y: float, unit: float) -> list[Markup]:
    """The not enrolled next to the axis, where they compare best; the inactive beyond them."""
    inactive, not_enrolled = counts
    inner, outer = not_enrolled * abs(unit), inactive * abs(unit)
    sign = 1 if unit > 0 else -1
    return [
        element("rect", x=min(start, start + sign * inner), y=y, width=inner, height=17, class_="not_enrolled"),
        element(
            "rect",
            x=min(start + sign * inner, start + sign * (inner + outer)),
            y=y,
            width=outer,
            height=17,
            class_="inactive",
        ),
        element(
            "text", text, x=start + sign * (inner + outer + 5), y=y + 13, font_size=12,
            text_anchor="start" if sign > 0 else "end", class_="fig word",
        ),
    ]  # fmt: skip


def _date_label(x: float, y: float, text: str) -> Markup:
    return element("text", text, x=x, y=y, font_size=13, text_anchor="middle", class_="word")
