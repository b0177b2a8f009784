"""Colours that are told apart without colour vision, and the classes that numbers fall into."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

INK = "#14202b"
WHITE = "#ffffff"

#: Low to high. Lightness alone orders them, so they survive grey printing and any colour blindness.
TEAL: tuple[str, ...] = ("#d9eeee", "#a6d4d7", "#62b0b9", "#257f90", "#0d4a5c")
WINE: tuple[str, ...] = ("#fbe9dc", "#f3c5a5", "#e2946b", "#b5543c", "#742433")

#: Steps between class bounds, so that a legend reads 90, 92.5, 95 and never 91.37.
_NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes of equal width from `low` by `step`; value -> class number -> colour."""

    low: float
    step: float
    colours: tuple[str, ...]

    def index(self, value: float) -> int:
        """The class of a value; what lies beyond the ends belongs to the end classes."""
        place = math.floor((value - self.low) / self.step + 1e-9)
        return max(0, min(len(self.colours) - 1, place))

    def colour(self, value: float) -> str:
        return self.colours[self.index(value)]

    def bounds(self, index: int) -> tuple[float, float]:
        return self.low + index * self.step, self.low + (index + 1) * self.step


def scale(values: Sequence[float], colours: Sequence[str]) -> Scale:
    """A scale with round bounds that holds all values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    rough = max((high - low) / len(colours), 1e-9)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    for factor in (*_NICE, 20, 25, 50, 100):
        step = factor * magnitude
        start = math.floor(low / step + 1e-9) * step
        if start + step * len(colours) >= high - 1e-9:
            return Scale(start, step, tuple(colours))
    raise AssertionError("a step of a hundred times the rough one holds every value")


def text_on(colour: str) -> str:
    """Ink or white, whichever reads better on the colour."""
    return INK if contrast(INK, colour) >= contrast(WHITE, colour) else WHITE


def contrast(one: str, other: str) -> float:
    """Contrast of two #rrggbb colours by WCAG 2.2; text needs 4.5."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
