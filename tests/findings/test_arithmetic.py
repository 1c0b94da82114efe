"""Every score function with its numbers in, as it is worked out on paper."""

from __future__ import annotations

from typing import Any

import pytest

from audit.criteria.item import CapUnless, MeanOf
from audit.findings.arithmetic import calculated, ends, joined, weighted, written
from tests.findings.factory import figure, rule

SCALE = (1.0, 7.0)
REQUIRED = {"from": "service_standards.required_share", "else": 0.9}


@pytest.mark.parametrize(
    ("function", "value", "told"),
    [
        ({"up": [0.8, 0.98]}, 0.947, "100 × (0.947 − 0.8) ÷ (0.98 − 0.8) = 81.6667"),
        ({"up": [0.8, 0.98]}, 0.99, "100 × (0.99 − 0.8) ÷ (0.98 − 0.8) = 105.556 → 100"),
        ({"down": [0, 0.025]}, 0.02, "100 × (0.025 − 0.02) ÷ (0.025 − 0) = 20"),
        ({"down": [-1, 1]}, -0.5, "100 × (1 − (−0.5)) ÷ (1 − (−1)) = 75"),
        ({"share": True}, 0.7, "100 × 0.7 = 70"),
        ({"scale": True}, 5.5, "100 × (5.5 − 1) ÷ (7 − 1) = 75"),
        ({"gap": True}, -0.4, "100 × (1 + 3 × (−0.4) ÷ 6) = 80"),
        ({"gap": True}, 0.4, "100 × (1 + 3 × 0.4 ÷ 6) = 120 → 100"),
        ({"abs_gap": True}, -0.4, "100 × (1 − 3 × |−0.4| ÷ 6) = 80"),
        ({"target": REQUIRED}, 0.84, "60 × (2 × 0.84 ÷ 0.9 − 1) = 52"),
        ({"target": 0.8}, 0.84, "60 + 40 × (0.84 − 0.8) ÷ (1 − 0.8) = 68"),
        ({"target": 1}, 1.0, "1 → 100"),
        ({"steps": [[0, 0], [1, 60], [3, 100]]}, 2.0, "2 → 60"),
    ],
)
def test_a_function_is_shown_with_its_numbers(function: dict[str, Any], value: float, told: str) -> None:
    assert calculated(rule(**function), figure(value), SCALE) == told


def test_a_time_that_was_not_reached_gives_the_limit_of_the_function() -> None:
    beyond = figure(None, beyond=True, kind="quantile")
    assert calculated(rule(down=[1, 5]), beyond, None) == "∞ → 0"


def test_both_ends_of_an_interval_go_through_the_function() -> None:
    assert ends(rule(share=True), figure(0.5, 0.45, None), None) == "0.45 → 45, ∞ → 100"
    assert ends(rule(share=True), figure(0.5), None) == ""


def test_a_pool_is_shown_as_its_sum() -> None:
    assert weighted([(2, 100 / 3), (3, 35)]) == "(2 × 33.3333 + 3 × 35) ÷ 5"
    assert weighted([(1, 90), (1, 30)]) == "(90 + 30) ÷ 2"
    assert weighted([(2, 80)]) == "80"


def test_metric_and_rating_are_shown_as_they_are_joined() -> None:
    cap = CapUnless(cap=59, unless_rating=3)
    assert joined(MeanOf(mean=(0.6, 0.4)), 64, 80, 40, 2) == "0.6 × 80 + 0.4 × 40 = 64"
    assert joined("lower", 40, 80, 40, 2) == "min(80, 40) = 40"
    assert joined(cap, 59, 80, 40, 2) == "min(80, 59) = 59"
    assert joined(cap, 80, 80, 60, 3) == "3 ≥ 3 → 80"


def test_numbers_are_written_with_six_digits_or_whole() -> None:
    assert [written(one) for one in (1 / 3, -2.0, 1234567.0, 60.0)] == ["0.333333", "−2", "1234567", "60"]
