from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.scales import axis, figure, text_width, wrapped

FINITE = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (1234.5, 1, False, "1,234.5"),
        (-0.52, 2, False, "−0.52"),
        (0.31, 2, True, "+0.31"),
        (-0.001, 2, True, "0.00"),
        (0.0, 0, True, "0"),
        (2.5, 0, False, "3"),
        (0.125, 2, False, "0.13"),
        (1e-7, 2, True, "0.00"),
        (12345678.0, 0, True, "+12,345,678"),
    ],
)
def test_figures(value: float, decimals: int, signed: bool, text: str) -> None:
    assert figure(value, decimals, signed=signed) == text


@pytest.mark.parametrize(
    ("bounds", "fixed", "ends", "labels"),
    [
        ((-1.84, 0.54), False, (-2.0, 1.0), ["−2.0", "−1.5", "−1.0", "−0.5", "0.0", "+0.5", "+1.0"]),
        ((0, 100), True, (0, 100), ["0", "+20", "+40", "+60", "+80", "+100"]),
        ((0.0, 0.0137), False, (0.0, 0.015), ["0.000", "+0.005", "+0.010", "+0.015"]),
        ((4.2, 6.3), True, (4.2, 6.3), ["+4.5", "+5.0", "+5.5", "+6.0"]),
        ((3.0, 3.0), True, (2.5, 3.5), ["+2.6", "+2.8", "+3.0", "+3.2", "+3.4"]),
    ],
)
def test_axes(bounds: tuple[float, float], fixed: bool, ends: tuple[float, float], labels: list[str]) -> None:
    scale = axis(bounds, (0, 300), signed=True, fixed=fixed)
    assert (scale.low, scale.high) == ends
    assert [tick.label for tick in scale.ticks] == labels


def test_pixels_run_from_end_to_end_and_stop_there() -> None:
    scale = axis((0, 10), (300, 100), signed=False, fixed=True)
    assert [scale.at(value) for value in (-5, 0, 2.5, 10, 99)] == [300, 300, 250, 100, 100]
    assert [tick.at for tick in scale.ticks] == [300, 260, 220, 180, 140, 100]


@given(FINITE, FINITE, st.booleans())
def test_every_axis_holds_its_data_and_has_a_few_ticks_in_order(
    one: float, other: float, fixed: bool
) -> None:
    low, high = sorted((one, other))
    scale = axis((low, high), (0, 300), signed=False, fixed=fixed)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert scale.low <= low + slack and scale.high >= high - slack
    places = [tick.at for tick in scale.ticks]
    assert places == sorted(places)
    assert 1 <= len(places) <= 9
    assert all(math.isfinite(place) and 0 <= place <= 300 for place in places)


def test_width_counts_han_as_one_em() -> None:
    assert text_width("差距 Gap", 10) == pytest.approx(2 * 10 + 4 * 5.6)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("差距一", ("差距一",)),
        ("差距三　交付与承诺时限之间", ("差距三　交付与承诺时", "限之间")),
        ("Delivery against the promised standards", ("Delivery against", "the promised…")),
        ("Unbreakableunbreakable label", ("Unbreakableunbrea", "kable label")),
        ("a\u202eb", ("a⟦U+202E⟧b",)),
        ("x" * 12 + "\x00" * 8, ("xxxxxxxxxxxx⟦U+00", "00⟧⟦U+0000⟧⟦U+0…")),
        ("", ("",)),
    ],
)
def test_labels_take_two_lines_at_most(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 100, 10) == lines


def test_labels_of_a_narrow_axis_keep_apart_and_zero_among_them() -> None:
    narrow = axis((-1.6, 0.4), (0, 80), signed=True, fixed=False)
    assert [one.label for one in narrow.ticks] == ["−2", "−1", "0", "+1"]
    wide = axis((-1.6, 0.4), (0, 300), signed=True, fixed=False)
    assert [one.label for one in wide.ticks] == ["−2.0", "−1.5", "−1.0", "−0.5", "0.0", "+0.5"]
    crowded = axis((-1.6, 0.4), (0, 12), signed=True, fixed=False)
    assert [one.label for one in crowded.ticks] == ["0"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("重要性-绩效分析 IPA（增）", ("重要性-绩效分析 IPA", "（增）")),
        ("关系营销（而非交易营销）", ("关系营销（而非交易营", "销）")),
        ("importance-performance analysis", ("importance-", "performance analysis")),
    ],
)
def test_no_line_begins_with_a_closing_sign_and_a_joined_word_breaks_at_its_hyphen(
    text: str, lines: tuple[str, ...]
) -> None:
    assert wrapped(text, 101, 8.8) == lines
