"""Correlation: Pearson's r from moments is the engine's; here is its interval."""

from __future__ import annotations

import math

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, normal_deviate


def fisher_z(r: float, n: int, level: float = 0.95) -> Bounds:
    """Interval of Pearson's correlation of `n` pairs; not estimable for n < 4.

    An r of exactly 1 or -1 has no width. `ValueError` unless -1 <= r <= 1. Source: Fisher (1921), Metron 1:3.
    """
    if not -1 <= r <= 1:
        raise ValueError(f"a correlation lies between -1 and 1, not {r}")
    if n < 4:
        return NOT_ESTIMABLE
    if abs(r) == 1:
        return Bounds(r, r)
    z, half = math.atanh(r), normal_deviate(level) / math.sqrt(n - 3)
    return Bounds(math.tanh(z - half), math.tanh(z + half))
