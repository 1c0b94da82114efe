"""Where the bars of durations stand: median and ninetieth percentile, each with its interval."""

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
    reference_line,
)
from audit.report.scales import Axis, axis, figure, rounded, wrapped

_KEY = 18.0  # room for what the two circles mean


@dataclass(frozen=True)
class Quantile:
    """A quantile of a duration; an end of the interval, or all of it, may not be estimable.

    ``beyond``: it has no value because it lies beyond the longest time seen.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    beyond: bool = False


@dataclass(frozen=True)
class Duration:
    """One row: how long half of the cases and nine of ten took at most, censored cases included."""

    label: str
    median: Quantile
    p90: Quantile
    n: int | None = None
    told: str = ""


@dataclass(frozen=True)
class QuantileMark:
    """A quantile on the axis; an open end of its interval runs to the edge and bears an arrow."""

    x: float | None
    interval: Span | None
    open_end: bool
    text: str
    beyond: bool = False


@dataclass(frozen=True)
class QuantileRow:
    """A row with both quantiles and the bar between them."""

    label: tuple[str, ...]
    y: float
    bar: Span | None
    median: QuantileMark
    p90: QuantileMark
    n: int | None
    told: str


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
        height=top + ROW * len(rows) + BOTTOM + _KEY,
        axis=scale,
        rows=tuple(_quantile_row(row, scale, top + ROW * (i + 0.5), decimals) for i, row in enumerate(rows)),
        reference=reference_line(reference, scale) if reference else None,
    )


def _quantile_row(row: Duration, scale: Axis, y: float, decimals: int) -> QuantileRow:
    median, p90 = (_quantile_mark(one, scale, decimals) for one in (row.median, row.p90))
    reached = [mark.x for mark in (median, p90) if mark.x is not None]
    end = scale.end if p90.beyond else p90.x
    return QuantileRow(
        label=wrapped(row.label, LABEL_WIDTH - 14, LABEL_SIZE),
        y=rounded(y),
        bar=None if not reached or end is None else Span(reached[0], end),
        median=median,
        p90=p90,
        n=row.n,
        told=row.told,
    )


def _quantile_mark(quantile: Quantile, scale: Axis, decimals: int) -> QuantileMark:
    if quantile.value is None:
        return QuantileMark(None, None, False, "—", quantile.beyond)
    low = quantile.value if quantile.low is None else quantile.low
    high = scale.end if quantile.high is None else scale.at(quantile.high)
    has_interval = quantile.low is not None or quantile.high is not None
    return QuantileMark(
        x=scale.at(quantile.value),
        interval=Span(scale.at(low), high) if has_interval else None,
        open_end=has_interval and quantile.high is None,
        text=figure(quantile.value, decimals),
    )
