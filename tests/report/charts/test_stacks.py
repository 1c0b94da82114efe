from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.pieces import KeyEntry, Part, Piece
from audit.report.charts.stacks import StackRow, Whole, stacked_bars


def test_parts_stand_one_after_the_other_and_a_longer_row_is_a_greater_whole() -> None:
    # 354 pixels from x = 168 stand for the 6 items of the greatest row.
    chart = stacked_bars(
        [
            Whole("甲", (Part("conform", 4, "4", "four"), Part("missing", 2, "2")), "67%", "6 项"),
            Whole("乙", (Part("conform", 0, "0"), Part("partial", 3, "3"))),
        ],
        [("conform", "符合"), ("partial", "部分符合")],
    )
    assert chart.rows == (
        StackRow(
            ("甲",),
            36,
            (
                Piece("conform", Span(168, 404), "4", "four"),
                Piece("missing", Span(404, 522), "2", ""),
            ),
            "67%",
            "6 项",
        ),
        StackRow(("乙",), 56, (Piece("partial", Span(168, 345), "3", ""),), "", ""),
    )
    assert chart.key == (KeyEntry("conform", "符合", 0, 10), KeyEntry("partial", "部分符合", 45, 10))
    assert chart.rows[0].pieces[0].middle == 286


def test_words_that_have_no_room_are_left_to_the_text_alternative() -> None:
    (row,) = stacked_bars(
        [Whole("a", (Part("low", 0.01, "1%"), Part("high", 0.99, "99%")))], [], full=1.0
    ).rows
    assert [piece.words for piece in row.pieces] == ["", "99%"]


def test_the_key_takes_another_line_where_it_must() -> None:
    chart = stacked_bars([Whole("a", (Part("low", 1, ""),))], [("low", "x" * 70), ("high", "y" * 70)])
    assert [(entry.x, entry.y) for entry in chart.key] == [(0, 10), (0, 26)]
    assert chart.rows[0].y == 52


def test_rows_that_hold_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="holds something"):
        stacked_bars([Whole("a", (Part("low", 0, ""),))], [])


@given(st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=7), min_size=1, max_size=40))
def test_pieces_touch_and_stay_inside(rows: list[list[int]]) -> None:
    if not any(map(sum, rows)):
        return
    chart = stacked_bars([Whole("a", tuple(Part("low", n, "") for n in row)) for row in rows], [])
    for row in chart.rows:
        ends = [chart.axis.start, *(piece.at.end for piece in row.pieces)]
        assert [piece.at.start for piece in row.pieces] == ends[:-1]
        assert ends[-1] <= chart.axis.end
