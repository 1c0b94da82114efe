from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.promises import Course, Done, Point, Promised, PromiseMark, Reached, promise_curves

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


KEPT = (
    Done(10.0, 0.25, 0.1, 0.5),
    Done(20.0, 0.5, None, 0.75),
    Done(60.0, 0.75, 0.5, 1.0),
    Done(500.0, 1.0, None, 1.0),
)


def test_a_curve_that_was_kept_is_drawn_as_far_as_the_axis_goes() -> None:
    (curve,) = promise_curves([replace(RESOLVED, done=KEPT)]).curves
    # 20.5 pixels stand for ten hours of the axis, which ends at 80; 36.5 for a quarter of the cases.
    ups = [(50.5, 190), (50.5, 153.5), (71, 153.5), (71, 117), (153, 117), (153, 80.5), (194, 80.5)]
    assert curve.steps == ((30, 190), *ups)
    assert curve.points == promise_curves([RESOLVED]).curves[0].points


def test_a_limit_that_cannot_be_estimated_stays_where_it_was() -> None:
    (curve,) = promise_curves([replace(RESOLVED, done=KEPT)]).curves
    lower = (
        (30, 190),
        (50.5, 190),
        (50.5, 175.4),
        (71, 175.4),
        (71, 175.4),
        (153, 175.4),
        (153, 117),
        (194, 117),
    )
    upper = ((30, 190), (50.5, 190), (50.5, 117), (71, 117), (71, 80.5), (153, 80.5), (153, 44), (194, 44))
    assert curve.band == (*lower, *reversed(upper))
    assert promise_curves([RESOLVED]).curves[0].band == ()


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
