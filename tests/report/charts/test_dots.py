from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.dots import Compared, Dot, DotRow, dots, multiples
from audit.report.charts.marks import Span


def test_differences_stand_beside_zero_and_the_band_that_does_not_matter() -> None:
    chart = dots([Dot("a", -1.0, (-1.5, -0.5), 272), Dot("b", 0.5, None, 30, firm=False)], margin=0.25)
    # The axis runs from -1.5 to +0.5 over 340 pixels from x = 168.
    assert (chart.axis.low, chart.axis.high, chart.zero, chart.band) == (-1.5, 0.5, 423, Span(380.5, 465.5))
    assert chart.rows == (
        DotRow(("a",), 39, 253, Span(168, 338), "−1.00", "[−1.50, −0.50]", 272, True, ""),
        DotRow(("b",), 73, 508, None, "+0.50", "", 30, False, ""),
    )


def test_a_figure_that_is_not_there_has_no_dot() -> None:
    (row,) = dots([Dot("a", None)]).rows
    assert (row.x, row.whisker, row.value, row.interval) == (None, None, "—", "")


def test_small_plots_stand_three_in_a_line_with_the_same_rows() -> None:
    rows = (Dot("S-1", 40.0, (20.0, 60.0)), Dot("S-2", None))
    chart = multiples([Compared(f"m{i}", 50.0, rows, 1, bounds=(0, 100)) for i in range(4)])
    assert [(plot.x, plot.y) for plot in chart.plots] == [(0, 0), (218.67, 0), (437.33, 0), (0, 108)]
    first = chart.plots[0]
    # 106.67 pixels from x = 62 stand for 0 to 100.
    assert (first.axis.start, first.axis.end, first.total, first.total_words) == (62, 168.67, 115.33, "50.0")
    assert [(row.x, row.whisker, row.value) for row in first.rows] == [
        (104.67, Span(83.33, 126.0), "40.0"),
        (None, None, "—"),
    ]
    assert chart.height == 216


def test_a_chart_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        dots([])
    with pytest.raises(ValueError, match="at least one plot"):
        multiples([])


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=40))
def test_dots_keep_their_order_and_stay_inside(values: list[float]) -> None:
    chart = dots([Dot("a", value, (value - 1, value + 1)) for value in values], margin=0.5)
    marks = [row.x for row in chart.rows if row.x is not None]
    assert len(marks) == len(values)
    assert all(chart.axis.start <= mark <= chart.axis.end for mark in marks)
    assert [x for _, x in sorted(zip(values, marks, strict=True))] == sorted(marks)
