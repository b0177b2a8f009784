"""A share over the months to come: its middle, the bounds of 80% and 95%, and the thresholds it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.reporting.charts import spread
from semesta.reporting.svg import drawing, element

_WIDTH, _HEIGHT = 560.0, 290.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, _WIDTH - 104.0, 14.0, 250.0
#: So much room above and below, in points, that a band never touches the frame.
_ROOM = 0.6


@dataclass(frozen=True, slots=True)
class FanPoint:
    """One month: bounds and middle in per cent."""

    low95: float
    low80: float
    mid: float
    high80: float
    high95: float


@dataclass(frozen=True, slots=True)
class FanLine:
    """One threshold in per cent and what it is called."""

    value: float
    text: str


def fan(
    points: Sequence[FanPoint],
    months: Sequence[tuple[int, str]],
    lines: Sequence[FanLine],
    *,
    texts: tuple[str, str],
    key: str,
    title: str,
    description: str,
) -> Markup:
    """The fan. `months` are the numbers of the months that are named below, `texts` the share now and at the end."""
    values = [value for p in points for value in (p.low95, p.high95)] + [line.value for line in lines]
    low, high = min(values) - _ROOM, max(values) + _ROOM
    last = max(len(points) - 1, 1)

    def x(month: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * month / last

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low)

    def band(lower: str, upper: str, style: str) -> Markup:
        there = [f"{x(at):.1f},{y(getattr(p, upper)):.1f}" for at, p in enumerate(points)]
        back = [f"{x(at):.1f},{y(getattr(p, lower)):.1f}" for at, p in reversed(list(enumerate(points)))]
        return element("path", d="M" + " L".join([*there, *back]) + "Z", class_=style)

    parts = [element("line", x1=x(at), x2=x(at), y1=_TOP, y2=_BOTTOM, class_="guide") for at, _ in months]
    parts += [_word(text, x(at), _BOTTOM + 24, anchor="middle", size=13) for at, text in months]
    parts += [band("low95", "high95", "fan95"), band("low80", "high80", "fan80")]
    middle = " ".join(f"{x(at):.1f},{y(p.mid):.1f}" for at, p in enumerate(points))
    parts.append(element("polyline", points=middle, class_="line m4"))
    parts += [
        element("line", x1=_LEFT, x2=_RIGHT, y1=y(line.value), y2=y(line.value), class_="bar-line")
        for line in lines
    ]
    parts.append(_word(texts[0], _LEFT - 8, y(points[0].mid) + 5, anchor="end", size=14, bold=True))
    ends = {-1: y(points[-1].mid)} | {at: y(line.value) for at, line in enumerate(lines)}
    for at, height in spread(ends, _TOP, _BOTTOM).items():
        text, css = (texts[1], "word") if at < 0 else (lines[at].text, "bar-word")
        parts.append(_word(text, _RIGHT + 8, height + 5, anchor="start", size=14, bold=at < 0, css=css))
    return drawing(
        parts, kind="trend", width=_WIDTH, height=_HEIGHT, title=title, description=description, key=key
    )


def _word(
    text: str, x: float, y: float, *, anchor: str, size: float, bold: bool = False, css: str = "word"
) -> Markup:
    return element(
        "text", text, x=x, y=y, text_anchor=anchor, font_size=size, font_weight=700 if bold else None,
        class_=f"fig {css}",
    )  # fmt: skip
