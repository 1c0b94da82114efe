from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.answers import (
    SHADES,
    Answered,
    Question,
    answer_shares,
    shade,
)
from audit.report.charts.marks import Span
from audit.report.charts.pieces import KeyEntry, Piece

POINTS = ("1", "2", "3")


def test_shares_stand_one_after_the_other_and_every_facet_has_a_bar() -> None:
    # 308 pixels from x = 256 stand for the whole.
    chart = answer_shares(
        [
            Question(
                "甲",
                (
                    Answered("期望", (0.0, 0.25, 0.75), 2.75, ("a", "b", "c")),
                    Answered("感知", (0.5, 0.0, 0.5), 2.0),
                ),
                120,
            )
        ],
        POINTS,
    )
    (row,) = chart.rows
    assert (row.label, row.n, [(bar.facet, bar.y, bar.mean) for bar in row.bars]) == (
        ("甲",),
        120,
        [("期望", 28, "2.75"), ("感知", 39.5, "2.00")],
    )
    assert row.bars[0].parts == (
        Piece(3, Span(256, 333), "25", "b"),
        Piece(6, Span(333, 564), "75", "c"),
    )
    assert [part.at for part in row.bars[1].parts] == [Span(256, 410), Span(410, 564)]
    assert row.bars[1].parts[0].middle == 333
    assert chart.key[:2] == (KeyEntry(0, "1", 256, 10), KeyEntry(3, "2", 284.76, 10))


def test_a_share_without_room_is_left_to_the_text_alternative() -> None:
    ((bar,),) = [
        row.bars
        for row in answer_shares([Question("a", (Answered("P", (0.01, 0.99), 2),), 9)], ("1", "2")).rows
    ]
    assert [part.words for part in bar.parts] == ["", "99"]


def test_a_key_too_long_for_one_line_takes_two_and_the_bars_begin_below() -> None:
    question = Question("甲", (Answered("期望", (0.5, 0.5), 1.5),), 9)
    short = answer_shares([question], ["1", "2"])
    long = answer_shares([question], ["1", "很" * 60])
    assert [entry.x for entry in long.key] == [256, 256]
    assert long.key[1].y - long.key[0].y == long.rows[0].y - short.rows[0].y == long.height - short.height


@given(st.integers(2, 11))
def test_the_ends_of_every_scale_look_alike_and_shades_never_go_back(answers: int) -> None:
    shades = [shade(place, answers) for place in range(answers)]
    assert (shades[0], shades[-1], sorted(shades)) == (0, SHADES - 1, shades)


def test_a_bar_without_a_share_for_every_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="a share for every answer"):
        answer_shares([Question("a", (Answered("P", (1.0,), 2),), 9)], POINTS)
    with pytest.raises(ValueError, match="at least one question"):
        answer_shares([], POINTS)
