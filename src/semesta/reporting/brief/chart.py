"""The one picture of a brief: a bar of activity for each part of the region, with the threshold as a line.

It carries its own colours and fonts, because it is drawn by a browser, by the typesetter, and for Word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.reporting.svg import drawing, element

_FONT = "Libertinus Serif, Georgia, serif"
_INK, _SOFT, _BAR, _SHORT, _LINE = "#14202b", "#52606b", "#62b0b9", "#e2946b", "#742433"
_WIDTH, _LABEL, _ROW, _TOP = 270.0, 99.0, 16.5, 28.0
_AFTER = 9.0  # room for half of the last tick's number
#: A shorter bar, in per cent, has its number behind it.
_HOLDS_NUMBER = 20.0
_TICKS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class ActivityBar:
    """A region's activity, published (by cards) and verified (by person), in per cent."""

    name: str
    published: float
    verified: float
    text: str


def activity_chart(
    bars: Sequence[ActivityBar], threshold: float | None, *, line_text: str, title: str, description: str
) -> Markup:
    """Bars in the order given; a bar below the threshold has another colour and its number says so too."""
    right = _WIDTH - _AFTER
    highest = max([100.0, *(bar.published for bar in bars), *(bar.verified for bar in bars)])

    def x(value: float) -> float:
        return _LABEL + (right - _LABEL) * value / highest

    bottom = _TOP + _ROW * len(bars)
    parts = [_rule(x(tick), _TOP - 3, bottom, "#d8dfdd", 0.6) for tick in _TICKS if tick <= highest]
    for at, bar in enumerate(bars):
        parts += _bar(bar, _TOP + at * _ROW, x, threshold)
    parts += [_text(f"{tick}", x(tick), bottom + 10, 8, anchor="middle", colour=_SOFT) for tick in _TICKS]
    if threshold is not None:
        parts.append(_rule(x(threshold), _TOP - 7, bottom, _LINE, 1.6))
        parts.append(_text(line_text, x(threshold), _TOP - 11, 9, anchor="middle", colour=_LINE, weight=700))
    return drawing(
        parts, kind="activity", width=_WIDTH, height=bottom + 16, title=title, description=description,
        key="brief-chart",
    )  # fmt: skip


def _bar(bar: ActivityBar, y: float, x: Callable[[float], float], threshold: float | None) -> list[Markup]:
    short = threshold is not None and bar.published < threshold
    start, end, verified = x(0.0), x(bar.published), x(bar.verified)
    return [
        _text(bar.name, _LABEL - 5, y + 11, 9, anchor="end"),
        element(
            "rect", x=start, y=y + 2, width=end - start, height=_ROW - 4.5, fill=_SHORT if short else _BAR
        ),
        element("circle", cx=verified, cy=y + _ROW / 2 - 0.2, r=2.6, fill=_INK),
        _text(
            bar.text,
            start + 5 if bar.published >= _HOLDS_NUMBER else max(end, verified) + 5,
            y + 11,
            9,
            weight=700,
        ),
    ]


def _rule(x: float, top: float, bottom: float, colour: str, width: float) -> Markup:
    return element("line", x1=x, x2=x, y1=top, y2=bottom, stroke=colour, stroke_width=width)


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "start",
    colour: str = _INK,
    weight: int = 400,
) -> Markup:
    return element(
        "text", text, x=x, y=y, font_size=size, text_anchor=anchor, fill=colour, font_weight=weight,
        font_family=_FONT,
    )  # fmt: skip
