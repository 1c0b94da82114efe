"""The trend of counts over time: a log-linear model with an exposure and more scatter than Poisson's."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import Bounds, tail

ITERATIONS = 50
CONVERGED = 1e-12


class Trend(NamedTuple):
    """The ratio of the rate after one unit of time to that before it, and the scatter in units of Poisson's."""

    ratio: float
    bounds: Bounds
    dispersion: float


def quasi_poisson(
    counts: npt.ArrayLike, exposures: npt.ArrayLike, times: npt.ArrayLike, level: float = 0.95
) -> Trend | None:
    """Slope of log(count/exposure) on time, by quasi-likelihood; all arguments (months,).

    Dispersion = max(1, Pearson chi2 / df); t interval with months - 2 df on the log ratio. `None` without
    any count or where the fit does not settle. `ValueError` for fewer than three months, a negative count or
    an exposure that is not positive. Source: McCullagh & Nelder (1989), Generalized Linear Models, 4.5, 9.2.
    """
    y, exposure, t = (np.asarray(one, dtype=np.float64) for one in (counts, exposures, times))
    if y.size < 3 or (y < 0).any() or (exposure <= 0).any():
        raise ValueError("a trend needs three months, counts of 0 or more and positive exposures")
    if not y.sum():
        return None
    design = np.column_stack([np.ones_like(t), t - t.mean()])
    beta = np.array([math.log(y.sum() / exposure.sum()), 0.0])
    for _ in range(ITERATIONS):
        fitted = exposure * np.exp(design @ beta)
        information = design.T @ (design * fitted[:, None])
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1 / np.finfo(np.float64).eps:
            return None
        step = np.linalg.solve(information, design.T @ (y - fitted))
        beta = beta + step
        if float(np.abs(step).max()) < CONVERGED:
            return _told(y, exposure * np.exp(design @ beta), beta, design, level)
    return None


def _told(
    y: npt.NDArray[np.float64],
    fitted: npt.NDArray[np.float64],
    beta: npt.NDArray[np.float64],
    design: npt.NDArray[np.float64],
    level: float,
) -> Trend:
    df = y.size - 2
    dispersion = max(1.0, float(((y - fitted) ** 2 / fitted).sum()) / df)
    covariance = dispersion * np.linalg.inv(design.T @ (design * fitted[:, None]))
    half = -float(scipy.special.stdtrit(df, tail(level))) * math.sqrt(float(covariance[1, 1]))
    slope = float(beta[1])
    return Trend(math.exp(slope), Bounds(math.exp(slope - half), math.exp(slope + half)), dispersion)
