from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.pairs import Pair, PairRow, paired_levels


def test_both_levels_stand_on_the_scale_and_the_whisker_around_the_first() -> None:
    # 4.7 to 6.3 with room of 0.3 on each side: 340 pixels from x = 168 stand for 2.2 points.
    chart = paired_levels(
        [Pair("可靠性", 6.0, 5.0, -1.0, (-1.3, -0.7), 395, "told"), Pair("有形性", 5.6, 5.6, 0.0)],
        scale=(1, 7),
    )
    assert (chart.axis.low, chart.axis.high) == (4.7, 6.6)
    assert chart.rows == (
        PairRow(
            label=("可靠性",),
            y=27,
            first=400.63,
            second=221.68,
            link=Span(221.68, 400.63),
            whisker=Span(346.95, 454.32),
            value="−1.00",
            interval="[−1.30, −0.70]",
            n=395,
            told="told",
        ),
        PairRow(("有形性",), 61, 329.05, 329.05, Span(329.05, 329.05), None, "0.00", "", None, ""),
    )


def test_the_axis_never_leaves_the_scale_that_was_asked_on() -> None:
    chart = paired_levels([Pair("a", 7.0, 1.0, -6.0, (-6.5, -5.5))], scale=(1, 7))
    assert (chart.axis.low, chart.axis.high) == (1, 7)
    assert chart.rows[0].whisker == Span(479.67, 508)


def test_a_chart_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        paired_levels([], scale=(1, 7))


@given(st.lists(st.tuples(st.floats(1, 7), st.floats(1, 7)), min_size=1, max_size=40))
def test_marks_stay_inside_and_keep_their_order(levels: list[tuple[float, float]]) -> None:
    chart = paired_levels([Pair("a", one, two, two - one) for one, two in levels], scale=(1, 7))
    for (first, second), row in zip(levels, chart.rows, strict=True):
        assert chart.axis.start <= row.first <= chart.axis.end
        assert chart.axis.start <= row.second <= chart.axis.end
        assert (first <= second) <= (row.first <= row.second)
    assert [row.y for row in chart.rows] == sorted(row.y for row in chart.rows)
    assert chart.rows[-1].y < chart.height
