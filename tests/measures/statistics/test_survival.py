"""Kaplan-Meier against worked curves, exact rational arithmetic and statsmodels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.survival import SurvivalCurve, kaplan_meier

# per distinct time: events, censorings; few distinct times make ties of S with 1 - q frequent
TABLES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12)
SHARES = st.sampled_from([Fraction(k, 20) for k in range(1, 20)])


def curve_of(cases: list[int], ended: list[int]) -> SurvivalCurve:
    return kaplan_meier(cases, ended, [1 - event for event in ended])


def curve_of_table(table: list[tuple[int, int]]) -> SurvivalCurve:
    return kaplan_meier(range(1, len(table) + 1), [d for d, _ in table], [c for _, c in table])


def exact_survival(table: list[tuple[int, int]]) -> dict[int, Fraction]:
    """S just after each event time as a rational number, straight from the definition."""
    share, at_risk, out = Fraction(1), sum(d + c for d, c in table), {}
    for time, (ended, censored) in enumerate(table, start=1):
        if ended:
            share *= Fraction(at_risk - ended, at_risk)
            out[time] = share
        at_risk -= ended + censored
    return out


def test_remission_under_6_mercaptopurine() -> None:
    # Freireich et al. (1963), Blood 21:699, the textbook example (Cox & Oakes 1984, 1.3), weeks
    curve = kaplan_meier(
        [6, 7, 9, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 34, 35],
        [3, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0],
        [1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 2, 1, 1],
    )
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    error = curve.survival * np.sqrt(curve.greenwood)
    assert error == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)
    assert curve.quantile(0.5) == 23


def test_rows_may_come_unsorted_and_repeated() -> None:
    sorted_curve = kaplan_meier([1, 2, 3], [2, 3, 1], [0, 1, 2])
    shuffled = kaplan_meier([3, 2, 1, 2, 3], [1, 1, 2, 2, 0], [0, 1, 0, 0, 2])
    assert shuffled.survival.tolist() == sorted_curve.survival.tolist()
    assert shuffled.at_risk.tolist() == sorted_curve.at_risk.tolist()


def test_a_case_censored_at_an_event_time_is_still_at_risk_there() -> None:
    assert kaplan_meier([5], [1], [1]).survival.tolist() == [0.5]
    assert kaplan_meier([5, 6], [1, 0], [0, 1]).survival.tolist() == [0.5]
    assert kaplan_meier([4, 5], [0, 1], [1, 0]).survival.tolist() == [0.0]


@pytest.mark.parametrize("q", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_a_share_that_equals_1_minus_q_counts_as_reached(q: float) -> None:
    curve = kaplan_meier(range(1, 11), [1] * 10, [0] * 10)
    assert curve.quantile(q) == round(10 * q)


def test_a_share_one_case_short_of_1_minus_q_does_not_count() -> None:
    n = 10**9
    assert kaplan_meier([1, 2], [n // 10 * 9 - 1, 1], [0, n // 10]).quantile(0.9) == 2
    assert kaplan_meier([1, 2], [n // 10 * 9, 0], [0, n // 10]).quantile(0.9) == 1


@given(TABLES, SHARES)
def test_curve_and_quantile_agree_with_rational_arithmetic(table: list[tuple[int, int]], q: Fraction) -> None:
    exact = exact_survival(table)
    curve = curve_of_table(table)
    assert dict(zip(curve.times.tolist(), curve.survival.tolist(), strict=True)) == pytest.approx(
        {time: float(share) for time, share in exact.items()}, rel=1e-13
    )
    assert curve.quantile(float(q)) == next((t for t, share in exact.items() if share <= 1 - q), None)


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=80))
def test_curve_and_variance_agree_with_statsmodels(cases: list[tuple[int, bool]]) -> None:
    times, ended = [time for time, _ in cases], [int(event) for _, event in cases]
    if not any(ended):
        return
    peer = SurvfuncRight(times, ended)
    curve = curve_of(times, ended)
    assert curve.times.tolist() == peer.surv_times.tolist()
    assert curve.at_risk.tolist() == peer.n_risk.tolist()
    assert curve.survival == pytest.approx(peer.surv_prob, abs=1e-12)
    positive = curve.survival > 0
    error = curve.survival[positive] * np.sqrt(curve.greenwood[positive])
    assert error == pytest.approx(peer.surv_prob_se[positive], rel=1e-9)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=80))
def test_without_censoring_the_curve_is_the_empirical_distribution(times: list[int]) -> None:
    curve = curve_of(times, [1] * len(times))
    empirical = stats.ecdf(times)
    assert curve.times.tolist() == empirical.sf.quantiles.tolist()
    assert curve.survival == pytest.approx(empirical.sf.probabilities, abs=1e-12)


@given(TABLES, st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_the_band_holds_the_curve_and_widens_with_the_level(
    table: list[tuple[int, int]], one: float, other: float
) -> None:
    curve = curve_of_table(table)
    (low, high), (outer_low, outer_high) = (curve.band(level) for level in sorted((one, other)))
    known = curve.survival > 0
    assert np.all((outer_low <= low * (1 + 1e-12)) & (low <= curve.survival * (1 + 1e-12)))
    assert np.all(curve.survival[known] <= high[known] * (1 + 1e-12))
    assert np.all(high[known] <= outer_high[known] * (1 + 1e-12))
    assert np.all((low >= 0) & ~(high > 1))


@given(TABLES, SHARES)
def test_the_ends_of_a_quantile_enclose_it(table: list[tuple[int, int]], q: Fraction) -> None:
    curve = curve_of_table(table)
    estimate, (low, high) = curve.quantile(float(q)), curve.quantile_bounds(float(q))
    beyond = float("inf")
    ends = [beyond if time is None else time for time in (low, estimate, high)]
    assert ends == sorted(ends)


def test_a_curve_that_ends_at_0_has_no_upper_limit_there() -> None:
    curve = kaplan_meier([1, 2], [600, 400], [0, 0])
    low, high = curve.band()
    assert low[1] == 0.0
    assert np.isnan(high[1])
    assert curve.quantile(0.9) == 2
    assert curve.quantile_bounds(0.9) == Bounds(2.0, None)


def test_no_cases_and_no_events_reach_nothing() -> None:
    for curve in (kaplan_meier([], [], []), kaplan_meier([3, 4], [0, 0], [5, 1])):
        assert curve.times.tolist() == curve.survival.tolist() == []
        assert curve.quantile(0.5) is None
        assert curve.quantile_bounds(0.5) == Bounds(None, None)


def test_a_thousand_million_cases_have_a_narrow_band() -> None:
    curve = kaplan_meier([1, 2, 3], [4 * 10**8, 10**8, 10**8], [0, 0, 4 * 10**8])
    low, high = curve.band()
    half = 1.959963984540054 * np.sqrt(0.5 * 0.5 / 1e9)
    assert (low[1], high[1]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-8)
    assert curve.quantile_bounds(0.5) == Bounds(2.0, 3.0)


@pytest.mark.parametrize(
    ("times", "events", "censored", "complaint"),
    [
        ([1, 2], [1], [0], "one row a time"),
        ([[1]], [[1]], [[0]], "one row a time"),
        ([1, np.nan], [1, 1], [0, 0], "finite"),
        ([1], [-1], [0], "whole"),
        ([1], [0.5], [0], "whole"),
        ([1], [1], [np.nan], "whole"),
    ],
)
def test_impossible_tables_are_refused(
    times: list[float], events: list[float], censored: list[float], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        kaplan_meier(times, events, censored)


@pytest.mark.parametrize("q", [0.0, 1.0, -1.0, 90.0])
def test_a_quantile_outside_0_and_1_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        curve_of([1], [1]).quantile(q)
