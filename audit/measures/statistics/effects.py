"""Effect sizes of two groups, equivalence within a margin, and a standardised regression."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bootstrap import DRAWS, percentile_bounds
from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, normal_deviate, tail
from audit.measures.statistics.means import welch

Floats = npt.NDArray[np.float64]

FAR = 30.0
"""Beyond this t the noncentral distribution is normal to more digits than anybody prints."""


class Effect(NamedTuple):
    """A standardised difference of means, uncorrected (Cohen) and corrected for small samples (Hedges)."""

    d: float | None
    g: float | None
    d_bounds: Bounds
    g_bounds: Bounds


def standardised_difference(
    mean: float, sd: float, n: int, other_mean: float, other_sd: float, other_n: int, level: float = 0.95
) -> Effect:
    """d = (mean - other_mean)/pooled SD, g = d (1 - 3/(4 df - 1)), df = n + other_n - 2, with the interval
    of the noncentral t. Standard deviations have divisor n - 1.

    Not estimable for a group of one or without any spread. Source: Hedges & Olkin (1985), Statistical Methods
    for Meta-Analysis, 5; Steiger & Fouladi (1997), Noncentrality interval estimation.
    """
    df = n + other_n - 2
    if n < 2 or other_n < 2 or (sd == 0 and other_sd == 0):
        return Effect(None, None, NOT_ESTIMABLE, NOT_ESTIMABLE)
    pooled = math.sqrt(((n - 1) * sd**2 + (other_n - 1) * other_sd**2) / df)
    d, scale = (mean - other_mean) / pooled, math.sqrt(1 / n + 1 / other_n)
    correction = 1 - 3 / (4 * df - 1)
    low, high = (end * scale for end in _noncentrality(d / scale, df, level))
    bounds = Bounds(low * correction, high * correction)
    return Effect(d, d * correction, Bounds(low, high), bounds)


class Equivalence(NamedTuple):
    """Two one-sided tests: the interval at 1 - 2 alpha, the margin, and whether the one lies inside the other."""

    bounds: Bounds
    margin: float
    holds: bool


def equivalence(
    mean: float, sd: float, n: int, other_mean: float, other_sd: float, other_n: int, margin: float
) -> Equivalence:
    """Whether two means differ by less than ``margin``, at 5 %: Welch's 90 % interval of mean - other_mean.

    Source: Schuirmann (1987), J. Pharmacokinet. Biopharm. 15:657.
    """
    bounds = welch(mean, sd, n, other_mean, other_sd, other_n, level=0.90).bounds
    known = bounds.low is not None and bounds.high is not None
    return Equivalence(bounds, margin, bool(known and -margin < bounds.low and bounds.high < margin))  # type: ignore[operator]  # known


def satterthwaite(
    difference: float, parts: Sequence[tuple[float, float, int]], level: float = 0.95
) -> Bounds:
    """Interval of a weighted sum of independent means: weight, variance of the mean and number of units of each.

    Degrees of freedom by Satterthwaite; not estimable without any variance. Source: Satterthwaite (1946),
    Biometrics Bull. 2:110.
    """
    terms = [(weight**2 * variance, n) for weight, variance, n in parts]
    total = math.fsum(variance for variance, _ in terms)
    if total <= 0:
        return NOT_ESTIMABLE
    df = 1 / math.fsum((variance / total) ** 2 / (n - 1) for variance, n in terms)
    half = -float(scipy.special.stdtrit(df, tail(level))) * math.sqrt(total)
    return Bounds(difference - half, difference + half)


def difference_bounds(
    values: npt.ArrayLike,
    counts: npt.ArrayLike,
    other_counts: npt.ArrayLike,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
) -> Bounds:
    """Bootstrap interval of the difference of two means of the same few ``values``, (values,), each group
    resampled by itself. ``ValueError`` for a group without units.
    """
    value = np.asarray(values, dtype=np.float64)
    generator = np.random.Generator(np.random.PCG64(seed))
    means = []
    for one in (counts, other_counts):
        count = np.asarray(one, dtype=np.int64)
        n = int(count.sum())
        if not n or (count < 0).any():
            raise ValueError("a group needs one unit or more")
        means.append(generator.multinomial(n, count / n, size=draws) @ value / n)
    return percentile_bounds(means[0] - means[1], level)


class Coefficient(NamedTuple):
    """A standardised slope, its robust interval and its variance inflation factor (infinite: collinear)."""

    slope: float
    bounds: Bounds
    vif: float


def standardised_regression(
    outcome: npt.ArrayLike, predictors: npt.ArrayLike, level: float = 0.95
) -> tuple[Coefficient, ...] | None:
    """OLS of z-scores, outcome (n,) on predictors (n, k), with HC3 errors and t with n - k - 1 df.

    Z-scores have divisor n - 1. `None` where a column has no spread, predictors are collinear, or n < k + 2.
    Source: MacKinnon & White (1985), J. Econometrics 29:305 (HC3); Belsley, Kuh & Welsch (1980) (VIF).
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(predictors, dtype=np.float64)
    n, k = x.shape
    if n < k + 2 or not y.std() or not x.std(axis=0).all():
        return None
    y, x = (y - y.mean()) / y.std(ddof=1), (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    correlations = x.T @ x / (n - 1)
    if np.linalg.cond(correlations) > 1 / math.sqrt(np.finfo(np.float64).eps):
        return None
    inflation = np.diag(np.linalg.inv(correlations))
    design = np.column_stack([np.ones(n), x])
    bread = np.linalg.inv(design.T @ design)
    slopes = bread @ (design.T @ y)
    leverage = np.einsum("ij,jk,ik->i", design, bread, design)
    residuals = (y - design @ slopes) / np.maximum(1 - leverage, np.finfo(np.float64).eps)
    errors = np.sqrt(np.diag(bread @ (design.T * residuals**2) @ design @ bread))
    halves = -float(scipy.special.stdtrit(n - k - 1, tail(level))) * errors
    return tuple(
        Coefficient(float(slope), Bounds(float(slope - half), float(slope + half)), float(vif))
        for slope, half, vif in zip(slopes[1:], halves[1:], inflation, strict=True)
    )


def _noncentrality(t: float, df: int, level: float) -> tuple[float, float]:
    """The noncentralities under which t is as large, or as small, as the level allows."""
    out = tail(level)
    if abs(t) > FAR:
        half = normal_deviate(level) * math.sqrt(1 + t**2 / (2 * df))
        return t - half, t + half

    def below(noncentrality: float) -> float:
        return float(scipy.special.nctdtr(df, noncentrality, t))

    return _solved(below, 1 - out, t), _solved(below, out, t)


def _solved(below: Callable[[float], float], share: float, around: float) -> float:
    """Where a falling function takes a value, by halving."""
    low, high = around - 10 - abs(around), around + 10 + abs(around)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) > share else (low, middle)
    return (low + high) / 2
