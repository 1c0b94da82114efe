"""Response, missing answers and reliability."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.measures.answers import respondent
from tests.measures.evidence import evidence_of, facts, instrument, measured, stated, the, times, wilson

TINY = instrument()
MONTH = dt.date(2025, 1, 1)


def wave(**columns: Any) -> dict[str, Any]:
    return {"method": "random", "invited": 100, "undeliverable": None, "completed": 20, **columns}


def test_the_response_rate_is_over_those_reached() -> None:
    frame = [wave(site_id="A", undeliverable=20), wave(site_id="B", invited=400, completed=4)]
    found = measured("M-RESP", evidence_of(of=TINY, survey_frame=frame))
    counted = {"excluded": {"not_computable": 0}}
    assert facts(the(found, "response_rate")) == stated(
        0.05, 480, **wilson(24, 480), **counted, flags=["M-LOW-RESPONSE"]
    )
    assert facts(the(found, "response_rate", site_id="A")) == stated(0.25, 80, **wilson(20, 80), **counted)
    assert facts(the(found, "response_rate", site_id="B")) == stated(
        0.01, 400, **wilson(4, 400), **counted, flags=["M-VERY-LOW-RESPONSE"]
    )


def test_a_convenience_sample_has_no_response_rate() -> None:
    frame = [wave(method="convenience"), wave(method="quota"), wave(invited=None)]
    found = measured("M-RESP", evidence_of(survey_frame=frame))
    assert facts(the(found, "response_rate")) == stated(
        None, 0, excluded={"not_computable": 3}, sufficiency="insufficient", reason="M-NO-CASES"
    )


def test_more_answers_than_invitations_that_arrived_contradict_themselves() -> None:
    found = measured("M-RESP", evidence_of(survey_frame=[wave(undeliverable=90)]))
    assert facts(the(found, "response_rate")) == stated(
        None, 10, excluded={"not_computable": 0}, sufficiency="insufficient", reason="M-MORE-THAN-WHOLE"
    )


def test_response_is_told_by_instrument() -> None:
    frame = [wave(instrument_id="tiny"), wave(instrument_id="staff", completed=80)]
    found = measured("M-RESP", evidence_of(of=TINY, survey_frame=frame))
    rates = {name: the(found, "response_rate", instrument_id=name).value for name in ("tiny", "staff")}
    assert rates == {"tiny": 0.2, "staff": 0.8}


def test_a_site_is_unbalanced_when_the_sample_misses_its_share_of_service() -> None:
    frame = [wave(site_id="A", completed=60), wave(site_id="B", completed=40)]
    volume = [
        {"period_month": MONTH, "site_id": site, "episodes": episodes}
        for site, episodes in (("A", 450), ("B", 400), ("C", 150))
    ]
    found = measured("M-RESP", evidence_of(survey_frame=frame, contacts_volume=volume))
    told = {site: facts(the(found, "coverage_difference", site_id=site)) for site in ("A", "B", "C")}
    assert told == {
        "A": stated(0.15, 60, flags=["M-UNBALANCED"]),
        "B": stated(0, 40),
        "C": stated(-0.15, 0, flags=["M-UNBALANCED"]),
    }


def test_missing_answers_are_counted_over_required_items_and_facets_asked() -> None:
    full = respondent((3,) * 6, (3,) * 6)
    rows = [
        {name: value for name, value in row.items() if not name.startswith("imp")}
        for row in [
            *times(7, full),
            *times(3, respondent((None, 3, 3, 3, 3, None), (3, 3, 3, 3, None, None))),
        ]
    ]
    found = measured("M-MISS", evidence_of(of=TINY, survey_customers=rows))
    assert facts(the(found, "missing")) == stated(6 / 100, 10)
    told = {
        (one.key["facet"], one.key["item"]): (one.value, len(one.flags)) for one in found.estimates if one.key
    }
    holes = {("perceived", "01"): (0.3, 1), ("expected", "05"): (0.3, 1)}
    cells = [(facet, f"0{i}") for facet in ("expected", "perceived") for i in range(1, 6)]
    assert told == {cell: holes.get(cell, (0.0, 0)) for cell in cells}


def alphas(matrix: np.ndarray[Any, Any], result: str = "perceived") -> list[dict[str, Any]]:
    """M-ALPHA of the two dimensions for answers, respondents x 6, item 03 already turned."""
    raw = np.where(np.arange(6) == 2, 6 - matrix, matrix)
    rows = [respondent([None if np.isnan(one) else float(one) for one in line], (3,) * 6) for line in raw]
    found = measured("M-ALPHA", evidence_of(of=TINY, survey_customers=rows))
    return [facts(the(found, result, dimension=name)) for name in ("tan", "emp")]


def by_numpy(matrix: np.ndarray[Any, Any]) -> tuple[float, float, float]:
    """Alpha from the mean covariance, with Feldt's ends."""
    n, k = matrix.shape
    covariance = np.cov(matrix, rowvar=False)
    alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
    low, high = (1 - (1 - alpha) * stats.f.ppf(p, n - 1, (n - 1) * (k - 1)) for p in (0.975, 0.025))
    return alpha, low, high


def test_alpha_is_taken_listwise_within_a_dimension_after_turning_reversed_items() -> None:
    generator = np.random.default_rng(3)
    trait = generator.integers(2, 5, size=(120, 1))
    answers = np.clip(trait + generator.integers(-1, 2, size=(120, 6)), 1, 5).astype(float)
    answers[:20, 0] = np.nan
    tan, emp = alphas(answers)
    alpha, low, high = by_numpy(answers[20:, :3])
    assert tan == stated(alpha, 100, low=low, high=high, method="feldt", excluded={"not_answered": 20})
    alpha, low, high = by_numpy(answers[:, 3:])
    assert emp == stated(
        alpha,
        120,
        low=low,
        high=high,
        method="feldt",
        excluded={"not_answered": 0},
        flags=["M-ALPHA-DOUBTFUL"],
    )


def test_alpha_may_be_negative_and_needs_fifty_respondents() -> None:
    opposed = np.tile([[1.0, 5, 3, 3, 3, 3], [5, 1, 3, 3, 3, 3], [4, 3, 3, 3, 3, 3]], (17, 1))
    alpha, low, high = by_numpy(opposed[:, :3])
    assert alpha < 0
    low_flags = ["M-ALPHA-LOW", "M-ALPHA-FEW"]
    tan, emp = alphas(opposed)
    assert tan == stated(
        alpha, 51, low=low, high=high, method="feldt", excluded={"not_answered": 0}, flags=low_flags
    )
    assert emp == stated(
        None, 51, excluded={"not_answered": 0}, sufficiency="insufficient", reason="M-NOT-ESTIMABLE"
    )
    assert alphas(opposed[:49])[0] == stated(
        None, 49, excluded={"not_answered": 0}, sufficiency="insufficient", reason="M-TOO-FEW"
    )


def test_a_complete_file_does_not_make_few_respondents_reliable() -> None:
    rows = [respondent((a, 6 - a, 3, a, a, a), (3,) * 6) for a in (1, 2, 3, 4, 5, 1)]
    frame = [wave(method="census", invited=6, completed=6)]
    ev = evidence_of(of=TINY, census=["survey_customers"], survey_customers=rows, survey_frame=frame)
    found = measured("M-ALPHA", ev)
    assert found.census
    assert the(found, "perceived", dimension="emp").sufficiency == "insufficient"


@settings(max_examples=10)
@given(st.lists(st.lists(st.integers(1, 5).map(float), min_size=6, max_size=6), min_size=50, max_size=70))
def test_alpha_equals_numpy_on_any_answers(matrix: list[list[float]]) -> None:
    answers = np.array(matrix)
    for told, columns in zip(alphas(answers), (answers[:, :3], answers[:, 3:]), strict=True):
        if np.ptp(columns.sum(axis=1)) == 0:
            assert told["value"] is None
        else:
            assert told["value"] == pytest.approx(by_numpy(columns)[0], abs=2e-6)
