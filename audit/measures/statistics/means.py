"""Means: one, the difference of two groups, sites as clusters; the p-values that go with them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, tail

NEGLIGIBLE_SAMPLING_FRACTION = 0.05
ROUNDING = 1e-12
"""A variance below this share of the squares is the rounding of a difference that is truly 0."""


class Welch(NamedTuple):
    """Comparison of two independent means; `None` when a group has one unit or neither has any spread."""

    difference: float
    standard_error: float | None
    df: float | None
    t: float | None
    p_value: float | None
    bounds: Bounds


class ClusterRatio(NamedTuple):
    """A share or mean over sites; the standard error is `None` with fewer than two sites."""

    estimate: float
    standard_error: float | None
    bounds: Bounds


def student(mean: float, sd: float, n: int, level: float = 0.95) -> Bounds:
    """Interval of a mean from its standard deviation (divisor n - 1); not estimable for n < 2.

    A paired comparison takes mean and sd of the differences. Source: Student (1908), Biometrika 6:1.
    """
    _check_moments(sd, n)
    return NOT_ESTIMABLE if n < 2 else _around(mean, sd / math.sqrt(n), n - 1, level)


def mean_and_sd(n: int, total: float, squares: float) -> tuple[float, float | None]:
    """Mean and standard deviation (divisor n - 1) of ``n`` values from their sum and the sum of their squares.

    For values that lie near 0 in terms of their spread, or are all alike: of others the digits cancel out. The
    deviation is `None` for n < 2; `ValueError` for n < 1.
    """
    if n < 1:
        raise ValueError("no mean of no values")
    if n < 2:
        return total / n, None
    return total / n, math.sqrt(deviations(n, [total], squares) / (n - 1))


def deviations(n: int, totals: Sequence[float], squares: float) -> float:
    """The sum of squared deviations from the means of one variable or several with ``n`` values each, from their
    ``totals`` and the sum of all ``squares``; 0 for what is nothing but rounding.

    The difference itself loses nothing, so that of whole numbers every digit is right.
    """
    found = float(Fraction(squares) - sum(Fraction(total) ** 2 for total in totals) / n)
    return found if found > ROUNDING * squares else 0.0


def covariances(
    n: int, sums: Sequence[float], products: Sequence[Sequence[float]]
) -> npt.NDArray[np.float64]:
    """Covariances (divisor n - 1) of several variables with ``n`` > 1 values each, (variables, variables).

    From the ``sums`` of each, (variables,), and of the ``products`` of every two, (variables, variables); 0 for
    what is nothing but rounding.
    """
    total = [Fraction(one) for one in sums]
    spread = [
        [float(Fraction(product) - total[i] * total[j] / n) for j, product in enumerate(row)]
        for i, row in enumerate(products)
    ]
    size = np.sqrt([row[i] for i, row in enumerate(products)])
    found = np.where(np.abs(spread) > ROUNDING * np.outer(size, size), spread, 0.0) / (n - 1)
    return np.asarray(found, dtype=np.float64)


def one_sample_p(mean: float, sd: float, n: int, null: float = 0.0) -> float | None:
    """Two-sided p-value of Student's t test of `null`; `None` for n < 2.

    Without spread the p-value is 1 at the null and 0 elsewhere, the limit of a vanishing sd.
    """
    _check_moments(sd, n)
    if n < 2:
        return None
    if sd == 0:
        return 1.0 if mean == null else 0.0
    return _two_sided_p((mean - null) / (sd / math.sqrt(n)), n - 1)


def welch(
    mean: float, sd: float, n: int, other_mean: float, other_sd: float, other_n: int, level: float = 0.95
) -> Welch:
    """Difference mean - other_mean of two independent groups with unequal variances, df by Satterthwaite.

    Standard deviations have divisor n - 1. Source: Welch (1947), Biometrika 34:28.
    """
    _check_moments(sd, n)
    _check_moments(other_sd, other_n)
    difference = mean - other_mean
    if n < 2 or other_n < 2 or (sd == 0 and other_sd == 0):
        return Welch(difference, None, None, None, None, NOT_ESTIMABLE)
    error, other_error = sd / math.sqrt(n), other_sd / math.sqrt(other_n)
    standard_error = math.hypot(error, other_error)
    # Shares of the variance instead of fourth powers of the errors: those underflow for small units.
    share, other_share = (error / standard_error) ** 2, (other_error / standard_error) ** 2
    df = 1 / (share**2 / (n - 1) + other_share**2 / (other_n - 1))
    t = difference / standard_error
    bounds = _around(difference, standard_error, df, level)
    return Welch(difference, standard_error, df, t, _two_sided_p(t, df), bounds)


def welch_anova(means: Sequence[float], sds: Sequence[float], sizes: Sequence[int]) -> float | None:
    """P-value that several independent means are equal, variances not; `None` where one has no spread or size 1.

    `ValueError` for fewer than two groups. Source: Welch (1951), Biometrika 38:330.
    """
    if len(means) < 2:
        raise ValueError("a comparison needs two groups or more")
    mean, sd, n = (np.asarray(one, dtype=np.float64) for one in (means, sds, sizes))
    if (n < 2).any() or (sd <= 0).any():
        return None
    weight = n / sd**2
    total = float(weight.sum())
    centre = float(weight @ mean) / total
    groups = len(mean)
    spread = float(((1 - weight / total) ** 2 / (n - 1)).sum())
    between = float(weight @ (mean - centre) ** 2) / (groups - 1)
    f = between / (1 + 2 * (groups - 2) / (groups**2 - 1) * spread)
    return float(scipy.special.fdtrc(groups - 1, (groups**2 - 1) / (3 * spread), f))


def cluster_ratio(sums: npt.ArrayLike, sizes: npt.ArrayLike, level: float = 0.95) -> ClusterRatio:
    """Share or mean over sites drawn as wholes: sum of `sums` / sum of `sizes`, t with sites - 1 df.

    `sums`: per site the successes or the total of the values; `sizes`: per site the units, > 0; both
    (sites,). Variance: linearised ratio estimator, J/(J - 1) sum (y - R m)^2 / (sum m)^2. Not estimable with
    one site; `ValueError` for other shapes, no site, an empty site. Source: Cochran (1977), Sampling
    Techniques, 9A.
    """
    y, m = np.asarray(sums, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if y.ndim != 1 or y.shape != m.shape or not y.size:
        raise ValueError(f"one sum and one size a site, not shapes {y.shape} and {m.shape}")
    if not (np.isfinite(y).all() and np.isfinite(m).all() and (m > 0).all()):
        raise ValueError("sums must be finite and sizes above 0")
    total = float(m.sum())
    estimate = float(y.sum()) / total
    sites = y.size
    if sites < 2:
        return ClusterRatio(estimate, None, NOT_ESTIMABLE)
    residual = float(np.linalg.norm(y - estimate * m))
    standard_error = math.sqrt(sites / (sites - 1)) * residual / total
    return ClusterRatio(estimate, standard_error, _around(estimate, standard_error, sites - 1, level))


def finite_population(fraction: float) -> float:
    """Factor on the half-width of an interval when a sample takes `fraction` of a known population.

    sqrt(1 - f), and 1 for f <= 5 %, where the correction is negligible by convention. Not for a census, whose
    interval is a statement of stability. `ValueError` unless 0 <= f <= 1. Source: Cochran (1977), 2.6.
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"a sampling fraction lies between 0 and 1, not {fraction}")
    return math.sqrt(1 - fraction) if fraction > NEGLIGIBLE_SAMPLING_FRACTION else 1.0


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """P-values adjusted for the family they form, in the order given, at most 1.

    `ValueError` unless all lie in [0, 1]. Source: Holm (1979), Scand. J. Statist. 6:65, step-down.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("p-values lie between 0 and 1")
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for done, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min((len(p_values) - done) * p_values[index], 1.0))
        adjusted[index] = largest
    return tuple(adjusted)


def _around(centre: float, standard_error: float, df: float, level: float) -> Bounds:
    half_width = -float(scipy.special.stdtrit(df, tail(level))) * standard_error
    return Bounds(centre - half_width, centre + half_width)


def _two_sided_p(t: float, df: float) -> float:
    return min(2 * float(scipy.special.stdtr(df, -abs(t))), 1.0)


def _check_moments(sd: float, n: int) -> None:
    if n < 1 or not 0 <= sd < math.inf:
        raise ValueError(f"a mean needs n >= 1 and a standard deviation >= 0, not n = {n}, sd = {sd}")
