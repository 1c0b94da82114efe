"""Effect sizes, equivalence and the robust regression, held against worked numbers and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.outliers_influence import variance_inflation_factor

from audit.measures.statistics.effects import (
    difference_bounds,
    equivalence,
    satterthwaite,
    standardised_difference,
    standardised_regression,
)

RECOVERED, CONTROL = (5.6, 1.1, 80), (5.9, 0.9, 120)


def test_two_means_within_the_margin_are_equivalent() -> None:
    assert equivalence(5.0, 1.0, 2000, 5.01, 1.0, 2000, margin=0.2).holds
    assert not equivalence(5.0, 1.0, 1, 5.0, 1.0, 20, margin=0.2).holds


@settings(max_examples=30)
@given(st.floats(-3, 3), st.integers(2, 400), st.integers(2, 400))
def test_the_interval_holds_the_noncentralities_of_both_tails(d: float, n: int, other: int) -> None:
    found = standardised_difference(d, 1.0, n, 0.0, 1.0, other)
    scale = np.sqrt(1 / n + 1 / other)
    low, high = found.d_bounds
    assert low is not None and high is not None and found.d is not None and low <= found.d <= high
    if abs(found.d / scale) < 30:
        tails = [stats.nct.cdf(found.d / scale, n + other - 2, end / scale) for end in (low, high)]
        assert tails == pytest.approx([0.975, 0.025], abs=1e-7)


def test_far_out_the_interval_goes_on_without_a_step() -> None:
    near, far = (standardised_difference(d, 1.0, 5000, 0.0, 1.0, 5000) for d in (0.5999, 0.6001))
    assert near.d_bounds == pytest.approx(far.d_bounds, abs=1e-3)


@pytest.mark.parametrize("groups", [(1.0, 0.0, 5, 2.0, 0.0, 5), (1.0, 1.0, 1, 2.0, 1.0, 5)])
def test_without_spread_or_with_one_unit_there_is_no_effect_size(groups: tuple[float, ...]) -> None:
    assert standardised_difference(*groups) == (None, None, (None, None), (None, None))  # type: ignore[arg-type]


def test_a_weighted_sum_of_two_means_has_welchs_interval() -> None:
    one, other = [4, 5, 7, 3, 6, 6, 2], [1, 5, 9, 2]
    peer = stats.ttest_ind(one, other, equal_var=False)
    parts = [(weight, np.var(x, ddof=1) / len(x), len(x)) for weight, x in ((1.0, one), (-1.0, other))]
    for level in (0.95, 0.8):
        found = satterthwaite(np.mean(one) - np.mean(other), parts, level)
        assert found == pytest.approx(tuple(peer.confidence_interval(level)))


def test_a_weight_widens_by_its_own_size() -> None:
    (_, high), (_, doubled) = (satterthwaite(0, [(weight, 0.3, 9)]) for weight in (1, -2))
    assert high == pytest.approx(stats.t.ppf(0.975, 8) * np.sqrt(0.3))
    assert doubled == pytest.approx(2 * stats.t.ppf(0.975, 8) * np.sqrt(0.3))


def test_a_sum_of_means_without_variance_has_no_interval() -> None:
    assert satterthwaite(1.5, [(1, 0.0, 9), (-1, 0.0, 5)]) == (None, None)


def test_the_regression_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 3)) @ np.array([[1, 0.5, 0.2], [0, 1, 0.4], [0, 0, 1]])
    y = x @ [0.4, 0.2, 0.3] + rng.normal(size=200) * (1 + np.abs(x[:, 0]))
    found = standardised_regression(y, x)
    assert found is not None
    z, zy = stats.zscore(x, ddof=1), stats.zscore(y, ddof=1)
    peer = sm.OLS(zy, sm.add_constant(z)).fit(cov_type="HC3", use_t=True)
    assert [one.slope for one in found] == pytest.approx(peer.params[1:])
    for one, ends in zip(found, peer.conf_int()[1:], strict=True):
        assert one.bounds == pytest.approx(tuple(ends))
    design = sm.add_constant(z)
    vifs = [variance_inflation_factor(design, place) for place in (1, 2, 3)]
    assert [one.vif for one in found] == pytest.approx(vifs)


def test_collinear_or_constant_predictors_are_not_estimable() -> None:
    x = np.random.default_rng(2).normal(size=(50, 2))
    y = x[:, 0]
    assert standardised_regression(y, np.column_stack([x[:, 0], 2 * x[:, 0]])) is None
    assert standardised_regression(y, np.column_stack([x[:, 0], np.ones(50)])) is None
    assert standardised_regression(y[:3], x[:3]) is None


def test_the_bootstrap_of_a_difference_spreads_as_that_of_single_cases() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.integers(0, 3, 80), rng.integers(0, 3, 60)
    found = difference_bounds([0, 1, 2], np.bincount(one), np.bincount(other), seed=4)
    drawn = rng.choice(one, (4000, 80)).mean(axis=1) - rng.choice(other, (4000, 60)).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert found == pytest.approx((low, high), abs=0.07 * (high - low))
    again = difference_bounds([0, 1, 2], np.bincount(one), np.bincount(other), seed=4)
    assert again == found
    with pytest.raises(ValueError, match="one unit"):
        difference_bounds([0, 1], [1, 1], [0, 0], seed=0)
