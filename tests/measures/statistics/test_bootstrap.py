"""The percentile bootstrap: its law, its reproducibility, its limits."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.bootstrap import (
    LARGEST_RESAMPLED,
    mean_bounds,
    percentile_bounds,
    ratio_bounds,
    resampled_means,
)
from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.means import student


def likert(respondents: int, columns: int, seed: int = 1) -> np.ndarray:
    """Correlated answers 1-7, skewed towards the ceiling as expectations are."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(respondents, 1))
    return np.clip(np.round(5.5 + common + generator.normal(size=(respondents, columns))), 1, 7)


def test_percentiles_are_type_7_quantiles_of_the_draws() -> None:
    assert percentile_bounds(np.arange(2001.0)) == pytest.approx((50.0, 1950.0))
    assert percentile_bounds([4.0]) == Bounds(4.0, 4.0)


def test_the_mean_of_yes_and_no_follows_the_binomial_law() -> None:
    # resampling 12 yes of 40: the number of yes is Binomial(40, .3) exactly
    law = stats.binom(40, 0.3)
    low, high = mean_bounds([0, 1], [28, 12], seed=11, draws=200_000)
    assert (low, high) == (law.ppf(0.025) / 40, law.ppf(0.975) / 40)


def test_the_frequency_table_is_the_bootstrap_of_its_rows() -> None:
    values, counts = [1, 2, 4, 7], [5, 9, 14, 2]
    rows = np.repeat(values, counts)
    peer = stats.bootstrap(
        (rows,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(5)
    ).confidence_interval
    width = peer.high - peer.low
    got = mean_bounds(values, counts, seed=3, draws=20_000)
    assert got == pytest.approx((peer.low, peer.high), abs=0.05 * width)


def test_the_order_and_the_split_of_the_table_do_not_matter() -> None:
    once = mean_bounds([1, 2, 3], [4, 5, 6], seed=7)
    assert mean_bounds([3, 1, 9, 2, 2], [6, 4, 0, 2, 3], seed=7) == once


def test_another_seed_gives_other_draws() -> None:
    table = np.arange(50), np.arange(1, 51)
    assert mean_bounds(*table, seed=7) == mean_bounds(*table, seed=7)
    assert mean_bounds(*table, seed=7) != mean_bounds(*table, seed=8)


def test_a_thousand_million_answers_cost_no_more_than_ten() -> None:
    counts = np.array([1, 2, 3, 2, 2]) * 10**8
    rows = np.repeat(np.arange(1, 6), [1, 2, 3, 2, 2])
    sd = float(np.std(rows))
    low, high = student(float(np.mean(rows)), sd, 10**9)
    got = mean_bounds(np.arange(1, 6), counts, seed=2)
    assert got == pytest.approx((low, high), abs=0.1 * (high - low))


def test_equal_answers_have_no_spread() -> None:
    assert mean_bounds([4], [30], seed=1) == Bounds(4.0, 4.0)
    assert mean_bounds([0.1, 5.0], [1, 0], seed=1) == Bounds(0.1, 0.1)


@pytest.mark.parametrize(
    ("values", "counts"),
    [([1, 2], [3]), ([], []), ([1, 2], [0, 0]), ([1, 2], [-1, 3]), ([1, np.nan], [1, 1]), ([1], [0.5])],
)
def test_impossible_tables_are_refused(values: list[float], counts: list[float]) -> None:
    with pytest.raises(ValueError, match="count"):
        mean_bounds(values, counts, seed=1)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(-9, 9), st.integers(1, 50), min_size=2), st.integers(0, 10**6))
def test_a_wide_level_holds_the_mean_and_stays_within_the_values(table: dict[int, int], seed: int) -> None:
    values, counts = list(table), list(table.values())
    low, high = mean_bounds(values, counts, seed, level=0.99)
    assert min(values) <= low <= np.average(values, weights=counts) <= high <= max(values)


@pytest.mark.parametrize("respondents", [300, LARGEST_RESAMPLED + 1])
def test_joint_means_have_the_mean_and_covariance_of_the_bootstrap(respondents: int) -> None:
    answers = likert(respondents, 4)
    means = resampled_means(answers, seed=9, draws=20_000)
    assert means.shape == (20_000, 4)
    covariance = np.cov(answers, rowvar=False, ddof=0) / respondents
    scale = np.sqrt(np.diag(covariance))
    # 20,000 draws: a mean is off by 1/141 of a standard deviation, a covariance by about 1 %
    assert (means.mean(axis=0) - answers.mean(axis=0)) / scale == pytest.approx(np.zeros(4), abs=0.035)
    assert np.cov(means, rowvar=False) == pytest.approx(covariance, rel=0.06)


def test_the_normal_limit_takes_over_without_a_step() -> None:
    answers = likert(LARGEST_RESAMPLED + 1, 3)
    limit = np.quantile(resampled_means(answers, seed=4), [0.025, 0.5, 0.975], axis=0)
    resampled = np.quantile(resampled_means(answers[:-1], seed=4), [0.025, 0.5, 0.975], axis=0)
    width = limit[2] - limit[0]
    assert (limit - resampled) / width == pytest.approx(np.zeros((3, 3)), abs=0.06)


@pytest.mark.parametrize("respondents", [40, LARGEST_RESAMPLED + 1])
def test_columns_that_are_bound_together_stay_so(respondents: int) -> None:
    answers = likert(respondents, 2)
    bound = np.column_stack([answers, answers.sum(axis=1), np.full(respondents, 3.0)])
    means = resampled_means(bound, seed=6)
    assert means[:, 0] + means[:, 1] == pytest.approx(means[:, 2], abs=1e-9)
    assert means[:, 3] == pytest.approx(np.full(2000, 3.0), abs=1e-12)


@pytest.mark.parametrize("respondents", [1, 200, LARGEST_RESAMPLED + 1])
def test_the_seed_alone_decides_the_draws(respondents: int) -> None:
    answers = likert(respondents, 3)
    once = resampled_means(answers, seed=21)
    assert np.array_equal(once, resampled_means(answers, seed=21))
    assert np.array_equal(once, resampled_means(answers, seed=22)) == (respondents == 1)


def test_the_joint_bootstrap_runs_in_bounded_memory() -> None:
    answers = likert(LARGEST_RESAMPLED, 20)
    many = likert(400_000, 20)
    tracemalloc.start()
    resampled_means(answers, seed=1)
    resampled_means(many, seed=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < many.nbytes  # 64 MB: neither 2000 x 5000 weights (80 MB) nor a second copy of the answers


@pytest.mark.parametrize("answers", [[1.0, 2.0], np.empty((0, 3)), [[1.0, np.nan]]])
def test_incomplete_answers_are_refused(answers: list[float]) -> None:
    with pytest.raises(ValueError, match=r"shape|answered"):
        resampled_means(answers, seed=1)


def test_the_bootstrap_of_sites_equals_drawing_them_one_by_one() -> None:
    generator = np.random.default_rng(4)
    sizes = generator.integers(5, 40, size=12).astype(float)
    sums = np.array(
        [generator.binomial(int(size), generator.uniform(0.4, 0.9)) for size in sizes], dtype=float
    )
    drawn = generator.integers(0, 12, size=(20_000, 12))
    by_hand = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [0.025, 0.975])
    bounds = ratio_bounds(sums, sizes, seed=1)
    assert bounds == pytest.approx(tuple(by_hand), abs=0.05 * np.ptp(by_hand))
    assert bounds == ratio_bounds(sums, sizes, seed=1)


@pytest.mark.parametrize(
    ("sums", "sizes"), [([], []), ([1.0], [0.0]), ([1.0], [1.0, 2.0]), ([np.nan], [1.0])]
)
def test_sites_that_cannot_be_are_refused(sums: list[float], sizes: list[float]) -> None:
    with pytest.raises(ValueError, match=r"sums must be finite|one sum and one size"):
        ratio_bounds(sums, sizes, seed=1)
