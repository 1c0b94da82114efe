"""What goes together across units: rank correlation with its permutation test, and relative weights."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bootstrap import DRAWS, percentile_bounds
from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds

Floats = npt.NDArray[np.float64]

PERMUTATIONS = 9999


class RankCorrelation(NamedTuple):
    """Spearman's rho with the two-sided p-value of no association."""

    rho: float
    p_value: float


class Weight(NamedTuple):
    """A predictor's standardised slope and its part of what is explained, with bootstrap intervals."""

    slope: float
    slope_bounds: Bounds
    part: float
    part_bounds: Bounds


def spearman(
    x: npt.ArrayLike, y: npt.ArrayLike, seed: int, permutations: int = PERMUTATIONS
) -> RankCorrelation | None:
    """Rank correlation of two columns, (n,) each, ties at their mean rank.

    The p-value is (b + 1)/(B + 1), b of B random orders being as far from 0 as what was found. `None` for fewer
    than three units or a column without spread. Source: Spearman (1904); Phipson & Smyth (2010), Stat. Appl.
    Genet. Mol. Biol. 9:39.
    """
    one, other = _standardised(_ranks(x)), _standardised(_ranks(y))
    if one is None or other is None or one.size < 3:
        return None
    rho = float(one @ other)
    generator = np.random.Generator(np.random.PCG64(seed))
    orders = generator.permuted(np.tile(other, (permutations, 1)), axis=1)
    # Equal sums in another order can differ in their last bits.
    as_far = np.abs(orders @ one) >= abs(rho) - 1e-12
    return RankCorrelation(rho, (int(as_far.sum()) + 1) / (permutations + 1))


def relative_weights(
    outcome: npt.ArrayLike, predictors: npt.ArrayLike, seed: int, draws: int = DRAWS
) -> tuple[Weight, ...] | None:
    """Standardised slopes and Johnson's relative weights of ``outcome`` (n,) on ``predictors`` (n, k).

    The weights are parts of R squared and sum to it. Units are resampled as wholes; resamples in which a column
    has no spread are left out. `None` where that is so of the units themselves, where predictors are collinear,
    or for n < k + 2. Source: Johnson (2000), Multivariate Behav. Res. 35:1.
    """
    whole = np.column_stack([np.asarray(outcome, dtype=np.float64), np.asarray(predictors, dtype=np.float64)])
    found = _weights(whole)
    if found is None:
        return None
    generator = np.random.Generator(np.random.PCG64(seed))
    n = len(whole)
    resampled = (_weights(whole[generator.integers(0, n, n)]) for _ in range(draws))
    drawn = np.array([one for one in resampled if one is not None])
    slopes, parts = found
    return tuple(
        Weight(float(slope), _ends(drawn, 0, i), float(part), _ends(drawn, 1, i))
        for i, (slope, part) in enumerate(zip(slopes, parts, strict=True))
    )


def _weights(whole: Floats) -> tuple[Floats, Floats] | None:
    """Slopes and weights, both (k,), of the first column on the others."""
    n, columns = whole.shape
    if n < columns + 1 or not whole.std(axis=0).all():
        return None
    correlations = np.atleast_2d(np.corrcoef(whole, rowvar=False))
    among, of_outcome = correlations[1:, 1:], correlations[1:, 0]
    if np.linalg.cond(among) > 1 / math.sqrt(np.finfo(np.float64).eps):
        return None
    values, vectors = np.linalg.eigh(among)
    # The orthogonal columns nearest to the predictors, and how the outcome hangs on them.
    root = (vectors * np.sqrt(values)) @ vectors.T
    on_orthogonal = np.linalg.solve(root, of_outcome)
    slopes = np.asarray(np.linalg.solve(among, of_outcome), dtype=np.float64)
    return slopes, np.asarray(root**2 @ on_orthogonal**2, dtype=np.float64)


def _ranks(column: npt.ArrayLike) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, counts = np.unique(np.asarray(column), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place], dtype=np.float64)


def _standardised(ranks: Floats) -> Floats | None:
    centred = ranks - ranks.mean()
    length = float(np.linalg.norm(centred))
    return centred / length if length else None


def _ends(drawn: Floats, which: int, predictor: int) -> Bounds:
    return percentile_bounds(drawn[:, which, predictor]) if len(drawn) else NOT_ESTIMABLE
