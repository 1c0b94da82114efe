from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.promises import Course, Point, Promised, PromiseMark, Reached, promise_curves

RESOLVED = Course(
    "办结",
    (Reached(0.5, 20.0, 10.0, 30.0), Reached(0.9, 80.0, 60.0, None)),
    Promised(40.0, 0.75, (0.7, 0.8)),
    400,
    "told",
)


def test_the_curve_rises_in_steps_to_what_is_known() -> None:
    (curve,) = promise_curves([RESOLVED]).curves
    # 164 pixels from x = 30 stand for 80 hours, 146 from y = 190 upwards for all of the cases.
    assert curve.steps == ((30, 190), (71, 190), (71, 117), (194, 117), (194, 58.6), (194, 58.6))
    assert curve.points == (
        Point(71, 117, Span(50.5, 91.5), False, "20.0", "start"),
        Point(194, 58.6, Span(153, 194), True, "80.0", "end"),
    )
    assert curve.promise == PromiseMark(112, 80.5, Span(73.2, 87.8), "40", "75.0%")
    assert (curve.title, curve.n, curve.told) == (("办结",), 400, "told")


def test_a_share_that_was_not_reached_raises_nothing() -> None:
    (curve,) = promise_curves([Course("a", (Reached(0.5, 10.0), Reached(0.9, None)), None)]).curves
    assert curve.steps == ((30, 190), (194, 190), (194, 117), (194, 117))
    assert [point.words for point in curve.points] == ["10.0"]
    assert curve.promise is None


def test_a_promise_whose_keeping_was_not_measured_stands_alone() -> None:
    (curve,) = promise_curves([Course("a", (Reached(0.5, 10.0),), Promised(7.5, None))]).curves
    assert curve.promise == PromiseMark(153, None, None, "7.5", "")


@pytest.mark.parametrize("n", [0, 4])
def test_one_to_three_curves_stand_beside_each_other(n: int) -> None:
    with pytest.raises(ValueError, match="one to 3"):
        promise_curves([RESOLVED] * n)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]), st.floats(0, 1e4)), max_size=5))
def test_the_curve_never_falls_and_never_turns_back_in_time(known: list[tuple[float, float]]) -> None:
    times = sorted(time for _, time in known)
    shares = sorted(share for share, _ in known)
    course = Course("a", tuple(Reached(share, time) for share, time in zip(shares, times, strict=True)), None)
    (curve,) = promise_curves([course]).curves
    assert [x for x, _ in curve.steps] == sorted(x for x, _ in curve.steps)
    assert [y for _, y in curve.steps] == sorted((y for _, y in curve.steps), reverse=True)
    assert all(curve.across.start <= x <= curve.across.end for x, _ in curve.steps)
