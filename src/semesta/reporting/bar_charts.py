"""Bars with their numbers beside them: money by kind and certainty, and money month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from semesta.reporting.svg import drawing, element

_WIDTH = 560.0
#: Room beside the first and last month for their numbers, which are wider than their bars.
_EDGE = 30.0


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One row: amounts by style, and their sum as text."""

    label: str
    amounts: tuple[tuple[str, int], ...]  # css class, amount
    text: str


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month's amount, which may be below zero."""

    label: str  # '' where the axis has no room for it
    amount: int
    text: str


def stacked_bars(bars: Sequence[StackedBar], *, key: str, title: str, description: str) -> Markup:
    """A bar a row below its label, the longest as wide as the drawing."""
    most = max((sum(amount for _, amount in bar.amounts) for bar in bars), default=0) or 1
    room, height = _WIDTH - 150.0, 50.0
    parts: list[Markup] = []
    for at, bar in enumerate(bars):
        y, x = at * height, 0.0
        parts.append(element("text", bar.label, x=0, y=y + 16, font_size=14, class_="word"))
        for style, amount in bar.amounts:
            width = room * amount / most
            if amount:
                parts.append(element("rect", x=x, y=y + 24, width=max(width, 1.5), height=14, class_=style))
            x += width
        parts.append(
            element("text", bar.text, x=x + 7, y=y + 36, font_size=13.5, font_weight=700, class_="fig word")
        )
    return drawing(
        parts,
        kind="stacked",
        width=_WIDTH,
        height=height * len(bars),
        title=title,
        description=description,
        key=key,
    )


def month_bars(bars: Sequence[MonthBar], *, key: str, title: str, description: str) -> Markup:
    """Columns over time; what is saved hangs below the line."""
    top, bottom = 24.0, 250.0
    high = max([0, *(bar.amount for bar in bars)])
    low = min([0, *(bar.amount for bar in bars)])
    span = (high - low) or 1
    step = (_WIDTH - 2 * _EDGE) / max(len(bars), 1)

    def y(amount: int) -> float:
        return top + (bottom - top) * (high - amount) / span

    parts: list[Markup] = []
    for at, bar in enumerate(bars):
        start, end = y(max(bar.amount, 0)), y(min(bar.amount, 0))
        x = _EDGE + at * step
        style = "cost" if bar.amount >= 0 else "saving"
        parts.append(
            element("rect", x=x + step * 0.14, y=start, width=step * 0.72, height=end - start, class_=style)
        )
        if bar.text:
            below = bar.amount < 0
            parts.append(
                element(
                    "text", bar.text, x=x + step / 2, y=end + 15 if below else start - 6, font_size=13,
                    font_weight=700, text_anchor="middle", class_="fig word",
                )
            )  # fmt: skip
        if bar.label:
            parts.append(
                element(
                    "text",
                    bar.label,
                    x=x + step / 2,
                    y=bottom + 34,
                    font_size=12.5,
                    text_anchor="middle",
                    class_="word",
                )
            )
    parts.append(element("line", x1=0, x2=_WIDTH, y1=y(0), y2=y(0), class_="axis"))
    return drawing(
        parts,
        kind="trend months",
        width=_WIDTH,
        height=bottom + 44,
        title=title,
        description=description,
        key=key,
    )
