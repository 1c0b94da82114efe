"""Cohen's kappa against the worked table, statsmodels and its own limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from audit.measures.statistics.agreement import cohen_kappa
from audit.measures.statistics.bounds import NOT_ESTIMABLE

TABLES = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 40), min_size=k, max_size=k), min_size=k, max_size=k)
)


@given(TABLES)
def test_kappa_and_its_error_are_those_of_statsmodels(table: list[list[int]]) -> None:
    counts = np.array(table, float)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if not counts.sum() or rows @ columns >= counts.sum() ** 2:
        return
    found, peer = cohen_kappa(counts), cohens_kappa(counts)
    assert found.kappa == pytest.approx(peer.kappa, abs=1e-12)
    half = 1.959963984540054 * peer.std_kappa if peer.std_kappa > 1e-9 else 0.0
    low, high = max(-1.0, peer.kappa - half), min(1.0, peer.kappa + half)
    assert found.bounds == pytest.approx((low, high), abs=1e-6)


def test_two_coders_of_fifty_cases() -> None:
    found = cohen_kappa([[20, 5], [10, 15]])
    assert (found.kappa, found.observed, found.expected) == pytest.approx((0.4, 0.7, 0.5))


@pytest.mark.parametrize(
    ("table", "ends"), [([[9, 1], [0, 1]], (-0.0351757, 1.0)), ([[0, 3], [2, 1]], (-1.0, -0.1043772))]
)
def test_an_interval_ends_where_agreement_does(table: list[list[int]], ends: tuple[float, float]) -> None:
    assert cohen_kappa(table).bounds == pytest.approx(ends, abs=1e-7)


def test_one_code_for_everything_is_no_agreement_beyond_chance() -> None:
    assert cohen_kappa([[50, 0], [0, 0]]) == (None, 1.0, 1.0, NOT_ESTIMABLE)


@pytest.mark.parametrize("table", [[[1, 2, 3], [4, 5, 6]], [[0, 0], [0, 0]], [[1, -1], [0, 1]]])
def test_a_table_that_cannot_be_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="square table of counts"):
        cohen_kappa(table)
