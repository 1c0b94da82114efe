"""Shares: one, the difference of two, and all shares of one whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, normal_deviate, tail


def wilson(successes: float, n: float, level: float = 0.95) -> Bounds:
    """Score interval of a share, without continuity correction; not estimable for n = 0.

    `successes` may be fractional (a weighted count). The lower end is exactly 0 at 0 successes, the upper end
    exactly 1 at n. `ValueError` unless 0 <= successes <= n. Source: Wilson (1927), JASA 22:209.
    """
    _check(successes, n)
    return NOT_ESTIMABLE if n == 0 else _score_interval(successes, n, normal_deviate(level) ** 2)


def newcombe_difference(
    successes: float, n: float, other_successes: float, other_n: float, level: float = 0.95
) -> Bounds:
    """Interval of successes/n - other_successes/other_n for two independent groups, within [-1, 1].

    Not estimable when a group is empty. Source: Newcombe (1998), Stat. Med. 17:873, method 10.
    """
    low, high = wilson(successes, n, level)
    other_low, other_high = wilson(other_successes, other_n, level)
    if low is None or high is None or other_low is None or other_high is None:
        return NOT_ESTIMABLE
    share, other_share = successes / n, other_successes / other_n
    difference = share - other_share
    return Bounds(
        difference - math.hypot(share - low, other_high - other_share),
        difference + math.hypot(high - share, other_share - other_low),
    ).clipped(-1.0, 1.0)


def goodman(counts: Sequence[float], level: float = 0.95) -> tuple[Bounds, ...]:
    """Simultaneous intervals of the shares of one whole, in the order of `counts`.

    Score intervals with the level divided among the shares (Bonferroni). One or two shares hold a single
    unknown and get the plain Wilson interval. Not estimable when the counts sum to 0; `ValueError` when one
    is negative. Source: Goodman (1965), Technometrics 7:247.
    """
    n = math.fsum(counts)
    for count in counts:
        _check(count, n)
    if n == 0:
        return (NOT_ESTIMABLE,) * len(counts)
    comparisons = len(counts) if len(counts) > 2 else 1
    squared_deviate = float(scipy.special.ndtri(tail(level) / comparisons)) ** 2
    return tuple(_score_interval(count, n, squared_deviate) for count in counts)


def _check(successes: float, n: float) -> None:
    if not 0 <= successes <= n < math.inf:
        raise ValueError(f"a share needs 0 <= successes <= n, not {successes} of {n}")


def _score_interval(successes: float, n: float, squared_deviate: float) -> Bounds:
    # The two ends solve (n + z2) p2 - (2x + z2) p + x2/n = 0. The lower one is taken from the product of the
    # roots: the difference in the textbook form loses its digits for small shares and is 6.9e-18 at 0 of 50.
    spread = math.sqrt(squared_deviate * (squared_deviate + 4 * successes * (1 - successes / n)))
    sum_of_roots = 2 * successes + squared_deviate + spread
    return Bounds(
        2 * successes * (successes / n) / sum_of_roots,
        1.0 if successes == n else min(sum_of_roots / (2 * (n + squared_deviate)), 1.0),
    )
