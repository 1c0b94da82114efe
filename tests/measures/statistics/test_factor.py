"""McDonald's omega against models whose loadings are known, and its bootstrap."""

from __future__ import annotations

import numpy as np
import pytest

from audit.measures.statistics.bounds import NOT_ESTIMABLE
from audit.measures.statistics.factor import omega_bounds, omega_total


def implied(loadings: list[float], unique: list[float]) -> np.ndarray:
    """The covariances of items that share one factor and nothing else."""
    return np.outer(loadings, loadings) + np.diag(unique)


@pytest.mark.parametrize(
    ("loadings", "unique"),
    [
        ([0.8, 0.7, 0.6, 0.5], [0.4, 0.5, 0.6, 0.7]),
        ([2.0, 1.0, 3.0], [1.0, 2.5, 4.0]),
        ([0.9, 0.9, 0.9, -0.3, 0.8, 0.7], [0.1, 0.3, 0.2, 0.9, 0.5, 0.6]),
        ([0.3, 0.3, 0.3], [0.9, 0.9, 0.9]),
    ],
)
def test_the_model_that_made_the_covariances_is_found_again(
    loadings: list[float], unique: list[float]
) -> None:
    true = sum(loadings) ** 2
    assert omega_total(implied(loadings, unique)) == pytest.approx(true / (true + sum(unique)), abs=1e-7)


def test_a_unique_variance_of_nothing_is_no_solution() -> None:
    # r12 r13 / r23 = 1.28: the first item would have to share more variance than it has.
    assert omega_total([[1.0, 0.8, 0.8], [0.8, 1.0, 0.5], [0.8, 0.5, 1.0]]) is None


@pytest.mark.parametrize("matrix", [np.eye(2), np.ones((3, 4)), np.ones(3)])
def test_fewer_than_three_items_or_another_shape_are_refused(matrix: np.ndarray) -> None:
    with pytest.raises(ValueError, match="three items or more"):
        omega_total(matrix)


def test_an_item_without_variance_is_refused() -> None:
    with pytest.raises(ValueError, match="without variance"):
        omega_total(np.diag([1.0, 1.0, 0.0]))


def patterns(loading: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers of 400 respondents to three items of one factor, as distinct patterns with their counts."""
    rng = np.random.default_rng(5)
    answers = loading * rng.normal(size=(400, 1)) + rng.normal(size=(400, 3))
    found, counts = np.unique(np.clip(np.round(answers + 4), 1, 7), axis=0, return_counts=True)
    return found, counts


def test_the_interval_is_that_of_resampling_single_respondents() -> None:
    found, counts = patterns(1.2)
    one_by_one = np.repeat(found, counts, axis=0)
    rng = np.random.default_rng(6)
    drawn = [omega_total(np.cov(one_by_one[rng.integers(0, 400, 400)], rowvar=False)) for _ in range(200)]
    low, high = np.quantile([one for one in drawn if one is not None], [0.025, 0.975])
    bounds = omega_bounds(found, counts, seed=7)
    assert bounds == pytest.approx((low, high), abs=0.15 * (high - low))
    assert omega_bounds(found, counts, seed=7) == bounds != omega_bounds(found, counts, seed=8)
    narrow = omega_bounds(found, counts, seed=7, level=0.5)
    assert low < narrow[0] < narrow[1] < high


def test_too_many_draws_without_a_solution_leave_no_interval() -> None:
    assert omega_bounds(*patterns(0.1), seed=7, draws=100) == NOT_ESTIMABLE
