"""Omega and item-total correlations on the published `attitude` data (Chatterjee & Price; 30 x 7, base R)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from audit.criteria.instrument import Dimension, Facet, Instrument, InstrumentItem
from audit.evidence.dataset import Evidence
from audit.measures.statistics.bounds import NOT_ESTIMABLE
from audit.measures.statistics.correlation import fisher_z
from audit.measures.statistics.factor import omega_bounds, omega_total
from audit.measures.statistics.reliability import standardised_alpha
from audit.text import Text
from tests.measures.attitude import ATTITUDE
from tests.measures.evidence import evidence_of, measured, the

DATA = np.array([[float(one) for one in row.split()] for row in ATTITUDE.values()]).T


def survey(answers: np.ndarray, reverse: int | None = None) -> Evidence:
    """One dimension of the items of `attitude` on 0-100; one of them may be asked the other way round."""
    items = tuple(
        InstrumentItem(id=name, position=i, dimension="one", zh="题", en=name, reversed=i - 1 == reverse)
        for i, name in enumerate(ATTITUDE, start=1)
    )
    instrument = Instrument(
        id="attitude",
        version="1",
        zh="态度",
        en="Attitude",
        audience="customers",
        expectation_type="none",
        valid_from=dt.date(2025, 1, 1),
        scale=(0, 100),
        facets={"perceived": Facet(prefix="p", zh="感知", en="perceived")},
        dimensions=(Dimension(id="one", zh="一", en="one"),),
        items=items,
        source=Text(zh="公开数据", en="public data"),
    )
    told = answers.copy()
    if reverse is not None:
        told[:, reverse] = 100 - told[:, reverse]
    rows = [{f"p{i:02d}": one for i, one in enumerate(row, start=1)} for row in told.tolist()]
    return evidence_of(of=instrument, survey_customers=rows)


@pytest.mark.parametrize("reverse", [None, 3])
def test_item_total_and_alpha_without_the_item_are_the_published_ones(reverse: int | None) -> None:
    found = measured("M-ITC", survey(DATA, reverse), minimum=30)
    published = {
        "rating": (0.671, 0.810), "complaints": (0.742, 0.797), "privileges": (0.561, 0.828),
        "learning": (0.714, 0.803), "raises": (0.786, 0.795), "critical": (0.265, 0.864), "advance": (0.461, 0.840),
    }  # fmt: skip
    for item, (r, without) in published.items():
        total = the(found, "item_total", item=item)
        assert total.value == pytest.approx(r, abs=5e-4)
        assert the(found, "alpha_without", item=item).value == pytest.approx(without, abs=5e-4)
        assert [flag.code for flag in total.flags] == (["M-WEAK-ITEM"] if r < 0.3 else [])
    assert the(found, "alpha_standardised", dimension="one").value == pytest.approx(0.8390838, abs=5e-8)


def test_fewer_respondents_than_the_minimum_are_not_shown() -> None:
    found = measured("M-ITC", survey(DATA))
    assert {one.sufficiency for one in found.estimates} == {"insufficient"}
    assert {one.value for one in found.estimates} == {None}


def test_omega_is_the_published_one_and_that_of_another_program() -> None:
    found = the(measured("M-OMEGA", survey(DATA), minimum=30), "perceived", dimension="one")
    assert found.value == pytest.approx(0.85633, abs=5e-6)
    fit = Factor(DATA, n_factor=1, method="ml").fit()
    deviation = DATA.std(axis=0, ddof=1)
    common = (fit.loadings[:, 0] * deviation).sum() ** 2
    assert found.value == pytest.approx(common / (common + (fit.uniqueness * deviation**2).sum()), abs=1e-6)
    assert found.interval is not None
    low, high = found.interval.low, found.interval.high
    assert low is not None
    assert high is not None
    assert low < 0.85633 < high


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
