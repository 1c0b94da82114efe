"""The quasi-Poisson trend against statsmodels, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.trend import quasi_poisson

TIMES = np.arange(12) / 12


def _spread(counts: list[int]) -> bool:
    """Counts enough in months enough: with all of them in the last month the slope has no end."""
    return sum(counts) > 20 and sum(count > 0 for count in counts) >= 4


@given(
    st.lists(st.integers(0, 60), min_size=12, max_size=12).filter(_spread),
    st.integers(0, 9),
)
def test_the_ratio_and_its_interval_are_those_of_statsmodels(counts: list[int], seed: int) -> None:
    exposure = np.random.default_rng(seed).uniform(500, 1500, 12)
    found = quasi_poisson(counts, exposure, TIMES)
    assert found is not None
    model = sm.GLM(counts, sm.add_constant(TIMES), family=sm.families.Poisson(), offset=np.log(exposure))
    peer = model.fit(tol=1e-12)
    dispersion = max(1.0, peer.pearson_chi2 / 10)
    half = stats.t.ppf(0.975, 10) * peer.bse[1] * math.sqrt(dispersion)
    ends = (math.exp(peer.params[1] - half), math.exp(peer.params[1] + half))
    assert found.ratio == pytest.approx(math.exp(peer.params[1]), rel=1e-6)
    assert found.dispersion == pytest.approx(dispersion, rel=1e-6)
    assert found.bounds == pytest.approx(ends, rel=1e-5)


def test_a_steady_rate_has_the_ratio_one_and_poissons_scatter() -> None:
    found = quasi_poisson([10] * 12, [1000.0] * 12, TIMES)
    assert found is not None
    assert found.ratio == pytest.approx(1.0)
    assert found.dispersion == 1.0


def test_three_months_are_enough_and_an_exact_doubling_has_poissons_scatter() -> None:
    found = quasi_poisson([10, 20, 40], [500.0] * 3, [0, 1, 2])
    assert found is not None
    # Information about the slope: sum of fitted (t - weighted mean)^2 = 10 (10/7)^2 + 20 (3/7)^2 + 40 (4/7)^2.
    half = stats.t.ppf(0.975, 1) / math.sqrt(10 * (10 / 7) ** 2 + 20 * (3 / 7) ** 2 + 40 * (4 / 7) ** 2)
    assert found.ratio == pytest.approx(2.0)
    assert found.bounds == pytest.approx((2 * math.exp(-half), 2 * math.exp(half)))
    assert found.dispersion == 1.0


def test_without_a_count_or_with_a_single_month_of_them_there_is_no_trend() -> None:
    assert quasi_poisson([0] * 11 + [21], [1000.0] * 12, TIMES) is None
    assert quasi_poisson([0] * 12, [1000.0] * 12, TIMES) is None


@pytest.mark.parametrize(
    ("counts", "exposures"), [([1, 2], [1.0, 1.0]), ([1, -1, 2], [1.0] * 3), ([1, 1, 2], [1.0, 0.0, 1.0])]
)
def test_what_no_trend_can_be_made_of_is_refused(counts: list[int], exposures: list[float]) -> None:
    with pytest.raises(ValueError, match="three months"):
        quasi_poisson(counts, exposures, list(range(len(counts))))
