"""Where promises stand on the curves of how much is done by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from audit.report.charts.marks import WIDTH, Span, span
from audit.report.scales import Axis, axis, figure, rounded, text_width, wrapped


@dataclass(frozen=True)
class Reached:
    """After how long a share was done; an end of the interval, or the time itself, may not be reached."""

    share: float
    time: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Done:
    """How much was done by a time, with the ends of its band, where they can be estimated."""

    time: float
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Promised:
    """What was promised by when, and the share of what was due that kept it, with its interval."""

    time: float
    kept: float | None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Course:
    """One duration: two points of its curve by name, its promise, and the curve itself where it was kept."""

    label: str
    reached: tuple[Reached, ...]
    promised: Promised | None
    n: int | None = None
    told: str = ""
    done: tuple[Done, ...] = ()


@dataclass(frozen=True)
class Point:
    """A known point of the curve; ``open_end`` where its interval has no upper end.

    Its words stand below it, on the side that has room.
    """

    x: float
    y: float
    whisker: Span | None
    open_end: bool
    words: str
    anchor: Literal["start", "end"]


@dataclass(frozen=True)
class PromiseMark:
    """The promise at ``x``; ``y`` and ``whisker`` tell the share that kept it, ``None`` where not measured."""

    x: float
    y: float | None
    whisker: Span | None
    time: str
    kept: str


@dataclass(frozen=True)
class Curve:
    """A small plot: time to the right, share done upwards; ``steps`` joins the known points from zero, ``band`` goes
    around the lower limits to the right and the upper ones back, and is empty where they are not known.
    """

    title: tuple[str, ...]
    x: float
    across: Axis
    up: Axis
    steps: tuple[tuple[float, float], ...]
    points: tuple[Point, ...]
    promise: PromiseMark | None
    n: int | None
    told: str
    band: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class PromiseCurves:
    """Curves beside each other, each on its own time."""

    width: float
    height: float
    curves: tuple[Curve, ...]


MOST_CURVES = 3
_GUTTER = 20.0
_LEFT = 30.0  # tick labels of the upward axis
_TOP, _BOTTOM, _HEIGHT = 44.0, 190.0, 232.0
_FULL = 100.0


def promise_curves(courses: Sequence[Course], *, decimals: int = 1, width: float = WIDTH) -> PromiseCurves:
    """Up to three durations in one unit, which the caption names.

    Only what is known is drawn: the curve rises to a share where that share was reached, in steps, so that it
    never claims more to be done than is known.

    Raises:
        ValueError: none, or more than three.
    """
    if not 0 < len(courses) <= MOST_CURVES:
        raise ValueError(f"one to {MOST_CURVES} curves stand beside each other")
    each = (width - _GUTTER * (MOST_CURVES - 1)) / MOST_CURVES
    return PromiseCurves(
        width=width,
        height=_HEIGHT,
        curves=tuple(_curve(one, i * (each + _GUTTER), each, decimals) for i, one in enumerate(courses)),
    )


def _curve(one: Course, left: float, width: float, decimals: int) -> Curve:
    times = [time for each in one.reached for time in (each.time, each.low, each.high) if time is not None]
    times += [one.promised.time] if one.promised else []
    across = axis(
        (0.0, max(times, default=1.0)),
        (rounded(left + _LEFT), rounded(left + width - 6)),
        signed=False,
        fixed=False,
    )
    up = axis((0.0, _FULL), (_BOTTOM, _TOP), signed=False, fixed=True)
    points = tuple(_point(each, across, up, decimals) for each in one.reached if each.time is not None)
    return Curve(
        title=wrapped(one.label, width, 9.5),
        x=rounded(left),
        across=across,
        up=up,
        steps=_course(one.done, across, up) if one.done else _steps(points, across, up),
        points=points,
        promise=_promise(one.promised, across, up, decimals) if one.promised else None,
        n=one.n,
        told=one.told,
        band=_band(one.done, across, up),
    )


def _point(each: Reached, across: Axis, up: Axis, decimals: int) -> Point:
    time = each.time or 0.0
    has_interval = each.low is not None or each.high is not None
    low = time if each.low is None else each.low
    high = across.high if each.high is None else each.high
    words = figure(time, decimals)
    fits = across.at(time) + 3 + text_width(words, 8) <= across.end
    return Point(
        x=across.at(time),
        y=up.at(_FULL * each.share),
        whisker=span(across, low, high) if has_interval else None,
        open_end=has_interval and each.high is None,
        words=words,
        anchor="start" if fits else "end",
    )


def _steps(points: Sequence[Point], across: Axis, up: Axis) -> tuple[tuple[float, float], ...]:
    """From nothing done, level until the next known point, then up to it, and level to the edge."""
    path = [(across.start, up.start)]
    for point in sorted(points, key=lambda one: (one.x, -one.y)):
        path += [(point.x, path[-1][1]), (point.x, point.y)]
    return (*path, (across.end, path[-1][1]))


def _course(done: Sequence[Done], across: Axis, up: Axis) -> tuple[tuple[float, float], ...]:
    """The curve in steps, from nothing done to the last time that is seen or shown."""
    return _staircase([(one.time, one.share) for one in done], across, up)


def _band(done: Sequence[Done], across: Axis, up: Axis) -> tuple[tuple[float, float], ...]:
    """Between two staircases; a limit that cannot be estimated stays where it was last."""
    if not any(one.low is not None or one.high is not None for one in done):
        return ()
    limits = {"low": 0.0, "high": 0.0}
    low, high = [], []
    for one in done:
        limits["low"] = max(limits["low"], one.low or 0.0)
        limits["high"] = max(limits["high"], one.high or 0.0)
        low.append((one.time, limits["low"]))
        high.append((one.time, limits["high"]))
    return (*_staircase(low, across, up), *reversed(_staircase(high, across, up)))


def _staircase(
    known: Sequence[tuple[float, float]], across: Axis, up: Axis
) -> tuple[tuple[float, float], ...]:
    """Level until the next time, then up to its share; what lies beyond the axis is left out."""
    path = [(across.start, up.start)]
    for time, share in known:
        if time > across.high:
            return (*path, (across.end, path[-1][1]))
        path += [(across.at(time), path[-1][1]), (across.at(time), up.at(_FULL * share))]
    return tuple(path)


def _promise(one: Promised, across: Axis, up: Axis, decimals: int) -> PromiseMark:
    return PromiseMark(
        x=across.at(one.time),
        y=None if one.kept is None else up.at(_FULL * one.kept),
        whisker=None if one.interval is None else span(up, *(_FULL * end for end in one.interval)),
        time=figure(one.time, 0 if one.time == int(one.time) else decimals),
        kept="" if one.kept is None else f"{figure(_FULL * one.kept, 1)}%",
    )
