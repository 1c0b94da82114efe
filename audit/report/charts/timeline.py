"""Where the phases of a course stand in time, and how much happened in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import WIDTH, Span
from audit.report.scales import figure, rounded, wrapped

_TOP, _GROUND, _HEIGHT = 30.0, 158.0, 226.0
_SIDE = 8.0
_NAME_SIZE = 9.5


@dataclass(frozen=True)
class Phase:
    """A phase: the share 0-1 of all that fell into it, and the moment that ends it, if one does."""

    label: str
    share: float | None
    interval: tuple[float, float] | None = None
    ends: str = ""
    told: str = ""


@dataclass(frozen=True)
class PhaseColumn:
    """A phase from left to right: its column upwards from the ground, and its whisker from ``high`` to ``low``."""

    label: tuple[str, ...]
    at: Span
    top: float | None
    whisker: Span | None
    value: str
    interval: str
    ends: tuple[str, ...]
    shade: int
    told: str

    @property
    def middle(self) -> float:
        """Where its column and its words stand."""
        return rounded((self.at.start + self.at.end) / 2)


@dataclass(frozen=True)
class Timeline:
    """Phases of equal width above a line of time; their lengths are not to scale, which the caption says."""

    width: float
    height: float
    ground: float
    start: tuple[str, ...]
    phases: tuple[PhaseColumn, ...]


def timeline(phases: Sequence[Phase], *, start: str, width: float = WIDTH) -> Timeline:
    """Phases in their order in time.

    Args:
        phases: from left to right.
        start: what happens at the left end.
        width: of the whole chart.

    Raises:
        ValueError: no phases.
    """
    if not phases:
        raise ValueError("a chart needs at least one phase")
    each = (width - 2 * _SIDE) / len(phases)
    return Timeline(
        width=width,
        height=_HEIGHT,
        ground=_GROUND,
        start=wrapped(start, each * 0.5, 8.0),
        phases=tuple(_column(one, i, each) for i, one in enumerate(phases)),
    )


def _column(one: Phase, place: int, each: float) -> PhaseColumn:
    words, whisker = "", None
    if one.interval is not None:
        low, high = one.interval
        whisker = Span(_height(high), _height(low))
        words = f"[{figure(100 * low, 1)}, {figure(100 * high, 1)}]"
    return PhaseColumn(
        label=wrapped(one.label, each - 12, _NAME_SIZE, 1),
        at=Span(rounded(_SIDE + place * each), rounded(_SIDE + (place + 1) * each)),
        top=None if one.share is None else _height(one.share),
        whisker=whisker,
        value="—" if one.share is None else f"{figure(100 * one.share, 1)}%",
        interval=words,
        ends=wrapped(one.ends, each * 0.8, 8.0) if one.ends else (),
        shade=place,
        told=one.told,
    )


def _height(share: float) -> float:
    return rounded(_GROUND - min(max(share, 0.0), 1.0) * (_GROUND - _TOP))
