"""Where bars with intervals stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import (
    BOTTOM,
    LABEL_SIZE,
    LABEL_WIDTH,
    ROW,
    TOP,
    VALUE_WIDTH,
    WIDTH,
    Reference,
    ReferenceLine,
    Span,
    Tone,
    reference_line,
    span,
)
from audit.report.scales import Axis, axis, figure, rounded, wrapped

_KEY = 16.0  # the line that says what the ticks of the rows mean


@dataclass(frozen=True)
class Measured:
    """One row: a figure with its interval and number of cases, ``None`` where there is none; ``told`` in words.

    ``required`` is what this row has to reach, where each has a mark of its own.
    """

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    tone: Tone = "neutral"
    told: str = ""
    required: float | None = None


@dataclass(frozen=True)
class IntervalRow:
    """Where a row stands; ``bar`` and ``whisker`` are ``None`` without a value or an interval.

    ``beyond``: -1 or 1 where the value lies to the left or right of the axis and its bar ends there.
    """

    label: tuple[str, ...]
    y: float
    bar: Span | None
    whisker: Span | None
    mark: float | None
    value: str
    interval: str
    n: int | None
    tone: Tone
    told: str
    beyond: int = 0
    required: float | None = None


@dataclass(frozen=True)
class IntervalBars:
    """Bars from a base line, each with a whisker, its value and n in words at the right.

    ``required`` says what the tick of a row means; empty where no row has one.
    """

    width: float
    height: float
    axis: Axis
    base: float
    rows: tuple[IntervalRow, ...]
    reference: ReferenceLine | None
    required: str = ""


def interval_bars(
    rows: Sequence[Measured],
    *,
    decimals: int = 2,
    signed: bool = False,
    base: float = 0.0,
    bounds: tuple[float, float] | None = None,
    reference: Reference | None = None,
    required: str = "",
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
        required: what the ticks of the rows mean, where these have any.
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
        known += [one for one in (row.value, row.required) if one is not None]
        known += row.interval or ()
    scale = axis(
        bounds or (min(known), max(known)),
        (label_width, width - VALUE_WIDTH),
        signed=signed,
        fixed=bounds is not None,
    )
    ticks = required if any(row.required is not None for row in rows) else ""
    top = TOP + (12.0 if reference else 0.0) + (_KEY if ticks else 0.0)
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
        required=ticks,
    )


def _interval_row(
    row: Measured, scale: Axis, base: float, y: float, decimals: int, signed: bool, label_width: float
) -> IntervalRow:
    whisker, words = None, ""
    if row.interval is not None:
        low, high = row.interval
        whisker = span(scale, low, high)
        words = f"[{figure(low, decimals)}, {figure(high, decimals)}]"
    return IntervalRow(
        label=wrapped(row.label, label_width, LABEL_SIZE),
        y=rounded(y),
        bar=None if row.value is None else span(scale, base, row.value),
        whisker=whisker,
        mark=None if row.value is None else scale.at(row.value),
        value="—" if row.value is None else figure(row.value, decimals, signed=signed),
        interval=words,
        n=row.n,
        tone=row.tone,
        told=row.told,
        beyond=0 if row.value is None else (row.value > scale.high) - (row.value < scale.low),
        required=None if row.required is None else scale.at(row.required),
    )
