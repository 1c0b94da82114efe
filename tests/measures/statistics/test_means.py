"""Student, Welch, clusters, Holm and finite populations."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.means import (
    ClusterRatio,
    Welch,
    cluster_ratio,
    covariances,
    finite_population,
    holm,
    mean_and_sd,
    one_sample_p,
    student,
    welch,
    welch_anova,
)

SAMPLES = st.lists(st.integers(-40, 40), min_size=2, max_size=60).filter(lambda xs: len(set(xs)) > 1)
LEVELS = st.floats(0.5, 0.999)


def moments(sample: list[int]) -> tuple[float, float, int]:
    return float(np.mean(sample)), float(np.std(sample, ddof=1)), len(sample)


def test_one_respondent_has_no_interval() -> None:
    assert student(4.0, 0.0, 1) == Bounds(None, None)
    assert one_sample_p(4.0, 0.0, 1) is None
    assert welch(4.0, 0.0, 1, 3.5, 1.0, 9) == Welch(0.5, None, None, None, None, Bounds(None, None))


def test_no_spread_leaves_nothing_to_compare_with() -> None:
    assert student(4.0, 0.0, 30) == Bounds(4.0, 4.0)
    assert one_sample_p(0.0, 0.0, 30) == 1.0
    assert one_sample_p(4.0, 0.0, 30) == 0.0
    assert welch(4.0, 0.0, 30, 3.5, 0.0, 9).bounds == Bounds(None, None)


def test_one_group_without_spread_lends_its_df_to_the_other() -> None:
    got = welch(4.0, 0.0, 30, 3.5, 1.0, 9)
    assert got.df == pytest.approx(8)
    assert got.bounds == pytest.approx((0.5 - 2.306004 / 3, 0.5 + 2.306004 / 3), abs=1e-6)


def test_a_thousand_million_answers_have_the_normal_interval() -> None:
    half = 1.959963984540054 * 2 / math.sqrt(1e9)
    assert student(5.0, 2.0, 10**9) == pytest.approx((5 - half, 5 + half), abs=1e-12)


@pytest.mark.parametrize(("sd", "n"), [(-1.0, 5), (math.nan, 5), (1.0, 0)])
def test_impossible_moments_are_refused(sd: float, n: int) -> None:
    with pytest.raises(ValueError, match="standard deviation"):
        student(0.0, sd, n)


@given(SAMPLES, LEVELS, st.integers(-5, 5))
def test_student_agrees_with_scipy(sample: list[int], level: float, null: int) -> None:
    peer = stats.ttest_1samp(sample, null)
    expected = peer.confidence_interval(level)
    assert student(*moments(sample), level) == pytest.approx(
        (expected.low, expected.high), rel=1e-9, abs=1e-9
    )
    assert one_sample_p(*moments(sample), null=null) == pytest.approx(peer.pvalue, rel=1e-9, abs=1e-300)


@given(SAMPLES, SAMPLES, LEVELS)
def test_welch_agrees_with_scipy(one: list[int], other: list[int], level: float) -> None:
    peer = stats.ttest_ind(one, other, equal_var=False)
    expected = peer.confidence_interval(level)
    got = welch(*moments(one), *moments(other), level)
    assert got.bounds == pytest.approx((expected.low, expected.high), rel=1e-9, abs=1e-8)
    assert (got.t, got.df, got.p_value) == pytest.approx((peer.statistic, peer.df, peer.pvalue), rel=1e-8)


@given(st.lists(SAMPLES, min_size=2, max_size=5))
def test_several_means_are_compared_as_statsmodels_does(groups: list[list[int]]) -> None:
    means, sds, sizes = zip(*map(moments, groups), strict=True)
    assert welch_anova(means, sds, sizes) == pytest.approx(anova_oneway(groups, use_var="unequal").pvalue)


def test_several_means_need_spread_and_two_units_in_each_group() -> None:
    assert welch_anova([4.0, 5.0], [1.0, 0.0], [9, 9]) is None
    assert welch_anova([4.0, 5.0], [1.0, 1.0], [9, 1]) is None
    assert welch_anova([4.0, 5.0], [1.0, 1.0], [2, 2]) == pytest.approx(
        stats.ttest_ind_from_stats(4.0, 1.0, 2, 5.0, 1.0, 2, equal_var=False).pvalue
    )
    with pytest.raises(ValueError, match="two groups or more"):
        welch_anova([4.0], [1.0], [9])


@given(SAMPLES, LEVELS, LEVELS)
def test_a_higher_level_is_never_narrower(sample: list[int], one: float, other: float) -> None:
    inner, outer = (student(*moments(sample), level) for level in sorted((one, other)))
    assert outer.low <= inner.low <= inner.high <= outer.high


@given(
    st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=12), min_size=3, max_size=15),
    LEVELS,
)
def test_clusters_agree_with_cluster_robust_regression_on_a_constant(
    sites: list[list[int]], level: float
) -> None:
    answers = np.concatenate(sites)
    groups = np.repeat(np.arange(len(sites)), [len(site) for site in sites])
    fit = sm.OLS(answers, np.ones(len(answers))).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "df_correction": True}, use_t=True
    )
    # the peer multiplies by (N - 1)/(N - k) as well, which is 1 for a single constant
    got = cluster_ratio([sum(site) for site in sites], [len(site) for site in sites], level)
    assert got.estimate == pytest.approx(fit.params[0], abs=1e-12)
    assert got.standard_error == pytest.approx(fit.bse[0], abs=1e-9)
    assert got.bounds == pytest.approx(tuple(fit.conf_int(1 - level)[0]), rel=1e-8, abs=1e-8)


def test_equal_sites_are_a_sample_of_their_means() -> None:
    means = [3.0, 4.0, 5.5, 4.5, 3.5, 6.0, 5.0, 4.0, 4.5, 5.0]
    got = cluster_ratio([mean * 20 for mean in means], [20] * 10)
    assert got.bounds == pytest.approx(student(4.5, float(np.std(means, ddof=1)), 10), abs=1e-12)


def test_one_site_shows_nothing_of_the_spread_between_sites() -> None:
    assert cluster_ratio([30], [40]) == ClusterRatio(0.75, None, Bounds(None, None))


@pytest.mark.parametrize(
    ("sums", "sizes"), [([1, 2], [3]), ([], []), ([1, 2], [3, 0]), ([1, math.nan], [3, 3]), ([[1]], [[2]])]
)
def test_impossible_sites_are_refused(sums: list[float], sizes: list[float]) -> None:
    with pytest.raises(ValueError, match="size"):
        cluster_ratio(sums, sizes)


def test_a_small_sampling_fraction_is_not_corrected() -> None:
    assert finite_population(0.0) == finite_population(0.05) == 1.0
    assert finite_population(0.36) == 0.8
    assert finite_population(1.0) == 0.0
    with pytest.raises(ValueError, match="fraction"):
        finite_population(1.01)


def test_holm_steps_down_and_keeps_the_order_given() -> None:
    # 4 * .005, 3 * .01, then 2 * .03 carried over to .04 * 1
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()
    with pytest.raises(ValueError, match="p-values"):
        holm([0.2, 1.2])


def test_holm_agrees_with_statsmodels() -> None:
    p_values = [0.001, 0.2, 0.0004, 0.03, 0.03, 0.9, 0.012, 0.0, 1.0, 0.047]
    assert holm(p_values) == pytest.approx(tuple(multipletests(p_values, method="holm")[1]), abs=1e-15)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_the_closure_of_bonferroni(p_values: list[float]) -> None:
    """A hypothesis falls at the largest Bonferroni p-value of all the intersections that it is part of."""
    family = range(len(p_values))
    intersections = [chosen for size in family for chosen in itertools.combinations(family, size + 1)]
    expected = [
        max(
            min(len(chosen) * min(p_values[j] for j in chosen), 1.0)
            for chosen in intersections
            if i in chosen
        )
        for i in family
    ]
    assert holm(p_values) == pytest.approx(tuple(expected), abs=1e-15)


def test_moments_are_those_of_the_values() -> None:
    values = [-3.0, -1.0, 0.0, 0.5, 2.0]
    mean, sd = mean_and_sd(5, sum(values), sum(one * one for one in values))
    assert (mean, sd) == pytest.approx((np.mean(values), np.std(values, ddof=1)), rel=1e-15)


@pytest.mark.parametrize("value", [0.0, 1 / 3, -7.1])
def test_values_that_are_all_alike_have_no_spread(value: float) -> None:
    total = sum([value] * 1000)
    assert mean_and_sd(1000, total, sum([value * value] * 1000)) == (total / 1000, 0.0)


def test_one_value_has_a_mean_and_no_spread_and_none_has_neither() -> None:
    assert mean_and_sd(1, 2.5, 6.25) == (2.5, None)
    with pytest.raises(ValueError, match="no mean of no values"):
        mean_and_sd(0, 0.0, 0.0)


def test_covariances_are_those_of_the_values() -> None:
    values = np.array([[1.0, 2.0, 7.0], [2.0, 2.5, 7.0], [4.0, 1.0, 7.0], [5.0, 6.0, 7.0]])
    products = (values.T @ values).tolist()
    found = covariances(4, values.sum(axis=0).tolist(), products)
    assert found == pytest.approx(np.cov(values.T), rel=1e-14)
    assert not found[2].any()
