"""Resampled quantiles of durations, held against resampling single cases."""

from __future__ import annotations

import numpy as np
import pytest

from audit.measures.statistics.bootstrap import LARGEST_RESAMPLED
from audit.measures.statistics.survival import kaplan_meier
from audit.measures.statistics.survival_bootstrap import ordered_bounds, resampled_quantiles


def cases(n: int, seed: int, scale: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    """Whole hours until the end or the cut-off, and whether a case ended."""
    rng = np.random.default_rng(seed)
    until, cut = rng.exponential(scale, n), rng.uniform(0, 6 * scale, n)
    return np.ceil(np.minimum(until, cut)), until <= cut


def test_the_draws_spread_as_those_of_single_cases() -> None:
    (slow, slow_ended), (fast, fast_ended) = cases(60, 1, 20), cases(90, 2)
    times, ended = np.concatenate([slow, fast]), np.concatenate([slow_ended, fast_ended])
    groups = np.repeat([0, 1], [60, 90])
    drawn = resampled_quantiles(times, ended, groups, np.ones(150), 0.5, seed=3)
    assert drawn.shape == (2000, 2)

    rng, one_by_one = np.random.default_rng(4), np.empty((2000, 2))
    for i in range(2000):
        some = rng.integers(0, 150, 150)
        for group in (0, 1):
            mine = some[groups[some] == group]
            found = kaplan_meier(times[mine], ended[mine], ~ended[mine]).quantile(0.5)
            one_by_one[i, group] = np.inf if found is None else found
    assert np.median(drawn, axis=0).tolist() == np.median(one_by_one, axis=0).tolist()
    ratios = drawn[:, 0] / drawn[:, 1], one_by_one[:, 0] / one_by_one[:, 1]
    mine, theirs = (ordered_bounds(one) for one in ratios)
    width = theirs.high - theirs.low
    assert mine == (pytest.approx(theirs.low, abs=0.08 * width), pytest.approx(theirs.high, abs=0.08 * width))


def test_the_order_of_the_cells_changes_nothing() -> None:
    times, ended = cases(40, 5)
    groups = np.arange(40) % 2
    order = np.random.default_rng(6).permutation(40)
    one = resampled_quantiles(times, ended, groups, np.ones(40), 0.9, seed=7, draws=50)
    other = resampled_quantiles(times[order], ended[order], groups[order], np.ones(40), 0.9, seed=7, draws=50)
    assert one.tolist() == other.tolist()


def test_a_curve_that_does_not_come_down_is_infinite() -> None:
    drawn = resampled_quantiles([1, 2], [True, False], [0, 0], [1, 99], 0.5, seed=1, draws=20)
    assert drawn.tolist() == [[np.inf]] * 20


def test_a_group_without_a_case_in_a_resample_has_no_quantile() -> None:
    drawn = resampled_quantiles([1, 2], [True, True], [0, 1], [1, 1], 0.5, seed=1, draws=200)
    assert set(drawn[np.isnan(drawn[:, 0]), 1]) == {2.0}
    assert np.isnan(drawn).any(axis=0).tolist() == [True, True]


def test_beyond_5000_cells_the_limiting_law_gives_the_ends_of_the_resampled_cells() -> None:
    times, ended = cases(6000, 8, 2000)
    cells, counts = np.unique(np.column_stack([times, ended]), axis=0, return_counts=True)
    assert len(cells) <= LARGEST_RESAMPLED
    whole, one_group = np.zeros(6000, int), np.zeros(len(cells), int)
    exact = resampled_quantiles(cells[:, 0], cells[:, 1], one_group, counts, 0.9, seed=9, draws=500)
    limiting = resampled_quantiles(times, ended, whole, np.ones(6000), 0.9, seed=9)
    assert limiting.shape == (2000, 1)
    low, middle, high = np.quantile(exact[:, 0], [0.025, 0.5, 0.975])
    found = np.quantile(limiting[:, 0], [0.025, 0.5, 0.975])
    assert found == pytest.approx([low, middle, high], abs=0.08 * (high - low))


def test_beyond_5000_cells_groups_keep_their_own_curves() -> None:
    # The first group always ends at its own time, the second never, the third has no case.
    times, groups = np.arange(6000) % 3000 + 1.0, np.repeat([0, 1, 2], [3000, 2990, 10])
    counts = np.repeat([1, 0], [5990, 10])
    drawn = resampled_quantiles(times, groups == 0, groups, counts, 0.5, seed=1, draws=100)
    assert 1400 < drawn[:, 0].min() < 1500 < drawn[:, 0].max() < 1600
    assert np.isinf(drawn[:, 1]).all() and np.isnan(drawn[:, 2]).all()


def test_a_curve_that_falls_to_nothing_at_once_ends_there_whatever_is_drawn() -> None:
    times, ended = np.array([*range(1, 6001), 7000.0]), np.repeat([False, True], [6000, 1])
    drawn = resampled_quantiles(times, ended, np.zeros(6001, int), np.ones(6001), 0.5, seed=1, draws=100)
    assert drawn.tolist() == [[7000.0]] * 100


def test_open_ends_are_told_as_such() -> None:
    inf, nan = np.inf, np.nan
    assert ordered_bounds([*range(1, 40), inf, inf, nan]) == (2.0, None)
    assert ordered_bounds([nan, nan]) == (None, None)


@pytest.mark.parametrize("counts", [[0, 0], [1], [-1, 2]])
def test_counts_that_cannot_be_are_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="a cell"):
        resampled_quantiles([1, 2], [True, True], [0, 0], counts, 0.5, seed=0)
