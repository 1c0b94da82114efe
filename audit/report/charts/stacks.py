"""Where the parts of a whole stand beside each other, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from audit.report.charts.marks import LABEL_SIZE, LABEL_WIDTH, TOP, WIDTH
from audit.report.charts.pieces import KeyEntry, Part, Piece, keyed, laid
from audit.report.scales import Axis, axis, rounded, wrapped

Fill = Literal[
    "conform", "partial", "nonconform", "inconclusive", "missing", "outside", "void", "low", "middle", "high"
]
"""How a part is filled: the verdicts, three ways of having none, and a scale of three steps."""

_ROW, _LOW_ROW = 26.0, 20.0  # where a label takes two lines, and where none does
_END = 118.0  # room at the right for what is said of a row
_PART_SIZE = 8.5


@dataclass(frozen=True)
class Whole:
    """A row with its parts in order; ``end`` and ``small`` are printed at the right. Without parts a heading."""

    label: str
    parts: tuple[Part[Fill], ...]
    end: str = ""
    small: str = ""


@dataclass(frozen=True)
class StackRow:
    """A row of pieces."""

    label: tuple[str, ...]
    y: float
    pieces: tuple[Piece[Fill], ...]
    end: str
    small: str


@dataclass(frozen=True)
class StackedBars:
    """Rows of pieces below the key of their fills."""

    width: float
    height: float
    axis: Axis
    key: tuple[KeyEntry[Fill], ...]
    rows: tuple[StackRow, ...]


def stacked_bars(
    rows: Sequence[Whole],
    key: Sequence[tuple[Fill, str]],
    *,
    full: float | None = None,
    width: float = WIDTH,
    label_width: float = LABEL_WIDTH,
) -> StackedBars:
    """Rows of parts on one scale, so that a longer row is a greater whole.

    Args:
        rows: from top to bottom.
        key: what each fill means, in the order of the parts.
        full: the amount at the right end; otherwise that of the greatest row.
        width: of the whole chart.
        label_width: of the labels at the left, which wrap within it.

    Raises:
        ValueError: no rows, or no row holds anything.
    """
    most = full or max((sum(part.amount for part in row.parts) for row in rows), default=0.0)
    if most <= 0:
        raise ValueError("a chart needs at least one row that holds something")
    scale = axis((0.0, most), (label_width, width - _END), signed=False, fixed=True)
    entries, top = keyed(key, 0.0, width, gap=14)
    labels = [wrapped(row.label, label_width - 14, LABEL_SIZE) for row in rows]
    pitch = _ROW if any(len(label) > 1 for label in labels) else _LOW_ROW
    return StackedBars(
        width=width,
        height=top + pitch * len(rows) + TOP,
        axis=scale,
        key=entries,
        rows=tuple(
            StackRow(
                label=label,
                y=rounded(top + pitch * (i + 0.5)),
                pieces=laid(row.parts, scale, _PART_SIZE, room=4),
                end=row.end,
                small=row.small,
            )
            for i, (row, label) in enumerate(zip(rows, labels, strict=True))
        ),
    )
