"""Importance-performance analysis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from audit.measures.importance import QUADRANTS, quadrants
from tests.measures.answers import ITEMS, respondent
from tests.measures.evidence import evidence_of, instrument, measured, said, the, times

TINY = instrument((1, 7))


def survey(rows: list[dict[str, Any]]) -> Any:
    return measured("M-IPA", evidence_of(of=TINY, survey_customers=rows))


def categories(found: Any) -> list[str | None]:
    return [the(found, "quadrant", item=item).category for item in ITEMS]


def named(performance: list[float], importance: list[float]) -> list[str]:
    return [QUADRANTS[number] for number in quadrants(performance, importance)]


def test_an_item_on_a_line_is_neither_above_nor_below() -> None:
    assert named([1, 3, 1, 3, 2], [3, 3, 1, 1, 2]) == ["concentrate", "keep", "low", "overkill", "overkill"]


def test_equal_means_lie_on_the_line_whatever_their_last_bits() -> None:
    assert named([0.1 + 0.2, 0.3, 0.3], [0.1 + 0.2, 0.3, 0.3]) == ["overkill"] * 3


# Performance 2 2 2 6 6 6 as meant (item 03 is reversed: 6 was ticked), importance 7 1 7 1 7 1.
ANSWERS = respondent((2, 2, 6, 6, 6, 6), importance=(7, 1, 1, 1, 7, 1))


def test_items_are_placed_around_the_means_of_the_items() -> None:
    found = survey(times(100, ANSWERS))
    assert categories(found) == ["concentrate", "low", "concentrate", "overkill", "keep", "overkill"]
    assert [the(found, "quadrant", item=item).value for item in ITEMS] == [1.0] * 6
    assert the(found, "centre", axis="performance").value == 4.0
    assert the(found, "centre", axis="importance").value == 4.0
    assert [the(found, "performance", item=item).value for item in ITEMS] == [2, 2, 2, 6, 6, 6]
    assert said(found) == []


def test_fewer_than_a_hundred_respondents_place_no_item() -> None:
    found = survey(times(99, ANSWERS))
    assert categories(found) == [None] * 6
    assert {(one.value, one.sufficiency) for one in found.estimates} == {(None, "insufficient")}


def test_expectation_stands_in_where_importance_was_not_asked() -> None:
    row = {name: value for name, value in ANSWERS.items() if not name.startswith("imp")}
    row |= {f"e{item}": row_value for item, row_value in zip(ITEMS, (7, 1, 1, 1, 7, 1), strict=True)}
    found = survey(times(100, row))
    assert categories(found)[:2] == ["concentrate", "low"]
    assert said(found) == ["M-IPA-EXPECTED"]


def test_without_importance_and_expectation_there_is_nothing_to_place() -> None:
    found = survey([{f"p{item}": 3.0 for item in ITEMS}])
    assert found.reason is not None and found.reason.code == "M-IPA-ITEMS"


def test_an_item_within_a_tenth_of_a_point_of_a_line_is_marked() -> None:
    performance = (2, 2, 4, 4, 6, 6)
    found = survey(times(100, respondent(performance, importance=(7, 1, 1, 1, 7, 1))))
    marked = [bool(the(found, "quadrant", item=item).flags) for item in ITEMS]
    assert marked == [False, False, True, True, False, False]


def test_stability_is_the_share_of_resamples_in_the_quadrant_that_is_reported() -> None:
    """Item 01 lies above the importance line by all answers, below it by the complete ones."""
    whole = respondent((2, 2, 6, 6, 6, 6), importance=(1, 1, 1, 1, 7, 1))
    partly = respondent((2, None, 6, 6, 6, 6), importance=(7, 1, 1, 1, 7, 1))
    found = survey([*times(100, whole), *times(150, partly)])
    first = the(found, "quadrant", item="01")
    assert (first.category, first.value) == ("concentrate", 0.0)


def test_derived_importance_is_the_partial_correlation_with_satisfaction() -> None:
    generator = np.random.default_rng(1)
    answers = generator.integers(1, 8, size=(80, 6)).astype(float)
    satisfaction = np.clip(
        np.round(answers @ [0.5, 0.2, 0.1, 0.1, 0, 0] + generator.normal(0, 0.5, 80)), 1, 7
    )
    ticked = np.where(np.arange(6) == 2, 8 - answers, answers)
    rows = [
        respondent(line, importance=(4,) * 6, overall_sat=float(one))
        for line, one in zip(ticked.tolist(), satisfaction, strict=True)
    ]
    found = survey(rows)
    for i, item in enumerate(ITEMS):
        others = np.column_stack([np.ones(80), np.delete(answers, i, axis=1)])
        left = [
            column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
            for column in (answers[:, i], satisfaction)
        ]
        estimate = the(found, "derived_importance", item=item)
        assert (estimate.value, estimate.n) == (pytest.approx(np.corrcoef(*left)[0, 1], rel=1e-6), 80)


@pytest.mark.parametrize("respondents", [59, 80])
def test_derived_importance_needs_ten_respondents_an_item_and_items_that_differ(respondents: int) -> None:
    generator = np.random.default_rng(2)
    answers = generator.integers(1, 8, size=(respondents, 6)).astype(float)
    if respondents == 80:
        answers[:, 1] = answers[:, 0]
    rows = [respondent(line, importance=(4,) * 6, overall_sat=float(line[0])) for line in answers.tolist()]
    assert [one for one in survey(rows).estimates if one.result == "derived_importance"] == []
