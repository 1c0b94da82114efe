"""What managers know of customers' expectations, and whether they listen and use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from audit.measures.statistics.rates import poisson_rate
from tests.measures.answers import ITEMS, respondent
from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    student,
    the,
    times,
    wilson,
)  # fmt: skip

TINY = instrument()
INCOMPLETE = {"not_answered": 0}


def manager(*beliefs: float | None, level: str = "top", **columns: Any) -> dict[str, Any]:
    """One row of the managers' survey; item 03 as ticked, before it is turned."""
    answers = beliefs or (None,) * 6
    return (
        {f"m{item}": answer for item, answer in zip(ITEMS, answers, strict=True)} | {"level": level} | columns
    )


def customers(expected: Sequence[float | None], count: int = 100) -> list[dict[str, Any]]:
    return times(count, respondent(expected=expected))


def gap(managers: list[dict[str, Any]], survey: list[dict[str, Any]], **options: Any) -> Any:
    return measured(
        "M-G1-DIM", evidence_of(of=TINY, survey_managers=managers, survey_customers=survey, **options)
    )


def test_the_gap_is_what_managers_believe_less_what_customers_expect_item_by_item_turned() -> None:
    """Tangibles of managers, item 03 turned: (4+4+6-2)/3 = 4 and 3; of customers 5. Empathy without item 05: 2."""
    managers = [*times(6, manager(4, 4, 2, 2, None, 2)), *times(4, manager(3, 3, 3, 2, 2, 2))]
    survey = [*customers((5, 5, 1, 4, 4, 4), 50), *customers((4, 4, 2, 4, 4, 4), 50)]
    found = gap(managers, survey)
    inside, outside = [4.0] * 6 + [3.0] * 4, [5.0] * 50 + [4.0] * 50
    welch = stats.ttest_ind(inside, outside, equal_var=False).confidence_interval()
    assert facts(the(found, "difference", dimension="tan")) == stated(
        3.6 - 4.5, 110, low=welch.low, high=welch.high, method="welch", excluded=INCOMPLETE
    )
    # One of the two required items of empathy is under 75 %: six managers do not count.
    empathy = the(found, "difference", dimension="emp")
    assert (empathy.value, empathy.n, empathy.excluded) == (None, 104, {"not_answered": 6})


def test_the_variance_of_managers_vanishes_when_all_were_asked() -> None:
    managers = [manager(*[2 + i % 2] * 6) for i in range(6)]
    survey = [respondent(expected=[1 + i % 5] * 6) for i in range(100)]
    all_asked = the(gap(managers, survey, declared={"people.managers": 6}), "difference", dimension="emp")
    customers_alone = student([1.0 + i % 5 for i in range(100)])
    assert all_asked.sufficiency == "enough"
    assert all_asked.interval is not None
    assert all_asked.interval.low == pytest.approx(2.5 - customers_alone["high"])
    half = the(gap(managers, survey, declared={"people.managers": 12}), "difference", dimension="emp")
    unknown = the(gap(managers, survey), "difference", dimension="emp")
    widths = [one.interval.high - one.interval.low for one in (all_asked, half, unknown)]  # type: ignore[union-attr, operator]
    assert widths == sorted(widths)
    sd = np.std([2, 3] * 3, ddof=1) * np.sqrt(0.5)
    error = np.hypot(sd / np.sqrt(6), np.std([1 + i % 5 for i in range(100)], ddof=1) / 10)
    df = error**4 / ((sd**2 / 6) ** 2 / 5 + (np.var([1 + i % 5 for i in range(100)], ddof=1) / 100) ** 2 / 99)
    assert half.interval is not None
    assert half.interval.high == pytest.approx(-0.5 + stats.t.ppf(0.975, df) * error)


@pytest.mark.parametrize(
    ("managers", "asked", "survey", "sufficiency"),
    [
        (4, 4, 100, "insufficient"),
        (5, 10, 100, "enough"),
        (9, 11, 100, "indicative"),
        (9, None, 100, "indicative"),
        (10, 11, 100, "enough"),
        (10, None, 99, "indicative"),
    ],
)
def test_ten_managers_are_needed_unless_there_are_no_more_and_a_hundred_customers(
    managers: int, asked: int | None, survey: int, sufficiency: str
) -> None:
    declared = {} if asked is None else {"people.managers": float(asked)}
    rows = [manager(*[1 + i % 3] * 6) for i in range(managers)]
    found = gap(rows, [respondent(expected=[1 + i % 5] * 6) for i in range(survey)], declared=declared)
    assert the(found, "difference", dimension="tan").sufficiency == sufficiency
    few = ["M-FEW-CUSTOMERS"] if survey < 100 else []
    assert said(found) == [*(["M-TWO-SAMPLES"] if managers >= 5 else []), *few]


def test_only_items_asked_of_both_are_compared_and_dimensions_weigh_what_customers_say() -> None:
    managers = [{f"m{item}": 2.0 for item in ("01", "02", "04", "05")} | {"level": "top"}] * 10
    weights = [{"w_tan": 70.0, "w_emp": 40.0}, {"w_tan": 50.0, "w_emp": 50.0}, {"w_tan": 9.0, "w_emp": 9.0}]
    survey = [respondent(expected=(4, 4, 5, 4, 4, 5), **weights[i % 3]) for i in range(120)]
    found = gap(managers, survey)
    # Two of the three required items of tangibles were asked of managers: under 75 %.
    assert the(found, "difference", dimension="tan").value is None
    empathy = the(found, "difference", dimension="emp")
    assert empathy.value == -2
    # 70:40 is 63.6:36.4 of 100; the points of the third do not total 90 to 110.
    assert empathy.weight == pytest.approx((100 * 40 / 110 + 50) / 2)


@pytest.mark.parametrize("id_", ["M-G1-DIM", "M-G1-EXEC"])
def test_without_beliefs_there_is_nothing_to_compare(id_: str) -> None:
    ev = evidence_of(of=TINY, survey_managers=[{"level": "top"}], survey_customers=customers((1,) * 6))
    reason = measured(id_, ev).reason
    assert reason is not None
    assert reason.code == "M-NO-BELIEFS"


def test_the_distance_of_a_level_is_the_mean_of_absolute_gaps_from_three_managers_on() -> None:
    managers = [
        *times(3, manager(4, 4, 2, 2, 2, 2, level="top")),  # tangibles +1, empathy -1
        *times(3, manager(3, 3, 3, 3, 3, 3, level="front")),
        *times(2, manager(5, 5, 1, 5, 5, 5, level="middle")),
    ]
    ev = evidence_of(of=TINY, survey_managers=managers, survey_customers=customers((3, 3, 3, 3, 3, 3)))
    found = measured("M-G1-EXEC", ev)
    assert facts(the(found, "distance", level="top")) == stated(1.0, 3)
    assert facts(the(found, "distance", level="front")) == stated(0.0, 3)
    few = {"sufficiency": "insufficient", "reason": "M-TOO-FEW"}
    assert facts(the(found, "distance", level="middle")) == stated(None, 2, **few)


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
    survey = customers((1,) * 6, 1) if code == "M-NO-WEIGHTS" else weighing((50, 50))
    reason = rank(managers, survey).reason
    assert reason is not None
    assert reason.code == code


def study(kind: str, completed: dt.date | None, *services: str, **columns: Any) -> dict[str, Any]:
    covered = {"services_covered": list(services) or None}
    return (
        {"kind": kind, "completed_on": completed, "used_in": None, "decision_recorded": None}
        | covered
        | columns
    )


def test_cadence_is_the_age_of_the_last_study_of_each_service() -> None:
    rows = [
        study("survey", dt.date(2024, 3, 31), "repair"),
        study("panel", dt.date(2023, 1, 1), "repair", "delivery"),
        study("interview", dt.date(2025, 4, 2), "delivery"),  # after the period
        study("survey", None, "delivery"),
        study("mystery", dt.date(2025, 3, 1), "delivery"),  # asks nobody
        study("survey", dt.date(2025, 3, 1)),  # covers none
        study("survey", dt.date(2025, 4, 1), "advice"),
    ]
    services = ("repair", "delivery", "advice", "loans")
    found = measured("M-G1-CADENCE", evidence_of(research_activities=rows, services=services))
    repair = 366 / 30.4375
    assert facts(the(found, "months", service="repair")) == stated(repair, 2)
    assert facts(the(found, "months", service="delivery")) == stated(821 / 30.4375, 1)
    assert facts(the(found, "months", service="advice")) == stated(0, 1)
    never = the(found, "months", service="loans")
    assert facts(never) == stated(None, 0, reason="M-NEVER-STUDIED")
    assert never.beyond
    assert facts(the(found, "median")) == stated((repair + 821 / 30.4375) / 2, 4)
    assert facts(the(found, "within")) == stated(0.5, 4)


def test_the_median_of_services_mostly_never_studied_lies_beyond_every_number() -> None:
    rows = [study("survey", dt.date(2025, 1, 1), "repair")]
    found = the(
        measured("M-G1-CADENCE", evidence_of(research_activities=rows, services=("repair", "x"))), "median"
    )
    assert (found.value, found.beyond) == (None, True)


def test_without_services_there_is_no_cadence() -> None:
    reason = measured("M-G1-CADENCE", evidence_of(research_activities=[study("survey", None, "x")])).reason
    assert reason is not None
    assert reason.code == "M-NO-SERVICES"


def test_a_study_is_used_when_it_names_a_decision() -> None:
    used = {"used_in": ["D-1"]}
    rows = [
        study("survey", dt.date(2023, 4, 2), **used),
        study("lost_customer", dt.date(2025, 4, 1), used_in=["D-2", "A-3"]),
        study("complaint_analysis", dt.date(2024, 1, 1)),
        study("mystery", dt.date(2024, 1, 1), used_in=[]),
        study("survey", dt.date(2023, 4, 1), **used),  # 24 months and a day before the last day
        study("survey", dt.date(2025, 4, 2), **used),
        study("survey", None, **used),
        study("upward_meeting", dt.date(2024, 1, 1), **used),
    ]
    found = the(measured("M-G1-USE", evidence_of(research_activities=rows)), "used")
    assert facts(found) == stated(0.5, 4, **wilson(2, 4))
    few = the(measured("M-G1-USE", evidence_of(research_activities=rows[:2])), "used")
    assert facts(few) == stated(None, 2, sufficiency="insufficient", reason="M-TOO-FEW")


def test_upward_meetings_count_where_a_decision_was_recorded() -> None:
    inside = dt.date(2025, 2, 1)
    rows = [
        *times(4, study("upward_meeting", inside, decision_recorded=True)),
        study("upward_meeting", dt.date(2025, 1, 1), decision_recorded=False),
        study("upward_meeting", dt.date(2025, 3, 31)),
        *times(2, study("upward_meeting", None, decision_recorded=True)),
        study("upward_meeting", dt.date(2025, 4, 1), decision_recorded=True),
        study("horizontal_meeting", inside, decision_recorded=True),
    ]
    found = measured("M-G1-UP", evidence_of(research_activities=rows, declared={"people.front_line": 50.0}))
    undated = {"excluded": {"no_date": 2}}
    assert facts(the(found, "decided")) == stated(4 / 6, 6, **wilson(4, 6), **undated, flags=["M-IF-FAILED"])
    # 50 staff over 90 days are 147.84 staff-months.
    exposure = 50 * 90 / 30.4375 / 100
    low, high = poisson_rate(6, exposure)
    assert facts(the(found, "rate")) == stated(
        6 / exposure, 6, low=low, high=high, method="poisson", **undated
    )
    no_headcount = measured("M-G1-UP", evidence_of(research_activities=rows))
    assert [one.result for one in no_headcount.estimates] == ["decided"]


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=6, max_size=15), st.integers(0, 10**6))
def test_the_order_of_rows_and_empty_answers_change_nothing(beliefs: list[int], seed: int) -> None:
    managers = [manager(*[belief] * 6) for belief in beliefs]
    survey = [respondent(expected=[1 + i % 5] * 6) for i in range(100)]
    shuffled = [[*managers, manager()], [*survey, respondent()]]
    generator = np.random.default_rng(seed)
    for rows in shuffled:
        generator.shuffle(rows)  # type: ignore[arg-type]  # a list of rows
    one, other = (the(gap(*rows), "difference", dimension="emp") for rows in ((managers, survey), shuffled))
    assert one.value == pytest.approx(other.value)
    assert one.value == pytest.approx(np.mean(beliefs) - 3)
    assert (one.n, other.n, other.excluded) == (len(beliefs) + 100, len(beliefs) + 100, {"not_answered": 2})
