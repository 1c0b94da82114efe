"""Which figures are printed where not all find room: the overall one first, then the least favourable."""

from __future__ import annotations

import pytest

from audit.report.sections.figures import MOST_ROWS, figure_table
from audit.report.sections.relevance import by_relevance
from audit.report.telling import Teller
from audit.result import AuditResult, Estimate, Measurement
from tests.report.results import empty_result, estimate, survey_result


def rows(*values: float, **more: object) -> list[Estimate]:
    return [estimate("x", value, key={"type": f"t{place}"}, **more) for place, value in enumerate(values)]


def defined(better: str) -> AuditResult:
    """A result that defines M-TRIAL, told by ``x``."""
    [some, *_] = survey_result().definitions
    told = some.model_copy(update={"id": "M-TRIAL", "headline": "x", "better": better})
    return empty_result().model_copy(update={"definitions": (told,)})


@pytest.mark.parametrize(
    ("better", "order"), [("higher", [1.0, 2.0, 3.0]), ("lower", [3.0, 2.0, 1.0]), ("none", [3.0, 2.0, 1.0])]
)
def test_the_least_favourable_rows_come_first_or_the_largest(better: str, order: list[float]) -> None:
    overall = estimate("x", 9.0)
    found = by_relevance(Teller(defined(better), "en"), "M-TRIAL", [*rows(2.0, 3.0, 1.0), overall])
    assert [one.value for one in found] == [9.0, *order]


def test_the_headline_comes_before_other_results_and_units_are_not_mixed() -> None:
    other = estimate("y", 5.0, key={"type": "t0"})
    hours, days = (
        estimate("x", 1.0, key={"type": "a"}, unit="h"),
        estimate("x", 2.0, key={"type": "b"}, unit="d"),
    )
    found = by_relevance(Teller(defined("lower"), "en"), "M-TRIAL", [other, hours, days])
    assert found == [hours, days, other]


def test_what_asks_for_action_comes_before_other_categories() -> None:
    keep, act = (
        estimate("x", 1.0, key={"item": name}, kind="category", category=name, unit="1")
        for name in ("keep", "concentrate")
    )
    assert by_relevance(Teller(defined("none"), "en"), "M-TRIAL", [keep, act]) == [act, keep]


def test_a_long_table_shows_the_worst_rows_and_says_so() -> None:
    values = [float(place) for place in range(MOST_ROWS + 3)]
    measurement = Measurement(measure="M-TRIAL", definition="d" * 64, estimates=tuple(rows(*values)))
    table = figure_table(Teller(defined("lower"), "en"), measurement)
    assert [row.value for row in table.rows[:2]] == ["18.00 points", "17.00 points"]
    assert table.said == (
        (
            "Overall and headline figures come first, of those that can be compared the least favourable or the largest; 3 more "
            "rows are in the attached result"
        ),
    )
    short = measurement.model_copy(update={"estimates": measurement.estimates[:MOST_ROWS]})
    unranked = figure_table(Teller(defined("lower"), "en"), short)
    assert ([row.value for row in unranked.rows[:2]], unranked.said) == (["0.00 points", "1.00 points"], ())
