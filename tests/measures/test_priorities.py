"""Whether managers weigh the dimensions as customers do."""

from __future__ import annotations

from typing import Any

import pytest
from scipy import stats

from tests.measures.answers import respondent
from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    the,
)  # fmt: skip

TINY = instrument()


def weighing(*points: tuple[float | None, float | None]) -> list[dict[str, Any]]:
    return [{"w_tan": tan, "w_emp": emp} for tan, emp in points]


def rank(managers: list[dict[str, Any]], survey: list[dict[str, Any]], **options: Any) -> Any:
    ev = evidence_of(of=TINY, survey_managers=managers, survey_customers=survey, **options)
    return measured("M-G1-RANK", ev)


def test_priorities_differ_by_the_largest_difference_of_mean_weights() -> None:
    managers = weighing((70, 30), (60, 40), (77, 33), (50, 50), (80, 20), (None, None), (1, 2))
    survey = weighing(*[(40, 60), (50, 50)] * 15)
    found = rank(managers, survey)
    theirs, others = [70.0, 60.0, 70.0, 50.0, 80.0], [40.0, 50.0] * 15
    welch = stats.ttest_ind(theirs, others, equal_var=False).confidence_interval()
    common = {"method": "welch", "excluded": {"weights_missing": 1, "weights_off": 1}}
    assert facts(the(found, "largest")) == stated(21.0, 35, low=welch.low, high=welch.high, **common)
    assert facts(the(found, "difference", dimension="tan")) == stated(
        21.0, 35, low=welch.low, high=welch.high, **common
    )
    assert the(found, "difference", dimension="emp").value == pytest.approx(-21.0)
    assert the(found, "tau").value == -1
    assert said(found) == ["M-RANK-BIASED"]
    assert found.notes[0].params == {"managers": 5}


def test_an_interval_around_no_difference_begins_at_zero_without_its_sign() -> None:
    managers = weighing((40, 60), (60, 40), (70, 30), (30, 70), (55, 45))
    found = the(rank(managers, weighing(*[(50, 50), (52, 48)] * 15)), "largest")
    assert found.value == 0
    assert found.interval is not None
    assert found.interval.low == 0
    theirs, others = [40.0, 60.0, 70.0, 30.0, 55.0], [50.0, 52.0] * 15
    assert found.interval.high == pytest.approx(
        stats.ttest_ind(theirs, others, equal_var=False).confidence_interval().high
    )


def test_four_managers_or_twenty_nine_customers_are_too_few() -> None:
    even = [(50.0, 50.0), (52.0, 48.0)]
    few = the(rank(weighing(*even * 2), weighing(*even * 15)), "largest")
    assert (few.value, few.sufficiency, few.reason and few.reason.code) == (None, "insufficient", "M-TOO-FEW")
    survey = the(rank(weighing(*even * 3), weighing(*even * 14)), "largest")
    assert (survey.value, survey.reason and survey.reason.code) == (None, "M-FEW-CUSTOMERS")


def test_where_one_group_weighs_all_alike_there_is_no_order_to_agree_with() -> None:
    found = rank(weighing(*[(50.0, 50.0)] * 5), weighing(*[(40.0, 60.0), (50.0, 50.0)] * 15))
    assert the(found, "tau").value is None
    assert the(found, "largest").value == 5


@pytest.mark.parametrize(
    ("managers", "code"),
    [([{"level": "top"}], "M-MANAGERS-NO-WEIGHTS"), (weighing((50, 50)), "M-NO-WEIGHTS")],
)
def test_both_must_have_been_asked_for_weights(managers: list[dict[str, Any]], code: str) -> None:
    survey = [respondent(expected=(1,) * 6)] if code == "M-NO-WEIGHTS" else weighing((50, 50))
    reason = rank(managers, survey).reason
    assert reason is not None
    assert reason.code == code
