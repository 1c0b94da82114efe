"""The interval of Pearson's correlation against scipy, and at its limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.bounds import NOT_ESTIMABLE
from audit.measures.statistics.correlation import fisher_z

PAIRS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=40).filter(
    lambda pairs: all(len(set(column)) > 1 for column in zip(*pairs, strict=True))
)


@given(PAIRS, st.floats(0.5, 0.999))
def test_the_interval_is_that_of_scipy(pairs: list[tuple[int, int]], level: float) -> None:
    peer = stats.pearsonr(*zip(*pairs, strict=True))
    r = float(peer.statistic)
    if abs(r) > 1 - 1e-12:
        return
    assert fisher_z(r, len(pairs), level) == pytest.approx(tuple(peer.confidence_interval(level)), abs=1e-9)


def test_four_pairs_are_the_fewest() -> None:
    assert fisher_z(0.0, 3) == NOT_ESTIMABLE
    assert fisher_z(0.0, 4) == pytest.approx((-math.tanh(1.959963984540054), math.tanh(1.959963984540054)))


@pytest.mark.parametrize("r", [-1.0, 1.0])
def test_a_perfect_correlation_has_no_width(r: float) -> None:
    assert fisher_z(r, 10) == (r, r)


@pytest.mark.parametrize("r", [-1.001, 1.001, math.nan])
def test_no_correlation_lies_beyond_one(r: float) -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        fisher_z(r, 10)
