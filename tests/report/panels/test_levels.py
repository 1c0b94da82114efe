from __future__ import annotations

import pytest

from audit.report.charts.bars import IntervalBars
from audit.report.charts.pairs import PairedLevels
from audit.report.charts.stacks import StackedBars
from audit.report.panels.levels import MOST_ITEMS, adequacy_panel, item_panel, level_panel, zone_panel
from audit.report.telling import Teller
from tests.report.panels.results import Figure, figures, measurement, teller
from tests.report.results import empty_result

GAPS = figures(
    "dimension", {"rel": (-1.2, -1.4, -1.0), "tan": (0.1, -0.1, 0.3)}, "gap", kind="mean", unit="points"
)
LEVELS = figures(
    "dimension",
    {"rel": (50.0, None, None), "tan": (75.0, None, None)},
    "dimension",
    kind="mean",
    unit="score",
)


def test_expectation_stands_where_the_gap_leads_from_perception() -> None:
    made = level_panel(teller(measurement("M-G5-DIM", *GAPS), measurement("M-G5-PERF", *LEVELS)))
    assert made is not None and isinstance(made.chart, PairedLevels)
    # 50 of 100 on the scale of 1 to 7 is 4, and 75 is 5.5.
    assert made.title == (
        "Perception lies between 4.00 and 5.50; in 1 of 2 dimensions expectation lies above it beyond chance"
    )
    assert (
        "Reliability: perception 4.00, expectation 5.20, gap −1.20 points, 95% [−1.40, −1.00], n = 120"
        in made.alternative
    )
    assert [row.value for row in made.chart.rows] == ["−1.20", "+0.10"]


def test_without_perception_by_dimension_no_level_is_told() -> None:
    assert level_panel(teller(measurement("M-G5-DIM", *GAPS))) is None
    assert level_panel(Teller(empty_result(), "zh")) is None


def _items(values: dict[str, Figure], p: dict[str, float | None]) -> Teller:
    gaps = figures("item", values, "gap", kind="mean", unit="points")
    tests = figures(
        "item", {item: (value, None, None) for item, value in p.items()}, "p_holm", kind="p_value"
    )
    return teller(measurement("M-G5-ITEM", *gaps, *tests))


DOWN, OPEN, UP = (-0.9, -1.2, -0.6), (-0.3, -0.6, 0.0), (0.5, 0.2, 0.8)


@pytest.mark.parametrize(
    ("values", "p", "title"),
    [
        (
            {"01": OPEN, "02": DOWN},
            {"01": 0.051, "02": 0.0001},
            "In 1 of 2 questions perception falls short even after adjusting for their number, most in “02 Question 02” (−0.90 points)",
        ),
        (
            {"01": OPEN, "02": UP},
            {"01": 0.05, "02": 0.0001},
            "In none of 2 questions does perception fall short once the number of questions is adjusted for",
        ),
        (
            {"01": DOWN},
            {"01": None},
            "In none of 1 questions does perception fall short once the number of questions is adjusted for",
        ),
    ],
    ids=["one differs", "none falls short", "no test"],
)
def test_a_question_falls_short_only_by_its_adjusted_test(
    values: dict[str, Figure], p: dict[str, float | None], title: str
) -> None:
    made = item_panel(_items(values, p))
    assert made is not None
    assert made.title == title


def test_questions_stand_by_their_gap_and_hollow_where_it_may_be_none() -> None:
    made = item_panel(_items({"01": UP, "02": OPEN, "03": DOWN}, {"01": 0.001, "02": 0.3, "03": 0.0}))
    assert made is not None and isinstance(made.chart, IntervalBars)
    assert [(row.value, row.tone) for row in made.chart.rows] == [
        ("−0.90", "neutral"),
        ("−0.30", "inconclusive"),
        ("+0.50", "neutral"),
    ]


def test_forty_questions_are_capped_and_that_is_said() -> None:
    made = item_panel(_items({f"{i:02}": (-0.01 * i, None, None) for i in range(40)}, {}))
    assert made is not None and isinstance(made.chart, IntervalBars)
    assert len(made.chart.rows) == MOST_ITEMS
    assert made.detail.endswith("Shown: the first 30 of 40.")
    assert "; 18 further figures are in the tables." in made.alternative


def test_the_zone_tells_shares_by_dimension_and_their_range() -> None:
    shares = {"below": (0.2, 0.1, 0.3), "inside": (0.5, 0.4, 0.6), "above": (0.3, 0.2, 0.4)}
    found = [
        one.model_copy(update={"key": {"dimension": dimension, **one.key}})
        for dimension in ("rel", "tan")
        for one in figures("position", shares, "position")
    ]
    found[3] = found[3].model_copy(update={"value": 0.25})
    made = zone_panel(teller(measurement("M-ZOT-POS", *found), labels={"position": tuple(shares)}))
    assert made is not None and isinstance(made.chart, StackedBars)
    assert (
        made.title == "By dimension, 20.0% to 25.0% of the respondents perceive less than they would accept"
    )
    assert "Reliability; BELOW: 20.0%, 95% [10.0%, 30.0%], n = 120" in made.alternative
    assert [[piece.words for piece in row.pieces] for row in made.chart.rows] == [
        ["20%", "50%", "30%"],
        ["25%", "50%", "30%"],
    ]


def test_the_acceptable_level_is_passed_only_where_the_interval_leaves_zero_out() -> None:
    values: dict[str, Figure] = {"a": (0.8, 0.6, 1.0), "b": (0.1, -0.1, 0.3), "c": (-0.5, -0.9, -0.1)}
    found = figures("dimension", values, "adequacy", kind="mean", unit="u")
    made = adequacy_panel(teller(measurement("M-ZOT-MSA", *found)))
    assert made is not None
    assert made.title == (
        "Beyond chance, perception lies above the acceptable level in 1 of 3 dimensions, and below it in 1"
    )
