"""Where everything in a chart stands: data in, coordinates out, nothing drawn and nothing judged.

Bars stand here; ``quantiles`` and ``quadrants`` place the other two kinds. The SVG macros in ``templates/report/charts.svg.j2`` draw what these functions return. Lengths are CSS
pixels, rounded to two decimals; y grows downwards. What is good or bad comes in with the data as a
``Tone``: no threshold is known here. A value that was not assessed has no bar, never a bar of length 0.
"""

from __future__ import annotations

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
    label_width: float = LABEL_WIDTH,
    row_height: float = ROW,
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
        label_width: of the labels at the left, which wrap within it.
        row_height: 34 holds a label of two lines.

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
        (label_width, width - VALUE_WIDTH),
        signed=signed,
        fixed=bounds is not None,
    )
    top = TOP + (12.0 if reference else 0.0)
    return IntervalBars(
        width=width,
        height=top + row_height * len(rows) + BOTTOM,
        axis=scale,
        base=scale.at(base),
        rows=tuple(
            _interval_row(row, scale, base, top + row_height * (i + 0.5), decimals, signed, label_width - 14)
            for i, row in enumerate(rows)
        ),
        reference=reference_line(reference, scale) if reference else None,
    )


def _interval_row(
    row: Measured, scale: Axis, base: float, y: float, decimals: int, signed: bool, label_width: float
) -> IntervalRow:
    whisker, words = None, ""
    if row.interval is not None:
        low, high = row.interval
        whisker = _span(scale, low, high)
        words = f"[{figure(low, decimals)}, {figure(high, decimals)}]"
    return IntervalRow(
        label=wrapped(row.label, label_width, LABEL_SIZE),
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


def reference_line(reference: Reference, scale: Axis) -> ReferenceLine:
    """A reference on a scale; its name turns to the left where the right has no room."""
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
        limit=reference_line(limit, scale) if limit else None,
    )
