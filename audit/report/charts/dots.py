"""Where dots with intervals stand: rows of one plot, or many small plots with the same rows."""

from __future__ import annotations

import math
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
    Span,
    span,
)
from audit.report.scales import Axis, axis, figure, rounded, wrapped


@dataclass(frozen=True)
class Dot:
    """A figure with its interval, ``None`` where there is none; ``firm`` unless it stands on few cases."""

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    firm: bool = True
    told: str = ""


@dataclass(frozen=True)
class DotRow:
    """Where a dot stands; ``x`` and ``whisker`` are ``None`` without a value or an interval."""

    label: tuple[str, ...]
    y: float
    x: float | None
    whisker: Span | None
    value: str
    interval: str
    n: int | None
    firm: bool
    told: str


@dataclass(frozen=True)
class Dots:
    """Rows of dots beside zero, with the band in which a difference does not matter."""

    width: float
    height: float
    axis: Axis
    zero: float
    band: Span | None
    rows: tuple[DotRow, ...]


def dots(rows: Sequence[Dot], *, margin: float | None = None, width: float = WIDTH) -> Dots:
    """Differences from zero.

    Args:
        rows: from top to bottom.
        margin: how far from zero a difference does not matter.
        width: of the whole chart.

    Raises:
        ValueError: no rows.
    """
    if not rows:
        raise ValueError("a chart needs at least one row")
    known = [0.0, *((-margin, margin) if margin else ()), *_values(rows)]
    scale = axis((min(known), max(known)), (LABEL_WIDTH, width - VALUE_WIDTH), signed=True, fixed=False)
    top = TOP + (12.0 if margin else 0.0)
    return Dots(
        width=width,
        height=top + ROW * len(rows) + BOTTOM,
        axis=scale,
        zero=scale.at(0.0),
        band=span(scale, -margin, margin) if margin else None,
        rows=tuple(
            _dot_row(row, scale, top + ROW * (i + 0.5), 2, LABEL_WIDTH - 14, signed=True)
            for i, row in enumerate(rows)
        ),
    )


def _values(rows: Sequence[Dot]) -> list[float]:
    return [
        one for row in rows for one in (*(() if row.value is None else (row.value,)), *(row.interval or ()))
    ]


def _dot_row(
    row: Dot, scale: Axis, y: float, decimals: int, label_width: float, *, signed: bool, lines: int = 2
) -> DotRow:
    words = ""
    if row.interval is not None:
        words = f"[{figure(row.interval[0], decimals)}, {figure(row.interval[1], decimals)}]"
    return DotRow(
        label=wrapped(row.label, label_width, LABEL_SIZE, lines),
        y=rounded(y),
        x=None if row.value is None else scale.at(row.value),
        whisker=None if row.interval is None else span(scale, *row.interval),
        value="—" if row.value is None else figure(row.value, decimals, signed=signed),
        interval=words,
        n=row.n,
        firm=row.firm,
        told=row.told,
    )


# --- small multiples ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """A figure of all units and of each: ``rows`` in the same order in every plot."""

    title: str
    total: float
    rows: tuple[Dot, ...]
    decimals: int
    signed: bool = False
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True)
class Plot:
    """A small plot: its title, its axis, the line of the total and its rows."""

    title: tuple[str, ...]
    x: float
    y: float
    bottom: float
    axis: Axis
    total: float
    total_words: str
    rows: tuple[DotRow, ...]


@dataclass(frozen=True)
class Multiples:
    """Small plots in columns, row names repeated in each line of plots."""

    width: float
    height: float
    plots: tuple[Plot, ...]


_COLUMNS = 3
_GUTTER = 16.0
_NAME = 62.0  # room for the name of a row in a small plot
_VALUE = 34.0  # and for its value
_HEAD = 46.0  # title of two lines and the total
_SMALL_ROW = 16.0
_FOOT = 30.0  # tick labels and the space below


def multiples(compared: Sequence[Compared], *, width: float = WIDTH) -> Multiples:
    """Small plots with the same rows, three in a line.

    Raises:
        ValueError: nothing to compare.
    """
    if not compared:
        raise ValueError("a chart needs at least one plot")
    height = _HEAD + _SMALL_ROW * max(len(one.rows) for one in compared) + _FOOT
    plot_width = (width - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
    return Multiples(
        width=width,
        height=height * math.ceil(len(compared) / _COLUMNS),
        plots=tuple(
            _plot(one, (i % _COLUMNS) * (plot_width + _GUTTER), (i // _COLUMNS) * height, plot_width)
            for i, one in enumerate(compared)
        ),
    )


def _plot(one: Compared, left: float, top: float, width: float) -> Plot:
    known = [one.total, *_values(one.rows)]
    pixels = rounded(left + _NAME), rounded(left + width - _VALUE)
    scale = axis(
        one.bounds or (min(known), max(known)), pixels, signed=one.signed, fixed=one.bounds is not None
    )
    first = top + _HEAD
    return Plot(
        title=wrapped(one.title, width, 9.0),
        x=rounded(left),
        y=rounded(top),
        bottom=rounded(first + _SMALL_ROW * len(one.rows)),
        axis=scale,
        total=scale.at(one.total),
        total_words=figure(one.total, one.decimals, signed=one.signed),
        rows=tuple(
            _dot_row(
                row,
                scale,
                first + _SMALL_ROW * (i + 0.5),
                one.decimals,
                _NAME - 8,
                signed=one.signed,
                lines=1,
            )
            for i, row in enumerate(one.rows)
        ),
    )
