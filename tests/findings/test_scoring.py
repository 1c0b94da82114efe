"""The eight score functions: values at and around their thresholds, and bounds from intervals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings.scoring import Bounded, required_share, score, through
from tests.findings.factory import figure, rule

SEVEN = (1.0, 7.0)


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        ({"up": [0.4, 0.9]}, 0.4, 0.0),
        ({"up": [0.4, 0.9]}, 0.7, 60.0),
        ({"up": [0.4, 0.9]}, 0.9, 100.0),
        ({"up": [0.4, 0.9]}, -0.2, 0.0),
        ({"up": [0.4, 0.9]}, 0.97, 100.0),
        ({"down": [0.0, 0.025]}, 0.0, 100.0),
        ({"down": [0.0, 0.025]}, 0.01, 60.0),
        ({"down": [0.0, 0.025]}, 0.03, 0.0),
        ({"down": [0.2, 0.8]}, 0.5, 50.0),
        ({"share": True}, 0.6, 60.0),
        ({"scale": True}, 1.0, 0.0),
        ({"scale": True}, 4.6, 60.0),
        ({"scale": True}, 7.0, 100.0),
        ({"gap": True}, 0.3, 100.0),
        ({"gap": True}, 0.0, 100.0),
        ({"gap": True}, -0.8, 60.0),
        ({"gap": True}, -2.0, 0.0),
        ({"abs_gap": True}, 0.0, 100.0),
        ({"abs_gap": True}, 0.8, 60.0),
        ({"abs_gap": True}, -0.8, 60.0),
        ({"abs_gap": True}, 2.5, 0.0),
        ({"target": 0.9}, 0.9, 60.0),
        ({"target": 0.9}, 1.0, 100.0),
        ({"target": 0.9}, 0.95, 80.0),
        ({"target": 0.9}, 0.45, 0.0),
        ({"target": 0.9}, 0.72, 36.0),
        ({"target": 1.0}, 1.0, 100.0),
        ({"target": 1.0}, 0.99, 58.8),
        ({"target": 0.0}, 0.5, 80.0),
        ({"steps": [[1, 20], [3, 60], [5, 100]]}, 0.9, 0.0),
        ({"steps": [[1, 20], [3, 60], [5, 100]]}, 3.0, 60.0),
        ({"steps": [[1, 20], [3, 60], [5, 100]]}, 4.99, 60.0),
        ({"steps": [[1, 20], [3, 60], [5, 100]]}, 9.0, 100.0),
    ],
)
def test_a_function_gives_its_score(function: dict[str, Any], value: float, expected: float) -> None:
    assert score(rule(**function), value, SEVEN) == expected


def test_what_needs_no_share_earns_nothing_below_zero() -> None:
    assert score(rule(target=0.0), -0.1) == 0.0


def test_only_a_target_requires_a_share() -> None:
    with pytest.raises(ValueError, match="share has no required share"):
        required_share(rule(share=True), {})


def test_the_last_bits_of_a_float_do_not_decide_over_the_threshold() -> None:
    assert score(rule(share=True), 0.599999999999999) == 60.0
    assert score(rule(share=True), 0.5999999999) == 59.99999999


def test_a_declared_share_takes_the_place_of_the_default() -> None:
    declared = rule(target={"from": "service_standards.required_share", "else": 0.9})
    assert score(declared, 0.8, declared={"service_standards.required_share": 0.8}) == 60.0
    assert score(declared, 0.9, declared={"promises.required_share": 0.8}) == 60.0


@pytest.mark.parametrize("function", ["scale", "gap", "abs_gap"])
def test_a_function_of_the_scale_refuses_to_work_without_one(function: str) -> None:
    with pytest.raises(ValueError, match=f"{function} needs the questionnaire's scale"):
        score(rule(**{function: True}), 0.0)


@pytest.mark.parametrize(
    ("function", "value", "low", "high", "expected"),
    [
        ({"up": [0.4, 0.9]}, 0.7, 0.65, 0.75, Bounded(60.0, 50.0, 70.0)),
        ({"down": [0.0, 0.025]}, 0.01, 0.005, 0.02, Bounded(60.0, 20.0, 80.0)),
        ({"gap": True}, -0.4, -0.8, 0.2, Bounded(80.0, 60.0, 100.0)),
        ({"target": 0.9}, 0.9, 0.81, 0.95, Bounded(60.0, 48.0, 80.0)),
        # Straddling zero, the best value lies inside the interval, not at an end.
        ({"abs_gap": True}, 0.4, -0.2, 1.0, Bounded(80.0, 50.0, 100.0)),
        ({"abs_gap": True}, 0.8, 0.4, 1.2, Bounded(60.0, 40.0, 80.0)),
        # Steps need not rise: the highest one may lie inside the interval.
        ({"steps": [[0, 50], [2, 100], [4, 10]]}, 1.0, 0.5, 4.5, Bounded(50.0, 10.0, 100.0)),
    ],
)
def test_an_interval_gives_the_lowest_and_highest_score_within_it(
    function: dict[str, Any], value: float, low: float, high: float, expected: Bounded
) -> None:
    assert through(rule(**function), figure(value, low, high), SEVEN) == expected


@pytest.mark.parametrize(
    ("function", "low", "high", "expected"),
    [
        ({"up": [0.4, 0.9]}, None, 0.8, Bounded(60.0, 0.0, 80.0)),
        ({"up": [0.4, 0.9]}, 0.65, None, Bounded(60.0, 50.0, 100.0)),
        ({"down": [0.1, 1.6]}, None, 0.85, Bounded(60.0, 50.0, 100.0)),
        ({"down": [0.1, 1.6]}, 0.4, None, Bounded(60.0, 0.0, 80.0)),
        ({"abs_gap": True}, None, 0.9, Bounded(65.0, 0.0, 100.0)),
        ({"abs_gap": True}, 0.5, None, Bounded(65.0, 0.0, 75.0)),
        ({"target": 0.7}, None, 0.85, Bounded(60.0, 0.0, 80.0)),
        ({"target": 0.7}, 0.7, None, Bounded(60.0, 60.0, 100.0)),
    ],
)
def test_an_open_end_is_infinitely_far_away(
    function: dict[str, Any], low: float | None, high: float | None, expected: Bounded
) -> None:
    assert through(rule(**function), figure(0.7, low, high), SEVEN) == expected


def test_a_figure_without_an_interval_has_equal_bounds() -> None:
    assert through(rule(share=True), figure(0.25)) == Bounded(25.0, 25.0, 25.0)


def test_a_figure_without_a_value_is_not_scored() -> None:
    with pytest.raises(ValueError, match="has no value to score"):
        through(rule(share=True), figure(None))


RISING = [{"up": [-1.0, 2.0]}, {"share": True}, {"scale": True}, {"gap": True}, {"target": 0.8}]
OTHERS = [{"down": [0.2, 0.7]}, {"abs_gap": True}, {"steps": [[-1, 80], [0, 20], [1, 90]]}]
numbers = st.floats(-20, 20)


@given(function=st.sampled_from(RISING), one=numbers, other=numbers)
def test_a_larger_value_never_scores_lower_where_larger_is_better(
    function: dict[str, Any], one: float, other: float
) -> None:
    small, large = sorted((one, other))
    assert score(rule(**function), small, SEVEN) <= score(rule(**function), large, SEVEN)


@given(one=numbers, other=numbers)
def test_a_larger_value_never_scores_higher_where_smaller_is_better(one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert score(rule(down=[0.2, 0.7]), small) >= score(rule(down=[0.2, 0.7]), large)


@given(
    function=st.sampled_from(RISING + OTHERS),
    values=st.lists(numbers, min_size=4, max_size=4).map(sorted),
    open_low=st.booleans(),
    open_high=st.booleans(),
)
def test_every_value_of_the_interval_scores_within_the_bounds(
    function: dict[str, Any], values: list[float], open_low: bool, open_high: bool
) -> None:
    low, value, other, high = values
    estimate = figure(value, None if open_low else low, None if open_high else high)
    bounded = through(rule(**function), estimate, SEVEN)
    assert 0 <= bounded.low <= bounded.score <= bounded.high <= 100
    if estimate.interval is not None:
        assert bounded.low <= score(rule(**function), other, SEVEN) <= bounded.high
