"""Omega and item-total correlations on the published `attitude` data (Chatterjee & Price; 30 x 7, base R)."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from audit.measures.statistics.bounds import NOT_ESTIMABLE
from audit.measures.statistics.correlation import fisher_z
from audit.measures.statistics.factor import omega_bounds, omega_total
from audit.measures.statistics.reliability import standardised_alpha
from tests.measures.attitude import DATA, survey
from tests.measures.evidence import measured, the


def test_an_item_asked_the_other_way_round_is_turned_before_it_is_correlated() -> None:
    told, turned = (measured("M-ITC", survey(DATA, reverse), minimum=30) for reverse in (None, 3))
    assert turned.estimates == told.estimates
    flagged = {one.key["item"]: [flag.code for flag in one.flags] for one in told.estimates if one.flags}
    assert flagged == {"critical": ["M-WEAK-ITEM"]}


def test_fewer_respondents_than_the_minimum_are_not_shown() -> None:
    found = measured("M-ITC", survey(DATA))
    assert {one.sufficiency for one in found.estimates} == {"insufficient"}
    assert {one.value for one in found.estimates} == {None}


def test_omega_is_that_of_another_program() -> None:
    found = the(measured("M-OMEGA", survey(DATA), minimum=30), "perceived", dimension="one")
    fit = Factor(DATA, n_factor=1, method="ml").fit()
    deviation = DATA.std(axis=0, ddof=1)
    common = (fit.loadings[:, 0] * deviation).sum() ** 2
    assert found.value == pytest.approx(common / (common + (fit.uniqueness * deviation**2).sum()), abs=1e-6)
    assert found.interval is not None
    low, high = found.interval.low, found.interval.high
    assert low is not None
    assert high is not None
    assert found.value is not None
    assert low < found.value < high


def test_a_heywood_case_is_told_and_not_clipped() -> None:
    # Two of three correlations would make the first item's loading larger than 1.
    covariance = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.5], [0.9, 0.5, 1.0]])
    assert omega_total(covariance) is None
    generator = np.random.default_rng(3)
    answers = np.tile(50 + 10 * generator.standard_normal((120, 1)), 7)
    answers[:, 1:] += generator.standard_normal((120, 6)) * 10
    answers[:, 0] = answers.mean(axis=1)
    heywood = the(measured("M-OMEGA", survey(np.clip(answers, 0, 100))), "perceived", dimension="one")
    assert (heywood.value, heywood.reason and heywood.reason.code) == (None, "M-HEYWOOD")


def test_a_bootstrap_that_mostly_finds_no_solution_has_no_interval() -> None:
    patterns = np.array([[0.0, 0, 0], [1, 1, 1], [1, 0, 0], [0, 1, 1]])
    assert omega_bounds(patterns, [3, 3, 1, 1], seed=1) == NOT_ESTIMABLE


@pytest.mark.parametrize("covariance", [np.eye(2), np.ones((3, 4)), np.diag([1.0, 1.0, 0.0])])
def test_covariances_that_hold_no_factor_are_refused(covariance: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"items or more|without variance"):
        omega_total(covariance)


def test_the_interval_of_a_correlation() -> None:
    # Fisher (1921): r = 0.5 of 28 pairs, z = 0.549306, standard error 0.2.
    assert fisher_z(0.5, 28) == pytest.approx(
        (np.tanh(0.549306 - 0.391993), np.tanh(0.549306 + 0.391993)), abs=1e-6
    )
    assert fisher_z(1.0, 28) == (1.0, 1.0)
    assert fisher_z(0.5, 3) == NOT_ESTIMABLE
    with pytest.raises(ValueError, match="between -1 and 1"):
        fisher_z(1.5, 28)


def test_one_item_has_no_alpha() -> None:
    assert standardised_alpha([[1.0]]) is None
    assert standardised_alpha([[1.0, np.nan], [np.nan, 1.0]]) is None
