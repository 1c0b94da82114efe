from __future__ import annotations

import pytest

from audit.report.charts.marks import Span
from audit.report.charts.trend import Course, Then, trend

AUDITS = ("2023-12", "2024-12", "2025-12")


def test_neighbours_are_joined_and_a_break_stands_where_one_may_not_be_compared() -> None:
    chart = trend(
        [
            Course("总得分", (Then(40, comparable=False), Then(50, (45, 60)), Then(60))),
            Course("差距", (Then(40), Then(None), Then(60, comparable=False))),
        ],
        AUDITS,
        bounds=(0, 100),
        limit=60,
    )
    whole, gap = chart.plots
    # 88 pixels from the ceiling at 27 stand for 100.
    assert [(point.x, point.y, point.words) for point in whole.points] == [
        (46, 79.8, "40.0"),
        (115.67, 71, "50.0"),
        (185.33, 62.2, "60.0"),
    ]
    assert whole.points[1].whisker == Span(62.2, 75.4)
    assert (whole.lines, whole.breaks) == ((((115.67, 71), (185.33, 62.2)),), (80.84,))
    assert whole.limit == 62.2
    assert [point.comparable for point in whole.points] == [False, True, True]
    # An audit without a value has no point; its neighbours are not joined past one that may not be compared.
    assert ([point.words for point in gap.points], gap.lines, len(gap.breaks)) == (["40.0", "60.0"], (), 1)


def test_a_free_axis_holds_zero_and_every_bound() -> None:
    (plot,) = trend(
        [Course("gap", (Then(-1.2, (-1.4, -1.0)), Then(-0.4)))], AUDITS[:2], decimals=2, signed=True
    ).plots
    assert (plot.up.low, plot.up.high) == (-1.5, 0)
    assert [point.words for point in plot.points] == ["−1.20", "−0.40"]


def test_names_of_audits_that_would_touch_are_left_out_from_the_last() -> None:
    names = tuple(f"20{i}-12" for i in range(10, 22))
    (plot,) = trend([Course("a", (Then(1.0),) * 12)], names, bounds=(0, 2)).plots
    assert [name for _, name in plot.labels] == ["2012-12", "2015-12", "2018-12", "2021-12"]


def test_an_audit_alone_stands_in_the_middle_and_a_missing_figure_is_refused() -> None:
    (plot,) = trend([Course("a", (Then(50.0),))], AUDITS[:1], bounds=(0, 100)).plots
    assert (plot.points[0].x, plot.lines, plot.breaks) == (115.67, (), ())
    with pytest.raises(ValueError, match="of every audit"):
        trend([Course("a", (Then(50.0),))], AUDITS)
