"""Quantiles of complete data, by ranks: an engine fetches the few values that are needed, not the column."""

from __future__ import annotations

import math
from typing import NamedTuple

import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import tail


class Ranks(NamedTuple):
    """1-based ranks of the two order statistics that bound a quantile; `None` = not estimable there."""

    lower: int | None
    upper: int | None


class Position(NamedTuple):
    """Where a type-7 quantile lies: `fraction` of the way from the value of `rank` (1-based) to the next."""

    rank: int
    fraction: float


def type7_position(n: int, q: float) -> Position:
    """Rank and interpolation weight of the q-quantile of n values: (n - 1) q + 1 split at its integer part.

    At fraction 0 the next value is not needed and may not exist. `ValueError` unless n >= 1 and 0 <= q <= 1.
    Source: Hyndman & Fan (1996), Am. Stat. 50:361, definition 7.
    """
    _check(n, q, 0 <= q <= 1)
    fraction, whole = math.modf((n - 1) * q)
    return Position(int(whole) + 1, fraction)


def order_statistic_ranks(n: int, q: float, level: float = 0.95) -> Ranks:
    """Ranks l and u so that [x_(l), x_(u)] holds the q-quantile with at least `level`, for any distribution.

    l = B(a/2) and u = B(1 - a/2) + 1, B = quantile function of Binomial(n, q), a = 1 - level. l = 0 and u > n
    do not exist: at 95 % both sides of P90 need n >= 36, of P95 n >= 72.
    `ValueError` unless n >= 1 and 0 < q < 1. Source: Conover (1999), Practical Nonparametric Statistics, 3.2.
    """
    _check(n, q, 0 < q < 1)
    out = tail(level)
    lower = _binomial_quantile(out, n, q)
    upper = _binomial_quantile(1 - out, n, q) + 1
    return Ranks(lower if lower >= 1 else None, upper if upper <= n else None)


def _binomial_quantile(probability: float, n: int, q: float) -> int:
    # The normal approximation is a few steps off at most; the distribution function itself settles the
    # integer, where a continuous inverse could land a rounding error beside it.
    start = n * q + float(scipy.special.ndtri(probability)) * math.sqrt(n * q * (1 - q))
    k = min(max(round(start), 0), n)
    while k > 0 and scipy.special.bdtr(k - 1, n, q) >= probability:
        k -= 1
    while k < n and scipy.special.bdtr(k, n, q) < probability:
        k += 1
    return k


def _check(n: int, q: float, possible: bool) -> None:
    if n < 1 or not possible:
        raise ValueError(f"a quantile needs n >= 1 and a share q of it, not n = {n}, q = {q}")
