"""Where two levels of the same thing stand, such as what is expected and what is perceived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import BOTTOM, LABEL_SIZE, LABEL_WIDTH, TOP, VALUE_WIDTH, WIDTH, Span, span
from audit.report.scales import Axis, axis, figure, rounded, wrapped

_ROW = 34.0
_KEY = 18.0  # room for what the two marks mean
_ROOM = 0.05  # of the scale, on each side of the data


@dataclass(frozen=True)
class Pair:
    """Two levels in one unit and their difference, second less first; the interval is the difference's."""

    label: str
    first: float
    second: float
    difference: float
    interval: tuple[float, float] | None = None
    n: int | None = None
    told: str = ""


@dataclass(frozen=True)
class PairRow:
    """A row: both marks, the line between them, and how far the first may lie from the second."""

    label: tuple[str, ...]
    y: float
    first: float
    second: float
    link: Span
    whisker: Span | None
    value: str
    interval: str
    n: int | None
    told: str


@dataclass(frozen=True)
class PairedLevels:
    """Rows of two marks on the scale that both were asked on."""

    width: float
    height: float
    axis: Axis
    rows: tuple[PairRow, ...]


def paired_levels(rows: Sequence[Pair], *, scale: tuple[float, float], width: float = WIDTH) -> PairedLevels:
    """Rows of two levels; the axis lies close around the data, never beyond the ends of ``scale``.

    Raises:
        ValueError: no rows.
    """
    if not rows:
        raise ValueError("a chart needs at least one row")
    known = [level for row in rows for level in (row.first, row.second, *_first_within(row))]
    room = _ROOM * (scale[1] - scale[0])
    close = max(scale[0], min(known) - room), min(scale[1], max(known) + room)
    level = axis(close, (LABEL_WIDTH, width - VALUE_WIDTH), signed=False, fixed=True)
    return PairedLevels(
        width=width,
        height=TOP + _ROW * len(rows) + BOTTOM + _KEY,
        axis=level,
        rows=tuple(_pair_row(row, level, TOP + _ROW * (i + 0.5)) for i, row in enumerate(rows)),
    )


def _first_within(row: Pair) -> tuple[float, ...]:
    """The first level at both ends of the interval of the difference, the second taken as given."""
    return () if row.interval is None else (row.second - row.interval[1], row.second - row.interval[0])


def _pair_row(row: Pair, level: Axis, y: float) -> PairRow:
    ends, words = _first_within(row), ""
    if row.interval is not None:
        words = f"[{figure(row.interval[0], 2)}, {figure(row.interval[1], 2)}]"
    return PairRow(
        label=wrapped(row.label, LABEL_WIDTH - 14, LABEL_SIZE),
        y=rounded(y),
        first=level.at(row.first),
        second=level.at(row.second),
        link=span(level, row.first, row.second),
        whisker=span(level, ends[0], ends[1]) if ends else None,
        value=figure(row.difference, 2, signed=True),
        interval=words,
        n=row.n,
        told=row.told,
    )
