"""Where the attributes of an importance-performance plot stand, so that no badge hides another."""

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
    """An attribute by its number in the table beside the chart; its quadrant was decided elsewhere."""

    number: int
    performance: float
    importance: float
    quadrant: Quadrant
    told: str = ""


@dataclass(frozen=True)
class Badge:
    """A numbered badge at (x, y); when it had to move, a line leads back to the point (to_x, to_y)."""

    number: int
    quadrant: Quadrant
    x: float
    y: float
    to_x: float
    to_y: float
    told: str = ""

    @property
    def moved(self) -> bool:
        """Whether the badge stands beside its point."""
        return (self.x, self.y) != (self.to_x, self.to_y)


@dataclass(frozen=True)
class Cross:
    """Two lines that part the plot: at x and at y."""

    x: float
    y: float


@dataclass(frozen=True)
class ImportancePerformance:
    """A plot with two cross-hairs: at the mean of the data and in the middle of the scale."""

    width: float
    height: float
    horizontal: Axis
    vertical: Axis
    at_mean: Cross
    at_middle: Cross
    badges: tuple[Badge, ...]


BADGE = 7.5
_APART = 2 * BADGE + 1
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
        scale: ends of the answer scale; its middle is the other cross-hair.
        width: of the whole chart.
        height: of the whole chart.

    Raises:
        ValueError: no points.
    """
    if not points:
        raise ValueError("a chart needs at least one point")
    middle = sum(scale) / 2
    x = _close_axis([p.performance for p in points] + [mean[0], middle], scale, (_PLOT_LEFT, width - 16))
    y = _close_axis(
        [p.importance for p in points] + [mean[1], middle], scale, (height - _PLOT_BOTTOM, _PLOT_TOP)
    )
    at_mean = Cross(x.at(mean[0]), y.at(mean[1]))
    return ImportancePerformance(
        width=width,
        height=height,
        horizontal=x,
        vertical=y,
        at_mean=at_mean,
        at_middle=Cross(x.at(middle), y.at(middle)),
        badges=_badges(points, x, y, at_mean),
    )


def _close_axis(values: list[float], scale: tuple[float, float], pixels: tuple[float, float]) -> Axis:
    """An axis around the data, but never beyond the ends of the scale that was asked on."""
    room = 0.05 * (scale[1] - scale[0])
    low, high = max(scale[0], min(values) - room), min(scale[1], max(values) + room)
    return axis((low, high), pixels, signed=False, fixed=True)


def _badges(points: Sequence[Rated], x: Axis, y: Axis, mean: Cross) -> tuple[Badge, ...]:
    """Each badge on its point, or on the nearest free place around it, in its own quadrant if one is left."""
    placed: list[tuple[float, float]] = []
    badges = []
    for point in sorted(points, key=lambda p: p.number):
        to_x, to_y = x.at(point.performance), y.at(point.importance)
        point_at = (to_x, to_y)
        free = [spot for spot in _around(*point_at) if _is_free(spot, placed) and _has_room(spot, x, y)]
        kept = (spot for spot in free if _same_quadrant(spot, point_at, mean))
        place = next(kept, next(iter(free), point_at))
        placed.append(place)
        badges.append(Badge(point.number, point.quadrant, *place, to_x, to_y, point.told))
    return tuple(badges)


def _around(x: float, y: float) -> list[tuple[float, float]]:
    """The point itself, then rings around it, each from twelve o'clock on."""
    turns = [math.tau * step / 16 for step in range(16)]
    rings = [_APART * ring for ring in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)]
    return [(x, y)] + [
        (rounded(x + ring * math.sin(turn)), rounded(y - ring * math.cos(turn)))
        for ring in rings
        for turn in turns
    ]


def _same_quadrant(spot: tuple[float, float], point: tuple[float, float], mean: Cross) -> bool:
    return (spot[0] < mean.x) == (point[0] < mean.x) and (spot[1] < mean.y) == (point[1] < mean.y)


def _is_free(spot: tuple[float, float], placed: list[tuple[float, float]]) -> bool:
    return all(math.dist(spot, other) >= _APART for other in placed)


def _has_room(spot: tuple[float, float], x: Axis, y: Axis) -> bool:
    """Inside the plot and off its corners, where the names of the quadrants stand."""
    if not (x.start + BADGE <= spot[0] <= x.end - BADGE and y.end + BADGE <= spot[1] <= y.start - BADGE):
        return False
    in_columns = spot[0] < x.start + _NAME_WIDTH or spot[0] > x.end - _NAME_WIDTH
    in_rows = spot[1] < y.end + _NAME_HEIGHT or spot[1] > y.start - _NAME_HEIGHT
    return not (in_columns and in_rows)
