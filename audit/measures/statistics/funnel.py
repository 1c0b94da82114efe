"""Which of many shares are lower than chance explains: exact limits of a funnel plot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy  # special is loaded when first used: it takes longer than all of numpy

Bools = npt.NDArray[np.bool_]


def low_outliers(
    successes: npt.ArrayLike, sizes: npt.ArrayLike, share: float, probability: float = 0.001
) -> Bools:
    """Where P(X <= successes) < `probability` for X ~ Binomial(sizes, share); all (units,).

    0.001 is the lower side of the 99.8 % funnel, exact and without interpolation. `ValueError` unless
    0 <= successes <= sizes and 0 <= share <= 1. Source: Spiegelhalter (2005), Stat. Med. 24:1185.
    """
    x, n = _checked(successes, sizes, share)
    return np.asarray(scipy.special.bdtr(x, n, share) < probability)


def overdispersion(successes: npt.ArrayLike, sizes: npt.ArrayLike, share: float) -> float | None:
    """Mean squared z-score of the units about `share`: 1 where they vary as chance alone would have them.

    Not winsorised, so a single outlier raises it. `None` without units, and where `share` is 0 or 1 and
    nothing can vary. `ValueError` as for `low_outliers`, and for an empty unit. Source: Spiegelhalter (2005), 3.
    """
    x, n = _checked(successes, sizes, share)
    if (n == 0).any():
        raise ValueError("an empty unit has no share")
    if not x.size or share in (0.0, 1.0):
        return None
    return float(np.mean((x - n * share) ** 2 / (n * share * (1 - share))))


def _checked(
    successes: npt.ArrayLike, sizes: npt.ArrayLike, share: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    x, n = np.asarray(successes, dtype=np.int64), np.asarray(sizes, dtype=np.int64)
    if x.shape != n.shape or (x < 0).any() or (x > n).any():
        raise ValueError("every unit needs 0 <= successes <= size")
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    return x, n
