"""Reliability of a sum of items: Cronbach's alpha and its interval.

The reliability of difference scores (perceived minus expected) is alpha of the differences themselves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, tail

# Relative rounding of variances that an engine summed in parallel. A ratio of total to item variances that is
# truly so small would need a billion respondents of whom a single one differs.
ROUNDING = 1e-9


def cronbach_alpha(items: int, sum_of_item_variances: float, variance_of_total: float) -> float | None:
    """k/(k - 1) (1 - sum of item variances / variance of their total), variances with divisor n - 1.

    `None` when not estimable: fewer than two items, or a total without variance. May be negative.
    `ValueError` for a negative variance and for alpha > 1, which no data can give (the variance of a sum is
    at most k times the sum of the variances). Source: Cronbach (1951), Psychometrika 16:297.
    """
    if not (0 <= sum_of_item_variances < np.inf and 0 <= variance_of_total < np.inf):
        raise ValueError(f"impossible variances: {sum_of_item_variances}, {variance_of_total}")
    if items < 2 or variance_of_total <= ROUNDING * sum_of_item_variances:
        return None
    alpha = items / (items - 1) * (1 - sum_of_item_variances / variance_of_total)
    if alpha > 1 + ROUNDING:
        raise ValueError(
            f"alpha = {alpha:.6g} is above 1: not the variances of {items} items and of their sum"
        )
    return min(alpha, 1.0)


def cronbach_alpha_of(answers: npt.ArrayLike) -> float | None:
    """Alpha of complete answers, shape (respondents, items), already reversed where an item is; see above.

    `None` for fewer than two respondents too. `ValueError` for another shape or a missing answer.
    """
    matrix = np.asarray(answers, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"answers have shape (respondents, items), not {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("alpha is computed listwise: drop respondents with a missing answer first")
    respondents, items = matrix.shape
    if respondents < 2 or items < 2:
        return None
    total = matrix.sum(axis=1)
    # Equal totals can differ in their last bits when answers are fractions; their variance is still 0.
    if np.ptp(total) <= items * np.finfo(np.float64).eps * np.abs(matrix).sum(axis=1).max():
        return None
    return cronbach_alpha(items, float(matrix.var(axis=0, ddof=1).sum()), float(total.var(ddof=1)))


def standardised_alpha(correlations: npt.ArrayLike) -> float | None:
    """Alpha of items brought to the same variance: k r / (1 + (k - 1) r), r the mean correlation; (items, items).

    `None` for fewer than two items or a correlation that cannot be told (nan). Source: Cronbach (1951).
    """
    matrix = np.asarray(correlations, dtype=np.float64)
    items = len(matrix)
    if items < 2 or not np.isfinite(matrix).all():
        return None
    return cronbach_alpha(items, float(items), float(matrix.sum()))


def feldt(alpha: float, respondents: int, items: int, level: float = 0.95) -> Bounds:
    """Interval [L, U] of alpha: (1 - L)/(1 - alpha) and (1 - U)/(1 - alpha) are quantiles of F.

    Its degrees of freedom are n - 1 and (n - 1)(k - 1). Not estimable for fewer than two respondents or
    items; `ValueError` for alpha > 1. Source: Feldt, Woodruff & Salih (1987), Appl. Psychol. Meas. 11:93.
    """
    if alpha > 1:
        raise ValueError(f"alpha = {alpha} is above 1")
    out = tail(level)
    if respondents < 2 or items < 2:
        return NOT_ESTIMABLE
    df, other_df = respondents - 1, (respondents - 1) * (items - 1)
    return Bounds(
        1 - (1 - alpha) * float(scipy.special.fdtri(df, other_df, 1 - out)),
        1 - (1 - alpha) * float(scipy.special.fdtri(df, other_df, out)),
    )
