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


def clopper_pearson(successes: float, n: float, level: float = 0.95) -> Bounds:
    """Exact interval of a share from the two binomial tails; not estimable for n = 0.

    `ValueError` unless 0 <= successes <= n. Source: Clopper & Pearson (1934), Biometrika 26:404.
    """
    _check(successes, n)
    out = tail(level)
    if n == 0:
        return NOT_ESTIMABLE
    failures = n - successes
    return Bounds(
        0.0 if successes == 0 else float(scipy.special.betaincinv(successes, failures + 1, out)),
        1.0 if failures == 0 else float(scipy.special.betainccinv(successes + 1, failures, out)),
    )


def newcombe_difference(
    successes: float, n: float, other_successes: float, other_n: float, level: float = 0.95
) -> Bounds:
    """Interval of successes/n - other_successes/other_n for two independent groups, within [-1, 1].

    Not estimable when a group is empty. Source: Newcombe (1998), Stat. Med. 17:873, method 10.
    """
    return _square_and_add((successes, n), (other_successes, other_n), 0.0, level)


def newcombe_paired(
    both: float, first_only: float, second_only: float, neither: float, level: float = 0.95
) -> Bounds:
    """Interval of (first_only - second_only)/n for two yes/no answers of the same n units, within [-1, 1].

    The four counts are the cells of the paired table; not estimable when all are 0, `ValueError` when one is
    negative. Source: Newcombe (1998), Stat. Med. 17:2635, method 10: Wilson intervals of the two margins,
    tied by the phi coefficient with its numerator moved towards 0 by at most n/2.
    """
    cells = (both, first_only, second_only, neither)
    if min(cells) < 0:
        raise ValueError(f"counts of a paired table cannot be negative: {cells}")
    n = math.fsum(cells)
    first, second = both + first_only, both + second_only
    margins = math.prod(math.sqrt(margin) for margin in (first, n - first, second, n - second))
    covariation = both * neither - first_only * second_only
    if covariation > 0:
        covariation = max(covariation - n / 2, 0.0)
    phi = covariation / margins if margins > 0 else 0.0
    return _square_and_add((first, n), (second, n), phi, level)


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


def _square_and_add(
    first: tuple[float, float], second: tuple[float, float], phi: float, level: float
) -> Bounds:
    low_1, high_1 = wilson(*first, level)
    low_2, high_2 = wilson(*second, level)
    if low_1 is None or high_1 is None or low_2 is None or high_2 is None:
        return NOT_ESTIMABLE
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    difference = share_1 - share_2
    return Bounds(
        difference - _norm(share_1 - low_1, high_2 - share_2, phi),
        difference + _norm(high_1 - share_1, share_2 - low_2, phi),
    ).clipped(-1.0, 1.0)


def _norm(a: float, b: float, phi: float) -> float:
    # sqrt(a2 - 2 phi a b + b2), written so that rounding cannot make the radicand negative at phi = 1
    return math.sqrt((a - b) ** 2 + 2 * (1 - phi) * a * b)
