"""Gaps across branches: ranks for a few, regression for many, nothing for too few, and never a cause."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.evidence.dataset import Evidence
from audit.measures.statistics.association import relative_weights, spearman
from tests.measures.answers import respondent, with_gaps
from tests.measures.evidence import evidence_of, facts, instrument, measured, said, stated, the, times

NOON = dt.datetime(2025, 2, 5, 12)
STANDARDS = [
    {"standard_id": "S1", "target_value": 10.0, "unit": "min", "operator": "<=", "importance": 3.0},
    {"standard_id": "S2", "target_value": 10.0, "unit": "min", "operator": "<=", "importance": 1.0},
]
QUICK, LATE = dt.timedelta(minutes=5), dt.timedelta(minutes=15)


def served(site: str, standard: str, met: int, n: int = 20) -> list[dict[str, Any]]:
    row = {"site_id": site, "standard_id": standard, "start_ts": NOON}
    return [*times(met, row | {"end_ts": NOON + QUICK}), *times(n - met, row | {"end_ts": NOON + LATE})]


def branches(count: int, seed: int = 1, managers: bool = True) -> tuple[Evidence, dict[str, list[float]]]:
    """Branches with 30 customers who expect 3; what each has met, what its manager believes, its gap."""
    rng = np.random.default_rng(seed)
    met, gaps = rng.integers(5, 20, count), rng.integers(-2, 2, count)
    beliefs = rng.integers(2, 5, count)
    survey, delivery, asked = [], [], []
    for i in range(count):
        site = f"B{i:02d}"
        survey += times(30, with_gaps(*[float(gaps[i])] * 6, site_id=site))
        delivery += served(site, "S1", int(met[i])) + served(site, "S2", 10)
        answers = {f"m{item:02d}": float(beliefs[i]) for item in range(1, 7)}
        # Item 03 is asked the other way round on a scale of 1-5.
        asked.append(answers | {"m03": 6.0 - float(beliefs[i]), "site_id": site})
    # A branch with too few respondents, and customers of no branch, are no unit.
    survey += times(29, with_gaps(*[1.0] * 6, site_id="small")) + times(
        40, with_gaps(*[1.0] * 6, site_id=None)
    )
    delivery += served("small", "S1", 20)
    tables = {"survey_managers": asked} if managers else {}
    ev = evidence_of(
        of=instrument(),
        survey_customers=survey,
        service_delivery=delivery,
        service_standards=STANDARDS,
        **tables,
    )
    # Expectations are 3 for every item as it is asked: item 03 turned is 3 again.
    first = [100 * max(0.0, 1 - 3 * abs(one - 3) / 4) for one in beliefs.tolist()]
    third = [100 * (3 * one / 20 + 0.5) / 4 for one in met.tolist()]
    return ev, {"1": first, "3": third, "5": gaps.astype(float).tolist()}


def test_from_thirty_branches_on_the_parts_of_what_is_explained_are_told() -> None:
    ev, truth = branches(30)
    found = measured("M-GD-ASSOC", ev)
    expected = relative_weights(truth["5"], np.column_stack([truth["1"], truth["3"]]), seed=0)
    assert expected is not None
    for gap, one in zip(("1", "3"), expected, strict=True):
        part, slope = the(found, "part", gap=gap), the(found, "slope", gap=gap)
        assert (part.value, slope.value) == pytest.approx((one.part, one.slope))
        assert (part.n, part.sufficiency) == (30, "enough")
        assert part.interval is not None and part.interval.method == "bootstrap"
        assert (part.interval.low, part.interval.high) == pytest.approx(one.part_bounds)
    assert {one.result for one in found.estimates} == {"part", "slope"}
    assert said(found) == ["M-ASSOC-NO-CAUSE"]


def test_ten_to_twenty_nine_branches_are_ranked_and_exploratory() -> None:
    ev, truth = branches(12)
    found = measured("M-GD-ASSOC", ev)
    for gap in ("1", "3"):
        rho, p_value = the(found, "rho", gap=gap), the(found, "p_value", gap=gap)
        expected = spearman(truth[gap], truth["5"], seed=0)
        assert expected is not None
        assert rho.value == pytest.approx(stats.spearmanr(truth[gap], truth["5"]).statistic)
        assert p_value.value == pytest.approx(expected.p_value)
        assert (rho.n, rho.sufficiency) == (12, "indicative")
    assert said(found) == ["M-ASSOC-EXPLORATORY", "M-ASSOC-NO-CAUSE"]


def test_a_gap_that_no_branch_tells_is_left_aside() -> None:
    found = measured("M-GD-ASSOC", branches(12, managers=False)[0])
    assert {one.key["gap"] for one in found.estimates} == {"3"}


def test_fewer_than_ten_branches_give_no_association() -> None:
    found = measured("M-GD-ASSOC", branches(9)[0])
    assert [facts(the(found, "part", gap=gap)) for gap in ("1", "3")] == [
        stated(None, 9, sufficiency="insufficient", reason="M-FEW-BRANCHES")
    ] * 2
    assert len(found.estimates) == 2


def test_without_branches_in_the_survey_there_is_nothing_to_compare() -> None:
    found = measured(
        "M-GD-ASSOC", evidence_of(of=instrument(), survey_customers=[respondent((3,) * 6, (3,) * 6)])
    )
    assert found.reason is not None
    assert found.reason.code == "E-COLUMNS-ABSENT"
