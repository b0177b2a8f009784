"""The beta distribution, as far as intervals of a share need it: its distribution function and quantiles."""

from __future__ import annotations

import math

_STEPS = 400
_TINY = 1e-300


def beta_quantile(level: float, a: float, b: float) -> float:
    """The share below which a Beta(a, b) lies with probability `level`; a, b > 0."""
    assert 0.0 < level < 1.0
    assert a > 0.0
    assert b > 0.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_below(middle, a, b) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """Probability that a Beta(a, b) lies below x: the regularised incomplete beta function."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    # The fraction converges fast on the left of the mean; the right is its mirror image.
    if x < (a + 1.0) / (a + b + 2.0):
        return math.exp(log_front) * _fraction(x, a, b) / a
    return 1.0 - math.exp(log_front) * _fraction(1.0 - x, b, a) / b


def counted_interval(hits: int, trials: int, *, confidence: float) -> tuple[float, float]:
    """Exact interval of a share by counting (Clopper and Pearson 1934); (0, 1) without a trial."""
    assert 0 <= hits <= trials
    tail = (1.0 - confidence) / 2
    low = beta_quantile(tail, hits, trials - hits + 1) if hits else 0.0
    high = beta_quantile(1.0 - tail, hits + 1, trials - hits) if hits < trials else 1.0
    return low, high


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1.0 / _off_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0)),
        ):
            d = 1.0 / _off_zero(1.0 + term * d)
            c = _off_zero(1.0 + term / c)
            value *= d * c
        if abs(d * c - 1.0) < 1e-15:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
