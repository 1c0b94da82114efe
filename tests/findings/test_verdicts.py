"""Verdicts at and around 60 and 40, for samples and complete files, critical and binary items."""

from __future__ import annotations

import pytest

from audit.criteria.item import Severity
from audit.findings.scoring import Bounded
from audit.findings.verdicts import decide, decide_binary, decide_indicative, proposed_grade
from audit.result import Grade, Verdict


def test_unless_told_otherwise_an_item_is_not_critical_and_a_file_is_a_sample() -> None:
    assert decide(Bounded(70.0, 50.0, 90.0)) == ("conform", "met")
    assert decide(Bounded(50.0, 40.0, 70.0)) == ("inconclusive", "may_be_met")


@pytest.mark.parametrize(
    ("score", "critical", "census", "verdict", "rule"),
    [
        ((60.0, 10.0, 90.0), False, False, "conform", "met"),
        ((60.0, 60.0, 90.0), True, False, "conform", "met_guarded"),
        ((75.0, 59.999999999, 90.0), True, False, "inconclusive", "met_not_guarded"),
        # A complete file stands for the service of the coming period: the guard stays for critical items.
        ((75.0, 59.0, 90.0), True, True, "inconclusive", "met_not_guarded"),
        ((59.999999999, 50.0, 60.0), False, False, "inconclusive", "may_be_met"),
        ((59.999999999, 50.0, 60.0), False, True, "partial", "missed_in_part"),
        ((50.0, 45.0, 59.999999999), False, False, "partial", "missed_in_part"),
        ((40.0, 30.0, 50.0), False, False, "partial", "missed_in_part"),
        ((39.999999999, 30.0, 50.0), False, False, "nonconform", "missed"),
        ((20.0, 0.0, 60.0), False, False, "inconclusive", "may_be_met"),
        ((20.0, 0.0, 60.0), True, True, "nonconform", "missed"),
    ],
)
def test_a_score_and_its_bounds_give_the_verdict(
    score: tuple[float, float, float], critical: bool, census: bool, verdict: Verdict, rule: str
) -> None:
    assert decide(Bounded(*score), guarded=critical, census=census) == (verdict, rule)


@pytest.mark.parametrize(
    ("metric", "level", "needs_rating", "verdict", "rule"),
    [
        (100.0, 3, True, "conform", "binary_kept"),
        (99.0, 5, True, "nonconform", "binary_case"),
        (100.0, 2, True, "nonconform", "binary_case"),
        (100.0, None, True, "inconclusive", "binary_open"),
        (100.0, None, False, "conform", "binary_kept"),
        (None, 3, True, "conform", "binary_kept"),
        (None, None, False, "inconclusive", "binary_open"),
    ],
)
def test_one_confirmed_case_breaks_a_binary_item(
    metric: float | None, level: int | None, needs_rating: bool, verdict: Verdict, rule: str
) -> None:
    assert decide_binary(metric, level, needs_rating=needs_rating) == (verdict, rule)


def test_an_indicative_figure_decides_nothing() -> None:
    assert decide_indicative() == ("inconclusive", "indicative")


@pytest.mark.parametrize(
    ("verdict", "severity", "grade"),
    [
        ("nonconform", "critical", "critical"),
        ("partial", "critical", "major"),
        ("partial", "major", "minor"),
        ("partial", "minor", "observation"),
        ("partial", "observation", "observation"),
        ("nonconform", "observation", "observation"),
        ("conform", "critical", None),
        ("inconclusive", "critical", None),
    ],
)
def test_a_verdict_proposes_a_grade(verdict: Verdict, severity: Severity, grade: Grade | None) -> None:
    assert proposed_grade(verdict, severity) == grade
