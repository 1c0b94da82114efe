"""Type-7 quantiles and the ranks of the order-statistic interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.quantiles import (
    Position,
    Ranks,
    order_statistic_ranks,
    type7_position,
)


def test_one_value_bounds_nothing() -> None:
    assert order_statistic_ranks(1, 0.5) == Ranks(None, None)


@given(st.integers(1, 10**9), st.floats(0.001, 0.999), st.floats(0.5, 0.999))
def test_ranks_agree_with_the_binomial_quantiles_of_scipy(n: int, q: float, level: float) -> None:
    lower = int(stats.binom.ppf((1 - level) / 2, n, q))
    upper = int(stats.binom.ppf(1 - (1 - level) / 2, n, q)) + 1
    expected = Ranks(lower if lower >= 1 else None, upper if upper <= n else None)
    assert order_statistic_ranks(n, q, level) == expected


def test_ranks_of_few_values_agree_too() -> None:
    for n in range(1, 80):
        for q in (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99):
            lower, upper = (stats.binom.ppf(tail, n, q) + step for tail, step in ((0.025, 0), (0.975, 1)))
            expected = Ranks(int(lower) if lower >= 1 else None, int(upper) if upper <= n else None)
            assert order_statistic_ranks(n, q) == expected


@given(st.integers(1, 10**6), st.floats(0.01, 0.99))
def test_ranks_of_the_mirrored_quantile_mirror(n: int, q: float) -> None:
    lower, upper = order_statistic_ranks(n, q)
    mirrored = order_statistic_ranks(n, 1 - q)
    assert mirrored == Ranks(
        None if upper is None else n + 1 - upper, None if lower is None else n + 1 - lower
    )


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=80), st.floats(0, 1))
def test_type_7_agrees_with_numpy(values: list[float], q: float) -> None:
    ascending = sorted(values)
    rank, fraction = type7_position(len(values), q)
    low, high = ascending[rank - 1], ascending[min(rank, len(values) - 1)]
    assert low + fraction * (high - low) == pytest.approx(float(np.quantile(values, q)), rel=1e-9, abs=1e-5)


def test_type_7_interpolates_between_two_ranks() -> None:
    assert type7_position(4, 0.5) == Position(2, 0.5)
    assert type7_position(5, 0.5) == Position(3, 0.0)
    assert type7_position(11, 0.9) == Position(10, 0.0)


def test_the_largest_value_needs_no_next_one() -> None:
    assert type7_position(7, 1.0) == Position(7, 0.0)
    assert type7_position(1, 0.9) == Position(1, 0.0)


@pytest.mark.parametrize(("n", "q"), [(0, 0.5), (5, -0.1), (5, 1.1), (5, math.nan)])
def test_impossible_quantiles_are_refused(n: int, q: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        type7_position(n, q)
    with pytest.raises(ValueError, match="quantile"):
        order_statistic_ranks(n, q)
