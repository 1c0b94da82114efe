"""Intervals of shares against published tables, other libraries and their own algebra."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    multinomial_proportions_confint,
    proportion_confint,
)

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.proportions import (
    goodman,
    newcombe_difference,
    wilson,
)

COUNTS = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SMALL = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.floats(0.5, 0.999)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 95.0, math.nan])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="confidence level"):
        wilson(1, 2, level)


def test_wilson_is_exactly_0_and_exactly_1_at_the_ends() -> None:
    assert wilson(0, 50).low == 0.0
    assert wilson(50, 50).high == 1.0
    assert wilson(10**9, 10**9).high == 1.0


def test_wilson_of_one_in_a_thousand_million_keeps_its_digits() -> None:
    # with z2 = z squared, n -> infinity: (2x + z2 -+ z sqrt(z2 + 4x)) / 2 per n
    assert wilson(1, 10**9) == pytest.approx((1.765245549e-10, 5.664934243e-09), rel=1e-9)


def test_wilson_takes_weighted_counts() -> None:
    between = wilson(7.5, 50)
    assert wilson(7, 50) < between < wilson(8, 50)


def test_nothing_is_estimable_without_trials() -> None:
    assert wilson(0, 0) == Bounds(None, None)
    assert newcombe_difference(0, 0, 3, 10) == Bounds(None, None)
    assert goodman([0, 0, 0]) == (Bounds(None, None),) * 3
    assert goodman([]) == ()


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (math.nan, 5), (1, math.nan), (1, math.inf)])
def test_impossible_counts_are_refused(x: float, n: float) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(x, n)


def test_two_shares_of_a_whole_are_one_proportion() -> None:
    assert goodman([12, 38]) == (wilson(12, 50), wilson(38, 50))


@given(SMALL, LEVELS)
def test_wilson_agrees_with_statsmodels(count: tuple[int, int], level: float) -> None:
    x, n = count
    peer = proportion_confint(x, n, alpha=1 - level, method="wilson")
    assert wilson(x, n, level) == pytest.approx(peer, rel=1e-9, abs=1e-12)


@given(SMALL, SMALL, LEVELS)
def test_newcombe_difference_agrees_with_statsmodels(
    one: tuple[int, int], other: tuple[int, int], level: float
) -> None:
    low, high = confint_proportions_2indep(*one, *other, method="newcomb", alpha=1 - level)
    expected = (max(low, -1.0), min(high, 1.0))
    assert newcombe_difference(*one, *other, level) == pytest.approx(expected, rel=1e-9, abs=1e-7)


@given(st.lists(st.integers(1, 300), min_size=3, max_size=8), LEVELS)
def test_goodman_agrees_with_statsmodels(counts: list[int], level: float) -> None:
    peer = multinomial_proportions_confint(counts, alpha=1 - level, method="goodman")
    for got, expected in zip(goodman(counts, level), peer, strict=True):
        assert got == pytest.approx(tuple(expected), rel=1e-9)


@given(COUNTS, LEVELS)
def test_an_interval_of_a_share_holds_the_share_and_mirrors(count: tuple[int, int], level: float) -> None:
    x, n = count
    low, high = wilson(x, n, level)
    assert 0 <= low <= x / n <= high <= 1
    assert wilson(n - x, n, level) == pytest.approx((1 - high, 1 - low), rel=1e-9, abs=1e-12)


@given(COUNTS, LEVELS, LEVELS)
def test_a_higher_level_is_never_narrower(count: tuple[int, int], one: float, other: float) -> None:
    lower_level, higher_level = sorted((one, other))
    inner, outer = wilson(*count, lower_level), wilson(*count, higher_level)
    assert outer.low <= inner.low * (1 + 1e-12)
    assert outer.high >= inner.high * (1 - 1e-12)


@given(SMALL, SMALL)
def test_swapping_the_groups_turns_the_difference_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    low, high = newcombe_difference(*one, *other)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert newcombe_difference(*other, *one) == pytest.approx((-high, -low), abs=1e-12)
