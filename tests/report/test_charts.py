from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.bars import IntervalRow, Measured, interval_bars
from audit.report.charts.marks import Reference, ReferenceLine, Span
from audit.report.charts.quadrants import LABEL, Cross, Mark, Rated, importance_performance
from audit.report.charts.quantiles import Duration, Quantile, QuantileMark, quantile_bars
from audit.report.charts.score import score_bar

# With these bounds the axis runs from x = 168 to x = 508: 100 pixels are 340 / 3.4.
WIDE = (-2.0, 1.4)


def test_a_bar_runs_from_the_base_to_the_value_and_its_whisker_over_the_interval() -> None:
    chart = interval_bars(
        [Measured("差距一", -0.5, (-0.75, -0.25), 312, "conform")], bounds=WIDE, signed=True
    )
    assert chart.base == 368
    assert chart.rows == (
        IntervalRow(
            label=("差距一",),
            y=27,
            bar=Span(318, 368),
            whisker=Span(293, 343),
            mark=318,
            value="−0.50",
            interval="[−0.75, −0.25]",
            n=312,
            tone="conform",
            told="",
        ),
    )
    assert chart.height == 70


def test_what_was_not_assessed_has_no_bar() -> None:
    (row,) = interval_bars([Measured("差距四", None)], bounds=WIDE).rows
    assert (row.bar, row.whisker, row.mark, row.value, row.interval) == (None, None, None, "—", "")


def test_a_bar_beyond_a_fixed_axis_ends_there_and_says_so() -> None:
    rows = interval_bars([Measured("a", 1.5), Measured("b", -2.5), Measured("c", 1.4)], bounds=WIDE).rows
    assert [(row.mark, row.value, row.beyond) for row in rows] == [
        (508, "1.50", 1),
        (168, "−2.50", -1),
        (508, "1.40", 0),
    ]


def test_the_axis_holds_base_values_intervals_and_reference() -> None:
    chart = interval_bars(
        [Measured("a", 3.0, (2.0, 4.2)), Measured("b", None)], reference=Reference(5.1, "promise")
    )
    assert (chart.axis.low, chart.axis.high) == (0, 6)
    assert chart.reference == ReferenceLine(457, "promise", "start")


def test_the_name_of_a_reference_turns_to_the_side_that_has_room() -> None:
    chart = interval_bars([Measured("a", 1.0)], bounds=WIDE, reference=Reference(1.3, "promise"))
    assert chart.reference == ReferenceLine(498, "promise", "end")


def test_a_chart_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        interval_bars([])
    with pytest.raises(ValueError, match="at least one row"):
        quantile_bars([])
    with pytest.raises(ValueError, match="at least one point"):
        importance_performance([], mean=(4, 4), scale=(1, 7))


def test_a_score_shows_its_bounds_and_its_coverage() -> None:
    chart = score_bar(71.4, (58.0, 84.0), 0.74, limit=Reference(60, "60"))
    assert (chart.score, chart.bounds, chart.coverage) == (365, Span(298, 428), Span(8, 378))
    assert (chart.value, chart.share) == ("71.4", "74%")
    assert chart.limit == ReferenceLine(308, "60", "start")


def test_nothing_assessed_is_no_score_of_zero() -> None:
    chart = score_bar(None, None, 0.0)
    assert (chart.score, chart.bounds, chart.coverage.length, chart.value) == (None, None, 0, "—")


def test_an_interval_without_an_upper_end_runs_to_the_edge() -> None:
    (row,) = quantile_bars([Duration("解决", Quantile(20, 10, 30), Quantile(80, 60, None), 640)]).rows
    assert row.bar == Span(253, 508)
    assert row.median == QuantileMark(253, Span(210.5, 295.5), False, "20.0")
    assert row.p90 == QuantileMark(508, Span(423, 508), True, "80.0")


def test_a_quantile_that_is_not_reached_has_no_mark_and_its_bar_stays_open() -> None:
    (row,) = quantile_bars([Duration("解决", Quantile(50), Quantile(None, beyond=True))]).rows
    assert row.bar == Span(508, 508)
    assert row.p90 == QuantileMark(None, None, False, "—", beyond=True)
    (unknown,) = quantile_bars([Duration("解决", Quantile(50), Quantile(None))]).rows
    assert (unknown.bar, unknown.p90.beyond) == (None, False)
    (none,) = quantile_bars([Duration("解决", Quantile(None), Quantile(None))]).rows
    assert none.bar is None


def test_both_cross_hairs_are_placed() -> None:
    chart = importance_performance(
        [Rated(1, 2.0, 6.4, "concentrate"), Rated(2, 6.0, 2.0, "overkill")], mean=(4.5, 5.0), scale=(1, 7)
    )
    assert (chart.horizontal.low, chart.horizontal.high) == (1.7, 6.3)
    assert (chart.vertical.low, chart.vertical.high) == (1.7, 6.7)
    assert chart.at_mean == Cross(397.83, 116.68)
    assert (chart.middle_x, chart.middle_y) == (335, 177.08)


def test_a_middle_of_the_scale_far_from_the_points_does_not_squeeze_them() -> None:
    chart = importance_performance([Rated(1, 5.0, 6.0, "keep_up")], mean=(5.2, 4.1), scale=(1, 7))
    assert (chart.horizontal.low, chart.horizontal.high) == (4.7, 5.5)
    assert (chart.middle_x, chart.middle_y) == (None, 291.84)


def test_numbers_stand_beside_their_points_in_order_and_say_which_are_settled() -> None:
    chart = importance_performance(
        [Rated(2, 6.0, 4.0, "overkill"), Rated(1, 2.0, 4.6, "concentrate", settled=False)],
        mean=(4, 4.3),
        scale=(1, 7),
    )
    assert chart.marks == (
        Mark(1, "concentrate", 83.7, 89.5, 90.42, 82.78, led=False, settled=False),
        Mark(2, "overkill", 586.3, 240.5, 593.02, 233.78, led=False, settled=True),
    )


def test_a_line_joins_a_number_to_its_point_where_others_are_near() -> None:
    points = [Rated(1, 5.0, 5.0, "keep_up"), Rated(2, 5.05, 5.0, "keep_up"), Rated(3, 2.0, 2.0, "overkill")]
    chart = importance_performance(points, mean=(4, 4), scale=(1, 7))
    assert [mark.led for mark in chart.marks] == [True, True, False]


def test_a_number_leaves_the_corner_to_the_name_of_its_quadrant() -> None:
    points = [Rated(1, 2.0, 6.0, "concentrate"), Rated(2, 6.0, 2.0, "overkill")]
    mark, _ = importance_performance(points, mean=(4, 4), scale=(1, 7)).marks
    assert (mark.x, mark.y, mark.led) == (83.7, 33.7, False)
    assert mark.label_y > 38


@given(st.lists(st.tuples(st.floats(1, 7), st.floats(1, 7)) | st.just((5.0, 5.0)), min_size=1, max_size=24))
def test_numbers_never_overlap_and_stay_inside_while_their_points_stay_put(
    places: list[tuple[float, float]],
) -> None:
    points = [Rated(i, x, y, "keep_up") for i, (x, y) in enumerate(places, 1)]
    chart = importance_performance(points, mean=(4, 4), scale=(1, 7))
    for i, mark in enumerate(chart.marks):
        assert (mark.x, mark.y) == (
            chart.horizontal.at(places[i][0]),
            chart.vertical.at(places[i][1]),
        )
        assert chart.horizontal.start <= mark.label_x <= chart.horizontal.end
        for other in chart.marks[:i]:
            apart = math.dist((mark.label_x, mark.label_y), (other.label_x, other.label_y))
            assert apart >= LABEL
