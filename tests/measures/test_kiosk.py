"""A real survey: 211 answers about self-service kiosks, recomputed with numpy and pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from audit.criteria.instrument import Instrument, load_instrument
from audit.evidence.dataset import Evidence
from audit.resources import shipped
from tests.measures.evidence import evidence_of, measured, the

NUMBERS = [f"{i:02d}" for i in range(1, 25)]


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> pd.DataFrame:
    table = pd.read_csv(shared_data / "kiosk_servqual_tidy.csv")
    asked = [f"{prefix}{number}" for number in NUMBERS for prefix in "ep"]
    return table[table[asked].notna().any(axis=1)]


@pytest.fixture(scope="module")
def kiosk(answers: pd.DataFrame) -> Evidence:
    columns = [f"{prefix}{number}" for prefix in ("e", "p", "imp") for number in NUMBERS]
    rows = answers[columns].astype(object).where(answers[columns].notna(), None).to_dict("records")
    return evidence_of(of=_instrument(), survey_customers=rows)


def _instrument() -> Instrument:
    return load_instrument(
        shipped("checklists") / "instruments" / "kiosk-24.yaml", "kiosk-24.yaml"
    ).instrument


@pytest.fixture(scope="module")
def gaps(answers: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    perceived, expected = (answers[[f"{p}{n}" for n in NUMBERS]].to_numpy(float) for p in "pe")
    return perceived - expected


def test_two_hundred_and_seven_persons_answered(answers: pd.DataFrame) -> None:
    assert len(answers) == 207


def test_item_gaps_are_paired_means_with_student_intervals(kiosk: Evidence, gaps: np.ndarray) -> None:
    found = measured("M-G5-ITEM", kiosk)
    for i, number in enumerate(NUMBERS):
        estimate = the(found, "gap", item=number)
        low, high = stats.t.interval(0.95, 206, gaps[:, i].mean(), stats.sem(gaps[:, i]))
        assert (estimate.n, estimate.value) == (207, pytest.approx(gaps[:, i].mean(), rel=1e-10))
        assert estimate.interval is not None
        assert (estimate.interval.low, estimate.interval.high) == pytest.approx((low, high), rel=1e-9)


def test_the_overall_gap_is_the_mean_of_eight_dimensions(kiosk: Evidence, gaps: np.ndarray) -> None:
    by_dimension = gaps.reshape(207, 8, 3).mean(axis=2)
    overall = the(measured("M-G5-UNW", kiosk), "gap")
    assert overall.value == pytest.approx(by_dimension.mean(axis=1).mean(), rel=1e-10)
    dimensions = measured("M-G5-DIM", kiosk)
    for i, dimension in enumerate(_instrument().dimensions):
        estimate = the(dimensions, "gap", dimension=dimension.id)
        assert estimate.value == pytest.approx(by_dimension[:, i].mean(), rel=1e-9, abs=1e-12)
    negative = the(measured("M-G5-NEG", kiosk), "negative")
    below = np.round(by_dimension.mean(axis=1), 9) < -0.5
    assert negative.value == pytest.approx(below.mean(), rel=1e-10)


@pytest.mark.parametrize("result", ["perceived", "expected", "gap"])
def test_alphas_agree_with_the_mean_covariance(
    kiosk: Evidence, answers: pd.DataFrame, gaps: np.ndarray, result: str
) -> None:
    asked = {
        "perceived": answers[[f"p{n}" for n in NUMBERS]].to_numpy(float),
        "expected": answers[[f"e{n}" for n in NUMBERS]].to_numpy(float),
        "gap": gaps,
    }[result]
    found = measured("M-ALPHA", kiosk)
    for i, dimension in enumerate(_instrument().dimensions):
        covariance = np.cov(asked[:, 3 * i : 3 * i + 3], rowvar=False)
        mean_variance = np.diag(covariance).mean()
        mean_covariance = covariance[~np.eye(3, dtype=bool)].mean()
        alpha = 3 * mean_covariance / (mean_variance + 2 * mean_covariance)
        estimate = the(found, result, dimension=dimension.id)
        assert (estimate.n, estimate.value) == (207, pytest.approx(alpha, rel=1e-9))


def test_importance_and_performance_are_the_means_of_the_answers(
    kiosk: Evidence, answers: pd.DataFrame
) -> None:
    found = measured("M-IPA", kiosk)
    for number in NUMBERS:
        assert the(found, "performance", item=number).value == pytest.approx(answers[f"p{number}"].mean())
        assert the(found, "importance", item=number).value == pytest.approx(answers[f"imp{number}"].mean())
