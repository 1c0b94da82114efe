"""One common factor behind several items: McDonald's omega by maximum likelihood, and its bootstrap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bootstrap import DRAWS, percentile_bounds
from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds

Floats = npt.NDArray[np.float64]

ITERATIONS = 2_000
CONVERGED, CONVERGED_DRAW = 1e-10, 1e-5
"""How little a unique variance may still move: the estimate, and a draw, whose scatter hides the rest."""
POWERS = 3
SMALLEST_UNIQUE = 1e-4
"""A unique variance under this share of the item's own is a Heywood case: the model does not fit."""
MOST_LOST = 0.05
"""Above this share of draws without a solution there is no interval."""


def omega_total(covariance: npt.ArrayLike) -> float | None:
    """(sum of loadings)^2 / ((sum of loadings)^2 + sum of unique variances) of a one-factor model.

    `covariance`: (items, items), on the raw metric, three items or more. `None` where the likelihood has no
    maximum with every unique variance above 0 (a Heywood case) or the fit does not settle. `ValueError` for
    another shape or an item without variance. Source: McDonald (1999), Test Theory, 6; Jöreskog (1967),
    Psychometrika 32:443; steps by Rubin & Thayer (1982), Psychometrika 47:69.
    """
    matrix = np.asarray(covariance, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or len(matrix) < 3:
        raise ValueError(f"a factor needs the covariances of three items or more, not {matrix.shape}")
    if (np.diag(matrix) <= 0).any():
        raise ValueError("an item without variance has no factor")
    (found,) = _omegas(matrix[None], CONVERGED)
    return None if np.isnan(found) else float(found)


def omega_bounds(
    patterns: npt.ArrayLike, cases: npt.ArrayLike, seed: int, draws: int = DRAWS, level: float = 0.95
) -> Bounds:
    """Percentile bootstrap of omega over respondents.

    `patterns`: the distinct complete answers, (patterns, items), in an order of their own; `cases`: how many
    respondents gave each, (patterns,): resampling respondents is multinomial in these. Draws without a
    solution are left out; not estimable where they are more than one in twenty.
    """
    answers, count = np.asarray(patterns, dtype=np.float64), np.asarray(cases, dtype=np.float64)
    n = int(count.sum())
    generator = np.random.Generator(np.random.PCG64(seed))
    counts = generator.multinomial(n, count / n, size=draws).astype(np.float64)
    centred = answers - count @ answers / n
    means = counts @ centred / n
    products = centred[:, :, None] * centred[:, None, :]
    squares = np.tensordot(counts, products, axes=1)
    covariances = (squares - n * means[:, :, None] * means[:, None, :]) / (n - 1)
    usable = (np.diagonal(covariances, axis1=1, axis2=2) > 0).all(axis=1)
    found = _omegas(covariances[usable], CONVERGED_DRAW)
    found = found[~np.isnan(found)]
    return NOT_ESTIMABLE if len(found) < (1 - MOST_LOST) * draws else percentile_bounds(found, level)


def _omegas(covariances: Floats, close: float) -> Floats:
    """Omega of each of many covariance matrices at once; nan where there is no solution."""
    scale = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    correlations = covariances / (scale[:, :, None] * scale[:, None, :])
    loadings, settled = _loadings(correlations, close)
    unique = 1 - loadings**2
    raw = (loadings * scale).sum(axis=1) ** 2
    omega: Floats = raw / (raw + (unique * scale**2).sum(axis=1))
    omega[~settled | (unique < SMALLEST_UNIQUE).any(axis=1)] = np.nan
    return omega


def _loadings(correlations: Floats, close: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Loadings of the standardised items, (matrices, items), and whether the steps settled.

    Each step takes the unique variances as given, solves for the loadings by the largest eigenvalue of the
    matrix scaled by them (which maximises the likelihood), and takes the unique variances from the rest. The
    eigenvector is carried from step to step: a few multiplications bring it up to date.
    """
    count, items, _ = correlations.shape
    inverse = np.linalg.pinv(correlations)
    unique = np.clip(1 / np.diagonal(inverse, axis1=1, axis2=2), 0.05, 0.95)
    loadings = np.zeros((count, items))
    direction = np.full((count, items), items**-0.5)
    open_ = np.arange(count)
    for _ in range(ITERATIONS):
        root = np.sqrt(unique[open_])
        scaled = correlations[open_] / (root[:, :, None] * root[:, None, :])
        vector = direction[open_]
        for _ in range(POWERS):
            vector = (scaled @ vector[:, :, None])[:, :, 0]
            value = np.linalg.norm(vector, axis=1)
            vector = vector / value[:, None]
        direction[open_] = vector
        loadings[open_] = root * vector * np.sqrt(np.maximum(value - 1, 0.0))[:, None]
        following = np.clip(1 - loadings[open_] ** 2, SMALLEST_UNIQUE / 10, 1.0)
        moved = np.abs(following - unique[open_]).max(axis=1)
        unique[open_] = following
        open_ = open_[moved >= close]
        if not open_.size:
            break
    settled = np.ones(count, dtype=bool)
    settled[open_] = False
    return loadings, settled
