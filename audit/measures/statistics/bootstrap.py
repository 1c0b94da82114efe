"""Percentile bootstrap: of one mean from its frequency table, and of many means of the same respondents.

Generator: PCG64 of numpy, seeded by the caller, who stores the seed with the result. Rows are given in the
order of their primary key, so that the same evidence gives the same draws.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bounds import Bounds, tail

Floats = npt.NDArray[np.float64]

DRAWS = 2000
LARGEST_RESAMPLED = 5000  # respondents; see `resampled_means`
BLOCK_CELLS = 2_000_000  # numbers held at a time: 16 MB


def percentile_bounds(draws: npt.ArrayLike, level: float = 0.95) -> Bounds:
    """Type-7 quantiles of the draws, shape (draws,). Source: Efron & Tibshirani (1993), 13.3."""
    out = tail(level)
    low, high = np.quantile(np.asarray(draws, dtype=np.float64), [out, 1 - out])
    return Bounds(float(low), float(high))


def mean_bounds(
    values: npt.ArrayLike, counts: npt.ArrayLike, seed: int, draws: int = DRAWS, level: float = 0.95
) -> Bounds:
    """Bootstrap interval of a mean of discrete data: `counts` units have each of `values`, both (distinct,).

    Resampling n units with replacement gives multinomial counts of the distinct values, so drawing those is
    the bootstrap itself, at a cost that does not grow with n. The order of the values does not matter.
    `ValueError` for no units, counts that are negative or not whole, values that are not finite.
    """
    value, count = _frequency_table(values, counts)
    n = int(count.sum())
    generator = _generator(seed)
    means = np.empty(draws)
    for block in _blocks(draws, value.size):
        resampled = generator.multinomial(n, count / n, size=block.stop - block.start)
        means[block] = resampled @ value / n
    return percentile_bounds(means, level)


def ratio_bounds(
    sums: npt.ArrayLike, sizes: npt.ArrayLike, seed: int, draws: int = DRAWS, level: float = 0.95
) -> Bounds:
    """Bootstrap interval of sum of `sums` / sum of `sizes` with sites drawn as wholes; both (sites,).

    `sums`: per site the total of the values; `sizes`: per site the units, > 0. The order of the sites
    decides the draws. `ValueError` for other shapes, no site, an empty site. Source: Davison & Hinkley
    (1997), Bootstrap Methods and their Application, 3.8.
    """
    y, m = np.asarray(sums, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if y.ndim != 1 or y.shape != m.shape or not y.size:
        raise ValueError(f"one sum and one size a site, not shapes {y.shape} and {m.shape}")
    if not (np.isfinite(y).all() and np.isfinite(m).all() and (m > 0).all()):
        raise ValueError("sums must be finite and sizes above 0")
    generator = _generator(seed)
    ratios = np.empty(draws)
    for block in _blocks(draws, y.size):
        drawn = generator.multinomial(y.size, np.full(y.size, 1 / y.size), size=block.stop - block.start)
        ratios[block] = (drawn @ y) / (drawn @ m)
    return percentile_bounds(ratios, level)


def resampled_means(answers: npt.ArrayLike, seed: int, draws: int = DRAWS) -> Floats:
    """Joint bootstrap of column means: (respondents, columns) without missing answers -> (draws, columns).

    Respondents are resampled as wholes, which keeps the correlations between columns. Up to 5,000 of them the
    resample is multinomial. Beyond, the mean vector is drawn from its limiting normal law, with the
    covariance that the bootstrap has (divisor n), because the two can no longer be told apart: the error of a
    tail probability is about skewness/(6 sqrt n) (z2 - 1) phi(z), below 0.0004 for a skewness of 1, while
    2,000 draws know a tail of 0.025 to no better than 0.0035. `ValueError` for another shape, no respondents,
    a missing answer.
    """
    matrix = np.asarray(answers, dtype=np.float64)
    if matrix.ndim != 2 or not matrix.size:
        raise ValueError(f"answers have shape (respondents, columns), not {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("the joint bootstrap needs respondents who answered everything")
    generator = _generator(seed)
    if len(matrix) <= LARGEST_RESAMPLED:
        return _multinomial_means(matrix, generator, draws)
    return _normal_means(matrix, generator, draws)


def _frequency_table(values: npt.ArrayLike, counts: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.int64]]:
    value, count = np.asarray(values, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if value.ndim != 1 or value.shape != count.shape:
        raise ValueError(f"one count a value, not shapes {value.shape} and {count.shape}")
    if not (np.isfinite(value).all() and np.isfinite(count).all()):
        raise ValueError("the values and counts of a frequency table are finite")
    if (count < 0).any() or (count % 1 != 0).any() or not count.any():
        raise ValueError("the counts of a frequency table are whole, at least 0, and one or more in sum")
    distinct, position = np.unique(value[count > 0], return_inverse=True)
    return distinct, np.bincount(position, weights=count[count > 0]).astype(np.int64)


def _multinomial_means(matrix: Floats, generator: np.random.Generator, draws: int) -> Floats:
    n, columns = matrix.shape
    means = np.empty((draws, columns))
    for block in _blocks(draws, n):
        weights = generator.multinomial(n, np.full(n, 1 / n), size=block.stop - block.start)
        means[block] = weights @ matrix / n
    return means


def _normal_means(matrix: Floats, generator: np.random.Generator, draws: int) -> Floats:
    n, columns = matrix.shape
    centre = matrix.mean(axis=0)
    covariance = np.zeros((columns, columns))
    for block in _blocks(n, columns):
        deviations = matrix[block] - centre
        covariance += deviations.T @ deviations
    eigenvalues, vectors = np.linalg.eigh(covariance / n)
    # What is left of an eigenvalue 0 is rounding. The symmetric root is unique; eigenvectors, or a Cholesky
    # factor of a singular matrix, could differ from one linear-algebra library to the next and the draws with
    # them.
    negligible = columns * np.finfo(np.float64).eps * max(float(eigenvalues[-1]), 0.0)
    scale = np.sqrt(np.where(eigenvalues > negligible, eigenvalues, 0.0) / n)
    root = (vectors * scale) @ vectors.T
    means: Floats = centre + generator.standard_normal((draws, columns)) @ root
    return means


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def _blocks(rows: int, columns: int) -> Iterator[slice]:
    size = max(1, BLOCK_CELLS // columns)
    return (slice(start, min(start + size, rows)) for start in range(0, rows, size))
