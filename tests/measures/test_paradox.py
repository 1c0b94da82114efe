"""Recovered customers against those without a failure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.result import Measurement
from tests.measures.evidence import evidence_of, facts, instrument, measured, said, stated, student, the

NOON = dt.datetime(2025, 2, 3, 12)


def exactly(n: int, mean: float, sd: float, seed: int = 1) -> list[float]:
    """Values with this mean and standard deviation."""
    drawn = np.random.default_rng(seed).normal(size=n)
    return (mean + sd * (drawn - drawn.mean()) / drawn.std(ddof=1)).tolist()


def recovered(values: list[float], **columns: Any) -> list[dict[str, Any]]:
    return [{"survey_ts": NOON, "sat_overall": one} | columns for one in values]


def others(values: list[float], failed: bool | None = False, **columns: Any) -> list[dict[str, Any]]:
    return [{"survey_ts": NOON, "overall_sat": one, "had_failure": failed} | columns for one in values]


def compared(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> Measurement:
    return measured("M-SRP", evidence_of(of=instrument(), survey_recovery=one, survey_customers=other))


def test_the_worked_comparison_is_below_par() -> None:
    control = others(exactly(120, 5.9, 0.9)) + others([1.0] * 9, failed=True) + others([1.0] * 9, failed=None)
    found = compared(recovered(exactly(80, 5.6, 1.1)), control)
    plain = stated(-0.3, 200, low=-0.592306, high=-0.007694, method="welch", excluded={"not_answered": 0})
    assert facts(the(found, "difference")) == plain
    g, d = facts(the(found, "g")), facts(the(found, "d"))
    assert (g["value"], g["low"], g["high"]) == (-0.303512, -0.586535, -0.019730)
    assert (d["value"], d["low"], d["high"], d["method"]) == (-0.304667, -0.588768, -0.019805, "noncentral_t")
    assert the(found, "verdict").category == "below par"
    assert said(found) == ["M-SRP-TOST", "M-SRP-CAVEATS"]
    params = found.notes[0].params
    assert [params[name] for name in ("low", "high", "margin")] == pytest.approx(
        [-0.544831, -0.055169, 0.18], abs=5e-7
    )


@pytest.mark.parametrize(
    ("one", "other", "verdict", "gate"),
    [
        ((6.5, 1.0, 80), (6.0, 1.0, 80), "paradox supported", []),
        ((6.0, 1.0, 900), (6.0, 1.0, 900), "recovered to par", []),
        ((5.9, 1.0, 60), (6.0, 1.0, 60), "inconclusive", ["G-SRP-INCONCLUSIVE"]),
    ],
)
def test_the_verdicts_in_their_order(
    one: tuple[float, float, int], other: tuple[float, float, int], verdict: str, gate: list[str]
) -> None:
    found = compared(
        recovered(exactly(one[2], one[0], one[1])), others(exactly(other[2], other[0], other[1], seed=2))
    )
    assert the(found, "verdict").category == verdict
    assert said(found) == ["M-SRP-TOST", *gate, "M-SRP-CAVEATS"]


def test_fewer_than_fifty_in_a_group_are_indicative() -> None:
    found = compared(recovered(exactly(49, 5.6, 1.1)), others(exactly(120, 5.9, 0.9)))
    assert {one.sufficiency for one in found.estimates} == {"indicative"}


def test_only_the_sites_and_channels_of_the_recovered_are_compared() -> None:
    where = {"site_id": "A", "channel": "web"}
    control = others(exactly(60, 6, 1), **where) + others([1.0] * 70, site_id="B", channel="web")
    control += others([1.0] * 70, site_id="A", channel="phone")
    found = compared(recovered(exactly(60, 6.5, 1), **where), control)
    assert (the(found, "difference").value, the(found, "difference").n) == (pytest.approx(0.5), 120)


def test_strata_are_weighted_by_the_recovered() -> None:
    strata = [("A", "new", 30, 6.0, 40, 6.5), ("B", "new", 60, 5.0, 20, 5.2), ("B", "old", 19, 1.0, 90, 7.0)]
    one = [
        row for site, segment, n, mean, *_ in strata
        for row in recovered(exactly(n, mean, 1.0), site_id=site, segment=segment)
    ]  # fmt: skip
    other = [
        row for site, segment, _, _, n, mean in strata
        for row in others(exactly(n, mean, 0.8), site_id=site, segment=segment)
    ]  # fmt: skip
    stratified = the(compared(one, other), "stratified")
    assert (stratified.value, stratified.n) == (pytest.approx((30 * -0.5 + 60 * -0.2) / 90), 150)
    terms = np.array(
        [(1 / 3) ** 2 / 30, (1 / 3) ** 2 * 0.64 / 40, (2 / 3) ** 2 / 60, (2 / 3) ** 2 * 0.64 / 20]
    )
    df = terms.sum() ** 2 / (terms**2 / np.array([29, 39, 59, 19])).sum()
    half = stats.t.ppf(0.975, df) * np.sqrt(terms.sum())
    assert stratified.interval is not None and stratified.interval.method == "welch"
    assert stratified.interval.low == pytest.approx(-0.3 - half)
    assert stratified.interval.high == pytest.approx(-0.3 + half)


def test_selected_and_silent_customers_stand_apart() -> None:
    one = recovered(exactly(60, 6.5, 1), sat_recovery=6.0) + recovered([2.0] * 60, sat_recovery=5.0)
    other = others(exactly(60, 6.0, 1), complained=None)
    other += others(exactly(55, 4.0, 1), failed=True, complained=False)
    other += others([1.0] * 9, failed=True, complained=True)
    found = compared(one, other)
    assert the(found, "of_satisfied").value == pytest.approx(0.5)
    assert the(found, "of_silent").value == pytest.approx(-2.0)


def test_within_persons_the_differences_are_paired() -> None:
    before, after = exactly(40, 5, 1, seed=3), exactly(40, 5.4, 1, seed=4)
    rows = [
        {"survey_ts": NOON, "sat_before": b, "sat_overall": a} for b, a in zip(before, after, strict=True)
    ]
    rows += [{"survey_ts": NOON, "sat_before": None, "sat_overall": 7.0}] * 3
    change = the(measured("M-SRP-PRE", evidence_of(survey_recovery=rows)), "change")
    own = np.array(after) - np.array(before)
    assert facts(change) == stated(0.4, 40, **student(own), excluded={"not_answered": 3})
