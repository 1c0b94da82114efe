"""Cronbach's alpha and Feldt's interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.reliability import cronbach_alpha, cronbach_alpha_of, feldt

LIKERT = arrays(np.float64, st.tuples(st.integers(2, 25), st.integers(2, 8)), elements=st.integers(1, 7))


def test_alpha_may_be_negative() -> None:
    assert cronbach_alpha(2, 10, 4) == pytest.approx(-3.0)


@pytest.mark.parametrize(("items", "item_variances", "total"), [(2, 2.0, 4.2), (5, 0.0, 3.0), (3, 5.0, 16.0)])
def test_alpha_above_1_is_refused(items: int, item_variances: float, total: float) -> None:
    with pytest.raises(ValueError, match="above 1"):
        cronbach_alpha(items, item_variances, total)
    with pytest.raises(ValueError, match="above 1"):
        feldt(1.04, 100, 5)


@pytest.mark.parametrize(
    ("item_variances", "total"), [(-1.0, 3.0), (1.0, -3.0), (np.nan, 1.0), (1.0, np.inf), (np.inf, 1.0)]
)
def test_impossible_variances_are_refused(item_variances: float, total: float) -> None:
    with pytest.raises(ValueError, match="impossible variances"):
        cronbach_alpha(3, item_variances, total)


def test_a_total_without_variance_is_not_estimable() -> None:
    assert cronbach_alpha(4, 0.0, 0.0) is None
    assert cronbach_alpha(2, 5.0, 0.0) is None
    assert cronbach_alpha(2, 5.0, 1e-15) is None
    assert cronbach_alpha_of([[0.1, 0.2, 0.7]] * 50) is None
    assert cronbach_alpha_of([[1, 7], [7, 1], [4, 4]]) is None
    assert cronbach_alpha_of([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]]) is None


def test_one_item_or_one_respondent_is_not_estimable() -> None:
    assert cronbach_alpha(1, 4.0, 4.0) is None
    assert cronbach_alpha_of([[1], [2], [3]]) is None
    assert cronbach_alpha_of([[1, 2, 3]]) is None
    assert feldt(0.8, 1, 5) == feldt(0.8, 30, 1) == Bounds(None, None)


def test_equal_items_have_alpha_1_and_no_spread_of_it() -> None:
    column = np.arange(12) / 10
    assert cronbach_alpha_of(np.column_stack([column] * 22)) == pytest.approx(1.0, abs=1e-12)
    assert feldt(1.0, 12, 22) == Bounds(1.0, 1.0)


@pytest.mark.parametrize("answers", [[1, 2, 3], [[1, 2], [3, np.nan]]])
def test_incomplete_answers_are_refused(answers: list[object]) -> None:
    with pytest.raises(ValueError, match=r"shape|missing"):
        cronbach_alpha_of(np.array(answers))


@given(LIKERT)
def test_alpha_is_the_mean_covariance_over_the_mean_entry(answers: np.ndarray) -> None:
    """alpha = k^2 mean(off-diagonal covariance) / sum of the covariance matrix."""
    covariance = np.cov(answers, rowvar=False)
    items = answers.shape[1]
    got = cronbach_alpha_of(answers)
    if np.ptp(answers.sum(axis=1)) == 0:
        assert got is None
    else:
        off_diagonal = (covariance.sum() - np.trace(covariance)) / (items * (items - 1))
        assert got == pytest.approx(items**2 * off_diagonal / covariance.sum(), rel=1e-9, abs=1e-9)


@given(LIKERT, st.integers(-100, 100), st.sampled_from([0.25, 3.0]))
def test_alpha_does_not_depend_on_origin_and_unit(answers: np.ndarray, origin: int, unit: float) -> None:
    alpha = cronbach_alpha_of(answers)
    moved = cronbach_alpha_of(answers * unit + origin)
    assert moved == (None if alpha is None else pytest.approx(alpha, rel=1e-9, abs=1e-9))


@given(st.floats(-2, 0.999), st.integers(2, 10**6), st.integers(2, 50), st.floats(0.5, 0.999))
def test_feldt_uses_the_quantiles_of_f(alpha: float, n: int, items: int, level: float) -> None:
    law = stats.f(n - 1, (n - 1) * (items - 1))
    out = (1 - level) / 2
    expected = (1 - (1 - alpha) * law.ppf(1 - out), 1 - (1 - alpha) * law.ppf(out))
    assert feldt(alpha, n, items, level) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(st.floats(-2, 0.999), st.integers(10, 10**6), st.integers(2, 50))
def test_feldt_at_95_percent_holds_alpha(alpha: float, n: int, items: int) -> None:
    low, high = feldt(alpha, n, items)
    assert low < alpha < high <= 1
