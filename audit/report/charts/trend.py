"""How figures went from audit to audit: small plots side by side, with a break where nothing may be compared."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from audit.report.charts.marks import WIDTH, Span, span
from audit.report.scales import Axis, axis, figure, rounded, text_width, wrapped

_COLUMNS = 3
_GUTTER = 18.0
_LEFT = 30.0  # tick labels of the upward axis
_SIDE = 16.0  # from the edge of a plot to its first and last audit
_HEAD, _TITLE_LINE, _PLOT, _FOOT = 16.0, 11.0, 88.0, 28.0
_TITLE_SIZE = 9.5
_LABEL_SIZE = 7.0
_WORDS_SIZE = 8.0


@dataclass(frozen=True)
class Then:
    """What a figure was in one audit, with its bounds; None where it has no value.

    ``comparable``: it may be compared with the last one.
    """

    value: float | None
    bounds: tuple[float, float] | None = None
    comparable: bool = True
    told: str = ""


@dataclass(frozen=True)
class Course:
    """One figure through the audits, the oldest first."""

    title: str
    audits: tuple[Then, ...]


@dataclass(frozen=True)
class TrendPoint:
    """A figure of one audit at (x, y), its whisker from top to bottom; ``words`` stand above it, on a ground as wide
    as ``ground`` so that no line runs through them.
    """

    x: float
    y: float
    whisker: Span | None
    words: str
    words_at: float
    ground: Span
    comparable: bool
    told: str


@dataclass(frozen=True)
class TrendPlot:
    """A small plot: ``lines`` join what may be compared, ``breaks`` part what may not."""

    title: tuple[str, ...]
    x: float
    y: float
    across: Span
    up: Axis
    limit: float | None
    points: tuple[TrendPoint, ...]
    lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    breaks: tuple[float, ...]
    labels: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Trend:
    """Small plots, three in a line, all with the same audits."""

    width: float
    height: float
    plots: tuple[TrendPlot, ...]


def trend(
    courses: Sequence[Course],
    audits: Sequence[str],
    *,
    bounds: tuple[float, float] | None = None,
    limit: float | None = None,
    decimals: int = 1,
    signed: bool = False,
    width: float = WIDTH,
) -> Trend:
    """Figures through some audits.

    Args:
        courses: a small plot each.
        audits: what each audit is called, the oldest first.
        bounds: of the upward axis; otherwise as far as all values and their bounds reach.
        limit: a value that is asked for.
        decimals: of the figures.
        signed: whether positive figures carry a plus sign.
        width: of the whole chart.

    Raises:
        ValueError: no courses, or one with more or fewer figures than there are audits.
    """
    if not courses or any(len(one.audits) != len(audits) for one in courses):
        raise ValueError("a trend needs a figure of every audit, if only a missing one")
    each = (width - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
    titles = [wrapped(one.title, each, _TITLE_SIZE) for one in courses]
    head = _HEAD + _TITLE_LINE * max(map(len, titles))
    height = head + _PLOT + _FOOT
    ends = bounds or _reach(courses)
    return Trend(
        width=width,
        height=rounded(height * math.ceil(len(courses) / _COLUMNS)),
        plots=tuple(
            _plot(
                one,
                title,
                audits,
                _Frame(
                    rounded((i % _COLUMNS) * (each + _GUTTER)), rounded((i // _COLUMNS) * height), each, head
                ),
                _Scale(ends, bounds is not None, limit, decimals, signed),
            )
            for i, (one, title) in enumerate(zip(courses, titles, strict=True))
        ),
    )


class _Frame(NamedTuple):
    """Where a plot stands: its upper left corner, its width, and the room of its title."""

    left: float
    top: float
    width: float
    head: float


class _Scale(NamedTuple):
    """The upward axis of all plots, and how figures are written."""

    ends: tuple[float, float]
    fixed: bool
    limit: float | None
    decimals: int
    signed: bool


def _reach(courses: Sequence[Course]) -> tuple[float, float]:
    known = [0.0]
    for one in (each for course in courses for each in course.audits if each.value is not None):
        known += [one.value or 0.0, *(one.bounds or ())]
    return min(known), max(known)


def _plot(course: Course, title: tuple[str, ...], audits: Sequence[str], at: _Frame, of: _Scale) -> TrendPlot:
    across = Span(rounded(at.left + _LEFT), rounded(at.left + at.width))
    ceiling = rounded(at.top + at.head)
    up = axis(of.ends, (rounded(ceiling + _PLOT), ceiling), signed=of.signed, fixed=of.fixed)
    places = _places(across, len(audits))
    points = [
        _point(one, x, up, of) for one, x in zip(course.audits, places, strict=True) if one.value is not None
    ]
    lines, breaks = _joined(points)
    return TrendPlot(
        title=title,
        x=at.left,
        y=at.top,
        across=across,
        up=up,
        limit=None if of.limit is None else up.at(of.limit),
        points=tuple(points),
        lines=lines,
        breaks=breaks,
        labels=_labels(audits, places),
    )


def _places(across: Span, audits: int) -> list[float]:
    """At equal distances from the left to the right; a single audit stands in the middle."""
    room = across.length - 2 * _SIDE
    if audits == 1:
        return [rounded(across.start + across.length / 2)]
    return [rounded(across.start + _SIDE + room * i / (audits - 1)) for i in range(audits)]


def _point(one: Then, x: float, up: Axis, of: _Scale) -> TrendPoint:
    y = up.at(one.value or 0.0)
    words = figure(one.value or 0.0, of.decimals, signed=of.signed)
    half = text_width(words, _WORDS_SIZE) / 2 + 1
    whisker = span(up, *one.bounds) if one.bounds else None
    return TrendPoint(
        x=x,
        y=y,
        whisker=whisker,
        words=words,
        words_at=rounded((whisker.start if whisker else y) - 5),
        ground=Span(rounded(x - half), rounded(x + half)),
        comparable=one.comparable,
        told=one.told,
    )


def _joined(
    points: Sequence[TrendPoint],
) -> tuple[tuple[tuple[tuple[float, float], tuple[float, float]], ...], tuple[float, ...]]:
    """Lines between neighbours that may both be compared; a break half-way between all others."""
    lines, breaks = [], []
    for one, other in itertools.pairwise(points):
        if one.comparable and other.comparable:
            lines.append(((one.x, one.y), (other.x, other.y)))
        else:
            breaks.append(rounded((one.x + other.x) / 2))
    return tuple(lines), tuple(breaks)


def _labels(audits: Sequence[str], places: Sequence[float]) -> tuple[tuple[float, str], ...]:
    """Every audit by name, or, where they would touch, every second, third ... from the last."""
    for every in range(1, len(audits) + 1):
        shown = list(zip(places, audits, strict=True))[::-1][::every][::-1]
        widest = max(text_width(name, _LABEL_SIZE) for _, name in shown)
        if len(shown) < 2 or shown[1][0] - shown[0][0] >= widest + 4:
            return tuple(shown)
    return ()
