"""Where everything in a chart stands: data in, coordinates out, nothing drawn and nothing judged.

The SVG macros in ``templates/report/charts.svg.j2`` draw what these functions return. Lengths are CSS
pixels, rounded to two decimals; y grows downwards. What is good or bad comes in with the data as a
``Tone``: no threshold is known here. A value that was not assessed has no bar, never a bar of length 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from audit.report.scales import Axis, axis, figure, rounded, text_width, wrapped

WIDTH = 640.0
"""Width of a chart: the text column of an A4 page with margins of 20 mm."""

LABEL_SIZE = 10.0
LABEL_WIDTH = 168.0
VALUE_WIDTH = 132.0

Tone = Literal["conform", "partial", "nonconform", "inconclusive", "neutral"]


@dataclass(frozen=True)
class Span:
    """From one x to another."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Length in pixels."""
        return rounded(self.end - self.start)


@dataclass(frozen=True)
class Reference:
    """A line across a chart with its name, such as a promise or a limit."""

    value: float
    label: str


@dataclass(frozen=True)
class ReferenceLine:
    """Where a reference stands, and on which side of it its name has room."""

    x: float
    label: str
    anchor: Literal["start", "end"]


# --- bars with intervals -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """One row: a figure with its interval and number of cases; ``None`` where there is none."""

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True)
class IntervalRow:
    """Where a row stands; ``bar`` and ``whisker`` are ``None`` without a value or an interval."""

    label: tuple[str, ...]
    y: float
    bar: Span | None
    whisker: Span | None
    mark: float | None
    value: str
    interval: str
    n: int | None
    tone: Tone


@dataclass(frozen=True)
class IntervalBars:
    """Bars from a base line, each with a whisker, its value and n in words at the right."""

    width: float
    height: float
    axis: Axis
    base: float
    rows: tuple[IntervalRow, ...]
    reference: ReferenceLine | None


ROW = 34.0
TOP = 10.0
BOTTOM = 26.0


def interval_bars(
    rows: Sequence[Measured],
    *,
    decimals: int = 2,
    signed: bool = False,
    base: float = 0.0,
    bounds: tuple[float, float] | None = None,
    reference: Reference | None = None,
    width: float = WIDTH,
) -> IntervalBars:
    """Rows of bars that start at ``base``.

    Args:
        rows: from top to bottom.
        decimals: of values and interval ends.
        signed: whether positive values carry a plus sign, as differences do.
        base: where bars start; always on the axis.
        bounds: the ends of the axis, for a fixed scale such as 0-100; otherwise taken from the data.
        reference: a line to compare with.
        width: of the whole chart.

    Raises:
        ValueError: no rows.
    """
    if not rows:
        raise ValueError("a chart needs at least one row")
    known = [base, *([reference.value] if reference else [])]
    for row in rows:
        known += [*([] if row.value is None else [row.value]), *(row.interval or ())]
    scale = axis(
        bounds or (min(known), max(known)),
        (LABEL_WIDTH, width - VALUE_WIDTH),
        signed=signed,
        fixed=bounds is not None,
    )
    top = TOP + (12.0 if reference else 0.0)
    return IntervalBars(
        width=width,
        height=top + ROW * len(rows) + BOTTOM,
        axis=scale,
        base=scale.at(base),
        rows=tuple(
            _interval_row(row, scale, base, top + ROW * (i + 0.5), decimals, signed)
            for i, row in enumerate(rows)
        ),
        reference=_reference(reference, scale) if reference else None,
    )


def _interval_row(
    row: Measured, scale: Axis, base: float, y: float, decimals: int, signed: bool
) -> IntervalRow:
    whisker, words = None, ""
    if row.interval is not None:
        low, high = row.interval
        whisker = _span(scale, low, high)
        words = f"[{figure(low, decimals)}, {figure(high, decimals)}]"
    return IntervalRow(
        label=wrapped(row.label, LABEL_WIDTH - 14, LABEL_SIZE),
        y=rounded(y),
        bar=None if row.value is None else _span(scale, base, row.value),
        whisker=whisker,
        mark=None if row.value is None else scale.at(row.value),
        value="—" if row.value is None else figure(row.value, decimals, signed=signed),
        interval=words,
        n=row.n,
        tone=row.tone,
    )


def _span(scale: Axis, one: float, other: float) -> Span:
    return Span(*sorted((scale.at(one), scale.at(other))))


def _reference(reference: Reference, scale: Axis) -> ReferenceLine:
    x = scale.at(reference.value)
    fits = x + 4 + text_width(reference.label, 8) <= scale.end
    return ReferenceLine(x, reference.label, "start" if fits else "end")


# --- a score with its bounds and its coverage ---------------------------------------------------------


_PAD = 8.0  # room for half of the label 0


@dataclass(frozen=True)
class ScoreBar:
    """A score on 0-100 with its bounds, and below it how much was assessed at all."""

    width: float
    height: float
    axis: Axis
    score: float | None
    bounds: Span | None
    coverage: Span
    value: str
    share: str
    limit: ReferenceLine | None


def score_bar(
    score: float | None,
    bounds: tuple[float, float] | None,
    coverage: float,
    *,
    limit: Reference | None = None,
    width: float = WIDTH,
) -> ScoreBar:
    """One score.

    Args:
        score: 0-100, or ``None`` when nothing was assessed.
        bounds: the score if everything not assessed were at its worst, and at its best.
        coverage: share of the weight that was assessed, 0-1.
        limit: the score that is asked for.
        width: of the whole chart.
    """
    scale = axis((0, 100), (_PAD, width - VALUE_WIDTH), signed=False, fixed=True)
    return ScoreBar(
        width=width,
        height=78.0,
        axis=scale,
        score=None if score is None else scale.at(score),
        bounds=None if bounds is None else _span(scale, *bounds),
        coverage=Span(scale.start, scale.at(100 * coverage)),
        value="—" if score is None else figure(score, 1),
        share=f"{figure(100 * coverage, 0)}%",
        limit=_reference(limit, scale) if limit else None,
    )


# --- times: median and ninetieth percentile -----------------------------------------------------------


@dataclass(frozen=True)
class Quantile:
    """A quantile of a duration; an end of the interval, or all of it, may not be estimable."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Duration:
    """One row: how long half of the cases and nine of ten took at most, censored cases included."""

    label: str
    median: Quantile
    p90: Quantile
    n: int | None = None


@dataclass(frozen=True)
class QuantileMark:
    """A quantile on the axis; an open end of its interval runs to the edge and bears an arrow."""

    x: float | None
    interval: Span | None
    open_end: bool
    text: str


@dataclass(frozen=True)
class QuantileRow:
    """A row with both quantiles and the bar between them."""

    label: tuple[str, ...]
    y: float
    bar: Span | None
    median: QuantileMark
    p90: QuantileMark
    n: int | None


@dataclass(frozen=True)
class QuantileBars:
    """Rows from zero to the longest time; ``not_reached`` rows run to the edge."""

    width: float
    height: float
    axis: Axis
    rows: tuple[QuantileRow, ...]
    reference: ReferenceLine | None


def quantile_bars(
    rows: Sequence[Duration],
    *,
    decimals: int = 1,
    reference: Reference | None = None,
    width: float = WIDTH,
) -> QuantileBars:
    """Durations in one unit, which the caption names; the axis starts at zero.

    Raises:
        ValueError: no rows.
    """
    if not rows:
        raise ValueError("a chart needs at least one row")
    quantiles = [quantile for row in rows for quantile in (row.median, row.p90)]
    known = [part for one in quantiles for part in (one.value, one.low, one.high) if part is not None]
    known += [reference.value] if reference else []
    scale = axis(
        (0.0, max(known, default=1.0)), (LABEL_WIDTH, width - VALUE_WIDTH), signed=False, fixed=False
    )
    top = TOP + (12.0 if reference else 0.0)
    return QuantileBars(
        width=width,
        height=top + ROW * len(rows) + BOTTOM,
        axis=scale,
        rows=tuple(_quantile_row(row, scale, top + ROW * (i + 0.5), decimals) for i, row in enumerate(rows)),
        reference=_reference(reference, scale) if reference else None,
    )


def _quantile_row(row: Duration, scale: Axis, y: float, decimals: int) -> QuantileRow:
    median, p90 = (_quantile_mark(one, scale, decimals) for one in (row.median, row.p90))
    reached = [mark.x for mark in (median, p90) if mark.x is not None]
    end = reached[-1] if len(reached) == 2 else scale.end
    return QuantileRow(
        label=wrapped(row.label, LABEL_WIDTH - 14, LABEL_SIZE),
        y=rounded(y),
        bar=Span(reached[0], end) if reached else None,
        median=median,
        p90=p90,
        n=row.n,
    )


def _quantile_mark(quantile: Quantile, scale: Axis, decimals: int) -> QuantileMark:
    if quantile.value is None:
        return QuantileMark(None, None, False, "—")
    low = quantile.value if quantile.low is None else quantile.low
    high = scale.end if quantile.high is None else scale.at(quantile.high)
    has_interval = quantile.low is not None or quantile.high is not None
    return QuantileMark(
        x=scale.at(quantile.value),
        interval=Span(scale.at(low), high) if has_interval else None,
        open_end=has_interval and quantile.high is None,
        text=figure(quantile.value, decimals),
    )


# --- importance and performance -----------------------------------------------------------------------

Quadrant = Literal["concentrate", "keep_up", "low_priority", "overkill"]


@dataclass(frozen=True)
class Rated:
    """An attribute by its number in the table beside the chart; its quadrant was decided elsewhere."""

    number: int
    performance: float
    importance: float
    quadrant: Quadrant


@dataclass(frozen=True)
class Badge:
    """A numbered badge at (x, y); when it had to move, a line leads back to the point (to_x, to_y)."""

    number: int
    quadrant: Quadrant
    x: float
    y: float
    to_x: float
    to_y: float

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
    return ImportancePerformance(
        width=width,
        height=height,
        horizontal=x,
        vertical=y,
        at_mean=Cross(x.at(mean[0]), y.at(mean[1])),
        at_middle=Cross(x.at(middle), y.at(middle)),
        badges=_badges(points, x, y),
    )


def _close_axis(values: list[float], scale: tuple[float, float], pixels: tuple[float, float]) -> Axis:
    """An axis around the data, but never beyond the ends of the scale that was asked on."""
    room = 0.05 * (scale[1] - scale[0])
    low, high = max(scale[0], min(values) - room), min(scale[1], max(values) + room)
    return axis((low, high), pixels, signed=False, fixed=True)


def _badges(points: Sequence[Rated], x: Axis, y: Axis) -> tuple[Badge, ...]:
    """Each badge on its point, or on the nearest free place around it."""
    placed: list[tuple[float, float]] = []
    badges = []
    for point in sorted(points, key=lambda p: p.number):
        to_x, to_y = x.at(point.performance), y.at(point.importance)
        place = next(
            (spot for spot in _around(to_x, to_y) if _is_free(spot, placed) and _is_inside(spot, x, y)),
            (to_x, to_y),
        )
        placed.append(place)
        badges.append(Badge(point.number, point.quadrant, *place, to_x, to_y))
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


def _is_free(spot: tuple[float, float], placed: list[tuple[float, float]]) -> bool:
    return all(math.dist(spot, other) >= _APART for other in placed)


def _is_inside(spot: tuple[float, float], x: Axis, y: Axis) -> bool:
    return x.start + BADGE <= spot[0] <= x.end - BADGE and y.end + BADGE <= spot[1] <= y.start - BADGE
