"""Where the attributes of an importance-performance plot stand, and where each number, so that it is seen whose it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from audit.report.charts.marks import WIDTH
from audit.report.scales import Axis, axis, rounded

Quadrant = Literal["concentrate", "keep_up", "low_priority", "overkill"]


@dataclass(frozen=True)
class Rated:
    """An attribute by its number in the table beside the chart; its quadrant was decided elsewhere, and whether
    that is settled.
    """

    number: int
    performance: float
    importance: float
    quadrant: Quadrant
    told: str = ""
    settled: bool = True


@dataclass(frozen=True)
class Mark:
    """A point at (x, y) and its number around (label_x, label_y); ``led`` where a line joins the two."""

    number: int
    quadrant: Quadrant
    x: float
    y: float
    label_x: float
    label_y: float
    led: bool
    settled: bool
    told: str = ""


@dataclass(frozen=True)
class Cross:
    """Two lines that part the plot: at x and at y."""

    x: float
    y: float


@dataclass(frozen=True)
class ImportancePerformance:
    """A plot with two cross-hairs: at the mean of the data, and in the middle of the scale as far as that lies on
    the plot.
    """

    width: float
    height: float
    horizontal: Axis
    vertical: Axis
    at_mean: Cross
    middle_x: float | None
    middle_y: float | None
    marks: tuple[Mark, ...]


POINT = 3.4
"""The radius of a point."""

LABEL = 11.0
"""Numbers stand at least so far from each other: two digits of their size are as wide."""

_OFF_POINTS = 9.0  # from a number to any point: neither covers the other
_OFF_LINES = 6.5  # from a number to the lines of the mean, and so from them to its digits
_BESIDE = 9.5  # a number as far from its point as this needs no line
_CROWDED = 20.0  # unless another point is as near to its own as this
_NAME_WIDTH, _NAME_HEIGHT = 92.0, 24.0  # room for the name of a quadrant in each corner
_PLOT_LEFT, _PLOT_TOP, _PLOT_BOTTOM = 46.0, 14.0, 44.0


def importance_performance(
    points: Sequence[Rated],
    *,
    mean: tuple[float, float],
    scale: tuple[float, float],
    width: float = WIDTH,
    height: float = 360.0,
) -> ImportancePerformance:
    """Attributes by performance (x) and importance (y).

    Args:
        points: the attributes.
        mean: mean performance and mean importance: the data-centred cross-hair.
        scale: ends of the answer scale; in its middle stands the other cross-hair.
        width: of the whole chart.
        height: of the whole chart.

    Raises:
        ValueError: no points.
    """
    if not points:
        raise ValueError("a chart needs at least one point")
    middle = sum(scale) / 2
    x = _close_axis([p.performance for p in points] + [mean[0]], scale, (_PLOT_LEFT, width - 16))
    y = _close_axis([p.importance for p in points] + [mean[1]], scale, (height - _PLOT_BOTTOM, _PLOT_TOP))
    at_mean = Cross(x.at(mean[0]), y.at(mean[1]))
    return ImportancePerformance(
        width=width,
        height=height,
        horizontal=x,
        vertical=y,
        at_mean=at_mean,
        middle_x=x.at(middle) if x.low < middle < x.high else None,
        middle_y=y.at(middle) if y.low < middle < y.high else None,
        marks=_marks(points, x, y, at_mean),
    )


def _close_axis(values: list[float], scale: tuple[float, float], pixels: tuple[float, float]) -> Axis:
    """An axis around the data, but never beyond the ends of the scale that was asked on."""
    room = 0.05 * (scale[1] - scale[0])
    low, high = max(scale[0], min(values) - room), min(scale[1], max(values) + room)
    return axis((low, high), pixels, signed=False, fixed=True)


def _marks(points: Sequence[Rated], x: Axis, y: Axis, mean: Cross) -> tuple[Mark, ...]:
    """Each point where it belongs; its number beside it, or on the nearest free place with a line to the point."""
    there = {one.number: (x.at(one.performance), y.at(one.importance)) for one in points}
    placed: list[tuple[float, float]] = []
    marks = []
    for one in sorted(points, key=lambda one: one.number):
        at = there[one.number]
        others = [place for number, place in there.items() if number != one.number]
        is_led = any(math.dist(at, place) < _CROWDED for place in others)
        free = [
            spot
            for spot in _around(*at, beside=not is_led)
            if _is_free(spot, placed, [*others, at])
            and _has_room(spot, x, y)
            and not _crosses(at, spot, others)
        ]
        kept = (spot for spot in free if _same_quadrant(spot, at, mean) and _off_lines(spot, mean))
        spot = next(kept, next(iter(free), at))
        placed.append(spot)
        is_led = is_led or math.dist(spot, at) > _BESIDE + 1
        marks.append(Mark(one.number, one.quadrant, *at, *spot, is_led, one.settled, one.told))
    return tuple(marks)


def _around(x: float, y: float, *, beside: bool) -> list[tuple[float, float]]:
    """Rings around a point, each from the upper right on, where a reader looks first; the first where the number
    may stand right beside it.
    """
    turns = [math.tau * (step + 2) / 16 for step in range(16)]
    rings = (
        *((_BESIDE,) if beside else ()),
        *(LABEL * ring for ring in (1.5, 2.0, 2.6, 3.3, 4.0, 5.0, 6.5, 8.0)),
    )
    return [
        (rounded(x + ring * math.sin(turn)), rounded(y - ring * math.cos(turn)))
        for ring in rings
        for turn in turns
    ]


def _off_lines(spot: tuple[float, float], mean: Cross) -> bool:
    return abs(spot[0] - mean.x) >= _OFF_LINES and abs(spot[1] - mean.y) >= _OFF_LINES


def _same_quadrant(spot: tuple[float, float], point: tuple[float, float], mean: Cross) -> bool:
    return (spot[0] < mean.x) == (point[0] < mean.x) and (spot[1] < mean.y) == (point[1] < mean.y)


def _is_free(
    spot: tuple[float, float], placed: list[tuple[float, float]], points: list[tuple[float, float]]
) -> bool:
    off_numbers = all(math.dist(spot, other) >= LABEL for other in placed)
    return off_numbers and all(math.dist(spot, other) >= _OFF_POINTS for other in points)


def _crosses(
    point: tuple[float, float], spot: tuple[float, float], others: list[tuple[float, float]]
) -> bool:
    """Whether a line from a point to its number runs through another point."""
    across, up = spot[0] - point[0], spot[1] - point[1]
    length = math.hypot(across, up)
    for other in others:
        along = ((other[0] - point[0]) * across + (other[1] - point[1]) * up) / length
        aside = abs((other[0] - point[0]) * up - (other[1] - point[1]) * across) / length
        if 0 < along < length and aside < POINT:
            return True
    return False


def _has_room(spot: tuple[float, float], x: Axis, y: Axis) -> bool:
    """Inside the plot and off its corners, where the names of the quadrants stand."""
    half = LABEL / 2
    if not (x.start + half <= spot[0] <= x.end - half and y.end + half <= spot[1] <= y.start - half):
        return False
    in_columns = spot[0] < x.start + _NAME_WIDTH or spot[0] > x.end - _NAME_WIDTH
    in_rows = spot[1] < y.end + _NAME_HEIGHT or spot[1] > y.start - _NAME_HEIGHT
    return not (in_columns and in_rows)
