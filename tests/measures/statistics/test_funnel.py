"""Exact funnel limits and the overdispersion of shares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from audit.measures.statistics.funnel import low_outliers, overdispersion


def test_limits_are_those_of_the_binomial_distribution() -> None:
    generator = np.random.default_rng(3)
    n = generator.integers(1, 300, 200)
    x = generator.binomial(n, 0.75)
    expected = stats.binom.cdf(x, n, 0.85) < 0.001
    assert 5 < expected.sum() < 195
    assert low_outliers(x, n, 0.85).tolist() == expected.tolist()


def test_a_share_of_everything_or_nothing_has_no_chance_variation() -> None:
    assert low_outliers([50, 49], [50, 50], 1.0).tolist() == [False, True]
    assert low_outliers([0, 5], [50, 50], 0.0).tolist() == [False, False]
    assert overdispersion([50, 50], [50, 50], 1.0) is None
    assert overdispersion([], [], 0.5) is None


def test_dispersion_is_the_mean_squared_distance_in_standard_errors() -> None:
    # (40 - 45)^2 / (50 * .9 * .1) = 5.5556 and (19 - 18)^2 / (20 * .9 * .1) = .5556
    assert overdispersion([40, 19], [50, 20], 0.9) == pytest.approx((25 / 4.5 + 1 / 1.8) / 2)


@pytest.mark.parametrize(
    ("successes", "sizes", "share"), [([3], [2], 0.5), ([-1], [2], 0.5), ([1], [2], 1.5), ([1, 2], [2], 0.5)]
)
def test_impossible_counts_are_refused(successes: list[int], sizes: list[int], share: float) -> None:
    with pytest.raises(ValueError, match=r"needs 0 <=|lies between"):
        low_outliers(successes, sizes, share)


def test_an_empty_unit_has_no_share() -> None:
    with pytest.raises(ValueError, match="empty unit"):
        overdispersion([0, 1], [0, 2], 0.5)
