"""Exact intervals of rates and of their ratio."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.rates import poisson_rate, rate_ratio

EVENTS = st.integers(0, 100_000)
EXPOSURES = st.floats(1e-3, 1e9)
LEVELS = st.floats(0.5, 0.999)


def test_no_events_have_the_rate_0_as_lower_end() -> None:
    assert poisson_rate(0, 1000.0) == (0.0, pytest.approx(-math.log(0.025) / 1000, rel=1e-12))


def test_a_rate_is_per_unit_of_exposure() -> None:
    assert poisson_rate(10, 2000.0) == pytest.approx((4.795389 / 2000, 18.390356 / 2000), rel=1e-6)


def test_a_thousand_million_events_approach_the_normal_interval() -> None:
    half = 1.959963984540054 * math.sqrt(1e9)
    assert poisson_rate(10**9) == pytest.approx((1e9 - half, 1e9 + half), abs=3)


def test_exposures_scale_a_ratio() -> None:
    assert rate_ratio(8, 10.0, 20, 40.0) == pytest.approx((4 * 0.152388, 4 * 0.948058), abs=2.1e-6)


def test_a_ratio_to_no_events_has_no_upper_end() -> None:
    low, high = rate_ratio(12, 1.0, 0, 1.0)
    assert low == pytest.approx(1 / 0.359894, rel=1e-5)
    assert high is None


def test_a_ratio_of_nothing_to_nothing_is_not_estimable() -> None:
    assert rate_ratio(0, 1.0, 0, 5.0) == Bounds(None, None)


@pytest.mark.parametrize(
    ("events", "exposure"), [(-1, 1.0), (1, 0.0), (1, -2.0), (math.nan, 1.0), (1, math.inf)]
)
def test_impossible_counts_and_exposures_are_refused(events: float, exposure: float) -> None:
    with pytest.raises(ValueError, match="events"):
        poisson_rate(events, exposure)
    with pytest.raises(ValueError, match="events"):
        rate_ratio(3, 1.0, events, exposure)


@given(EVENTS, EXPOSURES, LEVELS)
def test_rates_agree_with_statsmodels_and_hold_the_estimate(
    events: int, exposure: float, level: float
) -> None:
    low, high = poisson_rate(events, exposure, level)
    peer_low, peer_high = confint_poisson(events, exposure, method="exact-c", alpha=1 - level)
    # the peer gives NaN for the lower end at 0 events
    assert low == pytest.approx(peer_low if events else 0.0, rel=1e-8)
    assert high == pytest.approx(peer_high, rel=1e-8)
    assert low <= events / exposure <= high


@given(st.integers(1, 5000), st.integers(1, 5000), LEVELS)
def test_ratios_are_the_odds_of_the_exact_binomial_interval(events: int, other: int, level: float) -> None:
    exact = stats.binomtest(events, events + other).proportion_ci(level, method="exact")
    expected = (exact.low / (1 - exact.low), exact.high / (1 - exact.high))
    assert rate_ratio(events, 1.0, other, 1.0, level) == pytest.approx(expected, rel=1e-8)


@given(st.integers(1, 10**6), EXPOSURES, st.integers(1, 10**6), EXPOSURES)
def test_swapping_the_groups_inverts_the_ratio(events: int, exposure: float, other: int, base: float) -> None:
    low, high = rate_ratio(events, exposure, other, base)
    assert low <= (events / exposure) / (other / base) * (1 + 1e-12)
    assert rate_ratio(other, base, events, exposure) == pytest.approx((1 / high, 1 / low), rel=1e-8)
