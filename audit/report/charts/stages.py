"""Where the stages of a process stand, each as a share of its own base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import BOTTOM, LABEL_SIZE, TOP, VALUE_WIDTH, WIDTH, Span, span
from audit.report.scales import Axis, axis, figure, rounded, wrapped

_LABEL = 214.0
_ROW = 40.0


@dataclass(frozen=True)
class Stage:
    """A stage: its share 0-1 of what ``base`` names; ``None`` where it was not measured."""

    label: str
    base: str
    share: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    told: str = ""


@dataclass(frozen=True)
class StageRow:
    """Where a stage stands; ``number`` is its place in the process."""

    number: int
    label: tuple[str, ...]
    base: str
    y: float
    bar: Span | None
    whisker: Span | None
    value: str
    interval: str
    n: int | None
    told: str


@dataclass(frozen=True)
class Stages:
    """Stages from top to bottom, each on a track that stands for the whole of its base."""

    width: float
    height: float
    axis: Axis
    rows: tuple[StageRow, ...]


def stages(rows: Sequence[Stage], *, width: float = WIDTH) -> Stages:
    """Stages of a process in per cent of their own bases.

    Raises:
        ValueError: no rows.
    """
    if not rows:
        raise ValueError("a chart needs at least one row")
    scale = axis((0.0, 100.0), (_LABEL, width - VALUE_WIDTH), signed=False, fixed=True)
    return Stages(
        width=width,
        height=TOP + _ROW * len(rows) + BOTTOM,
        axis=scale,
        rows=tuple(_row(row, i, scale) for i, row in enumerate(rows)),
    )


def _row(row: Stage, place: int, scale: Axis) -> StageRow:
    words, whisker = "", None
    if row.interval is not None:
        low, high = (100 * end for end in row.interval)
        whisker, words = span(scale, low, high), f"[{figure(low, 1)}, {figure(high, 1)}]"
    return StageRow(
        number=place + 1,
        label=wrapped(row.label, _LABEL - 40, LABEL_SIZE, 1),
        base=wrapped(row.base, _LABEL - 40, 8.0, 1)[0] if row.base else "",
        y=rounded(TOP + _ROW * (place + 0.5)),
        bar=None if row.share is None else span(scale, 0.0, 100 * row.share),
        whisker=whisker,
        value="—" if row.share is None else f"{figure(100 * row.share, 1)}%",
        interval=words,
        n=row.n,
        told=row.told,
    )
