"""What managers know of customers' expectations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

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
