"""The three justices, their profile, the regression on them, and satisfaction with the recovery."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from audit.evidence.dataset import Evidence
from tests.measures.evidence import evidence_of, facts, measured, said, stated, student, the, times, wilson

NOON = dt.datetime(2025, 2, 3, 12)


def respondent(dj: Any = (4,) * 4, pj: Any = (4,) * 4, ij: Any = (4,) * 4, **columns: Any) -> dict[str, Any]:
    answers = {"dj": dj, "pj": pj, "ij": ij}
    items = {f"{name}{i}": one for name, of in answers.items() for i, one in enumerate(of, start=1)}
    return {"survey_ts": NOON} | items | columns


def surveyed(n: int, seed: int = 1) -> np.ndarray:
    """Answers of 1-7 to twelve items that hang together."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1)) + 0.7 * np.repeat(rng.normal(size=(n, 3)), 4, axis=1)
    return np.clip(np.round(4.6 + common + 0.6 * rng.normal(size=(n, 12))), 1, 7).astype(int)


def rows_of(answers: np.ndarray, **columns: list[Any]) -> list[dict[str, Any]]:
    return [
        respondent(row[:4].tolist(), row[4:8].tolist(), row[8:].tolist())
        | {name: values[i] for name, values in columns.items()}
        for i, row in enumerate(answers)
    ]


def evidence(rows: list[dict[str, Any]], **others: Any) -> Evidence:
    return evidence_of(survey_recovery=rows, **others)


@pytest.mark.parametrize(("id_", "first"), [("M-DJ", 0), ("M-PJ", 4), ("M-IJ", 8)])
def test_a_dimension_is_the_mean_of_its_items_from_0_to_100(id_: str, first: int) -> None:
    answers = surveyed(40)
    found = measured(id_, evidence(rows_of(answers)))
    own = (answers[:, first : first + 4].mean(axis=1) - 1) / 6 * 100
    assert facts(the(found, "score")) == stated(own.mean(), 40, **student(own), excluded={"not_answered": 0})
    assert said(found) == []


def test_three_of_four_answers_are_enough_and_two_are_not() -> None:
    rows = [
        *times(20, respondent(dj=(7, 7, 7, None))),
        *times(20, respondent(dj=(1, 4, 7, 4))),
        *times(9, respondent(dj=(7, 7, None, None))),
    ]
    score = the(measured("M-DJ", evidence(rows)), "score")
    assert (score.value, score.n, score.excluded) == (75, 40, {"not_answered": 9})


def test_three_items_of_four_asked_are_the_scale_then() -> None:
    whole = [respondent(dj=(7, 7, 1, None)), respondent(dj=(7, 7, None, None))]
    rows = [
        {name: one for name, one in row.items() if name != "dj4"} for row in times(10, whole[0]) + whole[1:]
    ]
    score = the(measured("M-DJ", evidence(rows)), "score")
    assert (score.n, score.excluded) == (10, {"not_answered": 1})
    assert score.value == pytest.approx(400 / 6)


def test_answers_that_do_not_hang_together_are_not_scored() -> None:
    noise = np.random.default_rng(2).integers(1, 8, (60, 12))
    noise[:, 4:] = surveyed(60)[:, 4:]
    ev = evidence(rows_of(noise))
    assert said(measured("M-DJ", ev)) == ["G-JUSTICE-ALPHA"]
    assert said(measured("M-PJ", ev)) == []
    assert said(measured("M-JUST", ev)) == ["G-JUSTICE-ALPHA"]


def test_respondents_are_held_against_resolved_complaints() -> None:
    complaints = [*times(30, {"received_ts": NOON, "resolved_ts": NOON}), *times(9, {"received_ts": NOON})]
    found = measured("M-DJ", evidence(times(12, respondent()), complaints=complaints))
    assert (the(found, "of_resolved").value, the(found, "of_resolved").n) == (0.4, 12)


def profile_of(means: np.ndarray) -> np.ndarray:
    """As the definition says it, for rows of three means."""
    s = np.clip((means - 35) / 50 * 100, 0, 100)
    return 0.5 * (0.40 * s[:, 0] + 0.25 * s[:, 1] + 0.35 * s[:, 2]) + 0.5 * s.min(axis=1)


def test_the_profile_counts_the_lowest_justice_as_much_as_all_three() -> None:
    answers = surveyed(60)
    answers[:, 8:] = np.maximum(answers[:, 8:] - 1, 1)
    rows = [*rows_of(answers), respondent(dj=(7, None, None, None))]
    found = measured("M-JUST", evidence(rows))
    own = (answers.reshape(60, 3, 4).mean(axis=2) - 1) / 6 * 100
    profile = the(found, "profile")
    assert profile.value == pytest.approx(profile_of(own.mean(axis=0)[None, :])[0])
    assert (profile.n, profile.excluded, profile.sufficiency) == (60, {"not_answered": 1}, "enough")
    some = np.random.default_rng(3).integers(0, 60, (4000, 60))
    low, high = np.quantile(profile_of(own[some].mean(axis=1)), [0.025, 0.975])
    assert profile.interval is not None and profile.interval.method == "bootstrap"
    assert profile.interval.low == pytest.approx(low, abs=0.08 * (high - low))
    assert profile.interval.high == pytest.approx(high, abs=0.08 * (high - low))
    assert [one.key["justice"] for one in found.estimates if one.result == "part"] == ["dj", "pj", "ij"]


def test_a_perfect_recovery_has_a_perfect_profile() -> None:
    found = measured("M-JUST", evidence(times(30, respondent((7,) * 4, (7,) * 4, (6, 7, 7, 7)))))
    assert the(found, "profile").value == 100


def test_the_regression_is_that_of_statsmodels() -> None:
    answers = surveyed(120)
    sat = np.clip(answers[:, 0] * 0.5 + answers[:, 9] * 0.4, 1, 7).round(1)
    found = measured("M-JREG", evidence(rows_of(answers, sat_recovery=sat.tolist())))
    own = answers.reshape(120, 3, 4).mean(axis=2)
    x, y = stats.zscore(own, ddof=1), stats.zscore(sat, ddof=1)
    peer = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3", use_t=True)
    for place, name in enumerate(("dj", "pj", "ij")):
        slope = the(found, "slope", justice=name)
        assert slope.value == pytest.approx(peer.params[place + 1])
        assert slope.interval is not None and slope.interval.method == "hc3"
        ends = (slope.interval.low, slope.interval.high)
        assert ends == pytest.approx(tuple(peer.conf_int()[place + 1]))
        r = the(found, "correlation", justice=name)
        assert r.value == pytest.approx(stats.pearsonr(own[:, place], sat).statistic)
        assert the(found, "inflation", justice=name).value == pytest.approx(
            1 / (1 - sm.OLS(x[:, place], np.delete(x, place, axis=1)).fit().rsquared)
        )


def test_below_a_hundred_respondents_there_are_correlations_only() -> None:
    answers = surveyed(99)
    found = measured("M-JREG", evidence(rows_of(answers, sat_recovery=answers[:, 0].tolist())))
    slope = the(found, "slope", justice="dj")
    assert (slope.value, slope.reason.code if slope.reason else None) == (None, "M-REGRESSION-FEW")
    assert the(found, "correlation", justice="dj").sufficiency == "enough"


@pytest.mark.parametrize(
    ("scale", "top"), [((1, 7), {6, 7}), ((1, 5), {4, 5}), ((0, 10), {9, 10}), ((1, 10), {9, 10})]
)
def test_the_top_box_of_each_scale(scale: tuple[int, int], top: set[int]) -> None:
    answers = [*range(scale[0], scale[1] + 1)] * 6
    rows = [respondent(sat_recovery=float(one)) for one in answers] + times(2, respondent(sat_recovery=None))
    found = measured("M-RECSAT", evidence(rows, satisfaction_scale=scale))
    n, hits = len(answers), 6 * len(top)
    left_out = {"excluded": {"not_answered": 2}}
    assert facts(the(found, "top_box")) == stated(hits / n, n, **wilson(hits, n), **left_out)
    own = (np.array(answers) - scale[0]) / (scale[1] - scale[0]) * 100
    assert facts(the(found, "score")) == stated(50, n, **student(own), **left_out)
