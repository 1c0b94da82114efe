"""Rank correlation and relative weights, held against scipy, statsmodels and exhaustive permutation."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.association import relative_weights, spearman

COLUMN = st.lists(st.integers(0, 6), min_size=10, max_size=10).filter(lambda column: len(set(column)) > 1)


@settings(max_examples=10)
@given(COLUMN, COLUMN)
def test_rho_is_that_of_scipy(x: list[int], y: list[int]) -> None:
    found = spearman(x, y, seed=1)
    assert found is not None
    assert found.rho == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert 1 / 10_000 <= found.p_value <= 1


def test_p_counts_the_orders_that_are_as_far_from_zero() -> None:
    x, y = [1, 2, 3, 4, 5], [2, 1, 3, 5, 4]
    found = spearman(x, y, seed=3)
    assert found is not None
    far = [
        abs(stats.spearmanr(order, y).statistic) >= found.rho - 1e-12 for order in itertools.permutations(x)
    ]
    assert found.rho == pytest.approx(0.8)
    assert found.p_value == pytest.approx(np.mean(far), abs=0.01)
    assert (found.p_value * 10_000) % 1 == pytest.approx(0, abs=1e-6)


def test_the_weights_sum_to_the_share_explained_and_the_slopes_are_those_of_regression() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(40, 3)) @ np.array([[1, 0.6, 0.2], [0, 1, 0.3], [0, 0, 1]])
    y = x @ [0.5, 0.2, 0.0] + rng.normal(size=40)
    found = relative_weights(y, x, seed=5)
    assert found is not None
    z = stats.zscore(np.column_stack([y, x]), ddof=1)
    peer = sm.OLS(z[:, 0], z[:, 1:]).fit()
    assert [one.slope for one in found] == pytest.approx(peer.params)
    assert sum(one.part for one in found) == pytest.approx(peer.rsquared)
    for one in found:
        assert one.slope_bounds.low is not None and one.slope_bounds.high is not None
        assert one.slope_bounds.low < one.slope < one.slope_bounds.high
        assert one.part_bounds.low is not None and one.part_bounds.low >= 0


def test_uncorrelated_predictors_weigh_as_much_as_their_squared_correlations() -> None:
    x = np.array([[a, b] for a in (-1.0, 1.0) for b in (-1.0, 1.0)] * 10)
    y = 2 * x[:, 0] + x[:, 1] + np.tile([0.3, -0.3], 20) * x.prod(axis=1)
    found = relative_weights(y, x, seed=6, draws=50)
    assert found is not None
    squared = [np.corrcoef(y, x[:, i])[0, 1] ** 2 for i in (0, 1)]
    assert [one.part for one in found] == pytest.approx(squared)


def test_the_seed_alone_decides_the_draws() -> None:
    rng = np.random.default_rng(8)
    y, x = rng.normal(size=12), rng.normal(size=(12, 2))
    assert relative_weights(y, x, seed=1, draws=20) == relative_weights(y, x, seed=1, draws=20)
    assert relative_weights(y, x, seed=1, draws=20) != relative_weights(y, x, seed=2, draws=20)
    assert spearman(y, x[:, 0], seed=1) == spearman(y, x[:, 0], seed=1)
    assert spearman(y, x[:, 0], seed=1) != spearman(y, x[:, 0], seed=2)


def test_without_spread_or_with_collinear_predictors_nothing_is_told() -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=12)
    assert spearman([1.0] * 12, x, seed=0) is None
    assert spearman([1, 2], [2, 1], seed=0) is None
    assert relative_weights(x, np.column_stack([x, 2 * x]), seed=0) is None
    assert relative_weights(x, np.ones((12, 1)), seed=0) is None
    assert relative_weights([1, 2, 3], rng.normal(size=(3, 2)), seed=0) is None
