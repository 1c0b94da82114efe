"""Intervals of shares against published tables, other libraries and their own algebra."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    multinomial_proportions_confint,
    proportion_confint,
)

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.proportions import (
    clopper_pearson,
    goodman,
    newcombe_difference,
    newcombe_paired,
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
    assert wilson(0, 0) == clopper_pearson(0, 0) == Bounds(None, None)
    assert newcombe_difference(0, 0, 3, 10) == newcombe_paired(0, 0, 0, 0) == Bounds(None, None)
    assert goodman([0, 0, 0]) == (Bounds(None, None),) * 3
    assert goodman([]) == ()


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (math.nan, 5), (1, math.nan), (1, math.inf)])
def test_impossible_counts_are_refused(x: float, n: float) -> None:
    for interval in (wilson, clopper_pearson):
        with pytest.raises(ValueError, match="successes"):
            interval(x, n)


def test_clopper_pearson_closes_at_the_ends() -> None:
    # 1 - .025^(1/n) by definition
    assert clopper_pearson(0, 20) == pytest.approx((0.0, 1 - 0.025 ** (1 / 20)), rel=1e-12)
    assert clopper_pearson(20, 20) == pytest.approx((0.025 ** (1 / 20), 1.0), rel=1e-12)


def test_newcombe_paired_reproduces_airway_hyper_responsiveness() -> None:
    # Bentur et al. (2009) as analysed by Fagerland, Lydersen & Laake (2014), Stat. Med. 33:2850: -.507, -.026
    assert newcombe_paired(1, 1, 7, 12) == pytest.approx((-0.507, -0.026), abs=5e-4)


def test_the_numerator_of_phi_is_never_moved_past_zero() -> None:
    # both x neither = 1 is moved by n/2 = 1: phi is 0, and both margins are Wilson's for 1 of 2.
    half = math.sqrt(2) * (wilson(1, 2)[1] - 0.5)
    assert newcombe_paired(1, 0, 0, 1) == pytest.approx((-half, half))


def test_a_paired_interval_is_not_the_independent_one() -> None:
    paired = newcombe_paired(40, 8, 2, 50)
    independent = newcombe_difference(48, 100, 42, 100)
    assert paired == pytest.approx((-0.0016, 0.1220), abs=0.002)  # about .06 -+ 1.96 sqrt(10)/100
    assert independent == pytest.approx((-0.0771, 0.1945), abs=0.002)  # about .06 -+ 1.96 sqrt(2 * .2475/100)


def test_identical_answers_tie_the_margins_but_leave_the_correction() -> None:
    # phi numerator 25 * 25 - 25 = 600, 625 without it: phi = .96
    half = math.sqrt((0.5 - (wilson(25, 50).low or 0)) ** 2 * 2 * (1 - 0.96))
    assert newcombe_paired(25, 0, 0, 25) == pytest.approx((-half, half), rel=1e-12)


def test_a_negative_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        newcombe_paired(5, -1, 2, 5)


def test_two_shares_of_a_whole_are_one_proportion() -> None:
    assert goodman([12, 38]) == (wilson(12, 50), wilson(38, 50))


@given(SMALL, LEVELS)
def test_wilson_and_clopper_pearson_agree_with_statsmodels(count: tuple[int, int], level: float) -> None:
    x, n = count
    for interval, method in ((wilson, "wilson"), (clopper_pearson, "beta")):
        peer = proportion_confint(x, n, alpha=1 - level, method=method)
        assert interval(x, n, level) == pytest.approx(peer, rel=1e-9, abs=1e-12)


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
    for interval in (wilson, clopper_pearson):
        low, high = interval(x, n, level)
        mirrored = interval(n - x, n, level)
        assert 0 <= low <= x / n <= high <= 1
        assert mirrored == pytest.approx((1 - high, 1 - low), rel=1e-9, abs=1e-12)


@given(COUNTS, LEVELS, LEVELS)
def test_a_higher_level_is_never_narrower(count: tuple[int, int], one: float, other: float) -> None:
    lower_level, higher_level = sorted((one, other))
    for interval in (wilson, clopper_pearson):
        inner, outer = interval(*count, lower_level), interval(*count, higher_level)
        assert outer.low <= inner.low * (1 + 1e-12)
        assert outer.high >= inner.high * (1 - 1e-12)


@given(SMALL, SMALL)
def test_swapping_the_groups_turns_the_difference_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    low, high = newcombe_difference(*one, *other)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert newcombe_difference(*other, *one) == pytest.approx((-high, -low), abs=1e-12)


@given(*[st.integers(0, 200)] * 4)
def test_swapping_the_answers_turns_the_paired_difference_round(a: int, b: int, c: int, d: int) -> None:
    if a + b + c + d == 0:
        return
    low, high = newcombe_paired(a, b, c, d)
    assert -1 <= low <= (b - c) / (a + b + c + d) <= high <= 1
    assert newcombe_paired(a, c, b, d) == pytest.approx((-high, -low), abs=1e-12)
    assert newcombe_paired(d, b, c, a) == pytest.approx((low, high), abs=1e-9)


@given(st.integers(2, 10**9), st.data())
def test_the_ends_of_clopper_pearson_leave_their_tails(n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(1, n - 1))
    low, high = clopper_pearson(x, n)
    assert stats.binom.sf(x - 1, n, low) == pytest.approx(0.025, rel=1e-4)
    assert stats.binom.cdf(x, n, high) == pytest.approx(0.025, rel=1e-4)
